;;; Making, comparing, converting and changing vectors.

;; What PROCEDURE makes at each index from START to END, last first. It gets the index and the seeds, and returns the
;; member and the next seeds.
(define (unfolded procedure start end seeds)
  (let loop ((k start) (seeds seeds) (results '()))
    (if (< k end)
        (call-with-values
         (lambda () (apply procedure k seeds))
         (lambda (result . seeds) (loop (+ k 1) seeds (cons result results))))
        results)))

;; The same from the last index to the first; the member at START comes first.
(define (unfolded-right procedure start end seeds)
  (let loop ((k (- end 1)) (seeds seeds) (results '()))
    (if (>= k start)
        (call-with-values
         (lambda () (apply procedure k seeds))
         (lambda (result . seeds) (loop (- k 1) seeds (cons result results))))
        results)))

(define (vector-unfold procedure length . seeds)
  (reverse-list->vector (unfolded procedure 0 length seeds)))

(define (vector-unfold-right procedure length . seeds)
  (list->vector (unfolded-right procedure 0 length seeds)))

(define (vector-unfold! procedure vector start end . seeds)
  (vector-copy! vector start (reverse-list->vector (unfolded procedure start end seeds))))

(define (vector-unfold-right! procedure vector start end . seeds)
  (vector-copy! vector start (list->vector (unfolded-right procedure start end seeds))))

(define (vector-reverse-copy vector . range)
  (reverse-list->vector (apply vector->list vector range)))

(define (vector-concatenate vectors)
  (apply vector-append vectors))

(define (vector-append-subvectors . parts)
  (let loop ((rest parts) (vectors '()))
    (cond ((null? rest) (vector-concatenate (reverse vectors)))
          ((or (null? (cdr rest)) (null? (cddr rest)))
           (error "vector-append-subvectors: expected a vector, a start and an end for each part" rest))
          (else
           (loop (cdr (cddr rest))
                 (cons (vector-copy (car rest) (cadr rest) (car (cddr rest))) vectors))))))

(define (vector-empty? vector)
  (= (vector-length vector) 0))

(define (vector= same? . vectors)
  (or (null? vectors)
      (let loop ((a (car vectors)) (rest (cdr vectors)))
        (or (null? rest)
            (and (two-vectors= same? a (car rest))
                 (loop (car rest) (cdr rest)))))))

(define (two-vectors= same? a b)
  (let ((length (vector-length a)))
    (and (= length (vector-length b))
         (let loop ((k 0))
           (or (= k length)
               (and (same? (vector-ref a k) (vector-ref b k))
                    (loop (+ k 1))))))))

(define (vector-swap! vector i j)
  (let ((item (vector-ref vector i)))
    (vector-set! vector i (vector-ref vector j))
    (vector-set! vector j item)))

(define (vector-reverse! vector . range)
  (vector-copy! vector
                (if (pair? range) (car range) 0)
                (apply vector-reverse-copy vector range)))

(define (vector-reverse-copy! to at from . range)
  (vector-copy! to at (apply vector-reverse-copy from range)))

(define (reverse-vector->list vector . range)
  (reverse (apply vector->list vector range)))

(define (reverse-list->vector items)
  (list->vector (reverse items)))
