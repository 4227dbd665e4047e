;;; SRFI 98: the environment's variables, as in the report (6.14).

(define-library (srfi 98)
  (import (scheme process-context))
  (export get-environment-variable get-environment-variables))
