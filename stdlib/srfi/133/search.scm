;;; Searching in vectors.

(define (vector-index matches? vector . more)
  (if (null? more)
      (let ((length (vector-length vector)))
        (let loop ((k 0))
          (and (< k length)
               (if (matches? (vector-ref vector k))
                   k
                   (loop (+ k 1))))))
      (let* ((vectors (cons vector more))
             (length (shortest vectors)))
        (let loop ((k 0))
          (and (< k length)
               (if (apply matches? (members vectors k))
                   k
                   (loop (+ k 1))))))))

(define (vector-index-right matches? vector . more)
  (let ((vectors (cons vector more))
        (length (vector-length vector)))
    (if (not (every (lambda (other) (= (vector-length other) length)) more))
        (error "vector-index-right: the vectors must have the same length" vectors))
    (let loop ((k (- length 1)))
      (and (>= k 0)
           (if (apply matches? (members vectors k))
               k
               (loop (- k 1)))))))

(define (complement matches?)
  (lambda items (not (apply matches? items))))

(define (vector-skip matches? vector . more)
  (apply vector-index (complement matches?) vector more))

(define (vector-skip-right matches? vector . more)
  (apply vector-index-right (complement matches?) vector more))

;; (compare member value) is negative, zero or positive.
(define (vector-binary-search vector value compare)
  (let loop ((start 0) (end (vector-length vector)))
    (and (< start end)
         (let* ((middle (quotient (+ start end) 2))
                (order (compare (vector-ref vector middle) value)))
           (cond ((zero? order) middle)
                 ((positive? order) (loop start middle))
                 (else (loop (+ middle 1) end)))))))

(define (vector-any matches? vector . more)
  (let* ((vectors (cons vector more))
         (length (shortest vectors)))
    (let loop ((k 0))
      (and (< k length)
           (or (apply matches? (members vectors k))
               (loop (+ k 1)))))))

(define (vector-every matches? vector . more)
  (let* ((vectors (cons vector more))
         (length (shortest vectors)))
    (let loop ((k 0) (result #t))
      (if (and (< k length) result)
          (loop (+ k 1) (apply matches? (members vectors k)))
          result))))

(define (vector-partition matches? vector)
  (let loop ((rest (vector->list vector)) (in '()) (out '()))
    (cond ((null? rest)
           (values (list->vector (append (reverse in) (reverse out)))
                   (length in)))
          ((matches? (car rest)) (loop (cdr rest) (cons (car rest) in) out))
          (else (loop (cdr rest) in (cons (car rest) out))))))
