;;; SRFI 13: strings, the older library: a criterion is a character, a character set (SRFI 14) or a predicate,
;;; string-map and string-for-each take one string and a range, and there are comparisons of ranges, procedures that
;;; change a string, and the parts of Knuth, Morris and Pratt's search. What is called shared is a fresh string too.
;;; What is not here is that of SRFI 152.

(define-library (srfi 13)
  (import (except (scheme base) string-map string-for-each) (scheme char) (srfi 14)
          (prefix (srfi 152) plain:)
          (only (srfi 152) string-null? string-tabulate string-unfold string-unfold-right reverse-list->string
                string-take string-drop string-take-right string-drop-right string-pad string-pad-right
                string-prefix-length string-suffix-length string-prefix? string-suffix? string-contains
                string-concatenate string-concatenate-reverse string-join string-fold string-fold-right
                string-replace)
          (rename (only (lisp primitives) string-hash) (string-hash text-hash)))
  (export string? string-null? string-every string-any
          make-string string string-tabulate
          string->list list->string reverse-list->string string-join
          string-length string-ref string-copy (rename string-copy substring/shared) string-copy!
          string-take string-take-right string-drop string-drop-right string-pad string-pad-right
          string-trim string-trim-right string-trim-both
          string-set! string-fill!
          string-compare string-compare-ci string<> string= string< string> string<= string>=
          string-ci<> string-ci= string-ci< string-ci> string-ci<= string-ci>= string-hash string-hash-ci
          string-prefix-length string-suffix-length string-prefix-length-ci string-suffix-length-ci
          string-prefix? string-suffix? string-prefix-ci? string-suffix-ci?
          string-index string-index-right string-skip string-skip-right string-count string-contains
          string-contains-ci
          string-titlecase (rename upcase string-upcase) (rename downcase string-downcase)
          string-titlecase! string-upcase! string-downcase!
          string-reverse string-reverse! string-append string-concatenate
          (rename string-concatenate string-concatenate/shared) (rename string-append string-append/shared)
          string-concatenate-reverse (rename string-concatenate-reverse string-concatenate-reverse/shared)
          string-map string-map! string-fold string-fold-right string-unfold string-unfold-right string-for-each
          string-for-each-index
          xsubstring string-xcopy! string-replace string-tokenize string-filter string-delete
          string-parse-start+end string-parse-final-start+end let-string-start+end check-substring-spec
          substring-spec-ok? make-kmp-restart-vector kmp-step string-kmp-partial-search)
  (include "13/criteria.scm"
           "13/compare.scm"
           "13/change.scm"
           "13/low-level.scm"))
