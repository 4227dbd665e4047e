;;; Report 6.14, System interface.

(import (scheme base) (scheme eval) (scheme file) (scheme load) (scheme process-context) (scheme repl) (scheme time)
        (scheme write) (srfi 64))

(test-begin "6-14-system")

(define here (let ((path (car (command-line))))
               (let loop ((end (string-length path)))
                 (cond ((= end 0) "")
                       ((char=? (string-ref path (- end 1)) #\/) (substring path 0 end))
                       (else (loop (- end 1)))))))

(test-group "6.14 load"
  (define env (interaction-environment))
  (define file (string-append here "lib/included/loaded.scm"))
  (eval '(import (scheme base)) env)
  (load file)
  (test-equal '(loaded) (eval 'loaded-variable env))
  (test-equal '(1 (loaded)) (eval '(loaded-procedure 1) env))
  (load file env)
  (test-equal '(loaded) (eval 'loaded-variable env))
  (test-error (load "/no/such/file.scm"))
  (test-error (load 5)))

(test-group "6.14 file-exists? delete-file"
  (define name (string-append (or (get-environment-variable "TMPDIR") "/tmp") "/lisp-scheme-tests-system.txt"))
  (call-with-output-file name (lambda (port) (write 1 port)))
  (test-equal #t (file-exists? name))
  (delete-file name)
  (test-equal #f (file-exists? name))
  (test-error (delete-file name))
  (test-equal #t (guard (e ((file-error? e) #t)) (delete-file name)))
  (test-error (file-exists? 5))
  (test-error (delete-file 'name)))

(test-group "6.14 command-line, environment variables"
  (test-assert (list? (command-line)))
  (test-assert (string? (car (command-line))))
  (test-equal "6-14-system.scm" (string-copy (car (command-line)) (string-length here)))
  (test-assert (string? (get-environment-variable "PATH")))
  (test-equal #f (get-environment-variable "NO_SUCH_VARIABLE_HERE"))
  (test-equal (get-environment-variable "PATH") (cdr (assoc "PATH" (get-environment-variables))))
  (test-error (get-environment-variable 'PATH)))

(test-group "6.14 time"
  (define (time-length)
    (let ((list (make-list 100000))
          (start (current-jiffy)))
      (length list)
      (/ (- (current-jiffy) start)
         (jiffies-per-second))))
  (test-assert (<= 0 (time-length) 60))
  (test-assert (< 1600000000 (current-second) 10000000000))
  (test-assert (exact-integer? (current-jiffy)))
  (test-assert (exact-integer? (jiffies-per-second)))
  (test-assert (let* ((a (current-jiffy)) (b (current-jiffy))) (<= a b))))

(test-group "6.14 features"
  (test-assert (list? (features)))
  (test-assert (memq 'r7rs (features)))
  (test-assert (memq 'full-unicode (features)))
  (test-assert (memq 'ratios (features))))

(test-group "6.14 exit, emergency-exit"
  (test-equal '(#t #t) (map procedure? (list exit emergency-exit))))

(test-end)
