;;; Comparing ranges of two strings. The ranges are [start1 [end1 [start2 [end2]]]].

(define (with-parts string1 string2 ranges procedure)
  (let*-values (((rest start1 end1) (string-parse-start+end 'string-compare string1 ranges))
                ((start2 end2) (string-parse-final-start+end 'string-compare string2 rest)))
    (procedure (substring string1 start1 end1) (substring string2 start2 end2) start1)))

(define (fold-case string)
  (plain:string-map (lambda (char) (char-downcase (char-upcase char))) string))

;; Whether A comes before B (-1), is B (0) or comes after it (1), and where they differ.
(define (order a b)
  (let ((place (plain:string-prefix-length a b)))
    (values (cond ((string<? a b) -1) ((string=? a b) 0) (else 1))
            place)))

(define (string-compare string1 string2 less equal greater . ranges)
  (with-parts string1 string2 ranges
              (lambda (a b start) (compare a b start less equal greater))))

(define (string-compare-ci string1 string2 less equal greater . ranges)
  (with-parts string1 string2 ranges
              (lambda (a b start) (compare (fold-case a) (fold-case b) start less equal greater))))

(define (compare a b start less equal greater)
  (let-values (((order place) (order a b)))
    ((case order ((-1) less) ((0) equal) (else greater))
     (+ start place))))

(define (comparison related?)
  (lambda (string1 string2 . ranges)
    (with-parts string1 string2 ranges (lambda (a b start) (related? a b)))))

(define (ci related?)
  (lambda (a b) (related? (fold-case a) (fold-case b))))

(define (different? a b)
  (not (string=? a b)))

(define string= (comparison string=?))
(define string<> (comparison different?))
(define string< (comparison string<?))
(define string> (comparison string>?))
(define string<= (comparison string<=?))
(define string>= (comparison string>=?))
(define string-ci= (comparison (ci string=?)))
(define string-ci<> (comparison (ci different?)))
(define string-ci< (comparison (ci string<?)))
(define string-ci> (comparison (ci string>?)))
(define string-ci<= (comparison (ci string<=?)))
(define string-ci>= (comparison (ci string>=?)))
(define string-prefix-length-ci (comparison (ci plain:string-prefix-length)))
(define string-suffix-length-ci (comparison (ci plain:string-suffix-length)))
(define string-prefix-ci? (comparison (ci plain:string-prefix?)))
(define string-suffix-ci? (comparison (ci plain:string-suffix?)))

;; Folding is slow: parts are folded and searched, each twice as long as the one before, so that an early find costs little.
;; They overlap by one character less than STRING2 has.
(define (string-contains-ci string1 string2 . ranges)
  (let*-values (((rest start1 end1) (string-parse-start+end 'string-contains-ci string1 ranges))
                ((start2 end2) (string-parse-final-start+end 'string-contains-ci string2 rest)))
    (let ((pattern (fold-case (substring string2 start2 end2))))
      (let loop ((start start1) (size (+ 32 (* 2 (string-length pattern)))))
        (let* ((end (min end1 (+ start size)))
               (place (plain:string-contains (fold-case (substring string1 start end)) pattern)))
          (cond (place (+ start place))
                ((= end end1) #f)
                (else (loop (+ 1 (- end (string-length pattern))) (* 2 size)))))))))

;; (string-hash string [bound start end]): a bound of zero is none.
(define (string-hash string . arguments)
  (let ((text (apply string-copy string (if (pair? arguments) (cdr arguments) '()))))
    (if (or (null? arguments) (eqv? (car arguments) 0))
        (text-hash text)
        (text-hash text (car arguments)))))

(define (string-hash-ci string . arguments)
  (apply string-hash (fold-case string) arguments))
