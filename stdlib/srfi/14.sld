;;; SRFI 14: sets of characters, over all of Unicode. A set is never changed: a linear-update procedure
;;; (char-set-adjoin!, …) is its functional counterpart. Members come in ascending order.
;;;
;;; The standard sets follow Python's Unicode data: char-set:lower-case and char-set:upper-case agree with
;;; char-lower-case? and char-upper-case?, char-set:letter and the others are general categories.

(define-library (srfi 14)
  (import (scheme base) (lisp primitives) (only (srfi 1) fold))
  (export char-set? char-set= char-set<= char-set-hash
          char-set-cursor char-set-ref char-set-cursor-next end-of-char-set? char-set-fold char-set-unfold
          (rename char-set-unfold char-set-unfold!) char-set-for-each char-set-map
          char-set-copy char-set list->char-set (rename list->char-set list->char-set!)
          string->char-set (rename string->char-set string->char-set!)
          char-set-filter (rename char-set-filter char-set-filter!)
          ucs-range->char-set (rename ucs-range->char-set ucs-range->char-set!) ->char-set
          char-set->list char-set->string char-set-size char-set-count char-set-contains? char-set-every char-set-any
          char-set-adjoin (rename char-set-adjoin char-set-adjoin!)
          char-set-delete (rename char-set-delete char-set-delete!)
          char-set-complement (rename char-set-complement char-set-complement!)
          char-set-union (rename char-set-union char-set-union!)
          char-set-intersection (rename char-set-intersection char-set-intersection!)
          char-set-difference (rename char-set-difference char-set-difference!)
          char-set-xor (rename char-set-xor char-set-xor!)
          char-set-diff+intersection (rename char-set-diff+intersection char-set-diff+intersection!)
          char-set:lower-case char-set:upper-case char-set:title-case char-set:letter char-set:digit
          char-set:letter+digit char-set:graphic char-set:printing char-set:whitespace char-set:iso-control
          char-set:punctuation char-set:symbol char-set:hex-digit char-set:blank char-set:ascii char-set:empty
          char-set:full
          ;; for regular expressions (SRFI 115)
          %char-set-ranges)
  (include "14/sets.scm"
           "14/members.scm"
           "14/algebra.scm"))
