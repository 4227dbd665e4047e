;;; Complex numbers (report, 6.2.6).

(define-library (scheme complex)
  (import (lisp primitives))
  (export angle imag-part magnitude make-polar make-rectangular real-part))
