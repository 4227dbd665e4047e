;;; SRFI 145: assume. (assume expression message ...) is the expression's value, or an error if that is #f: assumptions
;;; are always checked here. The error's irritants are the expression and the messages.

(define-library (srfi 145)
  (import (scheme base))
  (export assume)
  (begin

    (define-syntax assume
      (syntax-rules ()
        ((_ expression message ...)
         (or expression
             (error "assume: what is assumed is false:" 'expression message ...)))
        ((_ . parts)
         (syntax-error "assume: expected an expression and messages" parts))))))
