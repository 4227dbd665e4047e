;;; Syntax.

(define-syntax maybe-if
  (syntax-rules ()
    ((_ maybe then otherwise)
     (if (full? maybes maybe) then otherwise))))

(define-syntax and-of
  (syntax-rules ()
    ((_ kind) ((kind-made kind) (list #t)))
    ((_ kind expression) (check kind expression))
    ((_ kind expression more ...)
     (let ((obj expression))
       (if (full? kind obj) (and-of kind more ...) obj)))))

(define-syntax or-of
  (syntax-rules ()
    ((_ kind) ((kind-failed kind) (list #f)))
    ((_ kind expression) (check kind expression))
    ((_ kind expression more ...)
     (let ((obj expression))
       (if (full? kind obj) obj (or-of kind more ...))))))

(define-syntax maybe-and (syntax-rules () ((_ expression ...) (and-of maybes expression ...))))
(define-syntax either-and (syntax-rules () ((_ expression ...) (and-of eithers expression ...))))
(define-syntax maybe-or (syntax-rules () ((_ expression ...) (or-of maybes expression ...))))
(define-syntax either-or (syntax-rules () ((_ expression ...) (or-of eithers expression ...))))

(define-syntax let*-of
  (syntax-rules ()
    ((_ kind ())
     ((kind-made kind) (list #t)))
    ((_ kind () body ...)
     (call-with-values (lambda () (let () body ...))
                       (lambda results ((kind-made kind) results))))
    ((_ kind ((name expression) . claws) body ...)
     (let ((obj expression))
       (if (full? kind obj)
           (let ((name (single kind obj)))
             (let*-of kind claws body ...))
           obj)))
    ((_ kind ((expression) . claws) body ...)
     (let ((obj expression))
       (if (full? kind obj)
           (begin
             (single kind obj)
             (let*-of kind claws body ...))
           obj)))
    ((_ kind (variable . claws) body ...)
     (let*-of kind ((variable) . claws) body ...))))

(define-syntax let*-values-of
  (syntax-rules ()
    ((_ kind () body ...)
     (let*-of kind () body ...))
    ((_ kind ((formals expression) . claws) body ...)
     (let ((obj expression))
       (if (full? kind obj)
           (apply (lambda formals (let*-values-of kind claws body ...)) (values-of kind obj))
           obj)))
    ((_ kind ((expression) . claws) body ...)
     (let ((obj expression))
       (if (full? kind obj)
           (let*-values-of kind claws body ...)
           obj)))
    ((_ kind (variable . claws) body ...)
     (let*-values-of kind ((variable) . claws) body ...))))

(define-syntax maybe-let* (syntax-rules () ((_ claws body ...) (let*-of maybes claws body ...))))
(define-syntax either-let* (syntax-rules () ((_ claws body ...) (let*-of eithers claws body ...))))
(define-syntax maybe-let*-values (syntax-rules () ((_ claws body ...) (let*-values-of maybes claws body ...))))
(define-syntax either-let*-values (syntax-rules () ((_ claws body ...) (let*-values-of eithers claws body ...))))

(define-syntax either-guard
  (syntax-rules ()
    ((_ matches? body ...)
     (exception->either matches? (lambda () body ...)))))
