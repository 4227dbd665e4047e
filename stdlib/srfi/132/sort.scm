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

;; The result of sorting is always fresh; a continuation captured in LESS? and entered again later may find the members
;; that are still to be merged in another order.
(define (list-sort less? items)
  (if (null? items)
      '()
      (vector->list (sorted less? (list->vector items)))))

;; A vector of the members of VECTOR in order: VECTOR itself or another one. Both are overwritten: ascending runs are merged
;; from one into the other and back until one run is left.
(define (sorted less? vector)
  (let ((end (vector-length vector)))
    (let pass ((from vector) (to (make-vector end #f)) (starts (run-starts less? vector end)))
      (if (null? (cddr starts))
          from
          (pass to from (merge-runs less? from to starts))))))

;; Where the ascending runs of VECTOR begin, and its END.
(define (run-starts less? vector end)
  (let loop ((start 0) (starts '()))
    (if (< start end)
        (loop (run-end less? vector start end) (cons start starts))
        (reverse (cons end starts)))))

(define (run-end less? vector start end)
  (let loop ((k (+ start 1)) (item (vector-ref vector start)))
    (if (= k end)
        k
        (let ((next (vector-ref vector k)))
          (if (less? next item)
              k
              (loop (+ k 1) next))))))

;; Merge the runs that begin at STARTS two by two, FROM one vector TO another; the starts of what comes out.
(define (merge-runs less? from to starts)
  (let loop ((rest starts) (kept '()))
    (cond ((null? (cdr rest)) (reverse (cons (car rest) kept)))
          ((null? (cddr rest))
           (vector-copy! to (car rest) from (car rest) (cadr rest))
           (loop (cdr rest) (cons (car rest) kept)))
          (else
           (merge-two less? from to (car rest) (cadr rest) (car (cddr rest)))
           (loop (cddr rest) (cons (car rest) kept))))))

;; Merge the runs of FROM that begin at START and at MIDDLE; the second ends at END.
(define (merge-two less? from to start middle end)
  (let loop ((i start) (a (vector-ref from start)) (j middle) (b (vector-ref from middle)) (k start))
    (if (less? b a)
        (let ((next (+ j 1)))
          (vector-set! to k b)
          (if (= next end)
              (vector-copy! to (+ k 1) from i middle)
              (loop i a next (vector-ref from next) (+ k 1))))
        (let ((next (+ i 1)))
          (vector-set! to k a)
          (if (= next middle)
              (vector-copy! to (+ k 1) from j end)
              (loop next (vector-ref from next) j b (+ k 1)))))))

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
  (let ((copy (apply vector-copy vector range)))
    (if (= (vector-length copy) 0)
        copy
        (sorted less? copy))))

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
