;;; Constructors, predicates, selectors, and what zips and counts.

;; REST is where a loop over ITEMS ended: the empty list, or ITEMS is no list.
(define (check-end who rest items)
  (if (not (null? rest))
      (%type-error who "a list" items)))

(define (xcons a b) (cons b a))

(define (list-tabulate count procedure)
  (let loop ((k 0) (results '()))
    (if (< k count)
        (loop (+ k 1) (cons (procedure k) results))
        (reverse results))))

(define (iota count . arguments)
  (let ((start (if (pair? arguments) (car arguments) 0))
        (more (if (pair? arguments) (cdr arguments) '())))
    (%iota count start (if (pair? more) (car more) 1))))

(define (not-pair? obj) (not (pair? obj)))

(define (null-list? items)
  (cond ((pair? items) #f)
        ((null? items) #t)
        (else (%type-error 'null-list? "a list" items))))

(define (list= same? . lists)
  (or (null? lists)
      (let loop ((a (car lists)) (rest (cdr lists)))
        (or (null? rest)
            (and (two-lists= same? a (car rest))
                 (loop (car rest) (cdr rest)))))))

(define (two-lists= same? a b)
  (let loop ((rest-a a) (rest-b b))
    (cond ((eq? rest-a rest-b) #t)
          ((and (pair? rest-a) (pair? rest-b))
           (and (same? (car rest-a) (car rest-b))
                (loop (cdr rest-a) (cdr rest-b))))
          (else
           (if (not (pair? rest-a)) (check-end 'list= rest-a a))
           (if (not (pair? rest-b)) (check-end 'list= rest-b b))
           #f))))

(define (first items) (car items))
(define (fifth items) (list-ref items 4))
(define (sixth items) (list-ref items 5))
(define (seventh items) (list-ref items 6))
(define (eighth items) (list-ref items 7))
(define (ninth items) (list-ref items 8))
(define (tenth items) (list-ref items 9))

(define (car+cdr pair)
  (values (car pair) (cdr pair)))

(define (split-at items k)
  (values (%take items k) (%drop items k)))

(define (last items)
  (car (last-pair items)))

(define (zip items . more)
  (apply map list items more))

(define (unzip1 lists)
  (map car lists))

(define (unzip2 lists)
  (values (map car lists) (map cadr lists)))

(define (unzip3 lists)
  (values (map car lists) (map cadr lists) (map caddr lists)))

(define (unzip4 lists)
  (values (map car lists) (map cadr lists) (map caddr lists) (map cadddr lists)))

(define (unzip5 lists)
  (values (map car lists) (map cadr lists) (map caddr lists) (map cadddr lists) (map fifth lists)))

(define (count matches? items . more)
  (if (null? more)
      (let loop ((rest items) (total 0))
        (if (pair? rest)
            (loop (cdr rest) (if (matches? (car rest)) (+ total 1) total))
            (begin
              (check-end 'count rest items)
              total)))
      (let loop ((lists (cons items more)) (total 0))
        (if (%all-pairs? 'count lists)
            (loop (%cdrs lists) (if (apply matches? (%cars lists)) (+ total 1) total))
            total))))
