;;; SREs to patterns of Python's re. The groups that capture are numbered as they come; `names` has (name . number).

(define-record-type <regexp>
  (make-regexp sre pattern names)
  regexp?
  (sre regexp->sre)
  (pattern pattern-of)
  (names names-of))

(define (regexp re)
  (if (regexp? re)
      re
      (let-values (((pattern names) (translate re)))
        (%regex-check pattern)
        (make-regexp re pattern names))))

(define-syntax rx
  (syntax-rules ()
    ((_ sre ...)
     (regexp `(: sre ...)))))

(define (valid-sre? obj)
  (guard (condition (#t #f))
    (regexp obj)
    #t))

(define (translate sre)
  (define count 0)
  (define names '())

  (define (all sres nocase? ascii? capture?)
    (apply string-append (map (lambda (sre) (one sre nocase? ascii? capture?)) sres)))

  (define (one sre nocase? ascii? capture?)
    (let ((set (sre->set sre nocase? ascii?)))
      (cond (set (set->pattern set))
            ((string? sre) (literal sre nocase? ascii?))
            ((symbol? sre) (word-sre sre nocase? ascii? capture?))
            ((and (pair? sre) (list? sre)) (compound sre nocase? ascii? capture?))
            (else (refuse sre)))))

  (define (group sres nocase? ascii? capture?)
    (string-append "(?:" (all sres nocase? ascii? capture?) ")"))

  (define (word-sre sre nocase? ascii? capture?)
    (case sre
      ((bos) "\\A")
      ((eos) "\\Z")
      ((bol) "(?m:^)")
      ((eol) "(?m:$)")
      ((bow) (if ascii? "(?a:\\b(?=\\w))" "\\b(?=\\w)"))
      ((eow) (if ascii? "(?a:\\b(?<=\\w))" "\\b(?<=\\w)"))
      ((nwb) (if ascii? "(?a:\\B)" "\\B"))
      ((word) (one '(word+ any) nocase? ascii? capture?))
      ((grapheme) (string-append "(?:\\r\\n|[\\s\\S](?:" (mark-pattern) "|\\u200d[\\s\\S])*)"))
      ((bog) (string-append "(?:(?=[\\s\\S])" (boundary) ")"))
      ((eog) (string-append "(?:(?<=[\\s\\S])" (boundary) ")"))
      (else (refuse sre))))

  (define (compound sre nocase? ascii? capture?)
    (define (operands k)
      (if (< (length sre) (+ k 1))
          (refuse sre)
          (list-tail sre k)))
    (define (repeat k suffix)
      (string-append (group (operands k) nocase? ascii? capture?) suffix))
    (define (number k)
      (let ((n (list-ref (operands k) 0)))
        (if (and (exact-integer? n) (>= n 0))
            (number->string n)
            (refuse sre))))
    (define (look prefix)
      (string-append prefix (all (cdr sre) nocase? ascii? capture?) ")"))
    (case (car sre)
      ((: seq) (group (cdr sre) nocase? ascii? capture?))
      ((or |\x7C;|)
       (if (null? (cdr sre))
           "(?!)"
           (string-append "(?:"
                          (let loop ((text (one (cadr sre) nocase? ascii? capture?)) (rest (cddr sre)))
                            (if (null? rest)
                                text
                                (loop (string-append text "|" (one (car rest) nocase? ascii? capture?)) (cdr rest))))
                          ")")))
      ((* zero-or-more) (repeat 1 "*"))
      ((+ one-or-more) (repeat 1 "+"))
      ((? optional) (repeat 1 "?"))
      ((= exactly) (repeat 2 (string-append "{" (number 1) "}")))
      ((>= at-least) (repeat 2 (string-append "{" (number 1) ",}")))
      ((** repeated) (repeat 3 (string-append "{" (number 1) "," (number 2) "}")))
      ((?? non-greedy-optional) (repeat 1 "??"))
      ((*? non-greedy-zero-or-more) (repeat 1 "*?"))
      ((**? non-greedy-repeated) (repeat 3 (string-append "{" (number 1) "," (number 2) "}?")))
      (($ submatch) (submatch #f (cdr sre) nocase? ascii? capture?))
      ((-> submatch-named)
       (if (not (symbol? (car (operands 1))))
           (refuse sre))
       (submatch (cadr sre) (cddr sre) nocase? ascii? capture?))
      ((w/case) (group (cdr sre) #f ascii? capture?))
      ((w/nocase) (group (cdr sre) #t ascii? capture?))
      ((w/unicode) (group (cdr sre) nocase? #f capture?))
      ((w/ascii) (group (cdr sre) nocase? #t capture?))
      ((w/nocapture) (group (cdr sre) nocase? ascii? #f))
      ((word) (one `(: bow ,@(cdr sre) eow) nocase? ascii? capture?))
      ((word+) (one `(word (+ (and (or alphanumeric "_") (or ,@(cdr sre))))) nocase? ascii? capture?))
      ((look-ahead) (look "(?="))
      ((look-behind) (look "(?<="))
      ((neg-look-ahead) (look "(?!"))
      ((neg-look-behind) (look "(?<!"))
      ((backref) (backreference (car (operands 1)) nocase?))
      (else (refuse sre))))

  (define (submatch name sres nocase? ascii? capture?)
    (if capture?
        (begin
          (set! count (+ count 1))
          (if name
              (set! names (cons (cons name count) names)))
          (string-append "(" (all sres nocase? ascii? capture?) ")"))
        (group sres nocase? ascii? capture?)))

  (define (backreference field nocase?)
    (let ((number (if (symbol? field)
                      (let ((entry (assq field names))) (and entry (cdr entry)))
                      field)))
      (if (not (and (exact-integer? number) (<= 1 number count)))
          (refuse (list 'backref field)))
      (string-append (if nocase? "(?i:\\" "(?:\\") (number->string number) ")")))

  (let ((pattern (one sre #f #f #t)))
    (values pattern (reverse names))))

(define (refuse sre)
  (error "regexp: this is not a regular expression" sre))

(define (literal text nocase? ascii?)
  (string-append (if nocase? (if ascii? "(?ai:" "(?i:") "(?:")
                 (apply string-append (map escaped (string->list text)))
                 ")"))

;; CHAR by its code, which stands for itself anywhere in a pattern.
(define (escaped char)
  (let ((digits (number->string (char->integer char) 16)))
    (string-append "\\U" (make-string (- 8 (string-length digits)) #\0) digits)))

(define (set->pattern set)
  (%ranges->pattern (%char-set-ranges set)))

;; What extends a grapheme cluster: marks, and modifiers of skin colour.
(define (mark-pattern)
  (string-append "(?:" (%ranges->pattern (%standard-char-ranges 'mark)) "|[\\U0001f3fb-\\U0001f3ff])"))

(define (boundary)
  (string-append "(?!" (mark-pattern) "|\\u200d)(?<!\\u200d)(?<!\\r(?=\\n))"))
