;;; SRFI 27: sources of random bits.

(import (scheme base) (srfi 27) (srfi 64))

(test-begin "srfi-27")

(define (times n thunk)
  (let loop ((n n) (results '()))
    (if (= n 0) results (loop (- n 1) (cons (thunk) results)))))

(define (all? ok? items)
  (or (null? items) (and (ok? (car items)) (all? ok? (cdr items)))))

(test-group "random-integer and random-real"
  (test-assert (all? (lambda (n) (and (exact-integer? n) (<= 0 n 9))) (times 200 (lambda () (random-integer 10)))))
  (test-assert (all? (lambda (x) (and (inexact? x) (< 0 x 1))) (times 200 random-real)))
  (test-equal 0 (random-integer 1))
  (test-assert (all? (lambda (n) (< -1 n (expt 10 40))) (times 50 (lambda () (random-integer (expt 10 40))))))
  (test-assert (let ((counts (make-vector 4 0)))
                 (times 400 (lambda () (let ((k (random-integer 4))) (vector-set! counts k (+ 1 (vector-ref counts k))))))
                 (all? (lambda (c) (> c 50)) (vector->list counts))))
  (test-error (random-integer 0))
  (test-error (random-integer -5))
  (test-error (random-integer 2.5)))

(test-group "sources"
  (define one (make-random-source))
  (define two (make-random-source))
  (define next-one (random-source-make-integers one))
  (define next-two (random-source-make-integers two))
  (test-assert (random-source? one))
  (test-assert (random-source? default-random-source))
  (test-equal #f (random-source? 'source))
  (test-assert (equal? (times 20 (lambda () (next-one 1000))) (times 20 (lambda () (next-two 1000)))))
  (let ((state (random-source-state-ref one)))
    (define first (times 20 (lambda () (next-one 1000000))))
    (random-source-state-set! one state)
    (test-assert (equal? first (times 20 (lambda () (next-one 1000000))))))
  (random-source-pseudo-randomize! one 1 2)
  (random-source-pseudo-randomize! two 1 3)
  (test-equal #f (equal? (times 20 (lambda () (next-one 1000))) (times 20 (lambda () (next-two 1000)))))
  (random-source-randomize! one)
  (random-source-randomize! two)
  (test-equal #f (equal? (times 20 (lambda () (next-one 1000))) (times 20 (lambda () (next-two 1000)))))
  (test-error (random-source-state-set! one '(1 2)))
  (test-error (random-source-make-integers 5)))

(test-group "reals"
  (define next (random-source-make-reals (make-random-source)))
  (define tenths (random-source-make-reals (make-random-source) 1/10))
  (define inexact-tenths (random-source-make-reals (make-random-source) 0.1))
  (test-assert (all? (lambda (x) (< 0 x 1)) (times 100 next)))
  (test-assert (all? (lambda (x) (and (exact? x) (< 0 x 1) (integer? (* 10 x)))) (times 100 tenths)))
  (test-assert (all? (lambda (x) (and (inexact? x) (< 0 x 1))) (times 100 inexact-tenths)))
  (test-error (random-source-make-reals (make-random-source) 2)))

(test-end)
