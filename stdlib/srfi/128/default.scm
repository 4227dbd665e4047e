;;; The default comparator.

(define registered '())

(define (comparator-register-default! comparator)
  (if (not (comparator? comparator))
      (error "comparator-register-default!: expected a comparator" comparator))
  (set! registered (append registered (list comparator))))

(define number-comparator
  (make-comparator
   number?
   =
   (lambda (a b)
     (if (and (real? a) (real? b))
         (< a b)
         (or (< (real-part a) (real-part b))
             (and (= (real-part a) (real-part b))
                  (< (imag-part a) (imag-part b))))))
   number-hash))

;; The place of the type of OBJ in the order of types, and its comparator. That of what no comparator knows is #f.
(define (classify obj)
  (cond ((null? obj) (values 0 null-comparator))
        ((pair? obj) (values 1 pair-comparator))
        ((boolean? obj) (values 2 boolean-comparator))
        ((char? obj) (values 3 char-comparator))
        ((string? obj) (values 4 string-comparator))
        ((symbol? obj) (values 5 symbol-comparator))
        ((number? obj) (values 6 number-comparator))
        ((vector? obj) (values 7 vector-comparator))
        ((bytevector? obj) (values 8 bytevector-comparator))
        (else
         (let loop ((rest registered) (place 9))
           (cond ((null? rest) (values place #f))
                 ((comparator-test-type (car rest) obj) (values place (car rest)))
                 (else (loop (cdr rest) (+ place 1))))))))

(define (default=? a b)
  (let-values (((place-a comparator) (classify a))
               ((place-b other) (classify b)))
    (and (= place-a place-b)
         (if comparator
             (=? comparator a b)
             (eqv? a b)))))

(define (default<? a b)
  (let-values (((place-a comparator) (classify a))
               ((place-b other) (classify b)))
    (cond ((< place-a place-b) #t)
          ((> place-a place-b) #f)
          (comparator (<? comparator a b))
          (else (error "the default comparator has no order for these objects" a b)))))

(define (default-hash obj . bound)
  (bounded
   (cond ((boolean? obj) (boolean-hash obj))
         ((char? obj) (char-hash obj))
         ((string? obj) (string-hash obj))
         ((symbol? obj) (symbol-hash obj))
         ((or (number? obj) (pair? obj) (vector? obj) (bytevector? obj)) (hash obj))
         (else
          (let-values (((place comparator) (classify obj)))
            (if (and comparator (comparator-hashable? comparator))
                (comparator-hash comparator obj)
                (hash obj)))))
   bound))

(define default-comparator
  (make-comparator #t default=? default<? default-hash))

(define (make-default-comparator)
  default-comparator)

(define null-comparator (make-comparator null? eq? (lambda (a b) #f) hash))
(define boolean-comparator (make-comparator boolean? boolean=? (lambda (a b) (and (not a) b)) boolean-hash))
(define char-comparator (make-comparator char? char=? char<? char-hash))
(define string-comparator (make-comparator string? string=? string<? string-hash))

(define symbol-comparator
  (make-comparator symbol?
                   symbol=?
                   (lambda (a b) (string<? (symbol->string a) (symbol->string b)))
                   symbol-hash))

(define pair-comparator
  (make-comparator
   pair?
   (lambda (a b)
     (let loop ((a a) (b b))
       (if (and (pair? a) (pair? b))
           (and (default=? (car a) (car b))
                (loop (cdr a) (cdr b)))
           (default=? a b))))
   (lambda (a b)
     (let loop ((a a) (b b))
       (cond ((not (and (pair? a) (pair? b))) (default<? a b))
             ((default=? (car a) (car b)) (loop (cdr a) (cdr b)))
             (else (default<? (car a) (car b))))))
   default-hash))

(define vector-comparator (make-vector-comparator default-comparator vector? vector-length vector-ref))

(define bytevector-comparator
  (make-vector-comparator number-comparator bytevector? bytevector-length bytevector-u8-ref))

;; What each knows of objects is their identity: the hash of a mutable object's contents is that of the moment.
(define (make-eq-comparator)
  (make-comparator #t eq? #f default-hash))

(define (make-eqv-comparator)
  (make-comparator #t eqv? #f default-hash))

(define (make-equal-comparator)
  (make-comparator #t equal? default<? default-hash))
