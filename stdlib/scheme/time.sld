;;; Clocks (report, 6.14).

(define-library (scheme time)
  (import (lisp primitives))
  (export current-jiffy current-second jiffies-per-second))
