;;; ~w,dF: a string or number in a field of at least WIDTH columns, with DIGITS after the point.

(define (fixed obj width digits)
  (pad (cond ((string? obj) obj)
             ((not (number? obj)) (error "format: expected a string or a number" obj))
             ((not digits) (number->string obj))
             ((real? obj) (real-text obj digits))
             (else (complex-text (real-part obj) (imag-part obj) digits)))
       (or width 0)))

(define (pad text width)
  (let ((missing (- width (string-length text))))
    (if (> missing 0)
        (string-append (make-string missing #\space) text)
        text)))

(define (complex-text real imaginary digits)
  (let ((text (real-text imaginary digits)))
    (string-append (real-text real digits)
                   (if (memv (string-ref text 0) '(#\- #\+)) "" "+")
                   text
                   "i")))

;; The decimal digits that X shows are exact here, so that 1.005 is as near to 1.01 as to 1.00.
(define (real-text x digits)
  (let ((x (inexact x)))
    (if (finite? x)
        (let* ((shown (string->number (string-append "#e" (number->string x))))
               (scaled (round (* (abs shown) (expt 10 digits)))))
          (string-append (if (and (negative? shown) (positive? scaled)) "-" "")
                         (with-point (number->string scaled) digits)))
        (number->string x))))

;; DECIMALS with a point before the last DIGITS of them.
(define (with-point decimals digits)
  (let* ((length (string-length decimals))
         (text (if (> length digits)
                   decimals
                   (string-append (make-string (- (+ digits 1) length) #\0) decimals)))
         (point (- (string-length text) digits)))
    (string-append (substring text 0 point) "." (substring text point (string-length text)))))
