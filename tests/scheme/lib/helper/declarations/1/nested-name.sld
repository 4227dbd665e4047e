;; Library declarations in an odd order, more than one of each.
(define-library (helper declarations 1 nested-name)
  (export first-value)
  (begin (define second-procedure (fn (x) (list x (scheme-quote second))))
         (define first-value (second-procedure 1)))
  (import (only (scheme base) define + list quote))
  (include "included-part.scm")
  (include-ci "included-upper.scm")
  (include-library-declarations "included-declarations.scm")
  (cond-expand
    ((library (no such library)) (export missing))
    (r7rs (export chosen) (begin (define chosen 'r7rs)))
    (else (begin (define chosen 'other)))))
