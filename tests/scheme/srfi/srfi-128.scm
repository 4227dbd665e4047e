;;; SRFI 128, comparators.

(import (scheme base) (scheme char) (srfi 128) (only (srfi 162)) (only (scheme comparator)) (srfi 64))

(test-begin "srfi-128")

(define default (make-default-comparator))
(define numbers (make-comparator real? = < number-hash))
(define unordered (make-comparator symbol? eq? #f #f))

(test-group "SRFI 128 comparators"
  (test-equal '(#t #f) (map comparator? (list default car)))
  (test-equal '(#t #t #f #f)
              (list (comparator-ordered? numbers) (comparator-hashable? numbers)
                    (comparator-ordered? unordered) (comparator-hashable? unordered)))
  (test-error (<? unordered 'a 'b))
  (test-error (comparator-hash unordered 'a))
  (test-equal #t ((comparator-type-test-predicate numbers) 1))
  (test-equal #t ((comparator-equality-predicate numbers) 1 1))
  (test-equal #t ((comparator-ordering-predicate numbers) 1 2))
  (test-equal (number-hash 5) ((comparator-hash-function numbers) 5))
  (test-equal '(#t #f) (list (comparator-test-type numbers 1) (comparator-test-type numbers 'a)))
  (test-assert (comparator-check-type numbers 1))
  (test-error (comparator-check-type numbers 'a))
  (test-equal (number-hash 5) (comparator-hash numbers 5)))

(test-group "SRFI 128 comparison predicates"
  (test-equal '(#t #f #t #f) (list (=? numbers 1 1) (=? numbers 1 2) (=? numbers 1 1 1) (=? numbers 1 1 2)))
  (test-equal '(#t #f #t #f) (list (<? numbers 1 2) (<? numbers 1 1) (<? numbers 1 2 3) (<? numbers 1 2 2)))
  (test-equal '(#t #f #t) (list (>? numbers 2 1) (>? numbers 1 1) (>? numbers 3 2 1)))
  (test-equal '(#t #t #f) (list (<=? numbers 1 2) (<=? numbers 1 1 2) (<=? numbers 2 1)))
  (test-equal '(#t #t #f) (list (>=? numbers 2 1) (>=? numbers 2 1 1) (>=? numbers 1 2)))
  (test-equal '(less equal greater)
              (map (lambda (x) (comparator-if<=> numbers x 5 'less 'equal 'greater)) '(4 5 6)))
  (test-equal 'less (comparator-if<=> "a" "b" 'less 'equal 'greater)))

(test-group "SRFI 128 compound comparators"
  (define pairs (make-pair-comparator numbers (make-comparator string? string=? string<? string-hash)))
  (define lists (make-list-comparator numbers list? null? car cdr))
  (define vectors (make-vector-comparator numbers vector? vector-length vector-ref))
  (define bytes
    (make-vector-comparator (make-comparator exact-integer? = < number-hash)
                            bytevector? bytevector-length bytevector-u8-ref))
  (test-equal '(#t #f #f) (map (lambda (x) (comparator-test-type pairs x)) '((1 . "a") (a . "a") 1)))
  (test-equal '(#t #f) (list (=? pairs '(1 . "a") '(1.0 . "a")) (=? pairs '(1 . "a") '(1 . "b"))))
  (test-equal '(#t #t #f) (list (<? pairs '(1 . "z") '(2 . "a")) (<? pairs '(1 . "a") '(1 . "b"))
                                (<? pairs '(1 . "b") '(1 . "b"))))
  (test-equal (comparator-hash pairs '(1 . "a")) (comparator-hash pairs (cons 1 (string #\a))))
  (test-equal '(#t #f #f) (map (lambda (x) (comparator-test-type lists x)) '((1 2) (1 a) #(1))))
  (test-equal '(#t #f #f) (list (=? lists '(1 2) '(1 2)) (=? lists '(1 2) '(1)) (=? lists '() '(1))))
  (test-equal '(#t #t #t) (list (<? lists '() '(1)) (<? lists '(1) '(1 0)) (<? lists '(1 9) '(2))))
  (test-equal #f (<? lists '() '()))
  (test-equal '(#t #t #f) (list (<? vectors #(9) #(1 1)) (<? vectors #(1 2) #(1 3)) (<? vectors #(1 3) #(1 2))))
  (test-equal #t (=? bytes #u8(1 2) #u8(1 2)))
  (test-equal #t (<? bytes #u8(9) #u8(1 2)))
  (test-equal (comparator-hash vectors #(1 2)) (comparator-hash vectors (vector 1 2)))
  (test-equal #f (comparator-ordered? (make-pair-comparator numbers unordered)))
  (test-equal #f (comparator-hashable? (make-list-comparator unordered list? null? car cdr))))

(test-group "SRFI 128 hash functions"
  (define (natural? x) (and (exact-integer? x) (>= x 0)))
  (test-assert (natural? (boolean-hash #t)))
  (test-equal (char-ci-hash #\A) (char-ci-hash #\a))
  (test-equal (string-ci-hash "ABC") (string-ci-hash "abc"))
  (test-equal (string-hash "abc") (string-hash (string #\a #\b #\c)))
  (test-assert (natural? (symbol-hash 'a)))
  (test-equal (number-hash 1) (number-hash 1.0))
  (test-equal (list (boolean-hash #f) (char-hash #\a) (string-hash "a") (symbol-hash 'a) (number-hash 5))
              (map default-hash '(#f #\a "a" a 5)))
  (test-equal (default-hash '(1 #(2 "x"))) (default-hash (list 1 (vector 2 (string #\x)))))
  (test-assert (< -1 (hash-salt) (hash-bound))))

(test-group "SRFI 128 the default comparator"
  (define ordered '(() (1) (1 2) (2) #f #t #\a #\b "" "a" "ab" a b -1 2 2.5 #(9) #(1 1) #u8(9) #u8(1 1)))
  (test-assert (apply <? default ordered))
  (test-assert (apply >? default (reverse ordered)))
  (test-assert (=? default '(1 "a" #(b)) (list 1 (string #\a) (vector 'b))))
  (test-assert (=? default 1 1.0))
  (test-assert (not (=? default "a" 'a)))
  (test-assert (<? default '(1 . 2) '(1 . 3)))
  (test-assert (<? default '(1 2) '(1 . 3)))
  (test-error (<? default car cdr)))

(test-group "SRFI 128 registered comparators"
  (define-record-type point (make-point x) point? (x point-x))
  (test-error (comparator-register-default! 1))
  (comparator-register-default!
   (make-comparator point?
                    (lambda (a b) (= (point-x a) (point-x b)))
                    (lambda (a b) (< (point-x a) (point-x b)))
                    (lambda (p) (+ 1000 (point-x p)))))
  (test-assert (=? default (make-point 1) (make-point 1)))
  (test-assert (<? default (make-point 1) (make-point 2)))
  (test-assert (<? default #u8(1) (make-point 0)))
  (test-equal 1005 (default-hash (make-point 5))))

(test-group "SRFI 128 hashes of every type of object"
  (test-assert (apply + (map default-hash (list '() '(1) #t #\a "a" 'a 1.5 1/2 #(1) #u8(1) car (eof-object)))))
  (test-equal (default-hash '()) (comparator-hash default '())))

(test-group "SRFI 162"
  (test-equal '(3 1 "b" #\a) (list (comparator-max real-comparator 1 3 2) (comparator-min default-comparator 1 3 2)
                                  (comparator-max-in-list string-comparator '("a" "b" "a"))
                                  (comparator-min-in-list char-comparator '(#\c #\a #\b))))
  (test-assert (<? boolean-comparator #f #t))
  (test-assert (=? char-ci-comparator #\a #\A))
  (test-assert (=? string-ci-comparator "Straße" "STRASSE"))
  (test-assert (<? pair-comparator '(1 . 2) '(1 . 3)))
  (test-assert (<? list-comparator '(1 2) '(1 2 3)))
  (test-assert (<? vector-comparator #(9) #(1 2)))
  (test-equal '(#f #f #t) (map (lambda (c) (=? c "a" (string #\a))) (list eq-comparator eqv-comparator equal-comparator)))
  (test-error (comparator-max-in-list real-comparator '())))

(test-group "SRFI 128 comparators by identity"
  (test-assert (=? (make-eq-comparator) 'a 'a))
  (test-assert (not (=? (make-eqv-comparator) (list 1) (list 1))))
  (test-assert (=? (make-equal-comparator) (list 1 "a") (list 1 "a")))
  (test-assert (not (=? (make-equal-comparator) 1 1.0)))
  (test-equal (default-hash "a") (comparator-hash (make-eqv-comparator) "a")))

(test-end)
