;;; Making strings, and their parts. RANGE is what is left of [start [end]] among the arguments; string-copy and
;;; string->list check it.

(define (string-null? string)
  (= (string-length string) 0))

(define (start-of range)
  (if (pair? range) (car range) 0))

(define (end-of string range)
  (if (and (pair? range) (pair? (cdr range))) (cadr range) (string-length string)))

;; Where RANGE begins and ends. If it is wrong, string->list says what is.
(define (bounds string range)
  (let ((start (start-of range)) (end (end-of string range)))
    (if (not (and (exact-integer? start)
                  (exact-integer? end)
                  (<= 0 start end (string-length string))
                  (<= (length range) 2)))
        (apply string->list string range))
    (values start end)))

;; A character or a string, as a string.
(define (text-of who obj)
  (cond ((string? obj) obj)
        ((char? obj) (string obj))
        (else (%type-error who "a character or a string" obj))))

(define (string-concatenate strings)
  (apply string-append strings))

(define (string-tabulate procedure count)
  (let loop ((k 0) (chars '()))
    (if (< k count)
        (loop (+ k 1) (cons (procedure k) chars))
        (reverse-list->string chars))))

;; The pieces that come of SEED, last first, and the last seed.
(define (unfold-pieces who stop? make-piece next seed)
  (let loop ((seed seed) (pieces '()))
    (if (stop? seed)
        (values pieces seed)
        (let ((piece (text-of who (make-piece seed))))
          (loop (next seed) (cons piece pieces))))))

(define (optional arguments default)
  (if (pair? arguments) (car arguments) default))

(define (final-piece who arguments seed)
  (if (and (pair? arguments) (pair? (cdr arguments)))
      (text-of who ((cadr arguments) seed))
      ""))

(define (string-unfold stop? make-piece next seed . arguments)
  (let-values (((pieces last) (unfold-pieces 'string-unfold stop? make-piece next seed)))
    (string-append (text-of 'string-unfold (optional arguments ""))
                   (string-concatenate (reverse pieces))
                   (final-piece 'string-unfold arguments last))))

(define (string-unfold-right stop? make-piece next seed . arguments)
  (let-values (((pieces last) (unfold-pieces 'string-unfold-right stop? make-piece next seed)))
    (string-append (final-piece 'string-unfold-right arguments last)
                   (string-concatenate pieces)
                   (text-of 'string-unfold-right (optional arguments "")))))

(define (reverse-list->string chars)
  (list->string (reverse chars)))

(define (string-take string count)
  (substring string 0 count))

(define (string-drop string count)
  (string-copy string count))

;; Where the last COUNT characters of STRING begin.
(define (from-end who string count)
  (let ((length (string-length string)))
    (if (not (and (exact-integer? count) (<= 0 count length)))
        (%failure "range" who "the string does not have so many characters" count string))
    (- length count)))

(define (string-take-right string count)
  (string-copy string (from-end 'string-take-right string count)))

(define (string-drop-right string count)
  (substring string 0 (from-end 'string-drop-right string count)))

(define (string-pad string length . arguments)
  (let* ((part (apply string-copy string (optional-range arguments)))
         (missing (- length (string-length part))))
    (if (> missing 0)
        (string-append (make-string missing (optional arguments #\space)) part)
        (string-take-right part length))))

(define (string-pad-right string length . arguments)
  (let* ((part (apply string-copy string (optional-range arguments)))
         (missing (- length (string-length part))))
    (if (> missing 0)
        (string-append part (make-string missing (optional arguments #\space)))
        (string-take part length))))

(define (optional-range arguments)
  (if (pair? arguments) (cdr arguments) '()))

(define (trim string . arguments)
  (apply string-drop-while string (optional arguments char-whitespace?) (optional-range arguments)))

(define (trim-right string . arguments)
  (apply string-drop-while-right string (optional arguments char-whitespace?) (optional-range arguments)))

(define (string-trim-both string . arguments)
  (let ((matches? (optional arguments char-whitespace?)))
    (string-drop-while-right (apply string-drop-while string matches? (optional-range arguments)) matches?)))

(define (string-replace string1 string2 start1 end1 . range2)
  (string-append (substring string1 0 start1)
                 (apply string-copy string2 range2)
                 (begin
                   (substring string1 start1 end1)
                   (string-copy string1 end1))))

(define (string-concatenate-reverse strings . arguments)
  (let ((last (cond ((null? arguments) "")
                    ((null? (cdr arguments)) (car arguments))
                    (else (substring (car arguments) 0 (cadr arguments))))))
    (string-append (string-concatenate (reverse strings)) last)))

(define (join strings . arguments)
  (let ((delimiter (optional arguments " "))
        (grammar (optional (optional-range arguments) 'infix)))
    (case grammar
      ((infix) (string-join strings delimiter))
      ((strict-infix)
       (if (null? strings)
           (error "string-join: there are no strings to join, and the grammar is strict-infix"))
       (string-join strings delimiter))
      ((suffix) (string-concatenate (map (lambda (string) (string-append string delimiter)) strings)))
      ((prefix) (string-concatenate (map (lambda (string) (string-append delimiter string)) strings)))
      (else (error "string-join: expected a grammar (infix, strict-infix, suffix or prefix)" grammar)))))

;; The substring repeats itself in both directions from index 0.
(define (string-replicate string from to . range)
  (let* ((part (apply string-copy string range))
         (length (string-length part)))
    (cond ((> from to) (error "string-replicate: the end comes before the start" from to))
          ((= from to) "")
          ((= length 0) (error "string-replicate: there is nothing to replicate"))
          (else
           (let* ((start (modulo from length))
                  (end (+ start (- to from)))
                  (copies (quotient (+ end length -1) length)))
             (substring (string-concatenate (make-list copies part)) start end))))))

(define (string-segment string size)
  (if (not (and (exact-integer? size) (positive? size)))
      (%type-error 'string-segment "a positive exact integer" size))
  (let ((length (string-length string)))
    (let loop ((start 0) (parts '()))
      (if (< start length)
          (loop (+ start size) (cons (substring string start (min length (+ start size))) parts))
          (reverse parts)))))
