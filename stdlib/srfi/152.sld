;;; SRFI 152: strings, compatible with the report's. Criteria are predicates; every result is a fresh string.

(define-library (srfi 152)
  (import (except (scheme base) string-map) (scheme char)
          (only (lisp primitives) %failure %type-error %string-search %string-search-right string-contains string-join
                string-prefix? string-suffix?)
          (only (srfi 1) fold fold-right))
  (export string? string-null? string-every string-any
          make-string string string-tabulate string-unfold string-unfold-right
          string->vector string->list vector->string list->string reverse-list->string
          string-length string-ref substring string-copy string-take string-drop string-take-right
          string-drop-right string-pad string-pad-right (rename trim string-trim) (rename trim-right string-trim-right)
          string-trim-both
          string-replace
          string=? string<? string>? string<=? string>=?
          string-ci=? string-ci<? string-ci>? string-ci<=? string-ci>=?
          string-prefix-length string-suffix-length (rename prefix? string-prefix?) (rename suffix? string-suffix?)
          string-index string-index-right string-skip string-skip-right (rename contains string-contains)
          string-contains-right string-take-while string-take-while-right string-drop-while string-drop-while-right
          string-span string-break
          string-append string-concatenate string-concatenate-reverse (rename join string-join)
          string-fold string-fold-right string-map string-for-each string-count string-filter string-remove
          string-replicate string-segment string-split
          read-string write-string string-set! string-fill! string-copy!)
  (include "152/construct.scm"
           "152/search.scm"
           "152/fold.scm"))
