;;; The recipe of the base image: every library that the prompt and scripts start with, instantiated.
;;; `lisp.interpreter.base_image.build` runs this program, which saves itself into the file it is given.

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

(save-image (cadr (command-line)))
