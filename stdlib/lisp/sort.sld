;;; Sorting, without a look at a SRFI: (sort < items) for a list or a vector, and what it stands on, by the names and with the
;;; argument order of SRFI 132. Every sort is stable and leaves what it is given alone; vector-sort! sorts in place.
;;;
;;;   (sort < '(3 1 2))                               => (1 2 3)
;;;   (sort string<? #("b" "a"))                      => #("a" "b")
;;;   (list-sort (lambda (a b) (< (car a) (car b))) entries)

(define-library (lisp sort)
  (import (scheme base) (srfi 132))
  (export sort list-sort vector-sort vector-sort! list-sorted? vector-sorted? list-merge vector-merge)
  (begin

    (define (sort less? items)
      (cond ((vector? items) (vector-sort less? items))
            ((list? items) (list-sort less? items))
            (else (error "sort: expected a list or a vector, got" items))))))
