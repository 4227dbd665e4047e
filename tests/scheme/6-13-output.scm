;;; Report 6.13.3, Output.

(import (scheme base) (scheme write) (srfi 64) (check))

(test-begin "6-13-output")

(test-group "6.13.3 write, data"
  (test-output "(a \"b\\n\" #\\c 1.5 #t #f () #(1 #u8(2)) (1 . 2))"
    (write '(a "b\n" #\c 1.5 #t #f () #(1 #u8(2)) (1 . 2))))
  (test-output "'a" (write ''a))
  (test-output "`(a ,b ,@c)" (write '`(a ,b ,@c)))
  (test-output "(|a b| || |A;| |1|)" (write '(|a b| || |A;| |1|)))
  (test-output "|1| |+1| |.| + ... |#a| 1+"
    (for-each (lambda (s) (if (not (eq? s '|1|)) (display " ")) (write s)) '(|1| |+1| |.| + ... |#a| |1+|)))
  (test-output "\"\\\"\\\\\\n\\t|\"" (write "\"\\\n\t|"))
  (test-output "\"λ\"" (write "λ"))
  (test-output "(quote)" (write '(quote)))
  (test-output "(quote a b)" (write '(quote a b)))
  (test-output "(1 quote a)" (write '(1 . (quote . (a)))))
  (test-output "" (write-string "")))

(test-group "6.13.3 display"
  (test-output "(a b\nc d 1.5)" (display '(a "b\nc" #\d 1.5)))
  (test-output "a b" (display '|a b|))
  (test-output "λ" (display #\λ))
  (test-output "#t" (display #t)))

(test-group "6.13.3 labels in circular and shared data"
  (define circle (list 1 2))
  (define shared (list 'x))
  (set-cdr! (cdr circle) circle)
  (test-output "#0=(1 2 . #0#)" (write circle))
  (test-output "#0=(1 2 . #0#)" (display circle))
  (test-output "((x) (x))" (write (list shared shared)))
  (test-output "(#0=(x) #0#)" (write-shared (list shared shared)))
  (test-output "((x) (x))" (write-simple (list shared shared)))
  (test-output "#0=#(1 #0#)" (let ((v (vector 1 2))) (vector-set! v 1 v) (write v)))
  (test-output "(#0=(1 2 . #0#) #0#)" (write (list circle circle))))

(test-group "6.13.3 write on deep and long data"
  (define (deep n) (let loop ((n n) (x '())) (if (= n 0) x (loop (- n 1) (list x)))))
  (define (size write obj) (let ((p (open-output-string))) (write obj p) (string-length (get-output-string p))))
  (test-equal 20002 (size write (deep 10000)))
  (test-equal 20002 (size display (deep 10000)))
  (test-equal 20001 (size write (make-list 10000 1)))
  (test-equal 20002 (size write-simple (deep 10000))))

(test-group "6.13.3 newline write-char write-string write-u8 write-bytevector"
  (test-output "a\nbcd" (begin (write-char #\a) (newline) (write-string "bcd")))
  (test-equal "bc" (let ((p (open-output-string))) (write-string "abcd" p 1 3) (get-output-string p)))
  (test-equal "bcd" (let ((p (open-output-string))) (write-string "abcd" p 1) (get-output-string p)))
  (test-equal #u8(2 3)
    (let ((p (open-output-bytevector))) (write-bytevector #u8(1 2 3 4) p 1 3) (get-output-bytevector p)))
  (test-equal "\n" (let ((p (open-output-string))) (newline p) (flush-output-port p) (get-output-string p)))
  (test-error (write-char "a" (open-output-string)))
  (test-error (write-string #\a (open-output-string)))
  (test-error (write-string "abc" (open-output-string) 2 1))
  (test-error (write-string "abc" (open-output-string) 4))
  (test-error (write-u8 256 (open-output-bytevector)))
  (test-error (write-u8 1 (open-output-string)))
  (test-error (write-char #\a (open-output-bytevector)))
  (test-error (write-bytevector "a" (open-output-bytevector)))
  (test-error (write 1 (open-input-string "a")))
  (test-error (write 1 5))
  (test-error (newline 'port))
  (test-error (flush-output-port (open-input-string "a"))))

(test-group "6.13.3 every object can be written"
  (define-record-type point (make-point x y) point? (x point-x) (y point-y))
  (for-each
    (lambda (obj)
      (test-assert
        (let ((p (open-output-string))) (write obj p) (display obj p) (< 0 (string-length (get-output-string p))))))
    (list car (lambda (x) x) (make-point 1 2) point? (eof-object) (current-output-port) (open-input-string "")
          (make-parameter 1) (if #f #f) (guard (e (#t e)) (error "message" 1)) (call/cc (lambda (k) k)))))

(test-end)
