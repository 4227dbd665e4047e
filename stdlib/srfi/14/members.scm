;;; The members of a set. A cursor is the code of a member, or #f at the end.

(define (char-set->list set)
  (%ranges->chars (ranges-of 'char-set->list set)))

(define (char-set->string set)
  (list->string (%ranges->chars (ranges-of 'char-set->string set))))

(define (char-set-size set)
  (%ranges-size (ranges-of 'char-set-size set)))

(define (char-set-contains? set char)
  (%in-ranges? (ranges-of 'char-set-contains? set) char))

(define (char-set-cursor set)
  (%next-in-ranges (ranges-of 'char-set-cursor set) 0))

(define (char-set-ref set cursor)
  (integer->char cursor))

(define (char-set-cursor-next set cursor)
  (%next-in-ranges (ranges-of 'char-set-cursor-next set) (+ cursor 1)))

(define (end-of-char-set? cursor)
  (not cursor))

;; PROCEDURE is called with a member and the state. The members are not listed: the set may be large.
(define (char-set-fold procedure seed set)
  (let ((ranges (ranges-of 'char-set-fold set)))
    (let loop ((code (%next-in-ranges ranges 0)) (state seed))
      (if code
          (let ((state (procedure (integer->char code) state)))
            (loop (%next-in-ranges ranges (+ code 1)) state))
          state))))

(define (char-set-for-each procedure set)
  (char-set-fold (lambda (char state) (procedure char) state) #f set))

(define (char-set-map procedure set)
  (list->char-set (char-set-fold (lambda (char chars) (cons (procedure char) chars)) '() set)))

(define (char-set-count matches? set)
  (char-set-fold (lambda (char count) (if (matches? char) (+ count 1) count)) 0 set))

(define (char-set-filter matches? set . base)
  (with-base
   (list->char-set (char-set-fold (lambda (char chars) (if (matches? char) (cons char chars) chars)) '() set))
   base))

(define (char-set-any matches? set)
  (let ((ranges (ranges-of 'char-set-any set)))
    (let loop ((code (%next-in-ranges ranges 0)))
      (and code
           (or (matches? (integer->char code))
               (loop (%next-in-ranges ranges (+ code 1))))))))

(define (char-set-every matches? set)
  (let ((ranges (ranges-of 'char-set-every set)))
    (let loop ((code (%next-in-ranges ranges 0)) (result #t))
      (if (and code result)
          (let ((result (matches? (integer->char code))))
            (loop (%next-in-ranges ranges (+ code 1)) result))
          result))))

(define (char-set-unfold stop? make-char next seed . base)
  (let loop ((seed seed) (chars '()))
    (if (stop? seed)
        (with-base (list->char-set chars) base)
        (let ((char (make-char seed)))
          (loop (next seed) (cons char chars))))))
