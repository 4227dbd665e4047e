;;; SRFI 16: procedures of variable arity, as in the report (4.2.9).

(define-library (srfi 16)
  (import (scheme case-lambda))
  (export case-lambda))
