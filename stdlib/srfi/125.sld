;;; SRFI 125: hash tables over comparators (SRFI 128) or equality predicates; (lisp tables) says what they are made of.
;;; The tables of SRFI 69 are tables here too. What else the constructors may be given (a capacity, weak-keys, …) is
;;; ignored, and every table can be changed.

(define-library (srfi 125)
  (import (scheme base) (except (srfi 128) string-hash string-ci-hash) (lisp tables)
          (only (lisp primitives) hash string-hash string-ci-hash hash-by-identity))
  (export make-hash-table hash-table hash-table-unfold alist->hash-table
          (rename table? hash-table?) hash-table-contains? (rename hash-table-contains? hash-table-exists?)
          hash-table-empty? hash-table=? hash-table-mutable?
          hash-table-ref hash-table-ref/default
          hash-table-set! hash-table-delete! hash-table-intern! hash-table-update! hash-table-update!/default
          hash-table-pop! hash-table-clear!
          hash-table-size hash-table-keys hash-table-values hash-table-entries hash-table-find hash-table-count
          hash-table-map hash-table-for-each hash-table-walk hash-table-map! hash-table-map->list hash-table-fold
          hash-table-prune! hash-table-copy hash-table-empty-copy hash-table->alist
          hash-table-union! (rename hash-table-union! hash-table-merge!) hash-table-intersection!
          hash-table-difference! hash-table-xor!
          hash string-hash string-ci-hash hash-by-identity hash-table-equivalence-function hash-table-hash-function)
  (include "125/tables.scm"
           "125/whole.scm"))
