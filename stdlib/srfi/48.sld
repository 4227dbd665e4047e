;;; SRFI 48: (format [port] template obj ...). The port is an output port, #t (the current one) or #f or left out: then
;;; the result is a string.
;;;
;;; What SRFI 48 leaves open: ~y writes and does not arrange in lines; ~w,dF never uses an exponent, and rounds the
;;; digits that number->string shows, to even; ~& at the beginning of the template writes a newline.

(define-library (srfi 48)
  (import (scheme base) (scheme char) (scheme complex) (scheme inexact) (scheme write))
  (export format)
  (include "48/directives.scm"
           "48/fixed.scm"))
