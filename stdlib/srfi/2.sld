;;; SRFI 2: and-let*, an `and` that can name the results it goes through.
;;;
;;;   (and-let* (clause ...) body ...)    clause: (name expression), (expression), or the name of a variable
;;;
;;; The first result that is #f is the whole's result. Without a body it is the last clause's, or #t if there is none.

(define-library (srfi 2)
  (import (scheme base))
  (export and-let*)
  (begin

    (define-syntax and-let*
      (syntax-rules ()
        ((_ ()) #t)
        ((_ () body ...) (let () body ...))
        ((_ ((name expression))) (let ((name expression)) name))
        ((_ ((expression))) expression)
        ((_ (variable)) variable)
        ((_ ((name expression) . clauses) . body)
         (let ((name expression))
           (if name (and-let* clauses . body) #f)))
        ((_ ((expression) . clauses) . body)
         (if expression (and-let* clauses . body) #f))
        ((_ (variable . clauses) . body)
         (if variable (and-let* clauses . body) #f))))))
