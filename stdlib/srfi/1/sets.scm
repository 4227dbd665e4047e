;;; Lists as sets. In a comparison of members of two lists, that of the list that comes first is the first argument.

(define (subset? same? a b)
  (or (eq? a b)
      (every (lambda (x) (any (lambda (y) (same? x y)) b)) a)))

(define (lset<= same? . lists)
  (or (null? lists)
      (let loop ((a (car lists)) (rest (cdr lists)))
        (or (null? rest)
            (and (subset? same? a (car rest))
                 (loop (car rest) (cdr rest)))))))

(define (lset= same? . lists)
  (or (null? lists)
      (let loop ((a (car lists)) (rest (cdr lists)))
        (or (null? rest)
            (let ((b (car rest)))
              (and (subset? same? a b)
                   (subset? (lambda (y x) (same? x y)) b a)
                   (loop b (cdr rest))))))))

(define (lset-adjoin same? items . objs)
  (adjoin-all same? items objs))

(define (adjoin-all same? items objs)
  (fold (lambda (obj result)
          (if (any (lambda (item) (same? item obj)) result) result (cons obj result)))
        items
        objs))

(define (lset-union same? . lists)
  (reduce (lambda (items result)
            (cond ((null? result) items)
                  ((eq? items result) result)
                  (else (adjoin-all same? result items))))
          '()
          lists))

(define (in-list same? items)
  (lambda (obj)
    (any (lambda (item) (same? obj item)) items)))

(define (lset-intersection same? items . more)
  (filter (lambda (obj) (every (lambda (other) ((in-list same? other) obj)) more)) items))

(define (lset-difference same? items . more)
  (remove (lambda (obj) (any (lambda (other) ((in-list same? other) obj)) more)) items))

(define (lset-diff+intersection same? items . more)
  (partition (lambda (obj) (not (any (lambda (other) ((in-list same? other) obj)) more))) items))

(define (lset-xor same? . lists)
  (reduce (lambda (b a) (two-lists-xor same? a b)) '() lists))

;; The members of A alone stand in front, in reverse order, as SRFI 1 shows.
(define (two-lists-xor same? a b)
  (append (reverse (remove (in-list same? b) a))
          (remove (in-list same? a) b)))
