;;; SRFI 132, sorting: the document's examples, stability, ranges, selection.

(import (scheme base) (srfi 132) (srfi 64) (only (scheme sort)))

(test-begin "srfi-132")

(define (abs< x y) (< (abs x) (abs y)))
(define (first< a b) (< (car a) (car b)))

;; COUNT numbers without an order, each below LIMIT.
(define (numbers count limit)
  (let loop ((k 0) (x 12345) (result '()))
    (if (= k count)
        result
        (loop (+ k 1) (modulo (+ (* x 1103515245) 12345) 2147483648) (cons (modulo (quotient x 64) limit) result)))))

(test-group "SRFI 132 sorted?"
  (test-assert (list-sorted? < '()))
  (test-assert (list-sorted? < '(1 2 2 3)))
  (test-assert (not (list-sorted? < '(1 3 2))))
  (test-assert (vector-sorted? < #(3 1 2 0) 1 3))
  (test-assert (not (vector-sorted? < #(3 1 2 0))))
  (test-assert (vector-sorted? < #(3 1 2) 1))
  (test-error (vector-sorted? < #(1 2) 3)))

(test-group "SRFI 132 sort"
  (test-equal '() (list-sort < '()))
  (test-equal '(1) (list-sort < '(1)))
  (test-equal '(1 1 2 3 4 5 9) (list-sort < '(3 1 4 1 5 9 2)))
  (test-equal '(9 5 4 3 2 1 1) (list-stable-sort > '(3 1 4 1 5 9 2)))
  (test-equal '((0 . c) (1 . a) (1 . b) (2 . x) (2 . y)) (list-sort first< '((2 . x) (1 . a) (0 . c) (1 . b) (2 . y))))
  (test-equal '(1 2 3) (list-sort! < (list 3 2 1)))
  (test-equal '(1 2 3) (list-stable-sort! < (list 3 2 1)))
  (test-assert (list-sorted? < (list-sort < (numbers 500 1000))))
  (test-equal 500 (length (list-sort < (numbers 500 100))))
  (test-equal #(1 2 3) (vector-sort < #(3 1 2)))
  (test-equal #(1 2) (vector-stable-sort < #(3 2 1 0) 1 3))
  (test-equal #(3 1 2 0) (let ((v (vector 3 2 1 0))) (vector-sort! < v 1 3) v))
  (test-equal #(3 0 1 2) (let ((v (vector 3 2 1 0))) (vector-stable-sort! < v 1) v))
  (test-equal '(3 1) (let ((items (list 3 1))) (list-sort < items) items))
  (test-error (list-sort < 'a))
  (test-error (list-sort < '(1 a)))
  (test-error (vector-sort < '(1 2)))
  (test-error (vector-sort! < #(1 2)))
  (test-error (vector-sort < #(1 2) 1 3)))

(test-group "SRFI 132 merge"
  (test-equal '(0 -1 -2 3 4 -4 7 8 -10) (list-merge abs< '(0 -2 4 8 -10) '(-1 3 -4 7)))
  (test-equal '(0 -1 -2 3 4 -4 7 8 -10) (list-merge! abs< (list 0 -2 4 8 -10) (list -1 3 -4 7)))
  (test-equal '(1 2) (list-merge < '() '(1 2)))
  (test-equal '(1 2) (list-merge! < '(1 2) '()))
  (let* ((a (list 1 3)) (b (list 2)) (merged (list-merge! < a b)))
    (test-assert (and (eq? merged a) (eq? (cdr merged) b))))
  (test-equal #(1 2 3 4) (vector-merge < #(1 3) #(2 4)))
  (test-equal #(2 3 9) (vector-merge < #(1 3 9) #(0 2 5) 1 3 1 2))
  (test-equal #(2 3 5 9) (vector-merge < #(1 3 9) #(2 5) 1))
  (test-equal #(_ 1 2 3 _) (let ((v (vector '_ '_ '_ '_ '_))) (vector-merge! < v #(2) #(1 3) 1) v))
  (test-equal #(_ 2 3 _) (let ((v (vector '_ '_ '_ '_))) (vector-merge! < v #(1 2 9) #(0 3) 1 1 2 1) v))
  (test-error (vector-merge! < (vector 1) #(1) #(2))))

(test-group "SRFI 132 deleting duplicate neighbors"
  (test-equal '(1 2 7 0 -2) (list-delete-neighbor-dups = '(1 1 2 7 7 7 0 -2 -2)))
  (test-equal '(1 2 7 0 -2) (list-delete-neighbor-dups! = (list 1 1 2 7 7 7 0 -2 -2)))
  (test-equal '() (list-delete-neighbor-dups! = '()))
  (test-equal #(1 2 7 0 -2) (vector-delete-neighbor-dups = #(1 1 2 7 7 7 0 -2 -2)))
  (test-equal #(7 0 -2) (vector-delete-neighbor-dups = #(1 1 2 7 7 7 0 -2 -2) 3 9))
  (test-equal '(9 . #(0 0 0 1 2 3 4 5 6 4 4 5 5 6 6))
              (let ((v (vector 0 0 0 1 1 2 2 3 3 4 4 5 5 6 6)))
                (cons (vector-delete-neighbor-dups! = v 3) v)))
  (test-equal '(1) (list-delete-neighbor-dups (lambda (x y) (> y x)) '(1 2)))
  (test-equal '(5 3) (list-delete-neighbor-dups < '(5 3 4 6))))

(test-group "SRFI 132 medians and selection"
  (test-equal 'none (vector-find-median < #() 'none))
  (test-equal 3 (vector-find-median < #(5 1 3) 'none))
  (test-equal 5/2 (vector-find-median < #(1 4 3 2) 'none))
  (test-equal '(2 3) (vector-find-median < #(1 4 3 2) 'none list))
  (test-equal '(3 #(1 3 5)) (let* ((v (vector 5 1 3)) (m (vector-find-median! < v 'none))) (list m v)))
  (test-equal '(0 1 1 2 3) (map (lambda (k) (vector-select! < (vector 3 1 2 1 0) k)) '(0 1 2 3 4)))
  (test-equal 2 (vector-select! < (vector 0 3 2 5 0) 0 1 4))
  (test-error (vector-select! < (vector 1 2) 2))
  (let ((v (list->vector (numbers 200 50))))
    (test-equal (vector-ref (vector-sort < v) 77) (vector-select! < v 77))
    (let ((expected (vector->list (vector-sort < v) 0 60)))
      (vector-separate! < v 60)
      (test-equal expected (list-sort < (vector->list v 0 60)))
      (test-equal 200 (vector-length v))))
  (test-equal '(9 (1 2) 4 9)
              (let ((v (vector 9 4 2 1 9)))
                (vector-separate! < v 2 1 4)
                (list (vector-ref v 0) (list-sort < (vector->list v 1 3)) (vector-ref v 3) (vector-ref v 4))))
  (test-error (vector-separate! < (vector 1 2) 3)))

(test-end)
