;;; Report 6.8, Vectors. vector-map and vector-for-each are in 6-10-control.scm.

(import (scheme base) (scheme inexact) (scheme write) (srfi 64) (check))

(test-begin "6-08-vectors")

(test-group "6.8 vector literals, vector?"
  (test-equal (vector 0 (list 2 2 2 2) "Anna") #(0 (2 2 2 2) "Anna"))
  (test-output "#(0 (2 2) \"A\" #())" (write #(0 (2 2) "A" #())))
  (test-equal #t (vector? #()))
  (test-equal #t (vector? (make-vector 3)))
  (test-equal #f (vector? '(1)))
  (test-equal #f (vector? #u8(1)))
  (test-equal #f (vector? "a")))

(test-group "6.8 make-vector vector vector-length"
  (test-equal #(a a a) (make-vector 3 'a))
  (test-equal 3 (vector-length (make-vector 3)))
  (test-equal #() (make-vector 0))
  (test-equal #(a b c) (vector 'a 'b 'c))
  (test-equal #() (vector))
  (test-equal 0 (vector-length #()))
  (test-equal #t (let* ((p (list 1)) (v (make-vector 2 p))) (eq? (vector-ref v 0) (vector-ref v 1))))
  (test-error (make-vector -1))
  (test-error (make-vector 1.0))
  (test-error (make-vector 'a))
  (test-error (vector-length '(1)))
  (test-error (vector-length "a")))

(test-group "6.8 vector-ref"
  (test-equal 8 (vector-ref '#(1 1 2 3 5 8 13 21)
                            5))
  (test-equal 13 (vector-ref '#(1 1 2 3 5 8 13 21)
                             (exact
                              (round (* 2 (acos -1))))))
  (test-error (vector-ref #(1 2) 2))
  (test-error (vector-ref #(1 2) -1))
  (test-error (vector-ref #(1 2) 1.0))
  (test-error (vector-ref #(1 2) 'a))
  (test-error (vector-ref #(1 2) #t))
  (test-error (vector-ref '(1 2) 0))
  (test-error (vector-ref "ab" 0)))

(test-group "6.8 vector-set!"
  (test-equal #(0 ("Sue" "Sue") "Anna")
    (let ((vec (vector 0 '(2 2 2 2) "Anna")))
      (vector-set! vec 1 '("Sue" "Sue"))
      vec))
  (test-error (vector-set! '#(0 1 2) 1 "doe"))
  (test-error (vector-set! (vector 1 2) 2 'x))
  (test-error (vector-set! (vector 1 2) -1 'x))
  (test-error (vector-set! (list 1 2) 0 'x))
  (test-equal #t (let ((v (vector 1))) (vector-set! v 0 v) (eq? v (vector-ref v 0)))))

(test-group "6.8 vector->list list->vector"
  (test-equal '(dah dah didah) (vector->list '#(dah dah didah)))
  (test-equal '(dah) (vector->list '#(dah dah didah) 1 2))
  (test-equal '(dah didah) (vector->list '#(dah dah didah) 1))
  (test-equal '() (vector->list #()))
  (test-equal '() (vector->list #(1 2) 2))
  (test-equal #(dididit dah) (list->vector '(dididit dah)))
  (test-equal #() (list->vector '()))
  (test-error (vector->list #(1 2) 3))
  (test-error (vector->list #(1 2) 1 0))
  (test-error (vector->list '(1)))
  (test-error (list->vector '(1 . 2)))
  (test-error (list->vector #(1))))

(test-group "6.8 vector->string string->vector"
  (test-equal #(#\A #\B #\C) (string->vector "ABC"))
  (test-equal "123" (vector->string #(#\1 #\2 #\3)))
  (test-equal #(#\B #\C) (string->vector "ABC" 1))
  (test-equal #(#\B) (string->vector "ABC" 1 2))
  (test-equal "23" (vector->string #(#\1 #\2 #\3) 1))
  (test-equal "2" (vector->string #(#\1 #\2 #\3) 1 2))
  (test-equal "" (vector->string #()))
  (test-error (vector->string #(1 2)))
  (test-error (vector->string #(#\a) 2))
  (test-error (vector->string "a"))
  (test-error (string->vector #(#\a)))
  (test-error (string->vector "abc" 2 1)))

(define a #(1 8 2 8)) ; a may be immutable
(define b (vector-copy a))
(vector-set! b 0 3)   ; b is mutable
(define c (vector-copy b 1 3))
(test-group "6.8 vector-copy"
  (test-equal #(3 8 2 8) b)
  (test-equal #(1 8 2 8) a)
  (test-equal #(8 2) c)
  (test-equal #(2 8) (vector-copy a 2))
  (test-equal #() (vector-copy a 4))
  (test-error (vector-copy a 5))
  (test-error (vector-copy a 2 1))
  (test-error (vector-copy a -1))
  (test-error (vector-copy '(1))))

(test-group "6.8 vector-copy!"
  (define (copied at . from) (let ((to (vector 10 20 30 40 50))) (apply vector-copy! to at from) to))
  (define numbers (vector 1 2 3 4 5))
  (let ((a (vector 1 2 3 4 5)) (b (vector 10 20 30 40 50)))
    (vector-copy! b 1 a 0 2)
    (test-equal #(10 1 2 40 50) b))
  (test-equal #(1 2 3 4 5) (copied 0 numbers))
  (test-equal #(10 20 30 4 5) (copied 3 numbers 3))
  (test-equal #(10 20 30 40 50) (copied 5 #()))
  ;; overlapping
  (test-equal #(1 1 2 3 4) (let ((v (vector 1 2 3 4 5))) (vector-copy! v 1 v 0 4) v))
  (test-equal #(2 3 4 5 5) (let ((v (vector 1 2 3 4 5))) (vector-copy! v 0 v 1) v))
  (test-error (copied 1 numbers))
  (test-error (copied -1 numbers 0 1))
  (test-error (copied 6 numbers 0 0))
  (test-error (copied 0 numbers 2 1))
  (test-error (copied 0 numbers 0 6))
  (test-error (vector-copy! #(1 2 3) 0 #(1))))

(test-group "6.8 vector-append vector-fill!"
  (define (filled . range) (let ((v (vector 1 2 3 4 5))) (apply vector-fill! v 'smash range) v))
  (test-equal #(a b c d e f) (vector-append #(a b c) #(d e f)))
  (test-equal #() (vector-append))
  (test-equal #(1 2 3) (vector-append #(1) #() #(2 3)))
  (test-equal #f (let ((v (vector 1))) (eq? v (vector-append v))))
  (test-error (vector-append #(1) '(2)))
  (let ((a (vector 1 2 3 4 5)))
    (vector-fill! a 'smash 2 4)
    (test-equal #(1 2 smash smash 5) a))
  (test-equal #(smash smash smash smash smash) (filled))
  (test-equal #(1 2 3 smash smash) (filled 3))
  (test-equal #(1 2 3 4 5) (filled 2 2))
  (test-error (filled 6))
  (test-error (filled 3 2))
  (test-error (vector-fill! #(1 2) 'x)))

(test-end)
