;;; Report 4.2, Derived expression types: conditionals, binding, sequencing, iteration.
;;; 4.2.5 and later are in 4-2-delayed-dynamic-and-data.scm, guard (4.2.7) is in 6-11-exceptions.scm.

(import (scheme base) (scheme eval) (scheme inexact) (scheme write) (srfi 64) (check))

(test-begin "4-2-derived-expressions")

(define (evaluate expression) (eval expression (environment '(scheme base))))

(test-group "4.2.1 cond"
  (test-equal 'greater
    (cond ((> 3 2) 'greater)
          ((< 3 2) 'less)))
  (test-equal 'equal
    (cond ((> 3 3) 'greater)
          ((< 3 3) 'less)
          (else 'equal)))
  (test-equal 2
    (cond ((assv 'b '((a 1) (b 2))) => cadr)
          (else #f)))
  (test-equal '(b 2) (cond ((assv 'b '((a 1) (b 2)))) (else #f)))
  (test-equal 'last (cond (#t 'first 'last)))
  (test-equal 'two (cond (#f 'one) (else 'one 'two)))
  (test-equal 3 (cond (#f) (3)))
  (test-equal 'else (let ((else #f)) (cond (else 'no) (#t 'else))))
  (test-equal 'ok (let ((=> #f)) (cond (#t => 'ok))))
  (test-values (1 2) (cond (1 => (lambda (x) (values x 2)))))
  (test-equal 1 (let ((count 0)) (cond ((begin (set! count (+ count 1)) #f) 'no) ((= count 1) count))))
  (test-error (cond (1 => 2)))
  (test-error (evaluate '(cond ())))
  (test-error (evaluate '(cond (else))))
  (test-error (evaluate '(cond (else 1) (#t 2))))
  (test-error (evaluate '(cond 5))))

(test-group "4.2.1 case"
  (test-equal 'composite
    (case (* 2 3)
      ((2 3 5 7) 'prime)
      ((1 4 6 8 9) 'composite)))
  (test-assert (let ((unspecified
                      (case (car '(c d))
                        ((a) 'a)
                        ((b) 'b))))
                 #t))
  (test-equal 'c
    (case (car '(c d))
      ((a e i o u) 'vowel)
      ((w y) 'semivowel)
      (else => (lambda (x) x))))
  (test-equal '(6 composite) (case (* 2 3) ((2 3 5 7) 'prime) ((1 4 6 8 9) => (lambda (n) (list n 'composite)))))
  (test-equal 'char (case #\a ((#\a #\b) 'char) (else 'no)))
  (test-equal 'nil (case '() ((() #t) 'nil) (else 'no)))
  (test-equal 'true (case #t ((1) 'one) ((#t) 'true) (else 'no)))
  (test-equal 'one (case 1 ((#t) 'true) ((1) 'one) (else 'no)))
  (test-equal 'inexact (case 1.0 ((1) 'exact) ((1.0) 'inexact) (else 'no)))
  (test-equal 'exact (case 1 ((1.0) 'inexact) ((1) 'exact) (else 'no)))
  (test-equal 'zero (case 0 ((#f) 'false) ((0) 'zero) (else 'no)))
  (test-equal 'half (case 1/2 ((1/2) 'half) (else 'no)))
  (test-equal 'big (case (expt 10 30) ((1000000000000000000000000000000) 'big) (else 'no)))
  (test-equal 'no (case "a" (("a") 'string) (else 'no)))
  (test-equal 'no (case (list 1) (((1)) 'list) (else 'no)))
  (test-equal 'two (case 'x ((x) 'one 'two)))
  (test-equal 'quoted (case 'quote ('x 'quoted) (else 'no)))
  (test-equal '(one 1) (let ((count 0)) (list (case (begin (set! count (+ count 1)) 'x) ((y z) 'no) ((x) 'one)) count)))
  (test-error (evaluate '(case)))
  (test-error (evaluate '(case 1 (1 2)))))

(test-group "4.2.1 and"
  (test-equal #t (and (= 2 2) (> 2 1)))
  (test-equal #f (and (= 2 2) (< 2 1)))
  (test-equal '(f g) (and 1 2 'c '(f g)))
  (test-equal #t (and))
  (test-equal #f (and #f (car '())))
  (test-equal '() (and 1 '()))
  (test-values (1 2) (and #t (values 1 2))))

(test-group "4.2.1 or"
  (test-equal #t (or (= 2 2) (> 2 1)))
  (test-equal #t (or (= 2 2) (< 2 1)))
  (test-equal #f (or #f #f #f))
  (test-equal '(b c)
    (or (memq 'b '(a b c))
        (/ 3 0)))
  (test-equal #f (or))
  (test-equal 0 (or #f 0 1))
  (test-equal 1 (let ((x 1)) (or #f x)))
  (test-equal '(1 1) (let ((count 0)) (list (or (begin (set! count (+ count 1)) count) 2) count))))

(test-group "4.2.1 when, unless"
  (test-output "12"
    (when (= 1 1.0)
      (display "1")
      (display "2")))
  (test-output ""
    (unless (= 1 1.0)
      (display "1")
      (display "2")))
  (test-output "" (when #f (display "1")))
  (test-output "12" (unless #f (display "1") (display "2")))
  (test-equal 'b (when #t 'a 'b))
  (test-equal 'b (unless #f 'a 'b)))

(test-group "4.2.1 cond-expand"
  (test-equal 'yes (cond-expand (r7rs 'yes) (else 'no)))
  (test-equal 'no (cond-expand (no-such-feature 'yes) (else 'no)))
  (test-equal 'yes (cond-expand ((and r7rs (not no-such-feature)) 'yes) (else 'no)))
  (test-equal 'yes (cond-expand ((or no-such-feature full-unicode) 'yes) (else 'no)))
  (test-equal 'yes (cond-expand ((library (scheme base)) 'yes) (else 'no)))
  (test-equal 'no (cond-expand ((library (no such library)) 'yes) (else 'no)))
  (test-equal 'yes (cond-expand ((and) 'yes) (else 'no)))
  (test-equal 'no (cond-expand ((or) 'yes) (else 'no)))
  (test-equal '(1 2) (let () (cond-expand (r7rs (define a 1) (define b 2))) (list a b)))
  (test-equal 3 (cond-expand (no-such-feature 1) ((library (check)) 2 3) (else 4))))

(test-group "4.2.2 let"
  (test-equal 6
    (let ((x 2) (y 3))
      (* x y)))
  (test-equal 35
    (let ((x 2) (y 3))
      (let ((x 7)
            (z (+ x y)))
        (* z x))))
  (test-equal 'body (let () 'body))
  (test-equal 5 (let ((x 1)) (define x 5) x))
  (test-equal '(2 1) (let ((x 1) (y 2)) (let ((x y) (y x)) (list x y))))
  (test-error (evaluate '(let ((x 1) (x 2)) x)))
  (test-error (evaluate '(let ((x)) x)))
  (test-error (evaluate '(let ((x 1 2)) x)))
  (test-error (evaluate '(let ((x 1))))))

(test-group "4.2.2 let*"
  (test-equal 70
    (let ((x 2) (y 3))
      (let* ((x 7)
             (z (+ x y)))
        (* z x))))
  (test-equal 3 (let* ((x 1) (x (+ x 1)) (x (+ x 1))) x))
  (test-equal 'body (let* () 'body))
  (test-equal 2 (let* () (define a 2) a)))

(test-group "4.2.2 letrec"
  (test-equal #t
    (letrec ((even?
              (lambda (n)
                (if (zero? n)
                    #t
                    (odd? (- n 1)))))
             (odd?
              (lambda (n)
                (if (zero? n)
                    #f
                    (even? (- n 1))))))
      (even? 88)))
  (test-equal 120 (letrec ((f (lambda (n) (if (= n 0) 1 (* n (f (- n 1))))))) (f 5)))
  (test-equal '(1 2) (letrec ((a 1) (b 2)) (list a b)))
  (test-equal 7 (letrec ((f (lambda () x)) (x 7)) (f)))
  (test-error (letrec ((a b) (b 1)) a))
  (test-error (letrec ((a (f)) (f (lambda () a))) a)))

;; Returns the arithmetic, geometric, and harmonic means of a nested list of numbers
(define (means ton)
  (letrec*
     ((mean
        (lambda (f g)
          (f (/ (sum g ton) n))))
      (sum
        (lambda (g ton)
          (if (null? ton)
            (+)
            (if (number? ton)
                (g ton)
                (+ (sum g (car ton))
                   (sum g (cdr ton)))))))
      (n (sum (lambda (x) 1) ton)))
    (values (mean values values)
            (mean exp log)
            (mean / /))))

(test-group "4.2.2 letrec*"
  (test-equal '(8/3 #t 36/19)
    (call-with-values (lambda () (means '(3 (1 4))))
      (lambda (arithmetic geometric harmonic) (list arithmetic (< 2.28 geometric 2.29) harmonic))))
  (test-equal '(27 #t 1800/497)
    (call-with-values (lambda () (means '(8 5 99 1 22)))
      (lambda (arithmetic geometric harmonic) (list arithmetic (< 9.72 geometric 9.73) harmonic))))
  (test-equal 3 (letrec* ((a 1) (b (+ a 1)) (c (+ a b))) c))
  (test-equal '(1 1) (letrec* ((f (lambda () x)) (x 1) (y (f))) (list x y)))
  (test-error (letrec* ((a b) (b 1)) a)))

(test-group "4.2.2 let-values"
  (test-equal 35
    (let-values (((root rem) (exact-integer-sqrt 32)))
      (* root rem)))
  (test-equal '(1 (2 3) (4)) (let-values (((a . b) (values 1 2 3)) (c (values 4))) (list a b c)))
  (test-equal '() (let-values ((all (values))) all))
  (test-equal 'body (let-values ((() (values))) 'body))
  (test-equal '(2 1) (let ((a 1) (b 2)) (let-values (((a) b) ((b) a)) (list a b))))
  (test-equal 3 (let-values (((a b) (values 1 2))) (define c (+ a b)) c))
  (test-error (let-values (((a b) (values 1))) a))
  (test-error (let-values (((a) (values 1 2))) a))
  (test-error (let-values (((a b . c) (values 1))) a)))

(test-group "4.2.2 let*-values"
  (test-equal '(x y x y)
    (let ((a 'a) (b 'b) (x 'x) (y 'y))
      (let*-values (((a b) (values x y))
                    ((x y) (values a b)))
        (list a b x y))))
  (test-equal 'body (let*-values () 'body))
  (test-equal '(1 2 (3)) (let*-values (((a) (values 1)) ((b . c) (values (+ a 1) 3))) (list a b c))))

(define x 0)
(test-group "4.2.3 begin"
  (test-equal 6
    (and (= x 0)
         (begin (set! x 5)
                (+ x 1))))
  (test-output "4 plus 1 equals 5"
    (begin (display "4 plus 1 equals ")
           (display (+ 4 1))))
  (test-equal '(3 4) (let () (begin (define a 3) (define b 4)) (begin) (list a b)))
  (test-error (evaluate '(+ 1 (begin)))))

(test-group "4.2.4 do"
  (test-equal #(0 1 2 3 4)
    (do ((vec (make-vector 5))
         (i 0 (+ i 1)))
        ((= i 5) vec)
      (vector-set! vec i i)))
  (test-equal 25
    (let ((x '(1 3 5 7 9)))
      (do ((x x (cdr x))
           (sum 0 (+ sum (car x))))
          ((null? x) sum))))
  (test-equal '(c b a) (do ((in '(a b c) (cdr in)) (out '() (cons (car in) out))) ((null? in) 'skipped out)))
  (test-assert (begin (do ((i 0 (+ i 1))) ((= i 3))) #t))
  (test-equal '(1 0) (do ((a 0 b) (b 1 a) (n 0 (+ n 1))) ((= n 3) (list a b))))
  ;; each round has fresh variables
  (test-equal '(2 1 0) (map (lambda (f) (f)) (do ((i 0 (+ i 1)) (all '() (cons (lambda () i) all))) ((= i 3) all))))
  (test-equal '(12 11 10)
    (map (lambda (f) (f))
         (do ((i 0 (+ i 1)) (all '() (cons (lambda () (set! i (+ i 10)) i) all))) ((= i 3) all))))
  (test-error (evaluate '(do ((i 0 1 2)) (#t) 1))))

(test-group "4.2.4 named let"
  (test-equal '((6 1 3) (-5 -2))
    (let loop ((numbers '(3 -2 1 6 -5))
               (nonneg '())
               (neg '()))
      (cond ((null? numbers) (list nonneg neg))
            ((>= (car numbers) 0)
             (loop (cdr numbers)
                   (cons (car numbers) nonneg)
                   neg))
            ((< (car numbers) 0)
             (loop (cdr numbers)
                   nonneg
                   (cons (car numbers) neg))))))
  (test-equal 'body (let loop () 'body))
  (test-equal '(0 1 2) (let loop ((n 0)) (if (< n 3) (cons n (loop (+ n 1))) '())))
  (test-equal 10 (let loop ((n 0)) (let ((f loop)) (if (< n 10) (f (+ n 1)) n))))
  (test-equal #t (procedure? (let loop ((n 0)) loop)))
  ;; the inits are outside of the name's region
  (test-equal 5 (let ((f (lambda (x) x))) (let f ((n (f 5))) n)))
  (test-equal '((0 0) (0 1) (1 0) (1 1))
    (let outer ((i 1) (all '()))
      (if (< i 0)
          all
          (let inner ((j 1) (all all))
            (if (< j 0) (outer (- i 1) all) (inner (- j 1) (cons (list i j) all)))))))
  (test-equal '(3 2 1)
    (map (lambda (f) (f))
         (let loop ((n 1) (all '())) (if (> n 3) all (loop (+ n 1) (cons (lambda () n) all))))))
  (test-error (let loop ((n 1)) (loop)))
  (test-error (let loop ((n 1)) (if (= n 1) (loop 2 3) n))))

(test-end)
