;;; Filtering, searching, deletion, association lists. A list is followed as far as the search goes: it may be circular.

(define (filter matches? items)
  (let loop ((rest items) (results '()))
    (if (pair? rest)
        (loop (cdr rest) (if (matches? (car rest)) (cons (car rest) results) results))
        (begin
          (check-end 'filter rest items)
          (reverse results)))))

(define (remove matches? items)
  (let loop ((rest items) (results '()))
    (if (pair? rest)
        (loop (cdr rest) (if (matches? (car rest)) results (cons (car rest) results)))
        (begin
          (check-end 'remove rest items)
          (reverse results)))))

(define (partition matches? items)
  (let loop ((rest items) (in '()) (out '()))
    (if (pair? rest)
        (if (matches? (car rest))
            (loop (cdr rest) (cons (car rest) in) out)
            (loop (cdr rest) in (cons (car rest) out)))
        (begin
          (check-end 'partition rest items)
          (values (reverse in) (reverse out))))))

(define (find matches? items)
  (let loop ((rest items))
    (if (pair? rest)
        (if (matches? (car rest)) (car rest) (loop (cdr rest)))
        (begin
          (check-end 'find rest items)
          #f))))

(define (find-tail matches? items)
  (let loop ((rest items))
    (if (pair? rest)
        (if (matches? (car rest)) rest (loop (cdr rest)))
        (begin
          (check-end 'find-tail rest items)
          #f))))

;; The last call of MATCHES? in any and every is a tail call.
(define (any matches? items . more)
  (if (null? more)
      (and (not (null-list? items))
           (let loop ((first (car items)) (rest (cdr items)))
             (if (null-list? rest)
                 (matches? first)
                 (or (matches? first)
                     (loop (car rest) (cdr rest))))))
      (let ((lists (cons items more)))
        (and (%all-pairs? 'any lists)
             (let loop ((firsts (%cars lists)) (rests (%cdrs lists)))
               (if (%all-pairs? 'any rests)
                   (or (apply matches? firsts)
                       (loop (%cars rests) (%cdrs rests)))
                   (apply matches? firsts)))))))

(define (every matches? items . more)
  (if (null? more)
      (or (null-list? items)
          (let loop ((first (car items)) (rest (cdr items)))
            (if (null-list? rest)
                (matches? first)
                (and (matches? first)
                     (loop (car rest) (cdr rest))))))
      (let ((lists (cons items more)))
        (or (not (%all-pairs? 'every lists))
            (let loop ((firsts (%cars lists)) (rests (%cdrs lists)))
              (if (%all-pairs? 'every rests)
                  (and (apply matches? firsts)
                       (loop (%cars rests) (%cdrs rests)))
                  (apply matches? firsts)))))))

(define (list-index matches? items . more)
  (if (null? more)
      (let loop ((rest items) (k 0))
        (if (pair? rest)
            (if (matches? (car rest)) k (loop (cdr rest) (+ k 1)))
            (begin
              (check-end 'list-index rest items)
              #f)))
      (let loop ((lists (cons items more)) (k 0))
        (and (%all-pairs? 'list-index lists)
             (if (apply matches? (%cars lists))
                 k
                 (loop (%cdrs lists) (+ k 1)))))))

(define (take-while matches? items)
  (let loop ((rest items) (results '()))
    (if (and (not (null-list? rest)) (matches? (car rest)))
        (loop (cdr rest) (cons (car rest) results))
        (reverse results))))

(define (drop-while matches? items)
  (let loop ((rest items))
    (if (and (not (null-list? rest)) (matches? (car rest)))
        (loop (cdr rest))
        rest)))

(define (span matches? items)
  (let loop ((rest items) (results '()))
    (if (and (not (null-list? rest)) (matches? (car rest)))
        (loop (cdr rest) (cons (car rest) results))
        (values (reverse results) rest))))

(define (break matches? items)
  (span (lambda (item) (not (matches? item))) items))

(define (delete obj items . arguments)
  (if (null? arguments)
      (%delete obj items)
      (let ((same? (car arguments)))
        (remove (lambda (item) (same? obj item)) items))))

;; Duplicates by equal?, eqv? or eq? are found by hashing; any other comparison is made with each member kept so far,
;; the earlier one first.
(define (delete-duplicates items . arguments)
  (let ((same? (if (pair? arguments) (car arguments) equal?)))
    (cond ((eq? same? equal?) (%delete-duplicates items))
          ((or (eq? same? eqv?) (eq? same? eq?)) (distinct items (%make-table 'eqv)))
          (else
           (let loop ((rest items) (kept '()))
             (if (pair? rest)
                 (let ((item (car rest)))
                   (loop (cdr rest)
                         (if (any (lambda (earlier) (same? earlier item)) kept) kept (cons item kept))))
                 (begin
                   (check-end 'delete-duplicates rest items)
                   (reverse kept))))))))

(define (distinct items table)
  (for-each (lambda (item) (hash-table-set! table item #t)) items)
  (hash-table-keys table))

(define (alist-cons key value entries)
  (cons (cons key value) entries))

(define (alist-copy entries)
  (map (lambda (entry) (cons (car entry) (cdr entry))) entries))

(define (alist-delete key entries . arguments)
  (if (null? arguments)
      (%alist-delete key entries)
      (let ((same? (car arguments)))
        (remove (lambda (entry) (same? key (car entry))) entries))))
