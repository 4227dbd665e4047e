;;; Prefixes, searching, splitting.

;; The characters of the two substrings that the arguments [start1 [end1 [start2 [end2]]]] name, as lists.
(define (two-parts string1 string2 ranges)
  (if (or (null? ranges) (null? (cdr ranges)))
      (values (apply string-copy string1 ranges) (string-copy string2))
      (values (substring string1 (car ranges) (cadr ranges))
              (apply string-copy string2 (cddr ranges)))))

(define (string-prefix-length string1 string2 . ranges)
  (let-values (((a b) (two-parts string1 string2 ranges)))
    (let ((length (min (string-length a) (string-length b))))
      (let loop ((k 0))
        (if (and (< k length) (char=? (string-ref a k) (string-ref b k)))
            (loop (+ k 1))
            k)))))

(define (string-suffix-length string1 string2 . ranges)
  (let-values (((a b) (two-parts string1 string2 ranges)))
    (let loop ((i (- (string-length a) 1)) (j (- (string-length b) 1)) (count 0))
      (if (and (>= i 0) (>= j 0) (char=? (string-ref a i) (string-ref b j)))
          (loop (- i 1) (- j 1) (+ count 1))
          count))))

(define (prefix? string1 string2 . ranges)
  (let-values (((a b) (two-parts string1 string2 ranges)))
    (string-prefix? a b)))

(define (suffix? string1 string2 . ranges)
  (let-values (((a b) (two-parts string1 string2 ranges)))
    (string-suffix? a b)))

(define (string-index string matches? . range)
  (let-values (((start end) (bounds string range)))
    (let loop ((k start))
      (and (< k end)
           (if (matches? (string-ref string k))
               k
               (loop (+ k 1)))))))

(define (string-index-right string matches? . range)
  (let-values (((start end) (bounds string range)))
    (let loop ((k (- end 1)))
      (and (>= k start)
           (if (matches? (string-ref string k))
               k
               (loop (- k 1)))))))

(define (complement matches?)
  (lambda (char) (not (matches? char))))

(define (string-skip string matches? . range)
  (apply string-index string (complement matches?) range))

(define (string-skip-right string matches? . range)
  (apply string-index-right string (complement matches?) range))

(define (contains string1 string2 . ranges)
  (if (and (pair? ranges) (null? (cdr ranges)))
      (%string-search string2 string1 (car ranges))    ; going through a string copies nothing
      (let-values (((a b) (two-parts string1 string2 ranges)))
        (let ((k (string-contains a b)))
          (and k (+ k (start-of ranges)))))))

(define (string-contains-right string1 string2 . ranges)
  (let-values (((a b) (two-parts string1 string2 ranges)))
    (let ((k (%string-search-right b a)))
      (and k (+ k (start-of ranges))))))

;; Where the prefix ends or the suffix begins whose members all match.
(define (prefix-end string matches? range)
  (or (apply string-skip string matches? range) (end-of string range)))

(define (suffix-start string matches? range)
  (let ((last (apply string-skip-right string matches? range)))
    (if last (+ last 1) (start-of range))))

(define (string-take-while string matches? . range)
  (substring string (start-of range) (prefix-end string matches? range)))

(define (string-drop-while string matches? . range)
  (substring string (prefix-end string matches? range) (end-of string range)))

(define (string-take-while-right string matches? . range)
  (substring string (suffix-start string matches? range) (end-of string range)))

(define (string-drop-while-right string matches? . range)
  (substring string (start-of range) (suffix-start string matches? range)))

(define (string-span string matches? . range)
  (let ((end (prefix-end string matches? range)))
    (values (substring string (start-of range) end)
            (substring string end (end-of string range)))))

(define (string-break string matches? . range)
  (apply string-span string (complement matches?) range))

;; (string-split string delimiter [grammar limit start end])
(define (string-split string delimiter . arguments)
  (let* ((grammar (optional arguments 'infix))
         (more (optional-range arguments))
         (limit (optional more #f))
         (part (apply string-copy string (optional-range more))))
    (if (not (memq grammar '(infix strict-infix suffix prefix)))
        (error "string-split: expected a grammar (infix, strict-infix, suffix or prefix)" grammar))
    (if (not (or (not limit) (and (exact-integer? limit) (>= limit 0))))
        (%type-error 'string-split "an exact non-negative integer or #f as the limit" limit))
    (cond ((not (string-null? part))
           (without-empty grammar
                          (if (string-null? delimiter)
                              (split-chars part limit)
                              (split-parts part delimiter limit))))
          ((eq? grammar 'strict-infix)
           (error "string-split: the string is empty, and the grammar is strict-infix"))
          (else '()))))

(define (split-parts string delimiter limit)
  (let loop ((start 0) (left limit) (parts '()))
    (let ((end (and (not (eqv? left 0)) (%string-search delimiter string start))))
      (if end
          (loop (+ end (string-length delimiter))
                (and left (- left 1))
                (cons (substring string start end) parts))
          (reverse (cons (string-copy string start) parts))))))

(define (split-chars string limit)
  (if (and limit (< limit (string-length string)))
      (append (map char->string (string->list string 0 limit))
              (list (string-copy string limit)))
      (map char->string (string->list string))))

(define (char->string char)
  (string char))

;; PARTS less the empty string that a leading delimiter (prefix) or one at the end (suffix) makes.
(define (without-empty grammar parts)
  (cond ((and (eq? grammar 'prefix) (string-null? (car parts))) (cdr parts))
        ((and (eq? grammar 'suffix) (string-null? (car (reverse parts))))
         (reverse (cdr (reverse parts))))
        (else parts)))
