;;; SRFI 28: format, which makes a string: ~a displays an object, ~s writes it, ~% is a newline, ~~ a tilde.

(define-library (srfi 28)
  (import (scheme base) (scheme write))
  (export format)
  (begin

    (define (format template . objs)
      (let ((port (open-output-string))
            (length (string-length template)))
        (let loop ((k 0) (objs objs))
          (cond ((= k length)
                 (if (pair? objs)
                     (error "format: too many objects for the template" template objs)
                     (get-output-string port)))
                ((not (char=? (string-ref template k) #\~))
                 (write-char (string-ref template k) port)
                 (loop (+ k 1) objs))
                ((= (+ k 1) length)
                 (error "format: the template ends in the middle of a directive" template))
                (else
                 (loop (+ k 2) (direct (string-ref template (+ k 1)) objs template port)))))))

    ;; Write what the directive ~CHAR asks for; the objects that are left.
    (define (direct char objs template port)
      (case char
        ((#\a #\s)
         (if (null? objs)
             (error "format: too few objects for the template" template))
         ((if (char=? char #\a) display write) (car objs) port)
         (cdr objs))
        ((#\%) (newline port) objs)
        ((#\~) (write-char #\~ port) objs)
        (else (error "format: there is no directive" (string #\~ char) template))))))
