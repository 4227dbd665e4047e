;;; SRFI 31: rec, an expression that knows its own value by a name: (rec name expression), (rec (name . formals) body
;;; ...).

(define-library (srfi 31)
  (import (scheme base))
  (export rec)
  (begin

    (define-syntax rec
      (syntax-rules ()
        ((_ (name . formals) body ...)
         (letrec ((name (lambda formals body ...))) name))
        ((_ name expression)
         (letrec ((name expression)) name))))))
