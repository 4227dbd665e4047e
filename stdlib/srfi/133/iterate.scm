;;; Going through vectors, the shortest of which ends it.

(define (shortest vectors)
  (apply min (map vector-length vectors)))

(define (members vectors k)
  (map (lambda (vector) (vector-ref vector k)) vectors))

(define (vector-fold procedure seed vector . more)
  (if (null? more)
      (let ((length (vector-length vector)))
        (let loop ((k 0) (state seed))
          (if (< k length)
              (loop (+ k 1) (procedure state (vector-ref vector k)))
              state)))
      (let* ((vectors (cons vector more))
             (length (shortest vectors)))
        (let loop ((k 0) (state seed))
          (if (< k length)
              (loop (+ k 1) (apply procedure state (members vectors k)))
              state)))))

(define (vector-fold-right procedure seed vector . more)
  (let ((vectors (cons vector more)))
    (let loop ((k (- (shortest vectors) 1)) (state seed))
      (if (>= k 0)
          (loop (- k 1) (apply procedure state (members vectors k)))
          state))))

(define (vector-map! procedure vector . more)
  (vector-copy! vector 0 (apply vector-map procedure vector more)))

(define (vector-count matches? vector . more)
  (apply vector-fold
         (lambda (count . items) (if (apply matches? items) (+ count 1) count))
         0
         vector
         more))

(define (vector-cumulate procedure seed vector)
  (let loop ((rest (vector->list vector)) (state seed) (results '()))
    (if (null? rest)
        (reverse-list->vector results)
        (let ((next (procedure state (car rest))))
          (loop (cdr rest) next (cons next results))))))
