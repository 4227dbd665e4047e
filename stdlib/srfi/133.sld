;;; SRFI 133: vectors, compatible with the report's. A new vector is made of a list when all its members are known: a
;;; continuation captured in a procedure argument may be entered again.

(define-library (srfi 133)
  (import (scheme base) (only (srfi 1) every))
  (export make-vector vector vector-unfold vector-unfold-right vector-copy vector-reverse-copy vector-append
          vector-concatenate vector-append-subvectors
          vector? vector-empty? vector=
          vector-ref vector-length
          vector-fold vector-fold-right vector-map vector-map! vector-for-each vector-count vector-cumulate
          vector-index vector-index-right vector-skip vector-skip-right vector-binary-search vector-any vector-every
          vector-partition
          vector-set! vector-swap! vector-fill! vector-reverse! vector-copy! vector-reverse-copy! vector-unfold!
          vector-unfold-right!
          vector->list reverse-vector->list list->vector reverse-list->vector vector->string string->vector)
  (include "133/construct.scm"
           "133/iterate.scm"
           "133/search.scm"))
