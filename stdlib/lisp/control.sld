;;; Control: continuations, exceptions, parameters, promises (report, 4.2.5 to 4.2.7, 6.10, 6.11).
;;; Written on the primitives of lisp/primitives/control.py. The names with % are what syntax expands into.

(define-library (lisp control)
  (import (lisp syntax) (lisp primitives))
  (export apply call/cc call-with-current-continuation call-with-values dynamic-wind
          with-exception-handler raise raise-continuable %raise-failure %guard %assertion-failed
          make-parameter %parameterize %case-lambda force make-promise promise? exit emergency-exit)
  (include "control/continuations.scm"
           "control/exceptions.scm"
           "control/parameters.scm"
           "control/promises.scm"
           "control/procedures.scm"))
