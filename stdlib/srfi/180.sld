;;; SRFI 180: JSON. Objects are association lists with symbols as keys, arrays vectors, null the symbol null. Numbers
;;; with a fraction or an exponent are inexact. Half of a surrogate pair in a string is an error.
;;;
;;; What reads takes a textual input port or a generator of characters (SRFI 158); from a generator, the character that
;;; ends a number is lost. What writes takes a port or an accumulator of characters and strings.

(define-library (srfi 180)
  (import (scheme base) (scheme case-lambda) (scheme char) (scheme inexact) (lisp primitives))
  (export json-number-of-character-limit json-nesting-depth-limit json-null? json-error? json-error-reason
          json-generator json-fold json-read json-lines-read json-sequence-read json-accumulator json-write)
  (include "180/source.scm"
           "180/read.scm"
           "180/write.scm"))
