;;; SRFI 151: bitwise operations on exact integers. The basic ones are primitives (lisp/primitives/bits.py).

(define-library (srfi 151)
  (import (scheme base) (lisp primitives))
  (export bitwise-not bitwise-and bitwise-ior bitwise-xor bitwise-eqv bitwise-nand bitwise-nor bitwise-andc1
          bitwise-andc2 bitwise-orc1 bitwise-orc2
          arithmetic-shift bit-count integer-length bitwise-if
          bit-set? copy-bit bit-swap any-bit-set? every-bit-set? first-set-bit
          bit-field bit-field-any? bit-field-every? bit-field-clear bit-field-set
          (rename %replace-field bit-field-replace) bit-field-replace-same bit-field-rotate
          (rename %reverse-field bit-field-reverse)
          bits->list (rename %list->bits list->bits) bits->vector vector->bits bits
          bitwise-fold bitwise-for-each bitwise-unfold make-bitwise-generator)
  (begin

    (define (bitwise-eqv . integers)
      (let loop ((rest integers) (result -1))
        (if (null? rest)
            result
            (loop (cdr rest) (bitwise-not (bitwise-xor result (car rest)))))))

    (define (bitwise-nand i j) (bitwise-not (bitwise-and i j)))
    (define (bitwise-nor i j) (bitwise-not (bitwise-ior i j)))
    (define (bitwise-andc1 i j) (bitwise-and (bitwise-not i) j))
    (define (bitwise-andc2 i j) (bitwise-and i (bitwise-not j)))
    (define (bitwise-orc1 i j) (bitwise-ior (bitwise-not i) j))
    (define (bitwise-orc2 i j) (bitwise-ior i (bitwise-not j)))

    (define (bitwise-if mask i j)
      (bitwise-ior (bitwise-and mask i) (bitwise-andc1 mask j)))

    (define (copy-bit index i on?)
      (%replace-field i (if on? 1 0) index (+ index 1)))

    (define (bit-swap index1 index2 i)
      (copy-bit index1 (copy-bit index2 i (bit-set? index1 i)) (bit-set? index2 i)))

    (define (any-bit-set? test-bits i)
      (not (= 0 (bitwise-and test-bits i))))

    (define (every-bit-set? test-bits i)
      (= test-bits (bitwise-and test-bits i)))

    (define (bit-field-any? i start end)
      (not (= 0 (bit-field i start end))))

    (define (bit-field-every? i start end)
      (= 0 (bit-field (bitwise-not i) start end)))

    (define (bit-field-clear i start end)
      (%replace-field i 0 start end))

    (define (bit-field-set i start end)
      (%replace-field i -1 start end))

    (define (bit-field-replace-same to source start end)
      (%replace-field to (bit-field source start end) start end))

    (define (bit-field-rotate i count start end)
      (let ((width (- end start)))
        (if (<= width 0)
            (bit-field-replace-same i i start end)
            (let ((count (modulo count width))
                  (field (bit-field i start end)))
              (%replace-field i
                              (bitwise-ior (arithmetic-shift field count)
                                           (arithmetic-shift field (- count width)))
                              start
                              end)))))

    (define (bits->list i . arguments)
      (if (not (and (exact-integer? i) (>= i 0)))
          (%type-error 'bits->list "an exact non-negative integer" i))
      (%bits->list i (if (pair? arguments) (car arguments) (integer-length i))))

    (define (bits->vector i . arguments)
      (list->vector (apply bits->list i arguments)))

    (define (vector->bits vector)
      (%list->bits (vector->list vector)))

    (define (bits . booleans)
      (%list->bits booleans))

    (define (bitwise-fold procedure seed i)
      (let loop ((rest (%bits->list i (integer-length i))) (state seed))
        (if (null? rest)
            state
            (loop (cdr rest) (procedure (car rest) state)))))

    (define (bitwise-for-each procedure i)
      (for-each procedure (%bits->list i (integer-length i))))

    (define (bitwise-unfold stop? procedure next seed)
      (let loop ((seed seed) (booleans '()))
        (if (stop? seed)
            (%list->bits (reverse booleans))
            (let ((on? (and (procedure seed) #t)))
              (loop (next seed) (cons on? booleans))))))

    (define (make-bitwise-generator i)
      (lambda ()
        (let ((on? (bit-set? 0 i)))
          (set! i (arithmetic-shift i -1))
          on?)))))
