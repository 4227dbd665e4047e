;;; Reading data (report, 6.13.2).

(define-library (scheme read)
  (import (lisp primitives))
  (export read))
