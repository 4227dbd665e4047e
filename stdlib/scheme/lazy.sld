;;; Promises (report, 4.2.5).

(define-library (scheme lazy)
  (import (lisp syntax) (lisp control))
  (export delay delay-force force make-promise promise?))
