;;; Evaluation (report, 6.12). The value of the datum's procedure is that of `eval`: a proper tail call.

(define-library (scheme eval)
  (import (scheme base) (lisp primitives))
  (export environment eval)
  (begin
    (define (eval expression . environment)
      ((%compile expression
                 (if (pair? environment) (car environment) (interaction-environment)))))))
