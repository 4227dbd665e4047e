;;; What streams are.

(define-record-type <stream>
  (make-stream promise)
  stream?
  (promise stream-promise))

(define-record-type <content>
  (make-content first rest)
  content?
  (first content-first)
  (rest content-rest))

(define stream-null (make-stream (make-promise 'null)))

(define-syntax stream-lazy
  (syntax-rules ()
    ((_ expression)
     (make-stream (delay-force (promise-of expression))))))

(define (promise-of obj)
  (stream-promise (check 'stream-lambda obj)))

(define-syntax stream-cons
  (syntax-rules ()
    ((_ first rest)
     (make-stream (make-promise (make-content (delay first) (stream-lazy rest)))))))

(define-syntax stream-lambda
  (syntax-rules ()
    ((_ formals body ...)
     (lambda formals (stream-lazy (let () body ...))))))

(define (content-of stream)
  (force (stream-promise stream)))

(define (stream-null? obj)
  (and (stream? obj) (not (content? (content-of obj)))))

(define (stream-pair? obj)
  (and (stream? obj) (content? (content-of obj))))

(define (stream-car stream)
  (force (content-first (pair-content 'stream-car stream))))

(define (stream-cdr stream)
  (content-rest (pair-content 'stream-cdr stream)))

(define (pair-content who obj)
  (let ((content (and (stream? obj) (content-of obj))))
    (if (content? content)
        content
        (refuse who "a stream that is not null" obj))))

(define (refuse who expected got)
  (error (string-append (symbol->string who) ": expected " expected ", got") got))

(define (check who obj)
  (if (stream? obj) obj (refuse who "a stream" obj)))

(define (check-all who objs)
  (for-each (lambda (obj) (check who obj)) objs)
  (if (null? objs)
      (error (string-append (symbol->string who) ": expected at least one stream"))))

(define (check-procedure who obj)
  (if (not (procedure? obj))
      (refuse who "a procedure" obj)))

(define (check-index who obj)
  (if (not (and (exact-integer? obj) (>= obj 0)))
      (refuse who "an exact non-negative integer" obj)))

(define (check-number who obj)
  (if (not (number? obj))
      (refuse who "a number" obj)))
