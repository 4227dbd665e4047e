;;; The syntax derived from stream-cons and stream-lambda.

(define-syntax define-stream
  (syntax-rules ()
    ((_ (name . formals) body ...)
     (define name (stream-lambda formals body ...)))))

(define-syntax stream
  (syntax-rules ()
    ((_) stream-null)
    ((_ first rest ...) (stream-cons first (stream rest ...)))))

(define-syntax stream-let
  (syntax-rules ()
    ((_ tag ((name value) ...) body ...)
     ((letrec ((tag (stream-lambda (name ...) body ...))) tag) value ...))))

;; (stream-match stream (pattern [fender] expression) ...)
(define-syntax stream-match
  (syntax-rules ()
    ((_ expression clause ...)
     (let ((strm (check 'stream-match expression)))
       (match-clauses strm clause ...)))))

(define-syntax match-clauses
  (syntax-rules ()
    ((_ strm)
     (error "stream-match: no pattern matches the stream"))
    ((_ strm (pattern . body) clause ...)
     (let ((fail (lambda () (match-clauses strm clause ...))))
       (match-pattern strm pattern body fail)))))

(define-syntax match-pattern
  (syntax-rules (_)
    ((match-pattern strm () body fail)
     (if (stream-null? strm) (match-body body fail) (fail)))
    ((match-pattern strm (_ . more) body fail)
     (if (stream-pair? strm)
         (let ((rest (stream-cdr strm)))
           (match-pattern rest more body fail))
         (fail)))
    ((match-pattern strm (name . more) body fail)
     (if (stream-pair? strm)
         (let ((name (stream-car strm))
               (rest (stream-cdr strm)))
           (match-pattern rest more body fail))
         (fail)))
    ((match-pattern strm _ body fail)
     (match-body body fail))
    ((match-pattern strm name body fail)
     (let ((name strm)) (match-body body fail)))))

(define-syntax match-body
  (syntax-rules ()
    ((_ (expression) fail) expression)
    ((_ (fender expression) fail) (if fender expression (fail)))))

;; (stream-of expression clause ...), clause: (name in stream), (name is expression), or a test
(define-syntax stream-of
  (syntax-rules ()
    ((_ expression clause ...)
     (stream-of-before stream-null expression clause ...))))

;; The members that EXPRESSION gives, and then those of the stream LATER.
(define-syntax stream-of-before
  (syntax-rules (in is)
    ((_ later expression)
     (stream-cons expression later))
    ((_ later expression (name in source) clause ...)
     (stream-let loop ((strm source))
       (if (stream-null? strm)
           later
           (let ((name (stream-car strm)))
             (stream-of-before (loop (stream-cdr strm)) expression clause ...)))))
    ((_ later expression (name is value) clause ...)
     (let ((name value))
       (stream-of-before later expression clause ...)))
    ((_ later expression test clause ...)
     (if test
         (stream-of-before later expression clause ...)
         later))))
