;;; Errors, limits, and the source of characters.

(define-record-type <json-error>
  (make-json-error reason)
  json-error?
  (reason json-error-reason))

(define (fail . parts)
  (raise (make-json-error (apply string-append parts))))

(define json-number-of-character-limit (make-parameter +inf.0))
(define json-nesting-depth-limit (make-parameter +inf.0))

(define (json-null? obj)
  (eq? obj 'null))

;; `look` gives the next character or an end-of-file object, `ask` takes it; `count` is how many were taken.
(define-record-type <source>
  (make-source look ask count)
  source?
  (look source-look)
  (ask source-ask)
  (count source-count set-count!))

(define (source-of arguments)
  (let ((from (if (null? arguments) (current-input-port) (car arguments))))
    (cond ((source? from) from)
          ((input-port? from)
           (make-source (lambda () (peek-char from)) (lambda () (read-char from)) 0))
          ((procedure? from) (generator-source from))
          (else (error "expected a port or a generator of characters" from)))))

(define (generator-source generator)
  (let ((ahead #f))
    (define (look)
      (if (not ahead)
          (set! ahead (generator)))
      ahead)
    (make-source look
                 (lambda ()
                   (let ((char (look)))
                     (if (not (eof-object? char))
                         (set! ahead #f))
                     char))
                 0)))

(define (peek source)
  ((source-look source)))

(define (next! source)
  (let ((char ((source-ask source)))
        (count (+ (source-count source) 1)))
    (if (> count (json-number-of-character-limit))
        (fail "the JSON text has too many characters"))
    (set-count! source count)
    char))

;; The next character that is not space, which is not taken.
(define (skip-space source)
  (let ((char (peek source)))
    (if (memv char '(#\space #\tab #\newline #\return))
        (begin
          (next! source)
          (skip-space source))
        char)))
