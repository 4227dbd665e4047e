;;; SRFI 111: boxes, objects that hold one value. They are primitives (lisp/primitives/boxes.py); a box is eqv? and
;;; equal? to itself alone.

(define-library (srfi 111)
  (import (lisp primitives))
  (export box box? unbox set-box!))
