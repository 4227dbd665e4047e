;;; SRFI 87: => in case, as in the report (4.2.1).

(define-library (srfi 87)
  (import (scheme base))
  (export case => else))
