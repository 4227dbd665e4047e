;;; SRFI 8: receive, which binds the values of an expression to a list of formals. The expander knows it.

(define-library (srfi 8)
  (import (lisp syntax))
  (export receive))
