;;; Strings and vectors (report, 6.10): what calls a procedure on each of their members.

(define (%shortest length-of sequences)
  (let loop ((shortest (length-of (car sequences))) (rest (cdr sequences)))
    (if (null? rest)
        shortest
        (loop (min shortest (length-of (car rest))) (cdr rest)))))

;; The results of PROCEDURE at each index, last first.
(define (%results procedure count ref sequences)
  (if (null? (cdr sequences))
      (let ((sequence (car sequences)))
        (let loop ((k 0) (results '()))
          (if (< k count)
              (loop (+ k 1) (cons (procedure (ref sequence k)) results))
              results)))
      (let loop ((k 0) (results '()))
        (if (< k count)
            (loop (+ k 1)
                  (cons (%apply procedure (map-1 (lambda (sequence) (ref sequence k)) sequences)) results))
            results))))

(define (%each procedure count ref sequences)
  (let ((first (car sequences)) (one? (null? (cdr sequences))))
    (let loop ((k 0))
      (if (< k count)
          (begin
            (if one?
                (procedure (ref first k))
                (%apply procedure (map-1 (lambda (sequence) (ref sequence k)) sequences)))
            (loop (+ k 1)))))))

(define (vector-map procedure vector . more)
  (let ((vectors (cons vector more)))
    (list->vector (reverse (%results procedure (%shortest vector-length vectors) vector-ref vectors)))))

(define (vector-for-each procedure vector . more)
  (let ((vectors (cons vector more)))
    (%each procedure (%shortest vector-length vectors) vector-ref vectors)))

(define (string-map procedure string . more)
  (let ((strings (cons string more)))
    (list->string (reverse (%results procedure (%shortest string-length strings) string-ref strings)))))

(define (string-for-each procedure string . more)
  (let ((strings (cons string more)))
    (%each procedure (%shortest string-length strings) string-ref strings)))
