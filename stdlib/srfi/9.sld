;;; SRFI 9: records, as in the report (5.5).

(define-library (srfi 9)
  (import (scheme base))
  (export define-record-type))
