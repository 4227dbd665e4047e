;;; Strings and vectors (report, 6.10): what calls a procedure on each of their members.

;; The length of the shortest of SEQUENCES, each of which must be what RIGHT? tells.
(define (%shortest who right? expected length-of sequences)
  (let loop ((shortest #f) (rest sequences))
    (cond ((null? rest) shortest)
          ((right? (car rest))
           (let ((count (length-of (car rest))))
             (loop (if shortest (min shortest count) count) (cdr rest))))
          (else (%type-error who expected (car rest))))))

(define (%shortest-vector who vectors)
  (%shortest who vector? "a vector" vector-length vectors))

(define (%shortest-string who strings)
  (%shortest who string? "a string" string-length strings))

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
    (list->vector (reverse (%results procedure (%shortest-vector 'vector-map vectors) vector-ref vectors)))))

(define (vector-for-each procedure vector . more)
  (let ((vectors (cons vector more)))
    (%each procedure (%shortest-vector 'vector-for-each vectors) vector-ref vectors)))

(define (string-map procedure string . more)
  (let ((strings (cons string more)))
    (%string-of (reverse (%results procedure (%shortest-string 'string-map strings) string-ref strings)))))

(define (%string-of results)
  (let loop ((rest results))
    (cond ((null? rest) (list->string results))
          ((char? (car rest)) (loop (cdr rest)))
          (else (%type-error 'string-map "a character from the procedure" (car rest))))))

(define (string-for-each procedure string . more)
  (let ((strings (cons string more)))
    (%each procedure (%shortest-string 'string-for-each strings) string-ref strings)))
