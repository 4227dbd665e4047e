;;; What takes a criterion.

(define (predicate-of criterion)
  (cond ((procedure? criterion) criterion)
        ((char? criterion) (lambda (char) (char=? char criterion)))
        ((char-set? criterion) (lambda (char) (char-set-contains? criterion char)))
        (else (error "expected a character, a character set or a predicate" criterion))))

(define (string-every criterion string . range)
  (apply plain:string-every (predicate-of criterion) string range))

(define (string-any criterion string . range)
  (apply plain:string-any (predicate-of criterion) string range))

;; PROCEDURE of SRFI 152 with a predicate for the criterion.
(define (by-criterion procedure)
  (lambda (string criterion . range)
    (apply procedure string (predicate-of criterion) range)))

(define string-index (by-criterion plain:string-index))
(define string-index-right (by-criterion plain:string-index-right))
(define string-skip (by-criterion plain:string-skip))
(define string-skip-right (by-criterion plain:string-skip-right))
(define string-count (by-criterion plain:string-count))

(define (trimming procedure)
  (lambda (string . arguments)
    (if (null? arguments)
        (procedure string)
        (apply procedure string (predicate-of (car arguments)) (cdr arguments)))))

(define string-trim (trimming plain:string-trim))
(define string-trim-right (trimming plain:string-trim-right))
(define string-trim-both (trimming plain:string-trim-both))

;; The string came first in an early version of SRFI 13, which programs still use.
(define (filtering procedure)
  (lambda (criterion string . range)
    (if (string? criterion)
        (apply procedure (predicate-of string) criterion range)
        (apply procedure (predicate-of criterion) string range))))

(define string-filter (filtering plain:string-filter))
(define string-delete (filtering plain:string-remove))

(define (string-tokenize string . arguments)
  (let* ((in? (predicate-of (if (pair? arguments) (car arguments) char-set:graphic)))
         (text (apply string-copy string (if (pair? arguments) (cdr arguments) '())))
         (length (string-length text)))
    (let loop ((from 0) (tokens '()))
      (let ((start (plain:string-index text in? from)))
        (if start
            (let ((end (or (plain:string-skip text in? start) length)))
              (loop end (cons (substring text start end) tokens)))
            (reverse tokens))))))
