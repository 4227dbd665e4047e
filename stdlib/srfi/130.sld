;;; SRFI 130: strings with cursors. A cursor is an index: strings here give their characters in constant time.
;;;
;;; The searches give a cursor always: where they find nothing, string-index and string-skip give the end, those with
;;; -right the start; these give the cursor after the character that they found.

(define-library (srfi 130)
  (import (scheme base)
          (rename (only (srfi 152)
                        string-null? string-every string-any string-tabulate string-unfold string-unfold-right
                        reverse-list->string string-join string-take string-take-right string-drop string-drop-right
                        string-pad string-pad-right string-trim string-trim-right string-trim-both
                        string-prefix-length string-suffix-length string-prefix? string-suffix? string-index
                        string-index-right string-skip string-skip-right string-contains string-contains-right
                        string-concatenate string-concatenate-reverse string-fold string-fold-right string-replicate
                        string-count string-replace string-split string-filter string-remove)
                  (string-index find) (string-index-right find-right) (string-skip skip)
                  (string-skip-right skip-right)))
  (export string-cursor? string-cursor-start string-cursor-end string-cursor-next string-cursor-prev
          string-cursor-forward string-cursor-back string-cursor=? string-cursor<? string-cursor>? string-cursor<=?
          string-cursor>=? string-cursor-diff string-cursor->index string-index->cursor
          string-null? string-every string-any string-tabulate string-unfold string-unfold-right
          (rename string->list string->list/cursors) (rename string->vector string->vector/cursors)
          reverse-list->string string-join
          (rename string-ref string-ref/cursor) (rename substring substring/cursors)
          (rename string-copy string-copy/cursors) string-take string-take-right string-drop string-drop-right
          string-pad string-pad-right string-trim string-trim-right string-trim-both
          string-prefix-length string-suffix-length string-prefix? string-suffix?
          string-index string-index-right string-skip string-skip-right string-contains string-contains-right
          string-reverse string-concatenate string-concatenate-reverse string-fold string-fold-right
          string-for-each-cursor string-replicate string-count string-replace string-split string-filter
          string-remove)
  (begin
    (define (string-cursor? obj)
      (and (exact-integer? obj) (>= obj 0)))

    (define (check who s cursor)
      (if (not (and (string-cursor? cursor) (<= cursor (string-length s))))
          (error (string-append (symbol->string who) ": expected a cursor of the string") cursor))
      cursor)

    (define (string-cursor-start s) (check 'string-cursor-start s 0))
    (define (string-cursor-end s) (string-length s))
    (define (string-cursor-next s cursor) (string-cursor-forward s cursor 1))
    (define (string-cursor-prev s cursor) (string-cursor-back s cursor 1))
    (define (string-cursor-forward s cursor count) (check 'string-cursor-forward s (+ (check 'string-cursor-forward s cursor) count)))
    (define (string-cursor-back s cursor count) (check 'string-cursor-back s (- (check 'string-cursor-back s cursor) count)))
    (define (string-cursor=? a b) (= a b))
    (define (string-cursor<? a b) (< a b))
    (define (string-cursor>? a b) (> a b))
    (define (string-cursor<=? a b) (<= a b))
    (define (string-cursor>=? a b) (>= a b))
    (define (string-cursor-diff s start end) (- (check 'string-cursor-diff s end) (check 'string-cursor-diff s start)))
    (define (string-cursor->index s cursor) (check 'string-cursor->index s cursor))
    (define (string-index->cursor s index) (check 'string-index->cursor s index))

    ;; What a search with the optional bounds RANGE gives where it finds nothing.
    (define (start-of s range) (if (pair? range) (car range) 0))
    (define (end-of s range) (if (and (pair? range) (pair? (cdr range))) (cadr range) (string-length s)))

    (define (string-index s pred . range)
      (or (apply find s pred range) (end-of s range)))

    (define (string-skip s pred . range)
      (or (apply skip s pred range) (end-of s range)))

    (define (string-index-right s pred . range)
      (let ((found (apply find-right s pred range)))
        (if found (+ found 1) (start-of s range))))

    (define (string-skip-right s pred . range)
      (let ((found (apply skip-right s pred range)))
        (if found (+ found 1) (start-of s range))))

    (define (string-reverse s . range)
      (list->string (reverse (apply string->list s range))))

    (define (string-for-each-cursor proc s . range)
      (let ((end (check 'string-for-each-cursor s (end-of s range))))
        (let loop ((cursor (check 'string-for-each-cursor s (start-of s range))))
          (if (< cursor end)
              (begin
                (proc cursor)
                (loop (+ cursor 1)))))))))
