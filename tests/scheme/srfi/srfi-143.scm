;;; SRFI 143, fixnums.

(import (scheme base) (srfi 143) (only (scheme fixnum)) (srfi 64) (check))

(test-begin "srfi-143")

(define top fx-greatest)
(define bottom fx-least)

(test-group "SRFI 143 the range"
  (test-assert (>= fx-width 24))
  (test-equal (- (expt 2 (- fx-width 1)) 1) top)
  (test-equal (- (expt 2 (- fx-width 1))) bottom)
  (test-equal '(#t #t #f #f #f #f)
              (map fixnum? (list top bottom (+ top 1) (- bottom 1) 1.0 'a))))

(test-group "SRFI 143 predicates"
  (test-equal '(#t #t #f) (list (fx=?) (fx=? 1 1 1) (fx=? 1 2)))
  (test-equal '(#t #f #t #f #t) (list (fx<? 1 2 3) (fx<? 1 1) (fx>? 3 2) (fx<=? 2 1) (fx>=? 2 2 1)))
  (test-equal '(#t #f #t #f #t #t)
              (list (fxzero? 0) (fxpositive? 0) (fxnegative? -1) (fxodd? 2) (fxeven? 2) (fxodd? -1)))
  (test-equal '(3 1) (list (fxmax 1 3 2) (fxmin 3 1 2)))
  (test-error (fx<? 1 2.0))
  (test-error (fx=? (+ top 1)))
  (test-error (fxzero? 0.0))
  (test-error (fxmax)))

(test-group "SRFI 143 arithmetic"
  (test-equal '(3 -1 -5 6 -3 -1 5 25)
              (list (fx+ 1 2) (fx- 1 2) (fxneg 5) (fx* 2 3) (fxquotient -7 2) (fxremainder -7 2) (fxabs -5)
                    (fxsquare -5)))
  (test-values (3 1) (fxsqrt 10))
  (test-error (fx+ top 1))
  (test-error (fx- bottom 1))
  (test-error (fx* top 2))
  (test-error (fxneg bottom))
  (test-error (fxabs bottom))
  (test-error (fxsquare top))
  (test-error (fx+ 1))
  (test-error (fx+ 1 2 3))
  (test-error (fx+ 1.5 0.5))
  (test-error (fxquotient 1 0)))

(test-group "SRFI 143 carry"
  (test-values (0 6) (fx+/carry 1 2 3))
  (test-values (1 bottom) (fx+/carry top 1 0))
  (test-values (0 -4) (fx-/carry 1 2 3))
  (test-values (-1 top) (fx-/carry bottom 1 0))
  (test-values (0 7) (fx*/carry 2 3 1))
  (test-equal (+ (* top top) 5)
              (call-with-values (lambda () (fx*/carry top top 5)) (lambda (q r) (+ (* q (expt 2 fx-width)) r)))))

(test-group "SRFI 143 bits"
  (test-equal '(-11 8 15 7 -1 0)
              (list (fxnot 10) (fxand 12 10) (fxior 12 7) (fxxor 12 11) (fxand) (fxior)))
  (test-equal '(32 4 -2) (list (fxarithmetic-shift 8 2) (fxarithmetic-shift 8 -1) (fxarithmetic-shift -3 -1)))
  (test-equal '(32 2) (list (fxarithmetic-shift-left 8 2) (fxarithmetic-shift-right 8 2)))
  (test-error (fxarithmetic-shift 1 fx-width))
  (test-error (fxarithmetic-shift top 1))
  (test-error (fxarithmetic-shift-left 1 -1))
  (test-error (fxarithmetic-shift-right 1 -1))
  (test-equal '(3 4 9 3 -1) (list (fxbit-count 13) (fxlength 8) (fxif 3 1 8) (fxfirst-set-bit 40) (fxfirst-set-bit 0)))
  (test-equal '(#t #f #t) (list (fxbit-set? 3 10) (fxbit-set? 0 6) (fxbit-set? (- fx-width 1) -1)))
  (test-error (fxbit-set? fx-width 1))
  (test-equal (list 4 11 bottom top) (list (fxcopy-bit 2 0 #t) (fxcopy-bit 2 15 #f) (fxcopy-bit (- fx-width 1) 0 #t)
                                           (fxcopy-bit (- fx-width 1) -1 #f)))
  (test-error (fxcopy-bit fx-width 0 #t))
  (test-equal '(#b1010 #b1010 12)
              (list (fxbit-field #b1101101010 0 4) (fxbit-field-rotate #b110 1 2 4) (fxbit-field-reverse 6 1 4))))

(test-end)
