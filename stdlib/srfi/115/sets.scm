;;; SREs that match one character, as character sets. NOCASE? and ASCII? are the context.

(define (named-set name nocase?)
  (case name
    ((any) char-set:full)
    ((nonl) (char-set-complement (char-set #\newline #\return)))
    ((ascii) char-set:ascii)
    ((lower lower-case) (if nocase? (char-set-union char-set:lower-case char-set:upper-case) char-set:lower-case))
    ((upper upper-case) (if nocase? (char-set-union char-set:lower-case char-set:upper-case) char-set:upper-case))
    ((title title-case) char-set:title-case)
    ((alpha alphabetic) char-set:letter)
    ((alnum alphanum alphanumeric) char-set:letter+digit)
    ((num numeric digit) char-set:digit)
    ((punct punctuation) char-set:punctuation)
    ((symbol) char-set:symbol)
    ((graph graphic) char-set:graphic)
    ((space white whitespace) char-set:whitespace)
    ((print printing) char-set:printing)
    ((cntrl control) char-set:iso-control)
    ((xdigit hex-digit) char-set:hex-digit)
    (else #f)))

;; SET and the case variants of its members.
(define (case-variants set ascii?)
  (let ((variants (char-set-map char-upcase set)))
    (let ((all (char-set-union set variants (char-set-map char-downcase set))))
      (if ascii?
          (char-set-union set (char-set-intersection all char-set:ascii))
          all))))

(define (terminal set nocase? ascii?)
  (if nocase? (case-variants set ascii?) set))

;; (/ "az" #\0 #\9): pairs of ends.
(define (range-set specifications)
  (let loop ((chars (append-map (lambda (part) (if (char? part) (list part) (string->list part))) specifications))
             (set char-set:empty))
    (cond ((null? chars) set)
          ((null? (cdr chars)) (error "regexp: a range of characters lacks its end" (car chars)))
          (else
           (loop (cddr chars)
                 (char-set-union set
                                 (ucs-range->char-set (char->integer (car chars))
                                                      (+ 1 (char->integer (cadr chars))))))))))

;; The set that SRE stands for, or #f if it is no set.
(define (sre->set sre nocase? ascii?)
  (define (sets sres)
    (let ((found (map (lambda (sre) (sre->set sre nocase? ascii?)) sres)))
      (and (every (lambda (set) set) found)
           found)))
  (define (combine operation sres)
    (let ((found (sets sres)))
      (and found (apply operation found))))
  (define (in-context nocase? ascii?)
    (and (null? (cddr sre))
         (sre->set (cadr sre) nocase? ascii?)))
  (cond ((char? sre) (terminal (char-set sre) nocase? ascii?))
        ((string? sre) (and (= (string-length sre) 1) (terminal (string->char-set sre) nocase? ascii?)))
        ((char-set? sre) (terminal sre nocase? ascii?))
        ((symbol? sre)
         (let ((set (named-set sre nocase?)))
           (and set
                (if ascii? (char-set-intersection set char-set:ascii) set))))
        ((not (and (pair? sre) (list? sre))) #f)
        ((string? (car sre)) (and (null? (cdr sre)) (terminal (string->char-set (car sre)) nocase? ascii?)))
        (else
         (case (car sre)
           ((char-set) (terminal (string->char-set (cadr sre)) nocase? ascii?))
           ((/ char-range) (terminal (range-set (cdr sre)) nocase? ascii?))
           ((or |\x7C;|) (and (pair? (cdr sre)) (combine char-set-union (cdr sre))))
           ((and &) (combine char-set-intersection (cdr sre)))
           ((- difference) (and (pair? (cdr sre)) (combine char-set-difference (cdr sre))))
           ((~ complement)
            (let ((set (combine char-set-union (cdr sre))))
              (and set (char-set-complement set))))
           ((w/nocase) (and (pair? (cdr sre)) (in-context #t ascii?)))
           ((w/case) (and (pair? (cdr sre)) (in-context #f ascii?)))
           ((w/ascii) (and (pair? (cdr sre)) (in-context nocase? #t)))
           ((w/unicode) (and (pair? (cdr sre)) (in-context nocase? #f)))
           (else #f)))))

(define (char-set->sre set)
  (list (char-set->string set)))
