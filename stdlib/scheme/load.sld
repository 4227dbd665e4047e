;;; Loading (report, 6.14): each form is read, expanded and run before the next is read.

(define-library (scheme load)
  (import (scheme base) (scheme case-lambda) (lisp primitives))
  (export load)
  (begin
    (define load
      (case-lambda
        ((filename) (load-in filename (interaction-environment)))
        ((filename environment) (load-in filename environment))))

    (define (load-in filename environment)
      (if (not (string? filename))
          (%type-error 'load "a string" filename))
      (if (not (environment? environment))
          (%type-error 'load "an environment" environment))
      (let ((reader (%load-reader filename environment)))
        (let loop ((procedure (%next-form reader)))
          (if procedure
              (begin
                (procedure)
                (loop (%next-form reader)))))))))
