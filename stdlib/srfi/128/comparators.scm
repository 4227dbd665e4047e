;;; The type, what invokes it, and hash functions of single types.

(define-record-type <comparator>
  (bundle type-test equality ordering hash ordered? hashable?)
  comparator?
  (type-test comparator-type-test-predicate)
  (equality comparator-equality-predicate)
  (ordering comparator-ordering-predicate)
  (hash comparator-hash-function)
  (ordered? comparator-ordered?)
  (hashable? comparator-hashable?))

;; TYPE-TEST may be #t: every object is of the type. ORDERING and HASH may be #f.
(define (make-comparator type-test equality ordering hash)
  (bundle (if (eq? type-test #t) (lambda (obj) #t) type-test)
          (if (eq? equality #t) (lambda (a b) (eqv? a b)) equality)
          (or ordering (lambda (a b) (error "the comparator has no ordering predicate for" a b)))
          (or hash (lambda (obj . bound) (error "the comparator has no hash function for" obj)))
          (if ordering #t #f)
          (if hash #t #f)))

(define (comparator-test-type comparator obj)
  ((comparator-type-test-predicate comparator) obj))

(define (comparator-check-type comparator obj)
  (or (comparator-test-type comparator obj)
      (error "comparator-check-type: the object is not of the comparator's type" obj)))

(define (comparator-hash comparator obj)
  ((comparator-hash-function comparator) obj))

;; Whether each of the objects stands in the relation RELATED? to its successor.
(define (successive? related? a b more)
  (and (related? a b)
       (or (null? more)
           (successive? related? b (car more) (cdr more)))))

(define (=? comparator a b . more)
  (successive? (comparator-equality-predicate comparator) a b more))

(define (<? comparator a b . more)
  (successive? (comparator-ordering-predicate comparator) a b more))

(define (>? comparator a b . more)
  (let ((less? (comparator-ordering-predicate comparator)))
    (successive? (lambda (a b) (less? b a)) a b more)))

(define (<=? comparator a b . more)
  (let ((less? (comparator-ordering-predicate comparator)))
    (successive? (lambda (a b) (not (less? b a))) a b more)))

(define (>=? comparator a b . more)
  (let ((less? (comparator-ordering-predicate comparator)))
    (successive? (lambda (a b) (not (less? a b))) a b more)))

(define-syntax comparator-if<=>
  (syntax-rules ()
    ((_ a b less equal greater)
     (comparator-if<=> (make-default-comparator) a b less equal greater))
    ((_ comparator a b less equal greater)
     (let ((c comparator) (x a) (y b))
       (cond ((=? c x y) equal)
             ((<? c x y) less)
             (else greater))))))

(define-syntax hash-bound
  (syntax-rules ()
    ((_) 33554432)))

(define-syntax hash-salt
  (syntax-rules ()
    ((_) 16064047)))

;; A hash function may get a bound as a second argument, as those of SRFI 69 do.
(define (bounded number bound)
  (if (pair? bound)
      (modulo number (car bound))
      number))

(define (boolean-hash obj . bound)
  (bounded (if obj 1 0) bound))

(define (char-hash char . bound)
  (bounded (char->integer char) bound))

(define (char-ci-hash char . bound)
  (bounded (char->integer (char-foldcase char)) bound))

(define (number-hash number . bound)
  (apply hash number bound))
