;;; Inexact numbers (report, 6.2.6).

(define-library (scheme inexact)
  (import (lisp primitives))
  (export acos asin atan cos exp finite? infinite? log nan? sin sqrt tan))
