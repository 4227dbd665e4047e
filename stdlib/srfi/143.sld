;;; SRFI 143: fixnums, here the exact integers of 62 bits. A result beyond them is an error, as is an argument that is
;;; not an exact integer.

(define-library (srfi 143)
  (import (scheme base) (srfi 151))
  (export fx-width fx-greatest fx-least
          fixnum? fx=? fx<? fx>? fx<=? fx>=? fxzero? fxpositive? fxnegative? fxodd? fxeven? fxmax fxmin
          fx+ fx- fxneg fx* fxquotient fxremainder fxabs fxsquare fxsqrt
          fx+/carry fx-/carry fx*/carry
          fxnot fxand fxior fxxor fxarithmetic-shift fxarithmetic-shift-left fxarithmetic-shift-right
          fxbit-count fxlength fxif fxbit-set? fxcopy-bit fxfirst-set-bit
          fxbit-field fxbit-field-rotate fxbit-field-reverse)
  (begin

    (define fx-width 62)
    (define fx-greatest (- (expt 2 61) 1))
    (define fx-least (- (expt 2 61)))

    (define (fixnum? obj)
      (and (exact-integer? obj) (<= fx-least obj fx-greatest)))

    (define (check who obj)
      (if (fixnum? obj)
          obj
          (error (string-append (symbol->string who) ": expected a fixnum, got") obj)))

    ;; (define-fixnum (name argument ...) expression): arguments and result are fixnums.
    (define-syntax define-fixnum
      (syntax-rules ()
        ((_ (name argument ...) expression)
         (define (name argument ...)
           (check 'name argument)
           ...
           (check 'name expression)))))

    ;; The result may be anything.
    (define-syntax define-test
      (syntax-rules ()
        ((_ (name argument ...) expression)
         (define (name argument ...)
           (check 'name argument)
           ...
           expression))))

    ;; Any number of fixnums.
    (define-syntax define-all
      (syntax-rules ()
        ((_ name procedure)
         (define (name . integers)
           (for-each (lambda (i) (check 'name i)) integers)
           (apply procedure integers)))))

    (define (ordered procedure)
      (lambda integers
        (or (null? integers)
            (null? (cdr integers))
            (apply procedure integers))))

    (define-all fx=? (ordered =))
    (define-all fx<? (ordered <))
    (define-all fx>? (ordered >))
    (define-all fx<=? (ordered <=))
    (define-all fx>=? (ordered >=))
    (define-all fxmax max)
    (define-all fxmin min)
    (define-all fxand bitwise-and)
    (define-all fxior bitwise-ior)
    (define-all fxxor bitwise-xor)

    (define-test (fxzero? i) (zero? i))
    (define-test (fxpositive? i) (positive? i))
    (define-test (fxnegative? i) (negative? i))
    (define-test (fxodd? i) (odd? i))
    (define-test (fxeven? i) (even? i))
    (define-test (fxsqrt i) (exact-integer-sqrt i))

    (define-fixnum (fx+ i j) (+ i j))
    (define-fixnum (fx- i j) (- i j))
    (define-fixnum (fxneg i) (- i))
    (define-fixnum (fx* i j) (* i j))
    (define-fixnum (fxquotient i j) (quotient i j))
    (define-fixnum (fxremainder i j) (remainder i j))
    (define-fixnum (fxabs i) (abs i))
    (define-fixnum (fxsquare i) (square i))

    ;; N as q and r, n = q * 2^width + r, where r is a fixnum.
    (define (carried n)
      (let ((q (arithmetic-shift (+ n (expt 2 61)) (- fx-width))))
        (values q (- n (* q (expt 2 fx-width))))))

    (define-test (fx+/carry i j k) (carried (+ i j k)))
    (define-test (fx-/carry i j k) (carried (- i j k)))
    (define-test (fx*/carry i j k) (carried (+ (* i j) k)))

    (define (check-count who count least)
      (if (not (and (exact-integer? count) (<= least count (- fx-width 1))))
          (error (string-append (symbol->string who) ": the number of bits is out of range") count)))

    (define (fxarithmetic-shift i count)
      (check-count 'fxarithmetic-shift count (- 1 fx-width))
      (check 'fxarithmetic-shift (arithmetic-shift (check 'fxarithmetic-shift i) count)))

    (define (fxarithmetic-shift-left i count)
      (check-count 'fxarithmetic-shift-left count 0)
      (check 'fxarithmetic-shift-left (arithmetic-shift (check 'fxarithmetic-shift-left i) count)))

    (define (fxarithmetic-shift-right i count)
      (check-count 'fxarithmetic-shift-right count 0)
      (arithmetic-shift (check 'fxarithmetic-shift-right i) (- count)))

    (define-fixnum (fxnot i) (bitwise-not i))
    (define-fixnum (fxbit-count i) (bit-count i))
    (define-fixnum (fxlength i) (integer-length i))
    (define-fixnum (fxif mask i j) (bitwise-if mask i j))
    (define-fixnum (fxfirst-set-bit i) (first-set-bit i))
    (define-fixnum (fxbit-field i start end) (bit-field i start end))
    (define-fixnum (fxbit-field-rotate i count start end) (bit-field-rotate i count start end))
    (define-fixnum (fxbit-field-reverse i start end) (bit-field-reverse i start end))

    (define (fxbit-set? index i)
      (check-count 'fxbit-set? index 0)
      (bit-set? index (check 'fxbit-set? i)))

    (define (fxcopy-bit index i on?)
      (check-count 'fxcopy-bit index 0)
      (let ((result (copy-bit index (check 'fxcopy-bit i) on?)))
        ;; the highest bit is the sign
        (if (fixnum? result)
            result
            (let-values (((carry fixnum) (carried result)))
              fixnum))))))
