;;; Exponents, logarithms, trigonometry, special functions: by Python's math module.

(define-syntax define-functions
  (syntax-rules ()
    ((_ (name function) ...)
     (begin
       (define (name x) (%fl-function 'function x))
       ...))))

(define-functions
  (flexp exp) (flexp2 exp2) (flexp-1 exp-1) (fllog log) (fllog1+ log1+) (fllog2 log2) (fllog10 log10)
  (flsqrt sqrt)
  (flsin sin) (flcos cos) (fltan tan) (flasin asin) (flacos acos)
  (flsinh sinh) (flcosh cosh) (fltanh tanh) (flasinh asinh) (flacosh acosh) (flatanh atanh)
  (flgamma gamma) (flerf erf) (flerfc erfc))

(define-unary (flsquare x) (* x x))

;; The power's result may be off by one bit: a step of Newton's method corrects it.
(define-unary (flcbrt x)
  (if (or (= x 0.0) (nan? x) (infinite? x))
      x
      (let ((root (%flexpt (abs x) (/ 1.0 3.0))))
        (%flcopysign (- root (/ (- root (/ (abs x) (* root root))) 3.0)) x))))

(define (flatan y . x)
  (if (null? x)
      (%fl-function 'atan y)
      (%flatan2 y (car x))))

(define (make-fllog-base base)
  (if (not (> (check 'make-fllog-base base) 1.0))
      (error "make-fllog-base: expected a base greater than 1.0" base))
  (let ((scale (fllog base)))
    (lambda (x)
      (/ (fllog x) scale))))
