;;; Text: what the rest needs to do with strings.

(define (string-prefix? prefix text)
  (let ((length (string-length prefix)))
    (and (<= length (string-length text))
         (string=? prefix (substring text 0 length)))))

(define (string-suffix? suffix text)
  (let ((start (- (string-length text) (string-length suffix))))
    (and (>= start 0)
         (string=? suffix (substring text start (string-length text))))))

(define (string-position char text)
  (let ((length (string-length text)))
    (let loop ((k 0))
      (cond ((= k length) #f)
            ((char=? (string-ref text k) char) k)
            (else (loop (+ k 1)))))))

(define (filter-list keep? items)
  (cond ((null? items) '())
        ((keep? (car items)) (cons (car items) (filter-list keep? (cdr items))))
        (else (filter-list keep? (cdr items)))))

(define (joined texts separator)
  (cond ((null? texts) "")
        ((null? (cdr texts)) (car texts))
        (else (string-append (car texts) separator (joined (cdr texts) separator)))))

;; The parts of TEXT between what is a SEPARATOR?, without empty ones.
(define (split-text text separator?)
  (let loop ((k (string-length text)) (end (string-length text)) (words '()))
    (define (with-word start)
      (if (= start end) words (cons (substring text start end) words)))
    (cond ((zero? k) (with-word 0))
          ((separator? (string-ref text (- k 1))) (loop (- k 1) (- k 1) (with-word k)))
          (else (loop (- k 1) end words)))))

(define (words-of text)
  (split-text text (lambda (char) (memv char '(#\space #\,)))))

(define (written obj)
  (let ((port (open-output-string)))
    (write obj port)
    (get-output-string port)))

;; OBJ as a person sees it.
(define (displayed obj)
  (let ((port (open-output-string)))
    (display obj port)
    (get-output-string port)))

;; How many letters must be changed, added or taken away to make B of A.
(define (edit-distance a b)
  (let ((row (make-vector (+ (string-length b) 1) 0)))
    (let fill ((j 0))
      (when (< j (vector-length row))
        (vector-set! row j j)
        (fill (+ j 1))))
    (let next-row ((i 0))
      (when (< i (string-length a))
        (let next ((j 0) (diagonal (vector-ref row 0)))
          (if (zero? j)
              (vector-set! row 0 (+ i 1)))
          (when (< j (string-length b))
            (let ((above (vector-ref row (+ j 1))))
              (vector-set! row (+ j 1)
                           (min (+ above 1)
                                (+ (vector-ref row j) 1)
                                (+ diagonal (if (char=? (string-ref a i) (string-ref b j)) 0 1))))
              (next (+ j 1) above))))
        (next-row (+ i 1))))
    (vector-ref row (string-length b))))

;; "; did you mean X?" for the one of NAMES that is most like WORD, or nothing.
(define (hint word names)
  (let next ((rest names) (best #f) (least (+ 1 (quotient (string-length word) 3))))
    (if (null? rest)
        (if best (string-append "; did you mean " best "?") "")
        (let* ((name (car rest))
               (distance (if (and (< 2 (string-length word)) (string-prefix? word name)) 1 (edit-distance word name))))
          (if (and (< distance least) (< distance (string-length name)))
              (next (cdr rest) name distance)
              (next (cdr rest) best least))))))
