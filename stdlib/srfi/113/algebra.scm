;;; Comparing and combining collections, by how many times each element is there.

(define (check-comparators who a others)
  (for-each (lambda (b)
              (if (not (and (collection? b) (eq? (comparator-of a) (comparator-of b))))
                  (error (string-append (symbol->string who) ": expected collections with the same comparator") a b)))
            others))

(define (within? a b)
  (not (any-entry (lambda (entry) (> (cdr entry) (times b (car entry)))) a)))

(define (same? a b)
  (and (= (size a) (size b)) (within? a b)))

(define (properly-within? a b)
  (and (< (size a) (size b)) (within? a b)))

(define (disjoint? a b)
  (check-comparators 'disjoint? a (list b))
  (not (any-entry (lambda (entry) (> (times b (car entry)) 0)) a)))

;; Whether RELATED? holds between neighbours.
(define (chain who related? c more)
  (check-comparators who c more)
  (let loop ((a c) (rest more))
    (or (null? rest)
        (and (related? a (car rest))
             (loop (car rest) (cdr rest))))))

(define (unite! a b)
  (for-each (lambda (entry)
              (if (> (cdr entry) (times a (car entry)))
                  (set-times! a (car entry) (cdr entry))))
            (entries b)))

(define (intersect! a b)
  (for-each (lambda (entry) (set-times! a (car entry) (min (cdr entry) (times b (car entry))))) (entries a)))

(define (subtract! a b)
  (for-each (lambda (entry) (set-times! a (car entry) (- (cdr entry) (times b (car entry))))) (entries a)))

(define (xor! a b)
  (for-each (lambda (entry) (set-times! a (car entry) (abs (- (cdr entry) (times a (car entry)))))) (entries b)))

(define (sum! a b)
  (for-each (lambda (entry) (add! a (car entry) (cdr entry))) (entries b)))

;; C after CHANGE! with each of MORE. One of these may be C itself.
(define (combine! who change! c more)
  (check-comparators who c more)
  (for-each (lambda (other) (change! c (if (eq? other c) (copy c) other))) more)
  c)
