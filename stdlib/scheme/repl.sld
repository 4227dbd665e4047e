;;; The environment of the prompt (report, 6.12).

(define-library (scheme repl)
  (import (lisp primitives))
  (export interaction-environment))
