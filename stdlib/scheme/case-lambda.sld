;;; Procedures with several arities (report, 4.2.9).

(define-library (scheme case-lambda)
  (import (lisp syntax))
  (export case-lambda))
