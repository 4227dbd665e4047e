;;; SRFI 128: comparators, bundles of a type test, an equality, an ordering and a hash function; with SRFI 162.
;;;
;;; The default comparator orders the types: (), pairs, booleans, characters, strings, symbols, numbers, vectors,
;;; bytevectors, then the registered ones in the order of their registration. The hash of a long datum looks at a part
;;; of it only; hashes do not change from run to run (an image keeps what was hashed), so the salt is always the same.

(define-library (srfi 128)
  (import (scheme base) (scheme char) (scheme complex)
          (only (lisp primitives) hash string-hash string-ci-hash symbol-hash))
  (export comparator? comparator-ordered? comparator-hashable?
          make-comparator make-pair-comparator make-list-comparator make-vector-comparator
          make-eq-comparator make-eqv-comparator make-equal-comparator
          boolean-hash char-hash char-ci-hash string-hash string-ci-hash symbol-hash number-hash
          hash-bound hash-salt
          make-default-comparator default-hash comparator-register-default!
          comparator-type-test-predicate comparator-equality-predicate comparator-ordering-predicate
          comparator-hash-function comparator-test-type comparator-check-type comparator-hash
          =? <? >? <=? >=? comparator-if<=>
          comparator-max comparator-min comparator-max-in-list comparator-min-in-list default-comparator
          boolean-comparator real-comparator char-comparator char-ci-comparator string-comparator
          string-ci-comparator pair-comparator list-comparator vector-comparator eq-comparator eqv-comparator
          equal-comparator)
  (include "128/comparators.scm"
           "128/compound.scm"
           "128/default.scm"
           "128/ready.scm"))
