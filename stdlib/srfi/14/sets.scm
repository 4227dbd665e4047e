;;; What a character set is: a vector of ranges (lisp/primitives/charsets.py), or the name of a standard set whose
;;; ranges have not been asked for yet.

(define-record-type <char-set>
  (make-char-set ranges)
  char-set?
  (ranges kept-ranges keep-ranges!))

(define (ranges-of who obj)
  (if (not (char-set? obj))
      (%type-error who "a character set" obj))
  (let ((ranges (kept-ranges obj)))
    (if (symbol? ranges)
        (keep-ranges! obj (%standard-char-ranges ranges)))
    (kept-ranges obj)))

(define (%char-set-ranges set)
  (ranges-of '%char-set-ranges set))

(define char-set:lower-case (make-char-set 'lower-case))
(define char-set:upper-case (make-char-set 'upper-case))
(define char-set:title-case (make-char-set 'title-case))
(define char-set:letter (make-char-set 'letter))
(define char-set:digit (make-char-set 'digit))
(define char-set:letter+digit (make-char-set 'letter+digit))
(define char-set:graphic (make-char-set 'graphic))
(define char-set:printing (make-char-set 'printing))
(define char-set:whitespace (make-char-set 'whitespace))
(define char-set:iso-control (make-char-set 'iso-control))
(define char-set:punctuation (make-char-set 'punctuation))
(define char-set:symbol (make-char-set 'symbol))
(define char-set:hex-digit (make-char-set 'hex-digit))
(define char-set:blank (make-char-set 'blank))
(define char-set:ascii (make-char-set 'ascii))
(define char-set:empty (make-char-set 'empty))
(define char-set:full (make-char-set 'full))

(define (char-set . chars)
  (make-char-set (%chars->ranges chars)))

(define (char-set-copy set)
  (make-char-set (ranges-of 'char-set-copy set)))

;; SET and the members of the optional base set.
(define (with-base set arguments)
  (if (null? arguments)
      set
      (char-set-union set (car arguments))))

(define (list->char-set chars . base)
  (with-base (make-char-set (%chars->ranges chars)) base))

(define (string->char-set string . base)
  (with-base (make-char-set (%chars->ranges (string->list string))) base))

;; Every code of a character is one here: there is nothing that ERROR? could complain about.
(define (ucs-range->char-set lower upper . arguments)
  (if (not (and (exact-integer? lower) (exact-integer? upper) (<= 0 lower upper #x110000)))
      (error "ucs-range->char-set: expected two codes in ascending order, got" lower upper))
  (let ((range (if (= lower upper) #() (vector lower upper))))
    (with-base (char-set-intersection (make-char-set range) char-set:full)
               (if (pair? arguments) (cdr arguments) '()))))

(define (->char-set obj)
  (cond ((char-set? obj) obj)
        ((string? obj) (string->char-set obj))
        ((char? obj) (char-set obj))
        (else (%type-error '->char-set "a string, a character or a character set" obj))))

;; Compare neighbours among SETS with SAME?, which gets their ranges.
(define (neighbors? who related? sets)
  (or (null? sets)
      (let loop ((a (ranges-of who (car sets))) (rest (cdr sets)))
        (or (null? rest)
            (let ((b (ranges-of who (car rest))))
              (and (related? a b)
                   (loop b (cdr rest))))))))

(define (char-set= . sets)
  (neighbors? 'char-set= equal? sets))

(define (char-set<= . sets)
  (neighbors? 'char-set<=
              (lambda (a b) (equal? #() (%combine-ranges 'difference a b)))
              sets))

(define (char-set-hash set . arguments)
  (if (or (null? arguments) (eqv? (car arguments) 0))
      (hash (ranges-of 'char-set-hash set))
      (hash (ranges-of 'char-set-hash set) (car arguments))))
