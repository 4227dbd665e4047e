;;; Images.
;;;
;;;   (save-image path)                      writes the image: every library, definition and object, and this computation.
;;;                                          It returns `saved` here; booted, the image goes on here, with `booted`.
;;;   (save-image path 'toplevel procedure)  the same, but the image, when booted, calls PROCEDURE and ends.

(define-library (lisp image)
  (import (scheme base) (lisp primitives))
  (export save-image)
  (begin
    (define (save-image path . options)
      (if (not (string? path))
          (%type-error 'save-image "a string" path))
      (let ((toplevel (toplevel-of options)))
        (%call/cc
         (lambda (continuation)
           (%save-image path continuation toplevel)
           'saved))))

    (define (toplevel-of options)
      (cond ((null? options) #f)
            ((and (eq? (car options) 'toplevel) (pair? (cdr options)) (null? (cddr options)))
             (cadr options))
            (else
             (%failure "value" 'save-image "expected 'toplevel and a procedure after the path, got" options))))))
