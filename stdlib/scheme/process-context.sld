;;; The process that runs the program (report, 6.14).

(define-library (scheme process-context)
  (import (lisp primitives) (lisp control))
  (export command-line emergency-exit exit get-environment-variable get-environment-variables))
