;;; SRFI 132: sorting lists and vectors. Every sort is stable: the ascending runs of what is given are found first and
;;; then merged, so that what is nearly sorted takes little time. The ordering comes first among the arguments.
;;;
;;; list-sort! and list-stable-sort! leave their argument alone; list-merge! and list-delete-neighbor-dups! link its
;;; pairs anew, as SRFI 132 asks.

(define-library (srfi 132)
  (import (scheme base) (only (srfi 1) append-reverse))
  (export list-sorted? vector-sorted?
          list-sort (rename list-sort list-stable-sort) (rename list-sort list-sort!)
          (rename list-sort list-stable-sort!)
          vector-sort (rename vector-sort vector-stable-sort) vector-sort! (rename vector-sort! vector-stable-sort!)
          list-merge list-merge! vector-merge vector-merge!
          list-delete-neighbor-dups list-delete-neighbor-dups! vector-delete-neighbor-dups
          vector-delete-neighbor-dups!
          vector-find-median vector-find-median! vector-select! vector-separate!)
  (include "132/sort.scm"
           "132/neighbors.scm"
           "132/select.scm"))
