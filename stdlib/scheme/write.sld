;;; Writing data (report, 6.13.3).

(define-library (scheme write)
  (import (lisp primitives))
  (export display write write-shared write-simple))
