;;; Loading (report, 6.14): each form is read, expanded and run before the next is read.

(define-library (scheme load)
  (import (scheme base) (lisp primitives))
  (export load)
  (begin
    (define (load filename . environment)
      (let ((reader (%load-reader filename
                                  (if (pair? environment) (car environment) (interaction-environment)))))
        (let loop ((procedure (%next-form reader)))
          (if procedure
              (begin
                (procedure)
                (loop (%next-form reader)))))))))
