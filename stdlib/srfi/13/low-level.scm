;;; Ranges among arguments, and Knuth, Morris and Pratt's search.

(define (substring-spec-ok? string start end)
  (and (string? string)
       (exact-integer? start)
       (exact-integer? end)
       (<= 0 start end (string-length string))))

(define (check-substring-spec who string start end)
  (if (not (substring-spec-ok? string start end))
      (error "the range is not within the string" who string start end)))

(define (string-parse-start+end who string arguments)
  (let* ((start (if (pair? arguments) (car arguments) 0))
         (more (if (pair? arguments) (cdr arguments) '()))
         (end (if (pair? more) (car more) (string-length string))))
    (check-substring-spec who string start end)
    (values (if (pair? more) (cdr more) '()) start end)))

(define (string-parse-final-start+end who string arguments)
  (let-values (((rest start end) (string-parse-start+end who string arguments)))
    (if (pair? rest)
        (error "there are too many arguments" who rest))
    (values start end)))

(define-syntax let-string-start+end
  (syntax-rules ()
    ((_ (start end) who string arguments body ...)
     (call-with-values (lambda () (string-parse-final-start+end who string arguments))
                       (lambda (start end) body ...)))
    ((_ (start end rest) who string arguments body ...)
     (call-with-values (lambda () (string-parse-start+end who string arguments))
                       (lambda (rest start end) body ...)))))

;; Element i says with how much of the pattern to go on when its first i characters matched and the next does not.
(define (make-kmp-restart-vector pattern . arguments)
  (let* ((same? (if (pair? arguments) (car arguments) char=?))
         (pattern (apply string-copy pattern (if (pair? arguments) (cdr arguments) '())))
         (length (string-length pattern))
         (restart (make-vector length -1)))
    (let loop ((i 1) (j 0))
      (if (< i length)
          (begin
            (vector-set! restart i (if (same? (string-ref pattern i) (string-ref pattern j))
                                       (vector-ref restart j)
                                       j))
            (loop (+ i 1) (kmp-step pattern restart (string-ref pattern i) j same? 0)))))
    restart))

(define (kmp-step pattern restart char i same? start)
  (cond ((= i -1) 0)
        ((same? char (string-ref pattern (+ i start))) (+ i 1))
        (else (kmp-step pattern restart char (vector-ref restart i) same? start))))

;; (string-kmp-partial-search pattern restart string i [c= p-start s-start s-end])
(define (string-kmp-partial-search pattern restart string i . arguments)
  (let* ((same? (if (pair? arguments) (car arguments) char=?))
         (more (if (pair? arguments) (cdr arguments) '()))
         (pattern-start (start-of more)))
    (let-values (((start end) (string-parse-final-start+end 'string-kmp-partial-search string
                                                            (if (pair? more) (cdr more) '()))))
      (let loop ((k start) (i i))
        (cond ((= i (vector-length restart)) (- k))
              ((= k end) i)
              (else
               (loop (+ k 1)
                     (kmp-step pattern restart (string-ref string k) i same? pattern-start))))))))
