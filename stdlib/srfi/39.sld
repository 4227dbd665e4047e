;;; SRFI 39: parameters, as in the report (4.2.6).

(define-library (srfi 39)
  (import (scheme base))
  (export make-parameter parameterize))
