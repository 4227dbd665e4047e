;;; SRFI 180, JSON.

(import (scheme base) (srfi 180) (srfi 158) (srfi 64) (check))

(test-begin "srfi-180")

(define (parse text) (json-read (open-input-string text)))
(define (events text) (generator->list (json-generator (open-input-string text))))

(define (written obj)
  (let ((port (open-output-string)))
    (json-write obj port)
    (get-output-string port)))

(define-syntax test-json-error
  (syntax-rules ()
    ((_ expression)
     (test-equal 'json-error (guard (condition ((json-error? condition) 'json-error)) expression)))))

(test-group "SRFI 180 json-generator"
  (test-equal '(42) (events "42 101 1337"))
  (test-equal '(array-start 42 array-end) (events "[42] 101 1337"))
  (test-equal '(object-start "a" array-start array-end "b" null object-end) (events "{\"a\": [], \"b\": null}"))
  (test-equal '() (events "  "))
  (test-equal '(array-start #t array-end) (generator->list (json-generator (string->generator "[true]")))))

(test-group "SRFI 180 json-read"
  (test-equal '(#t #f null "a" 1 #() ())
              (map parse '("true" " false" "null" "\"a\"" "1" "[]" "{}")))
  (test-equal '(0 -1 12 1.5 -0.25 100.0 0.001 1e20)
              (map parse '("0" "-1" "12" "1.5" "-0.25" "1e2" "1E-3" "1e+20")))
  (test-equal #(1 #(2 "x") ((a . #(null)) (b . ((c . #f)))))
              (parse "[1, [2, \"x\"], {\"a\": [null], \"b\": {\"c\": false}}]"))
  (test-equal "\"\\/\b\xc;\n\r\t\xe9;\x1F600;"
              (parse "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\""))
  (test-equal #t (eof-object? (parse "")))
  (test-equal '(1 #(2) 3)
              (let ((port (open-input-string "1 [2]3")))
                (let* ((a (json-read port)) (b (json-read port)) (c (json-read port)))
                  (list a b c))))
  (test-equal #(1 2) (json-read (string->generator "[1,2]")))
  (for-each (lambda (text) (test-json-error (parse text)))
            '("[" "[1" "[1,]" "[1 2]" "]" "{" "{1:2}" "{\"a\"}" "{\"a\":}" "{\"a\":1,}" "{\"a\" 1}" "01" "-" "1."
              ".5" "1e" "+1" "0x1" "nul" "tru" "\"a" "\"\\x\"" "\"\\u12\"" "\"\\ud800\"" "\"\\ud800\\u0041\""
              "\"\\udc00\"" "\"\n\"" "[1}" "{\"a\":1]" "'a'"))
  (test-error (json-read 'a)))

(test-group "SRFI 180 limits"
  (test-json-error (parameterize ((json-nesting-depth-limit 2)) (parse "[[[1]]]")))
  (test-equal #(#(1)) (parameterize ((json-nesting-depth-limit 2)) (parse "[[1]]")))
  (test-json-error (parameterize ((json-number-of-character-limit 4)) (parse "[1,2]")))
  (test-equal #(1) (parameterize ((json-number-of-character-limit 4)) (parse "[1]"))))

(test-group "SRFI 180 json-fold"
  (define (count-scalars text)
    (json-fold (lambda (obj n) (+ n (if (number? obj) obj 1))) (lambda (seed) 0) (lambda (n) n) (lambda (seed) 0)
               (lambda (n) n) 0 (open-input-string text)))
  (test-equal 10 (count-scalars "[1, [2, 3], [[4]]]"))
  (test-equal 'none (json-fold list list list list list 'none (open-input-string ""))))

(test-group "SRFI 180 several texts"
  (test-equal '(1 #(2) ((a . 3))) (generator->list (json-lines-read (open-input-string "1\n[2]\n{\"a\":3}\n"))))
  (test-equal '(1 2 3) (generator->list (json-lines-read (string->generator "1\n2\n3"))))
  (test-equal '(1 #(2)) (generator->list (json-sequence-read (open-input-string "\x1E;1\n\x1E;[2]\n")))))

(test-group "SRFI 180 json-write"
  (test-equal '("true" "false" "null" "\"a\"" "1" "1.5" "[]" "{}")
              (map written (list #t #f 'null "a" 1 1.5 #() '())))
  (test-equal "[1,[2,\"x\"],{\"a\":[null],\"b\":{\"c\":false}}]"
              (written #(1 #(2 "x") ((a . #(null)) (b . ((c . #f)))))))
  (test-equal "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\xe9;\"" (written "\"\\/\b\xc;\n\r\t\x1;\xe9;"))
  (test-output "[1]" (json-write #(1)))
  (test-equal "[1]" (let ((a (make-accumulator (lambda (text all) (string-append all text)) "" (lambda (all) all))))
                      (json-write #(1) a)
                      (a (eof-object))))
  (for-each (lambda (obj) (test-json-error (written obj)))
            (list 'a 1/2 +inf.0 +nan.0 '(1 2) '((1 . 2)) '((a . b)) '((a . 1) . b) (vector 1 #\a) (make-bytevector 1)))
  (test-output "" (guard (condition (#t #f)) (json-write (vector 1 'a)))))

(test-group "SRFI 180 json-accumulator"
  (define (accumulated . events)
    (let* ((port (open-output-string)) (a (json-accumulator port)))
      (for-each a events)
      (a (eof-object))
      (get-output-string port)))
  (test-equal "[1,{\"a\":2,\"b\":[]},\"x\"]"
              (accumulated 'array-start 1 'object-start "a" 2 "b" 'array-start 'array-end 'object-end "x" 'array-end))
  (test-json-error (accumulated 'array-start))
  (test-json-error (accumulated 'array-end))
  (test-json-error (accumulated 'array-start 'object-end))
  (test-json-error (accumulated 1 2))
  (test-json-error (accumulated 'object-start 1))
  (test-json-error (accumulated 'object-start "a" 'object-end))
  (test-json-error (accumulated 'object-start "a" 'a)))

;; Ports are read by a primitive where it can; a generator of characters never is.
(test-group "SRFI 180 both readers agree"
  (define (outcome read)
    (guard (problem ((json-error? problem) (json-error-reason problem)))
      (let* ((first (read)) (second (read)))
        (list first second))))
  (for-each
   (lambda (text)
     (define generator (string->generator text))
     (define port (open-input-string text))
     (test-equal (outcome (lambda () (json-read generator))) (outcome (lambda () (json-read port)))))
   '("[1] [2]" "[[], {}, [[[]]]]{}" " [1,2.50,-0,-0.0,1e3] " "[1" "[1,\"abc" "{\"a\"" "{\"a\": NaN}" "[Infinity]" "[1,,2]" "[01]"
     "[\"\\ud83d\\ude00\"] [\"\\\\\"]" "[\"\\ud83d\"]" "{\"\\ud83d\": 1}" "" "  " "[\"a\\u00\"]" "[\"\tx\"]" "[1] x" "x [1]"
     "{\"a\":1,\"a\":2}" "[1e400, 123456789012345678901234567890]" "[\"\\\"\\/\\b\\f\\n\\r\\t\\u00e9\"]" "[1] 2" "[tru]" "{1:2}" "[1}")))

;; This took seconds when each value copied what follows it.
(test-group "SRFI 180 many values in a string"
  (define count 500)
  (define values (apply string-append (make-list count "{\"a\":[1]}\n")))
  (define port (open-input-string (string-append values "[\"\\ud83d\\ude00\"]" (make-string 10000000 #\space))))
  (test-equal (make-list count '((a . #(1))))
              (let loop ((k 0) (read '()))
                (if (= k count)
                    read
                    (loop (+ k 1) (cons (json-read port) read)))))
  (test-equal (vector (string (integer->char #x1F600))) (json-read port))
  (test-equal #\space (read-char port)))

(test-group "SRFI 180 deep nesting"
  (define depth (if (> many 1000) 3000 1600))
  (define text (string-append (make-string depth #\[) (make-string depth #\])))
  (define value (json-read (open-input-string text)))
  (test-equal text (let ((port (open-output-string))) (json-write value port) (get-output-string port))))

(test-end)
