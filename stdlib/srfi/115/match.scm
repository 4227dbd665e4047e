;;; Matching, and what a match tells. A match keeps the string, the places of its groups, and the names of these.

(define-record-type <regexp-match>
  (make-match string places names)
  regexp-match?
  (string string-of)
  (places places-of)
  (names match-names))

;; What HOW (search or matches) finds in STRING from START to END, the search beginning AT; or #f.
(define (match how re string start end at)
  (let* ((re (regexp re))
         (places (%regex-match how (pattern-of re) string start end at)))
    (and places
         (make-match string places (names-of re)))))

(define (start-of range)
  (if (pair? range) (car range) 0))

;; An end that is #f is the string's.
(define (end-of string range)
  (or (and (pair? range) (pair? (cdr range)) (cadr range))
      (string-length string)))

(define (regexp-matches re string . range)
  (match 'matches re string (start-of range) (end-of string range) 0))

(define (regexp-matches? re string . range)
  (if (match 'matches re string (start-of range) (end-of string range) 0) #t #f))

(define (regexp-search re string . range)
  (match 'search re string (start-of range) (end-of string range) 0))

(define (check-match who obj)
  (if (regexp-match? obj)
      obj
      (%type-error who "a regexp match" obj)))

(define (regexp-match-count m)
  (- (quotient (vector-length (places-of (check-match 'regexp-match-count m))) 2) 1))

;; The number of the group that FIELD names: of several with the same name, the first that matched.
(define (group-number who m field)
  (check-match who m)
  (cond ((and (exact-integer? field) (<= 0 field (regexp-match-count m))) field)
        ((and (symbol? field) (assq field (match-names m)))
         (let loop ((rest (match-names m)))
           (cond ((null? rest) (cdr (assq field (match-names m))))
                 ((and (eq? (car (car rest)) field)
                       (vector-ref (places-of m) (* 2 (cdr (car rest)))))
                  (cdr (car rest)))
                 (else (loop (cdr rest))))))
        (else (error (string-append (symbol->string who) ": the match has no submatch") field))))

(define (regexp-match-submatch-start m . fields)
  (vector-ref (places-of m)
              (* 2 (group-number 'regexp-match-submatch-start m (field-of fields)))))

(define (regexp-match-submatch-end m . fields)
  (vector-ref (places-of m)
              (+ 1 (* 2 (group-number 'regexp-match-submatch-end m (field-of fields))))))

(define (field-of fields)
  (if (pair? fields) (car fields) 0))

(define (regexp-match-submatch m . fields)
  (check-match 'regexp-match-submatch m)
  (let* ((number (group-number 'regexp-match-submatch m (field-of fields)))
         (start (vector-ref (places-of m) (* 2 number))))
    (and start
         (substring (string-of m) start (vector-ref (places-of m) (+ 1 (* 2 number)))))))

(define (regexp-match->list m)
  (let loop ((k (regexp-match-count m)) (result '()))
    (if (< k 0)
        result
        (loop (- k 1) (cons (regexp-match-submatch m k) result)))))
