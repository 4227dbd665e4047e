;;; Comparators that are ready, and the least and greatest of several objects (SRFI 162, which extends SRFI 128).

(define real-comparator (make-comparator real? = < number-hash))
(define char-ci-comparator (make-comparator char? char-ci=? char-ci<? char-ci-hash))
(define string-ci-comparator (make-comparator string? string-ci=? string-ci<? string-ci-hash))
(define list-comparator (make-list-comparator default-comparator list? null? car cdr))
(define eq-comparator (make-eq-comparator))
(define eqv-comparator (make-eqv-comparator))
(define equal-comparator (make-equal-comparator))

(define (comparator-max comparator obj . objs)
  (comparator-max-in-list comparator (cons obj objs)))

(define (comparator-min comparator obj . objs)
  (comparator-min-in-list comparator (cons obj objs)))

(define (comparator-max-in-list comparator objs)
  (best (comparator-ordering-predicate comparator) objs))

(define (comparator-min-in-list comparator objs)
  (let ((less? (comparator-ordering-predicate comparator)))
    (best (lambda (a b) (less? b a)) objs)))

;; The first of OBJS that no other is better than: (worse? a b) says whether B is better than A.
(define (best worse? objs)
  (let loop ((found (car objs)) (rest (cdr objs)))
    (if (null? rest)
        found
        (loop (if (worse? found (car rest)) (car rest) found) (cdr rest)))))
