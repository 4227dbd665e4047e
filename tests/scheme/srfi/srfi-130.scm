;;; SRFI 130, strings with cursors; what it shares with SRFI 152 is tested there.

(import (scheme base) (scheme char) (srfi 130) (srfi 64))

(test-begin "srfi-130")

(test-group "SRFI 130 cursors"
  (test-equal '(#t #f #f) (map string-cursor? (list 1 -1 #\a)))
  (test-equal '(0 3) (list (string-cursor-start "abc") (string-cursor-end "abc")))
  (test-equal '(1 1 3 0) (list (string-cursor-next "abc" 0) (string-cursor-prev "abc" 2) (string-cursor-forward "abc" 1 2)
                               (string-cursor-back "abc" 2 2)))
  (test-error (string-cursor-next "abc" 3))
  (test-error (string-cursor-prev "abc" 0))
  (test-error (string-cursor-start 'abc))
  (test-equal '(#t #f #t #f #t)
              (list (string-cursor=? 1 1) (string-cursor<? 1 1) (string-cursor<=? 1 1) (string-cursor>? 1 2)
                    (string-cursor>=? 2 1)))
  (test-equal 2 (string-cursor-diff "abc" 1 3))
  (test-equal '(1 1) (list (string-cursor->index "abc" 1) (string-index->cursor "abc" 1)))
  (test-error (string-index->cursor "abc" 4)))

(test-group "SRFI 130 parts"
  (test-equal '(#\b #\c) (string->list/cursors "abcd" 1 3))
  (test-equal #(#\a #\b) (string->vector/cursors "ab"))
  (test-equal #\b (string-ref/cursor "abc" (string-cursor-next "abc" 0)))
  (test-equal '("bc" "bcd") (list (substring/cursors "abcd" 1 3) (string-copy/cursors "abcd" 1)))
  (test-equal '("Pete S" "rules") (list (string-take "Pete Szilagyi" 6) (string-take-right "Beta rules" 5)))
  (test-error (string-take "foo" 37)))

(test-group "SRFI 130 searches give cursors"
  (test-equal '(1 3) (list (string-index "a1b" char-numeric?) (string-index "abc" char-numeric?)))
  (test-equal '(2 0) (list (string-index-right "a1b" char-numeric?) (string-index-right "abc" char-numeric?)))
  (test-equal '(2 1) (list (string-index "a1b1" char-numeric? 2 2) (string-index-right "abc" char-numeric? 1)))
  (test-equal '(2 4) (list (string-skip "  ab" char-whitespace?) (string-skip "    " char-whitespace?)))
  (test-equal '(2 0) (list (string-skip-right "ab  " char-whitespace?) (string-skip-right "  " char-whitespace?)))
  (test-equal "rest" (substring/cursors "  rest" (string-skip "  rest" char-whitespace?) 6))
  (test-equal '(15 #f) (list (string-contains "eek -- what a geek." "ee" 12 18) (string-contains "abc" "x")))
  (test-equal 3 (string-contains-right "ababab" "ba" 0 5)))

(test-group "SRFI 130 the whole string"
  (test-equal ".able was I ere I saw elbA" (string-reverse "Able was I ere I saw elba."))
  (test-equal "snoops" (string-reverse "Who stole the spoons?" 14 20))
  (test-equal "Hello, I must be going." (string-concatenate-reverse '(" must be" "Hello, I") " going.XXXX" 7))
  (test-equal '(101 100 99 98 97)
    (let ((s "abcde") (v '()))
      (string-for-each-cursor
       (lambda (cur) (set! v (cons (char->integer (string-ref/cursor s cur)) v)))
       s)
      v))
  (test-equal '(#\a #\b) (string-fold-right cons '() "ab"))
  (test-equal '("a" "b") (string-split "a:b" ":")))

(test-end)
