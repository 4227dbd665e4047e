;;; The recipe of the base image: the libraries that it holds, instantiated. Those of the first import are what the prompt
;;; and scripts start with; the others are there when a program imports them. The interpreter saves what this leaves
;;; (lisp/interpreter/base_image.py).

(import (scheme base)
        (scheme case-lambda)
        (scheme char)
        (scheme complex)
        (scheme cxr)
        (scheme eval)
        (scheme file)
        (scheme inexact)
        (scheme lazy)
        (scheme load)
        (scheme process-context)
        (scheme read)
        (scheme repl)
        (scheme time)
        (scheme write)
        (lisp image))

(import (only (scheme r5rs))
        (only (srfi 69)))
