;;; Sorting and merging.

(define (list-sorted? less? items)
  (or (null? items)
      (let loop ((item (car items)) (rest (cdr items)))
        (or (null? rest)
            (and (not (less? (car rest) item))
                 (loop (car rest) (cdr rest)))))))

(define (vector-sorted? less? vector . range)
  (list-sorted? less? (apply vector->list vector range)))

;; LESS? with two operands: a call of < by its name takes a third of the time of a call of its value.
(define (binary less?)
  (cond ((eq? less? <) (lambda (a b) (< a b)))
        ((eq? less? >) (lambda (a b) (> a b)))
        ((eq? less? char<?) (lambda (a b) (char<? a b)))
        (else less?)))

(define (list-sort less? items)
  (let* ((less? (binary less?))
         (runs (runs less? items)))
    (let loop ((runs runs))
      (cond ((null? runs) '())
            ((null? (cdr runs)) (car runs))
            (else (loop (merge-pairs less? runs)))))))

;; The ascending runs of ITEMS, in order.
(define (runs less? items)
  (if (null? items)
      '()
      (let loop ((run (list (car items))) (rest (cdr items)) (runs '()))
        (cond ((null? rest) (reverse (cons (reverse run) runs)))
              ((less? (car rest) (car run))
               (loop (list (car rest)) (cdr rest) (cons (reverse run) runs)))
              (else (loop (cons (car rest) run) (cdr rest) runs))))))

(define (merge-pairs less? runs)
  (let loop ((rest runs) (merged '()))
    (cond ((null? rest) (reverse merged))
          ((null? (cdr rest)) (reverse (cons (car rest) merged)))
          (else (loop (cddr rest) (cons (list-merge less? (car rest) (cadr rest)) merged))))))

(define (list-merge less? a b)
  (let loop ((a a) (b b) (result '()))
    (cond ((null? a) (append-reverse result b))
          ((null? b) (append-reverse result a))
          ((less? (car b) (car a)) (loop a (cdr b) (cons (car b) result)))
          (else (loop (cdr a) b (cons (car a) result))))))

(define (list-merge! less? a b)
  (let ((head (list #f)))
    (let loop ((last head) (a a) (b b))
      (cond ((null? a) (set-cdr! last b))
            ((null? b) (set-cdr! last a))
            ((less? (car b) (car a))
             (set-cdr! last b)
             (loop b a (cdr b)))
            (else
             (set-cdr! last a)
             (loop a (cdr a) b))))
    (cdr head)))

(define (vector-sort less? vector . range)
  (list->vector (list-sort less? (apply vector->list vector range))))

(define (vector-sort! less? vector . range)
  (let ((sorted (apply vector-sort less? vector range)))
    (vector-copy! vector (if (pair? range) (car range) 0) sorted)))

(define (vector-merge less? a b . ranges)
  (let-values (((a b) (parts a b ranges)))
    (list->vector (list-merge less? a b))))

(define (vector-merge! less? to a b . arguments)
  (let ((start (if (pair? arguments) (car arguments) 0)))
    (let-values (((a b) (parts a b (if (pair? arguments) (cdr arguments) '()))))
      (vector-copy! to start (list->vector (list-merge less? a b))))))

;; The members of the vectors A and B in the ranges ([start1 [end1 [start2 [end2]]]]), as lists.
(define (parts a b ranges)
  (if (or (null? ranges) (null? (cdr ranges)))
      (values (apply vector->list a ranges) (vector->list b))
      (values (vector->list a (car ranges) (cadr ranges))
              (apply vector->list b (cddr ranges)))))
