;;; Classes, comparison, arithmetic, rounding.

(define (flonum? obj)
  (and (real? obj) (inexact? obj)))

(define (check who obj)
  (if (flonum? obj)
      obj
      (%type-error who "a flonum" obj)))

(define (check-all who objs)
  (for-each (lambda (obj) (check who obj)) objs))

(define (flonum number)
  (if (real? number)
      (inexact number)
      (%type-error 'flonum "a real number" number)))

(define-syntax define-unary
  (syntax-rules ()
    ((_ (name x) expression)
     (define (name x)
       (check 'name x)
       expression))))

(define-syntax define-binary
  (syntax-rules ()
    ((_ (name x y) expression)
     (define (name x y)
       (check 'name x)
       (check 'name y)
       expression))))

;; Fewer than two operands are always in order.
(define-syntax define-comparison
  (syntax-rules ()
    ((_ name related?)
     (define (name . operands)
       (check-all 'name operands)
       (or (null? operands)
           (null? (cdr operands))
           (apply related? operands))))))

(define-comparison fl=? =)
(define-comparison fl<? <)
(define-comparison fl>? >)
(define-comparison fl<=? <=)
(define-comparison fl>=? >=)

(define-binary (flunordered? x y) (or (nan? x) (nan? y)))
(define-unary (flinteger? x) (integer? x))
(define-unary (flzero? x) (= x 0.0))
(define-unary (flpositive? x) (> x 0.0))
(define-unary (flnegative? x) (< x 0.0))
(define-unary (flodd? x) (odd? x))
(define-unary (fleven? x) (even? x))
(define-unary (flfinite? x) (finite? x))
(define-unary (flinfinite? x) (infinite? x))
(define-unary (flnan? x) (nan? x))
(define smallest-normal 2.2250738585072014e-308)
(define-unary (flnormalized? x) (and (finite? x) (>= (abs x) smallest-normal)))
(define-unary (fldenormalized? x) (and (not (= x 0.0)) (< (abs x) smallest-normal)))

(define-unary (flsign-bit x) (if (< (%flcopysign 1.0 x) 0.0) 1 0))

;; A NaN is no maximum as long as there is another operand.
(define (flmax . operands)
  (extreme 'flmax > -inf.0 operands))

(define (flmin . operands)
  (extreme 'flmin < +inf.0 operands))

(define (extreme who better? default operands)
  (check-all who operands)
  (if (null? operands)
      default
      (let loop ((best (car operands)) (rest (cdr operands)))
        (if (null? rest)
            best
            (loop (if (or (nan? best) (better? (car rest) best)) (car rest) best)
                  (cdr rest))))))

(define (fl+ . operands)
  (check-all 'fl+ operands)
  (apply + 0.0 operands))

(define (fl* . operands)
  (check-all 'fl* operands)
  (apply * 1.0 operands))

(define (fl- x . operands)
  (check-all 'fl- (cons x operands))
  (apply - x operands))

(define (fl/ x . operands)
  (check-all 'fl/ (cons x operands))
  (if (null? operands)
      (divide 1.0 x)
      (let loop ((quotient x) (rest operands))
        (if (null? rest)
            quotient
            (loop (divide quotient (car rest)) (cdr rest))))))

;; Division by zero gives an infinity, or a NaN.
(define (divide x y)
  (cond ((not (= y 0.0)) (/ x y))
        ((or (= x 0.0) (nan? x)) +nan.0)
        (else (%flcopysign +inf.0 (* (%flcopysign 1.0 x) (%flcopysign 1.0 y))))))

(define-unary (flabs x) (abs x))
(define-binary (flabsdiff x y) (abs (- x y)))
(define-binary (flposdiff x y) (if (<= x y) 0.0 (- x y)))
(define-unary (flsgn x) (%flcopysign 1.0 x))

(define-unary (flnumerator x) (if (finite? x) (if (= x 0.0) x (numerator x)) x))
(define-unary (fldenominator x) (cond ((nan? x) x) ((or (infinite? x) (= x 0.0)) 1.0) (else (denominator x))))

(define-syntax define-rounding
  (syntax-rules ()
    ((_ name rounded)
     (define-unary (name x) (if (finite? x) (%flcopysign (rounded x) x) x)))))

(define-rounding flfloor floor)
(define-rounding flceiling ceiling)
(define-rounding flround round)
(define-rounding fltruncate truncate)

(define-binary (flquotient x y) (fltruncate (divide x y)))

(define-binary (flremainder x y)
  (cond ((or (= y 0.0) (nan? x) (nan? y) (infinite? x)) +nan.0)
        ((infinite? y) x)
        (else (%flcopysign (inexact (exact-remainder (exact x) (exact y))) x))))

(define (exact-remainder x y)
  (- x (* y (truncate (/ x y)))))

(define-unary (flexponent x)
  (cond ((nan? x) x)
        ((infinite? x) +inf.0)
        ((= x 0.0) -inf.0)
        (else (inexact (flinteger-exponent x)))))

(define-unary (flinteger-exponent x)
  (cond ((nan? x) fl-integer-exponent-nan)
        ((infinite? x) 2147483647)
        ((= x 0.0) fl-integer-exponent-zero)
        (else
         (let-values (((fraction exponent) (%flfraction-exponent x)))
           (- exponent 1)))))
