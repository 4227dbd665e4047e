;;; JSON for programs: what SRFI 180 has no word for. The representation is that of SRFI 180: objects are association lists
;;; with symbols as keys, arrays vectors, null the symbol null.
;;;
;;;   (string->json text)            the one value in TEXT
;;;   (json->string obj [indent])    on one line, or with INDENT spaces a level
;;;   (json-ref obj step …)          what is at the path of keys (symbols or strings) and indices; #f if there is nothing
;;;   (json-type obj)                "null", "boolean", "number", "string", "array" or "object"
;;;   (json=? a b)  (json<? a b)     equality whatever the order of the keys; an order of all values, as jq has it: null, false,
;;;                                  true, numbers, strings, arrays, objects
;;;   json-read, json-write, json-null?, json-error?, json-error-reason     as in SRFI 180

(define-library (lisp json)
  (import (scheme base) (srfi 180) (lisp sort) (lisp primitives))
  (export string->json json->string json-ref json-type json=? json<? json-read json-write
          json-null? json-error? json-error-reason)
  (begin

    (define (string->json text)
      (let* ((port (open-input-string text))
             (value (json-read port)))
        (cond ((eof-object? value) (error "string->json: there is no value in" text))
              ((not (eof-object? (json-read port))) (error "string->json: there is more than one value in" text))
              (else value))))

    (define (json->string obj . indent)
      (or (%json-text obj (if (null? indent) 0 (car indent)))
          (let ((port (open-output-string)))    ; it has no form in JSON, which this says, or is nested deeply
            (json-write obj port)
            (get-output-string port))))

    (define (json-ref obj . path)
      (let next ((obj obj) (path path))
        (cond ((null? path) obj)
              ((and (vector? obj) (exact-integer? (car path)))
               (and (< -1 (car path) (vector-length obj))
                    (next (vector-ref obj (car path)) (cdr path))))
              ((and (pair? obj) (assq (if (string? (car path)) (string->symbol (car path)) (car path)) obj))
               => (lambda (entry) (next (cdr entry) (cdr path))))
              (else #f))))

    (define (json-type obj)
      (cond ((string? obj) "string")
            ((vector? obj) "array")
            ((or (pair? obj) (null? obj)) "object")
            ((eq? obj 'null) "null")
            ((boolean? obj) "boolean")
            (else "number")))

    (define (rank obj)
      (cond ((string? obj) 4)
            ((vector? obj) 5)
            ((or (pair? obj) (null? obj)) 6)
            ((eq? obj 'null) 0)
            ((eq? obj #f) 1)
            ((eq? obj #t) 2)
            (else 3)))

    (define (json=? a b)
      (and (not (json<? a b))
           (not (json<? b a))))

    (define (json<? a b)
      (let ((rank-a (rank a)) (rank-b (rank b)))
        (if (not (= rank-a rank-b))
            (< rank-a rank-b)
            (case rank-a
              ((3) (< a b))
              ((4) (string<? a b))
              ((5) (list<? (vector->list a) (vector->list b) json<?))
              ((6) (object<? a b))
              (else #f)))))

    ;; Objects are compared by their sorted keys, then by what is there.
    (define (object<? a b)
      (let ((a (sorted a)) (b (sorted b)))
        (cond ((list<? (map key a) (map key b) string<?) #t)
              ((list<? (map key b) (map key a) string<?) #f)
              (else (list<? (map cdr a) (map cdr b) json<?)))))

    (define (key entry)
      (symbol->string (car entry)))

    (define (sorted object)
      (sort (lambda (a b) (string<? (key a) (key b))) object))

    (define (list<? a b less?)
      (cond ((null? b) #f)
            ((null? a) #t)
            ((less? (car a) (car b)) #t)
            ((less? (car b) (car a)) #f)
            (else (list<? (cdr a) (cdr b) less?))))))
