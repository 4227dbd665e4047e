;;; SRFI 115: regular expressions as data (SREs). They are translated to patterns of Python's re, which does the
;;; matching: the first alternative that leads to a match is taken, not the longest, and what is looked behind at must
;;; have a fixed width. Backreferences are there. A grapheme cluster is a character with the marks and joined
;;; characters after it.

(define-library (srfi 115)
  (import (scheme base) (scheme char) (srfi 14) (only (srfi 1) any append-map every)
          (only (lisp primitives) %ranges->pattern %regex-check %regex-match %standard-char-ranges %type-error))
  (export regexp regexp? rx valid-sre? regexp->sre char-set->sre
          regexp-matches regexp-matches? regexp-search regexp-fold regexp-extract regexp-split regexp-partition
          regexp-replace regexp-replace-all
          regexp-match? regexp-match-count regexp-match-submatch regexp-match-submatch-start
          regexp-match-submatch-end regexp-match->list)
  (include "115/sets.scm"
           "115/translate.scm"
           "115/match.scm"
           "115/iterate.scm"))
