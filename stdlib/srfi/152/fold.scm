;;; Folds, maps and filters.

(define (string-every matches? string . range)
  (let-values (((start end) (bounds string range)))
    (or (= start end)
        (let loop ((k start))
          (if (= k (- end 1))
              (matches? (string-ref string k))
              (and (matches? (string-ref string k))
                   (loop (+ k 1))))))))

(define (string-any matches? string . range)
  (let-values (((start end) (bounds string range)))
    (and (< start end)
         (let loop ((k start))
           (if (= k (- end 1))
               (matches? (string-ref string k))
               (or (matches? (string-ref string k))
                   (loop (+ k 1))))))))

(define (string-fold procedure seed string . range)
  (fold procedure seed (apply string->list string range)))

(define (string-fold-right procedure seed string . range)
  (fold-right procedure seed (apply string->list string range)))

;; PROCEDURE may return characters and strings.
(define (string-map procedure string . more)
  (string-concatenate
   (map (lambda (result) (text-of 'string-map result))
        (apply map procedure (string->list string) (map string->list more)))))

(define (string-count string matches? . range)
  (let loop ((chars (apply string->list string range)) (count 0))
    (if (null? chars)
        count
        (loop (cdr chars) (if (matches? (car chars)) (+ count 1) count)))))

(define (string-filter matches? string . range)
  (let loop ((rest (apply string->list string range)) (chars '()))
    (if (null? rest)
        (reverse-list->string chars)
        (loop (cdr rest) (if (matches? (car rest)) (cons (car rest) chars) chars)))))

(define (string-remove matches? string . range)
  (apply string-filter (complement matches?) string range))
