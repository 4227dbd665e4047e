;;; SRFI 43: vectors. The older of the two vector libraries: here vector-fold, vector-fold-right, vector-map,
;;; vector-map!, vector-for-each and vector-count call their procedure with the index too, and vector-copy takes a
;;; fill. All else is that of SRFI 133.

(define-library (srfi 43)
  (import (except (scheme base) vector-map vector-for-each vector-copy)
          (rename (only (scheme base) vector-copy) (vector-copy copy-range))
          (except (srfi 133) vector-fold vector-fold-right vector-map vector-map! vector-for-each vector-count
                  vector-copy))
  (export make-vector vector vector-unfold vector-unfold-right vector-copy vector-reverse-copy vector-append
          vector-concatenate
          vector? vector-empty? vector=
          vector-ref vector-length
          vector-fold vector-fold-right vector-map vector-map! vector-for-each vector-count
          vector-index vector-index-right vector-skip vector-skip-right vector-binary-search vector-any vector-every
          vector-set! vector-swap! vector-fill! vector-reverse! vector-copy! vector-reverse-copy!
          vector->list reverse-vector->list list->vector reverse-list->vector)
  (begin

    ;; What lies beyond the end of VECTOR is FILL.
    (define (vector-copy vector . arguments)
      (let ((length (vector-length vector)))
        (if (or (null? arguments) (null? (cdr arguments)) (<= (cadr arguments) length))
            (apply copy-range vector (first-two arguments))
            (let* ((start (car arguments))
                   (end (cadr arguments))
                   (fill (cddr arguments))
                   (copy (apply make-vector (- end start) fill)))
              (vector-copy! copy 0 vector start)
              copy))))

    (define (first-two items)
      (if (and (pair? items) (pair? (cdr items)))
          (list (car items) (cadr items))
          items))

    (define (shortest vectors)
      (apply min (map vector-length vectors)))

    (define (members vectors k)
      (map (lambda (vector) (vector-ref vector k)) vectors))

    (define (vector-fold procedure seed vector . more)
      (let* ((vectors (cons vector more))
             (length (shortest vectors)))
        (let loop ((k 0) (state seed))
          (if (< k length)
              (loop (+ k 1) (apply procedure k state (members vectors k)))
              state))))

    (define (vector-fold-right procedure seed vector . more)
      (let ((vectors (cons vector more)))
        (let loop ((k (- (shortest vectors) 1)) (state seed))
          (if (>= k 0)
              (loop (- k 1) (apply procedure k state (members vectors k)))
              state))))

    (define (vector-map procedure vector . more)
      (reverse-list->vector
       (apply vector-fold
              (lambda (k results . items) (cons (apply procedure k items) results))
              '()
              vector
              more)))

    (define (vector-map! procedure vector . more)
      (vector-copy! vector 0 (apply vector-map procedure vector more)))

    (define (vector-for-each procedure vector . more)
      (apply vector-fold
             (lambda (k state . items) (apply procedure k items) state)
             #f
             vector
             more))

    (define (vector-count matches? vector . more)
      (apply vector-fold
             (lambda (k count . items) (if (apply matches? k items) (+ count 1) count))
             0
             vector
             more))))
