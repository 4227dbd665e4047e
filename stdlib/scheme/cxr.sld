;;; Compositions of three and four car and cdr (report, 6.4).

(define-library (scheme cxr)
  (import (lisp primitives))
  (export caaaar caaadr caaar caadar caaddr caadr cadaar cadadr cadar caddar cadddr caddr cdaaar cdaadr cdaar
          cdadar cdaddr cdadr cddaar cddadr cddar cdddar cddddr cdddr))
