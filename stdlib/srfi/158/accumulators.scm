;;; Accumulators.

(define (make-accumulator procedure state finish)
  (lambda (obj)
    (if (eof-object? obj)
        (finish state)
        (set! state (procedure obj state)))))

(define (count-accumulator)
  (make-accumulator (lambda (obj count) (+ count 1)) 0 (lambda (count) count)))

(define (list-accumulator)
  (make-accumulator cons '() reverse))

(define (reverse-list-accumulator)
  (make-accumulator cons '() (lambda (items) items)))

(define (vector-accumulator)
  (make-accumulator cons '() (lambda (items) (list->vector (reverse items)))))

(define (reverse-vector-accumulator)
  (make-accumulator cons '() list->vector))

(define (string-accumulator)
  (make-accumulator cons '() (lambda (chars) (list->string (reverse chars)))))

(define (bytevector-accumulator)
  (make-accumulator cons '() (lambda (bytes) (apply bytevector (reverse bytes)))))

(define (vector-accumulator! vector at)
  (make-accumulator (lambda (obj k) (vector-set! vector k obj) (+ k 1)) at (lambda (k) vector)))

(define (bytevector-accumulator! bytevector at)
  (make-accumulator (lambda (byte k) (bytevector-u8-set! bytevector k byte) (+ k 1)) at (lambda (k) bytevector)))

(define (sum-accumulator)
  (make-accumulator + 0 (lambda (sum) sum)))

(define (product-accumulator)
  (make-accumulator * 1 (lambda (product) product)))
