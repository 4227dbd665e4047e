;;; Case, reversal, maps, replication: as a fresh string, and in place.

(define (start-of range)
  (if (pair? range) (car range) 0))

;; The characters of the range, each mapped by itself.
(define (string-map procedure string . range)
  (plain:string-map (lambda (char)
                      (let ((result (procedure char)))
                        (if (char? result)
                            result
                            (error "string-map: expected a character from the procedure" result))))
                    (apply string-copy string range)))

;; A procedure that puts what MAKE makes of a range in its place.
(define (in-place make)
  (lambda (string . range)
    (string-copy! string (start-of range) (apply make string range))))

(define (string-map! procedure string . range)
  (string-copy! string (start-of range) (apply string-map procedure string range)))

(define (upcase string . range)
  (apply string-map char-upcase string range))

(define (downcase string . range)
  (apply string-map char-downcase string range))

(define (cased? char)
  (or (char-set-contains? char-set:lower-case char)
      (char-set-contains? char-set:upper-case char)
      (char-set-contains? char-set:title-case char)))

(define (string-titlecase string . range)
  (let loop ((rest (apply string->list string range)) (after-cased? #f) (chars '()))
    (if (null? rest)
        (reverse-list->string chars)
        (loop (cdr rest)
              (cased? (car rest))
              (cons ((if after-cased? char-downcase char-upcase) (car rest)) chars)))))

(define (string-reverse string . range)
  (reverse-list->string (apply string->list string range)))

(define string-upcase! (in-place upcase))
(define string-downcase! (in-place downcase))
(define string-titlecase! (in-place string-titlecase))
(define string-reverse! (in-place string-reverse))

(define (string-for-each procedure string . range)
  (for-each procedure (apply string->list string range)))

(define (string-for-each-index procedure string . range)
  (let-values (((start end) (string-parse-final-start+end 'string-for-each-index string range)))
    (let loop ((k start))
      (if (< k end)
          (begin
            (procedure k)
            (loop (+ k 1)))))))

;; (xsubstring string from [to start end])
(define (xsubstring string from . arguments)
  (let* ((range (if (pair? arguments) (cdr arguments) '()))
         (length (string-length (apply string-copy string range)))
         (to (if (pair? arguments) (car arguments) (+ from length))))
    (apply plain:string-replicate string from to range)))

(define (string-xcopy! target at string from . arguments)
  (string-copy! target at (apply xsubstring string from arguments)))
