;;; SRFI 26: procedures made of a call with slots.
;;;
;;;   (cut vector-ref v <>)       is (lambda (x) (vector-ref v x))
;;;   (cut list 1 <> 3 <...>)     is (lambda (x . rest) (apply list 1 x 3 rest))
;;;   (cute f (g) <>)             is the same as with cut, but (g) is evaluated once, when the procedure is made
;;;
;;; The slots <> and <...> are not bound: a program that defines either cannot use it as a slot.

(define-library (srfi 26)
  (import (scheme base))
  (export cut cute)
  (begin

    (define-syntax cut
      (syntax-rules ()
        ((_ part ...) (make-cut () () part ...))))

    ;; (make-cut (formal ...) (operand ...) part ...)
    (define-syntax make-cut
      (syntax-rules (<> <...>)
        ((_ formals (operator operand ...))
         (lambda formals ((begin operator) operand ...)))
        ((_ (formal ...) (operand ...) <...>)
         (lambda (formal ... . rest) (apply operand ... rest)))
        ((_ formals operands <...> . parts)
         (syntax-error "cut: <...> must come last"))
        ((_ (formal ...) (operand ...) <> part ...)
         (make-cut (formal ... x) (operand ... x) part ...))
        ((_ formals (operand ...) expression part ...)
         (make-cut formals (operand ... expression) part ...))))

    (define-syntax cute
      (syntax-rules ()
        ((_ part ...) (make-cute () () () part ...))))

    ;; (make-cute ((name expression) ...) (formal ...) (operand ...) part ...)
    (define-syntax make-cute
      (syntax-rules (<> <...>)
        ((_ bindings formals (operand ...))
         (let bindings (lambda formals (operand ...))))
        ((_ bindings (formal ...) (operand ...) <...>)
         (let bindings (lambda (formal ... . rest) (apply operand ... rest))))
        ((_ bindings formals operands <...> . parts)
         (syntax-error "cute: <...> must come last"))
        ((_ bindings (formal ...) (operand ...) <> part ...)
         (make-cute bindings (formal ... x) (operand ... x) part ...))
        ((_ (binding ...) formals (operand ...) expression part ...)
         (make-cute (binding ... (x expression)) formals (operand ... x) part ...))))))
