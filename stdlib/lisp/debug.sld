;;; Debugging (docs/repl.md).
;;;
;;;   (break [message object …])   stops for the debugger; it returns when that goes on with ,continue

(define-library (lisp debug)
  (import (lisp syntax) (lisp primitives))
  (export (rename %break break)))
