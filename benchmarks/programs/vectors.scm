;;; Fill a vector with squares, reverse it in place, sum it up.

(import (scheme base))

(define (fill! v)
  (do ((i 0 (+ i 1)))
      ((= i (vector-length v)))
    (vector-set! v i (* i i))))

(define (reverse! v)
  (let loop ((low 0) (high (- (vector-length v) 1)))
    (if (< low high)
        (let ((item (vector-ref v low)))
          (vector-set! v low (vector-ref v high))
          (vector-set! v high item)
          (loop (+ low 1) (- high 1))))))

(define (weigh v)
  (let ((length (vector-length v)))
    (let loop ((i 0) (sum 0))
      (if (< i length)
          (loop (+ i 1) (+ sum (* i (vector-ref v i))))
          sum))))

(define (run n)
  (let ((v (make-vector n 0)))
    (fill! v)
    (reverse! v)
    (weigh v)))
