;;; SRFI 27: sources of random bits. An image keeps the state of every source, so that what is booted goes on with the same
;;; numbers; (random-source-randomize! default-random-source) asks for others.

(define-library (srfi 27)
  (import (scheme base) (lisp primitives))
  (export random-integer random-real default-random-source make-random-source random-source? random-source-state-ref
          random-source-state-set! random-source-randomize! random-source-pseudo-randomize! random-source-make-integers
          random-source-make-reals)
  (begin
    (define default-random-source (make-random-source))

    (define (random-integer n)
      (%random-integer default-random-source n))

    (define (random-real)
      (%random-real default-random-source))

    (define (random-source-make-integers source)
      (if (not (random-source? source))
          (%type-error 'random-source-make-integers "a random source" source))
      (lambda (n) (%random-integer source n)))

    ;; With UNIT, numbers are multiples of about that, which may be exact: then they are exact.
    (define (random-source-make-reals source . unit)
      (if (not (random-source? source))
          (%type-error 'random-source-make-reals "a random source" source))
      (cond ((null? unit)
             (lambda () (%random-real source)))
            ((and (real? (car unit)) (< 0 (car unit) 1))
             (let* ((unit (car unit))
                    (steps (- (floor (/ 1 unit)) 1))
                    (count (exact steps)))
               (lambda ()
                 (let ((k (+ 1 (%random-integer source (max count 1)))))
                   (if (exact? unit) (* k unit) (* (inexact k) unit))))))
            (else
             (%type-error 'random-source-make-reals "a real number between 0 and 1" (car unit)))))))
