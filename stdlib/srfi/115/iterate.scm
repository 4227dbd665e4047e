;;; Going through all matches.

;; (regexp-fold re procedure state string [finish [start [end]]]). Where nothing but the empty string matches, the
;; search goes on a character later.
(define (regexp-fold re procedure state string . arguments)
  (let* ((finish (if (and (pair? arguments) (car arguments))
                     (car arguments)
                     (lambda (from m string state) state)))
         (range (if (pair? arguments) (cdr arguments) '()))
         (start (start-of range))
         (end (end-of string range))
         (re (regexp re)))
    (let loop ((at start) (from start) (state state))
      (let ((m (and (<= at end) (match 'search re string start end at))))
        (if m
            (let ((match-end (regexp-match-submatch-end m)))
              (if (= match-end (regexp-match-submatch-start m))
                  (loop (+ match-end 1) from state)
                  (loop match-end match-end (procedure from m string state))))
            (finish from #f string state))))))

(define (regexp-extract re string . range)
  (apply regexp-fold re
         (lambda (from m string found) (cons (regexp-match-submatch m) found))
         '()
         string
         (lambda (from m string found) (reverse found))
         range))

(define (regexp-split re string . range)
  (let ((end (end-of string range)))
    (apply regexp-fold re
           (lambda (from m string parts)
             (cons (substring string from (regexp-match-submatch-start m)) parts))
           '()
           string
           (lambda (from m string parts)
             (reverse (cons (substring string from end) parts)))
           range)))

(define (regexp-partition re string . range)
  (let ((end (end-of string range)))
    (apply regexp-fold re
           (lambda (from m string parts)
             (cons (regexp-match-submatch m)
                   (cons (substring string from (regexp-match-submatch-start m)) parts)))
           '()
           string
           (lambda (from m string parts)
             (reverse (if (and (= from end) (pair? parts))
                          parts
                          (cons (substring string from end) parts))))
           range)))

;; What SUBST stands for with the match M in STRING from START to END.
(define (substitute subst m string start end)
  (cond ((string? subst) subst)
        ((eq? subst 'pre) (substring string start (regexp-match-submatch-start m)))
        ((eq? subst 'post) (substring string (regexp-match-submatch-end m) end))
        ((or (symbol? subst) (exact-integer? subst)) (or (regexp-match-submatch m subst) ""))
        ((list? subst)
         (apply string-append (map (lambda (part) (substitute part m string start end)) subst)))
        (else (%type-error 'regexp-replace "a string, a submatch, pre, post or a list of these" subst))))

;; Replace each match that REPLACE? says, given its number.
(define (replace-matches re string subst start end replace?)
  (let ((k -1))
    (regexp-fold re
                 (lambda (from m string text)
                   (set! k (+ k 1))
                   (string-append text
                                  (substring string from (regexp-match-submatch-start m))
                                  (if (replace? k)
                                      (substitute subst m string start end)
                                      (regexp-match-submatch m))))
                 ""
                 string
                 (lambda (from m string text) (string-append text (substring string from end)))
                 start
                 end)))

;; (regexp-replace re string subst [start [end [count]]])
(define (regexp-replace re string subst . arguments)
  (let ((count (if (and (pair? arguments) (pair? (cdr arguments)) (pair? (cddr arguments)))
                   (car (cddr arguments))
                   0)))
    (replace-matches re string subst (start-of arguments) (end-of string arguments) (lambda (k) (= k count)))))

(define (regexp-replace-all re string subst . range)
  (replace-matches re string subst (start-of range) (end-of string range) (lambda (k) #t)))
