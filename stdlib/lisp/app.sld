;;; What the running program is (docs/executables.md).
;;;
;;;   (app-name)            the name that it was started by, without its folder and without .scm
;;;   (app-version)         what `lisp build --version` was given, or #f
;;;   (app-built)           when its file was written, in seconds since 1970; #f for what is no executable
;;;   (app-executable?)     whether it runs as an executable
;;;   (app-information)     all of this and more: an association list from symbols to strings, numbers and booleans
;;;   (terminal-width)      how many characters a line of standard output holds

(define-library (lisp app)
  (import (scheme base) (scheme process-context) (lisp primitives))
  (export app-name app-version app-built app-executable? app-information terminal-width)
  (begin

    (define (app-name)
      (let ((words (command-line)))
        (if (or (null? words) (string=? (car words) ""))
            "lisp"
            (without-suffix (after-slash (car words))))))

    (define (after-slash path)
      (let loop ((k (string-length path)))
        (if (or (zero? k) (char=? (string-ref path (- k 1)) #\/))
            (substring path k (string-length path))
            (loop (- k 1)))))

    (define (without-suffix name)
      (let ((length (- (string-length name) 4)))
        (if (and (positive? length) (string=? (substring name length (+ length 4)) ".scm"))
            (substring name 0 length)
            name)))

    ;; The header of the image that this process booted.
    (define (header name)
      (let ((entry (assoc name (%image-header))))
        (and entry (cdr entry))))

    (define (app-version)
      (header "version"))

    (define (app-executable?)
      (and (header "program") #t))

    (define (app-built)
      (and (app-executable?)
           (%image-age)
           (- (current-second) (%image-age))))

    (define (app-information)
      (append (list (cons 'name (app-name))
                    (cons 'version (app-version))
                    (cons 'built (app-built))
                    (cons 'executable (app-executable?))
                    (cons 'program (header "program"))
                    (cons 'boots (%image-boots))
                    (cons 'image-age (%image-age)))
              (%system-information)))))
