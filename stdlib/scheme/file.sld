;;; Files (report, 6.13.1 and 6.14).

(define-library (scheme file)
  (import (scheme base) (lisp primitives))
  (export call-with-input-file call-with-output-file delete-file file-exists? open-binary-input-file
          open-binary-output-file open-input-file open-output-file with-input-from-file with-output-to-file)
  (begin
    (define (call-with-input-file filename procedure)
      (call-with-port (open-input-file filename) procedure))

    (define (call-with-output-file filename procedure)
      (call-with-port (open-output-file filename) procedure))

    (define (with-input-from-file filename thunk)
      (call-with-port (open-input-file filename)
        (lambda (port)
          (parameterize ((current-input-port port)) (thunk)))))

    (define (with-output-to-file filename thunk)
      (call-with-port (open-output-file filename)
        (lambda (port)
          (parameterize ((current-output-port port)) (thunk)))))))
