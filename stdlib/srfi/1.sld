;;; SRFI 1: lists. What calls a procedure is in 1/*.scm, the rest are primitives (lisp/primitives/lists.py).
;;;
;;; Results are gathered in fresh lists: a continuation captured in a procedure argument may be entered again. So no
;;; linear-update procedure (take!, append!, …) changes its argument: each is its functional counterpart.
;;; Lists that end improperly are errors where an end is met; circular ones are accepted where SRFI 1 says clist.

(define-library (srfi 1)
  (import (scheme base) (scheme cxr) (lisp primitives))
  (export ;; constructors
          cons list xcons cons* make-list list-tabulate list-copy (rename %circular-list circular-list)
          iota
          ;; predicates
          pair? null? (rename list? proper-list?) (rename %circular-list? circular-list?)
          (rename %dotted-list? dotted-list?) not-pair? null-list? list=
          ;; selectors
          car cdr caar cadr cdar cddr caaar caadr cadar caddr cdaar cdadr cddar cdddr caaaar caaadr caadar caaddr cadaar
          cadadr caddar cadddr cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar cddddr list-ref first
          (rename cadr second) (rename caddr third) (rename cadddr fourth) fifth sixth seventh eighth ninth tenth
          car+cdr (rename %take take) (rename %take take!) (rename %drop drop) (rename %take-right take-right)
          (rename %drop-right drop-right) (rename %drop-right drop-right!) split-at (rename split-at split-at!) last
          last-pair
          ;; length, append, reverse, zip, count
          length (rename %length+ length+) append (rename append append!) (rename %concatenate concatenate)
          (rename %concatenate concatenate!) reverse (rename reverse reverse!)
          (rename %append-reverse append-reverse) (rename %append-reverse append-reverse!)
          zip unzip1 unzip2 unzip3 unzip4 unzip5 count
          ;; fold, unfold, map
          fold fold-right pair-fold pair-fold-right reduce reduce-right unfold unfold-right
          map for-each append-map (rename append-map append-map!) (rename map map!) (rename map map-in-order)
          pair-for-each filter-map
          ;; filtering, searching, deletion
          filter (rename filter filter!) partition (rename partition partition!) remove (rename remove remove!)
          find find-tail any every list-index take-while (rename take-while take-while!) drop-while
          span (rename span span!) break (rename break break!) member memq memv
          delete (rename delete delete!) delete-duplicates (rename delete-duplicates delete-duplicates!)
          ;; association lists
          assoc assq assv alist-cons alist-copy alist-delete (rename alist-delete alist-delete!)
          ;; lists as sets
          lset<= lset= lset-adjoin lset-union (rename lset-union lset-union!) lset-intersection
          (rename lset-intersection lset-intersection!) lset-difference (rename lset-difference lset-difference!)
          lset-xor (rename lset-xor lset-xor!) lset-diff+intersection
          (rename lset-diff+intersection lset-diff+intersection!)
          set-car! set-cdr!)
  (include "1/elements.scm"
           "1/folds.scm"
           "1/search.scm"
           "1/sets.scm"))
