;;; Report 6.13.1 and 6.13.2, Ports and input. Output is in 6-13-output.scm.

(import (scheme base) (scheme char) (scheme file) (scheme process-context) (scheme read) (scheme write) (srfi 64) (check))

(test-begin "6-13-ports")

(define folder (or (get-environment-variable "TMPDIR") "/tmp"))
(define name (string-append folder "/lisp-scheme-tests-ports.txt"))

(define (remove-file) (if (file-exists? name) (delete-file name)))
(define (write-file text) (call-with-output-file name (lambda (port) (write-string text port))))

(test-group "6.13.1 predicates"
  (define in (open-input-string "a"))
  (define out (open-output-string))
  (define bytes-in (open-input-bytevector #u8(1)))
  (define bytes-out (open-output-bytevector))
  (define (kinds port) (map (lambda (p) (p port)) (list port? input-port? output-port? textual-port? binary-port?)))
  (test-equal '(#t #t #f #t #f) (kinds in))
  (test-equal '(#t #f #t #t #f) (kinds out))
  (test-equal '(#t #t #f #f #t) (kinds bytes-in))
  (test-equal '(#t #f #t #f #t) (kinds bytes-out))
  (test-equal '(#f #f #f #f #f) (kinds 5))
  (test-equal '(#f #f #f #f #f) (kinds "port"))
  (test-equal '(#t #t #f #t #f) (kinds (current-input-port)))
  (test-equal '(#t #f #t #t #f) (kinds (current-output-port)))
  (test-equal '(#t #f #t #t #f) (kinds (current-error-port))))

(test-group "6.13.1 input-port-open? output-port-open? closing"
  (define in (open-input-string "abc"))
  (define out (open-output-string))
  (test-equal '(#t #t) (list (input-port-open? in) (output-port-open? out)))
  (test-equal '(#f #f) (list (input-port-open? out) (output-port-open? in)))
  (test-error (output-port-open? 'port))
  (test-error (input-port-open? 5))
  (test-error (close-input-port out))
  (test-error (close-output-port in))
  (test-error (close-port 5))
  (close-port in)
  (close-output-port out)
  (close-port in)
  (test-equal '(#f #f) (list (input-port-open? in) (output-port-open? out)))
  (test-error (read-char in))
  (test-error (peek-char in))
  (test-error (write-char #\a out)))

(test-group "6.13.1 call-with-port"
  (define port (open-input-string "abc"))
  (test-equal '(#\a #f) (let ((c (call-with-port port read-char))) (list c (input-port-open? port))))
  (test-values (1 2) (call-with-port (open-input-string "") (lambda (p) (values 1 2))))
  ;; not closed by an escape, since the procedure may be entered again
  (test-equal #t
    (let ((p (open-input-string "")))
      (call/cc (lambda (k) (call-with-port p (lambda (p) (k 1)))))
      (input-port-open? p)))
  (test-error (call-with-port 5 car)))

(test-group "6.13.1 files"
  (remove-file)
  (test-error (open-input-file name))
  (test-equal 3 (call-with-output-file name (lambda (port) (write 'first port) (newline port) (write "two λ" port) 3)))
  (test-equal #t (file-exists? name))
  (test-equal '(first "two λ")
    (call-with-input-file name (lambda (port) (let* ((a (read port)) (b (read port))) (list a b)))))
  (test-equal "first" (with-input-from-file name read-line))
  (with-output-to-file name (lambda () (display "over") (write-char #\!)))
  (test-equal "over!" (with-input-from-file name (lambda () (read-line))))
  (test-equal "over!" (let* ((port (open-input-file name)) (line (read-line port))) (close-input-port port) line))
  (let ((port (open-output-file name))) (display "new" port) (flush-output-port port) (close-output-port port))
  (test-equal "new" (call-with-input-file name read-line))
  (test-error (call-with-input-file (string-append folder "/no/such/file") read))
  (test-error (open-output-file (string-append folder "/no/such/file")))
  (test-error (open-input-file 5))
  (test-error (with-input-from-file name 5)))

(test-group "6.13.1 binary files"
  (let ((port (open-binary-output-file name)))
    (write-bytevector #u8(0 255 13 10 128) port)
    (close-port port))
  (let ((port (open-binary-input-file name)))
    (test-equal #u8(0 255 13 10 128) (read-bytevector 100 port))
    (test-equal #t (eof-object? (read-u8 port)))
    (close-port port))
  (test-error (call-with-input-file name read-line))
  (remove-file)
  (test-equal #f (file-exists? name)))

(test-group "6.13.1 lines of files are as they were written"
  (write-file "a\nb\n")
  (test-equal '("a" "b" #t)
    (call-with-input-file name
      (lambda (p)
        (let* ((a (read-line p)) (b (read-line p)) (c (read-line p))) (list a b (eof-object? c))))))
  (write-file "a\r\nb")
  (test-equal '(#\a #\return #\newline #\b) (call-with-input-file name (lambda (p) (string->list (read-string 10 p)))))
  (remove-file))

(test-group "6.13.1 string ports"
  (test-equal "piece by piece by piece.\n"
    (parameterize
        ((current-output-port
          (open-output-string)))
        (display "piece")
        (display " by piece ")
        (display "by piece.")
        (newline)
        (get-output-string (current-output-port))))
  (test-equal '("a" "ab")
    (let* ((p (open-output-string))
           (x (begin (write-char #\a p) (get-output-string p)))
           (y (begin (write-char #\b p) (get-output-string p))))
      (list x y)))
  (test-equal "" (get-output-string (open-output-string)))
  (test-equal #\b (parameterize ((current-input-port (open-input-string "ab"))) (read-char) (read-char)))
  (test-error (get-output-string (open-input-string "a")))
  (test-error (get-output-string (open-output-bytevector)))
  (test-error (open-input-string 'a))
  (test-error (parameterize ((current-output-port 5)) (display 1))))

(test-group "6.13.1 bytevector ports"
  (test-equal #u8(1 2 3)
    (let ((p (open-output-bytevector))) (write-u8 1 p) (write-bytevector #u8(2 3) p) (get-output-bytevector p)))
  (test-equal #u8() (get-output-bytevector (open-output-bytevector)))
  (test-error (get-output-bytevector (open-output-string)))
  (test-error (open-input-bytevector "a")))

(test-group "6.13.2 read"
  (define (read-all text)
    (let ((port (open-input-string text)))
      (let loop ((all '()))
        (let ((datum (read port)))
          (if (eof-object? datum) (reverse all) (loop (cons datum all)))))))
  (test-equal '(a (b . c) #(1 "x") #\y 2.5 #t #u8(1)) (read-all "a (b . c) #(1 \"x\") #\\y 2.5 #t #u8(1)"))
  (test-equal '('a `(b ,c ,@d)) (read-all "'a `(b ,c ,@d)"))
  (test-equal '() (read-all ""))
  (test-equal '() (read-all " ; comment\n #| block |# #;datum "))
  (test-equal '(|a b| abc) (read-all "|a b| abc"))
  (test-equal 'rest (let ((p (open-input-string "(1 2)rest"))) (read p) (read p)))
  (test-equal #\space (let ((p (open-input-string "abc def"))) (read p) (read-char p)))
  (test-equal #\x (let ((p (open-input-string "(a)x"))) (read p) (peek-char p)))
  (for-each (lambda (text) (test-error (read (open-input-string text))))
            '("(1 2" ")" "(1 . )" "( . 1)" "(1 . 2 3)" "#(1" "\"abc" "|abc" "#\\notachar" "#u8(256)" "#u8(a)" "#z" "'"
              "#|x" "#;" "#1#"
              "\"\\q\"" "#u9(1)"))
  (test-error (read 5))
  (test-error (read (open-input-bytevector #u8(1)))))

(test-group "6.13.2 read-char peek-char read-line read-string char-ready?"
  (define p (open-input-string "ab\nline\n\nlast"))
  (test-equal #\a (peek-char p))
  (test-equal #\a (read-char p))
  (test-equal #t (char-ready? p))
  (test-equal "b" (read-line p))
  (test-equal "li" (read-string 2 p))
  (test-equal "ne" (read-line p))
  (test-equal "" (read-line p))
  (test-equal "" (read-string 0 p))
  (test-equal "last" (read-string 100 p))
  (test-equal '(#t #t #t #t) (map eof-object? (list (read-char p) (peek-char p) (read-line p) (read-string 1 p))))
  (test-equal #t (char-ready? p))
  (test-equal #t (eof-object? (read-string 5 (open-input-string ""))))
  (test-error (read-string -1 p))
  (test-error (read-char 5))
  (test-error (read-line (open-input-bytevector #u8(10))))
  (test-error (read-char (open-output-string))))

(test-group "6.13.2 eof-object"
  (test-equal #t (eof-object? (eof-object)))
  (test-equal #f (eof-object? 5))
  (test-equal #t (eq? (eof-object) (read-char (open-input-string "")))))

(test-group "6.13.2 read-u8 peek-u8 read-bytevector u8-ready?"
  (define p (open-input-bytevector #u8(1 2 3 4 5 6 7)))
  (define target (make-bytevector 4 0))
  (test-equal 1 (peek-u8 p))
  (test-equal 1 (read-u8 p))
  (test-equal #t (u8-ready? p))
  (test-equal #u8(2 3) (read-bytevector 2 p))
  (test-equal '(2 #u8(0 4 5 0)) (let ((n (read-bytevector! target p 1 3))) (list n target)))
  (test-equal '(2 #u8(6 7 5 0)) (let ((n (read-bytevector! target p))) (list n target)))
  (test-equal '(#t #t #t #t)
    (map eof-object? (list (read-u8 p) (peek-u8 p) (read-bytevector 1 p) (read-bytevector! target p))))
  (test-equal #u8() (read-bytevector 0 (open-input-bytevector #u8(1))))
  (test-error (read-u8 (open-input-string "a")))
  (test-error (read-bytevector -1 p))
  (test-error (read-bytevector! target p 3 2))
  (test-error (read-bytevector! target p 5)))

(test-end)
