;;; Report 6.10, Control features: procedures, apply, map and its relatives, values.
;;; Continuations and dynamic-wind are in 6-10-continuations.scm and 6-10-dynamic-wind.scm.

(import (scheme base) (scheme char) (scheme inexact) (scheme cxr) (srfi 64) (check))

(test-begin "6-10-control")

(test-group "6.10 procedure?"
  (test-equal #t (procedure? car))
  (test-equal #f (procedure? 'car))
  (test-equal #t (procedure? (lambda (x) (* x x))))
  (test-equal #f (procedure? '(lambda (x) (* x x))))
  (test-equal #t (call-with-current-continuation procedure?))
  (test-equal #t (procedure? (make-parameter 1)))
  (test-equal #t (procedure? map))
  (test-equal #f (procedure? "car"))
  (test-equal #f (procedure? #f)))

(test-group "6.10 apply"
  (define compose
    (lambda (f g)
      (lambda args
        (f (apply g args)))))
  (test-equal 7 (apply + (list 3 4)))
  (test-equal 30 ((compose sqrt *) 12 75))
  (test-equal 0 (apply + '()))
  (test-equal 10 (apply + 1 2 '(3 4)))
  (test-equal '(1 2 3) (apply list 1 2 3 '()))
  (test-equal 15 (apply apply + '(1 2 (3 4 5))))
  (test-equal '(a (b)) (apply (lambda (x . rest) (list x rest)) '(a b)))
  (test-equal 20000 (apply + (make-list 20000 1)))
  (test-equal 20000 (length (apply list (make-list 20000 #f))))
  (test-error (apply + 1))
  (test-error (apply + 1 2))
  (test-error (apply + '(1 . 2)))
  (test-error (apply car '(1 2)))
  (test-error (apply 'car '((1 2))))
  (test-error (apply (lambda (x) x) '())))

(test-group "6.10 apply leaves its list alone"
  (define arguments (list 1 2 3))
  (define kept (apply (lambda rest rest) arguments))
  (set-car! kept 'changed)
  (test-equal '(1 2 3) arguments))

(test-group "6.10 map"
  (test-equal '(b e h) (map cadr '((a b) (d e) (g h))))
  (test-equal '(1 4 27 256 3125) (map (lambda (n) (expt n n)) '(1 2 3 4 5)))
  (test-equal '(5 7 9) (map + '(1 2 3) '(4 5 6 7)))
  (test-assert (member (let ((count 0))
                         (map (lambda (ignored)
                                (set! count (+ count 1))
                                count)
                              '(a b)))
                       '((1 2) (2 1))))
  (test-equal '() (map car '()))
  (test-equal '() (map + '() '(1)))
  (test-equal '(111 222) (map + '(1 2) '(10 20) '(100 200)))
  (test-equal '(#t #f) (map procedure? (list car 'car)))
  (test-equal '(1 2 1) (map - '(-1 -2 -1)))
  (test-equal 50000 (length (map - (make-list 50000 1)))))

(test-group "6.10 map, a circular list beside a finite one"
  (define circle (list 1 2))
  (set-cdr! (cdr circle) circle)
  (test-equal '(11 22 31) (map + '(10 20 30) circle))
  (test-equal '(11 22 31) (map + circle '(10 20 30))))

(test-group "6.10 map, errors"
  (test-error (map car 5))
  (test-error (map car '(1 2)))
  (test-error (map 'car '((1))))
  (test-error (map car '((1) . 2)))
  (test-error (map + '(1 2) '(3 . 4)))
  (test-error (map + '(1) 2))
  (test-error (map (lambda (x) x) '(1) '(2))))

(test-group "6.10 string-map"
  (test-equal "abdegh" (string-map char-foldcase "AbdEgH"))
  (test-equal "IBM" (string-map
                     (lambda (c)
                       (integer->char (+ 1 (char->integer c))))
                     "HAL"))
  (test-equal "StUdLyCaPs" (string-map
                            (lambda (c k)
                              ((if (eqv? k #\u) char-upcase char-downcase)
                               c))
                            "studlycaps xxx"
                            "ululululul"))
  (test-equal "" (string-map char-upcase ""))
  (test-equal "λX" (string-map (lambda (a b) (if (char=? b #\1) a #\X)) "λμ" "12"))
  (test-error (string-map char-upcase '(#\a)))
  (test-error (string-map (lambda (c) 1) "abc")))

(test-group "6.10 vector-map"
  (test-equal #(b e h) (vector-map cadr '#((a b) (d e) (g h))))
  (test-equal #(1 4 27 256 3125) (vector-map (lambda (n) (expt n n)) '#(1 2 3 4 5)))
  (test-equal #(5 7 9) (vector-map + '#(1 2 3) '#(4 5 6 7)))
  (test-assert (member (let ((count 0))
                         (vector-map
                          (lambda (ignored)
                            (set! count (+ count 1))
                            count)
                          '#(a b)))
                       '(#(1 2) #(2 1))))
  (test-equal #() (vector-map car #()))
  (test-error (vector-map car '((1))))
  (test-error (vector-map car #(1))))

(test-group "6.10 for-each"
  (test-equal #(0 1 4 9 16)
    (let ((v (make-vector 5)))
      (for-each (lambda (i)
                  (vector-set! v i (* i i)))
                '(0 1 2 3 4))
      v))
  (test-equal '((3 c) (2 b) (1 a))
    (let ((seen '()))
      (for-each (lambda (n name) (set! seen (cons (list n name) seen))) '(1 2 3) '(a b c d))
      seen))
  (test-equal '()
    (let ((seen '()))
      (for-each (lambda (x) (set! seen (cons x seen))) '())
      seen))
  (test-error (for-each car 5))
  (test-error (for-each car '(1)))
  (test-error (for-each 5 '(1)))
  (test-error (for-each (lambda (x) x) '(1 . 2))))

(test-group "6.10 string-for-each"
  (test-equal '(101 100 99 98 97)
    (let ((v '()))
      (string-for-each
       (lambda (c) (set! v (cons (char->integer c) v)))
       "abcde")
      v))
  (test-equal '((#\b #\2) (#\a #\1))
    (let ((v '()))
      (string-for-each (lambda (c d) (set! v (cons (list c d) v))) "ab" "123")
      v))
  (test-error (string-for-each char-upcase 'abc)))

(test-group "6.10 vector-for-each"
  (test-equal '(0 1 4 9 16)
    (let ((v (make-list 5)))
      (vector-for-each
       (lambda (i) (list-set! v i (* i i)))
       '#(0 1 2 3 4))
      v))
  (test-equal '(9 7 5)
    (let ((v '()))
      (vector-for-each (lambda (a b) (set! v (cons (+ a b) v))) #(1 2 3) #(4 5 6 7))
      v))
  (test-error (vector-for-each car '(1))))

(test-group "6.10 values, call-with-values"
  (test-equal 5 (call-with-values (lambda () (values 4 5))
                                  (lambda (a b) b)))
  (test-equal -1 (call-with-values * -))
  (test-values () (values))
  (test-values (1) (values 1))
  (test-values (1 2 3) (values 1 2 3))
  (test-equal 7 (+ (values 3) 4))
  (test-equal '(1 (2 3)) (call-with-values (lambda () (values 1 2 3)) (lambda (a . rest) (list a rest))))
  (test-equal 'one (call-with-values (lambda () 'one) (lambda (x) x)))
  (test-equal '() (call-with-values values list))
  (test-equal 6 (call-with-values (lambda () (apply values '(1 2 3))) +))
  (test-values (1 2) (if #t (values 1 2) 'no))
  (test-values (1 2) (let loop ((n 3)) (if (= n 0) (values 1 2) (loop (- n 1)))))
  (test-values ('a 'b) (call-with-current-continuation (lambda (k) (k 'a 'b))))
  (test-values (3 4) (begin (values 1 2) (values 3 4)))
  (test-error (call-with-values (lambda () (values 1 2)) (lambda (a) a)))
  (test-error (call-with-values (lambda () 1) (lambda (a b) a)))
  (test-error (call-with-values 1 list)))

(test-group "6.10 values written with call/cc, as the report defines them"
  (define (values . things)
    (call-with-current-continuation
      (lambda (cont) (apply cont things))))
  (test-equal '(4 5) (call-with-values (lambda () (values 4 5)) list))
  (test-equal '() (call-with-values (lambda () (values)) list))
  (test-equal 4 (+ 1 (values 3))))

(test-group "6.10 calls with the wrong number of arguments"
  (define (two a b) (list a b))
  (define (one-or-more a . rest) (cons a rest))
  (test-error (two 1))
  (test-error (two 1 2 3))
  (test-error (one-or-more))
  (test-error (car))
  (test-error (car '(1) '(2)))
  (test-error ((lambda () 1) 2))
  (test-error ((lambda (a b) a) 2)))

(test-group "6.10 calls of what is no procedure"
  (test-error (5))
  (test-error ("abc" 1))
  (test-error ('car '(1)))
  (test-error ((list car) '(1)))
  (test-error (#t))
  (test-error (((lambda () #f)) 1)))

(test-end)
