;;; Report 4.2.5 delayed evaluation, 4.2.6 dynamic bindings, 4.2.8 quasiquotation, 4.2.9 case-lambda.

(import (scheme base) (scheme case-lambda) (scheme eval) (scheme inexact) (scheme lazy) (scheme write) (srfi 64) (check))

(test-begin "4-2-delayed-dynamic-and-data")

(define (evaluate expression) (eval expression (environment '(scheme base) '(scheme lazy) '(scheme case-lambda))))

(define integers
  (letrec ((next
            (lambda (n)
              (delay (cons n (next (+ n 1)))))))
    (next 0)))
(define head
  (lambda (stream) (car (force stream))))
(define tail
  (lambda (stream) (cdr (force stream))))
(define (stream-filter p? s)
  (delay-force
   (if (null? (force s))
       (delay '())
       (let ((h (car (force s)))
             (t (cdr (force s))))
         (if (p? h)
             (delay (cons h (stream-filter p? t)))
             (stream-filter p? t))))))
(define count 0)
(define p
  (delay (begin (set! count (+ count 1))
                (if (> count x)
                    count
                    (force p)))))
(define x 5)

(test-group "4.2.5 delay, delay-force, force"
  (test-equal 3 (force (delay (+ 1 2))))
  (test-equal '(3 3)
    (let ((p (delay (+ 1 2))))
      (list (force p) (force p))))
  (test-equal 2 (head (tail (tail integers))))
  (test-equal 5 (head (tail (tail (stream-filter odd? integers)))))
  (test-equal #t (promise? p))
  (test-equal 6 (force p))
  (test-equal #t (promise? p))
  (test-equal 6 (begin (set! x 10)
                       (force p)))
  (test-assert (boolean? (eqv? (delay 1) 1)))
  (test-assert (boolean? (pair? (delay (cons 1 2)))))
  (test-error (+ (delay (* 3 7)) 13)) ; unspecified
  (test-equal #t (promise? (car (list (delay (* 3 7)) 13))))
  ;; the value is computed once
  (test-equal '(1 1 1)
    (let* ((n 0) (p (delay (begin (set! n (+ n 1)) n))))
      (let* ((a (force p)) (b (force p))) (list a b n))))
  (test-equal 5 (force 5))
  (test-equal '(a) (force '(a)))
  (test-equal 'inner (force (delay-force (delay 'inner))))
  (test-equal #t (promise? (force (delay (delay 1)))))
  (test-equal 3 (force (delay-force (delay-force (delay 3)))))
  (test-error (force (delay (car '()))))
  (test-equal '(again 2)
    ;; a promise whose expression raised is tried again
    (let* ((n 0) (p (delay (begin (set! n (+ n 1)) (if (= n 1) (error "first") (list 'again n))))))
      (guard (e (#t #f)) (force p))
      (force p)))
  (test-error (force (delay-force 5)))
  (test-error (force)))

(test-group "4.2.5 reentrancy (SRFI 45)"
  (define q
    (let ((first? #t))
      (delay (if first?
                 (begin (set! first? #f) (force q))
                 'second))))
  (define r
    (let ((n 5))
      (define p (delay (if (<= n 0) n (begin (set! n (- n 1)) (force p) (set! n (- n 1)) n))))
      (list p (lambda () n))))
  (test-equal 'second (force q))
  (test-equal 5 ((cadr r)))
  (test-equal 0 (force (car r)))
  (test-equal 10 (begin (force (delay (force (delay 10)))))))

(test-group "4.2.5 streams need no space"
  (define (stream-from n) (delay-force (delay (cons n (stream-from (+ n 1))))))
  (define (stream-ref s n) (if (= n 0) (head s) (stream-ref (tail s) (- n 1))))
  (define (loop n) (if (= n 0) (delay 'done) (delay-force (loop (- n 1)))))
  (test-equal 2000 (stream-ref (stream-from 0) 2000))
  (test-equal 'done (force (loop many)))
  (test-equal (+ many 1) (head (stream-filter (lambda (n) (> n many)) (stream-from 0)))))

(test-group "4.2.5 promise?, make-promise"
  (test-equal #t (promise? (delay 1)))
  (test-equal #t (promise? (delay-force (delay 1))))
  (test-equal #t (promise? (make-promise 1)))
  (test-equal 1 (force (make-promise 1)))
  (test-equal 1 (force (make-promise (make-promise 1))))
  (test-equal #t (let ((p (delay 1))) (eq? p (make-promise p))))
  (test-equal #f (promise? 1))
  (test-equal #f (promise? (lambda () 1))))

(define radix
  (make-parameter
   10
   (lambda (x)
     (if (and (exact-integer? x) (<= 2 x 16))
         x
         (error "invalid radix")))))
(define (f n) (number->string n (radix)))

(test-group "4.2.6 make-parameter, parameterize"
  (test-equal "12" (f 12))
  (test-equal "1100"
    (parameterize ((radix 2))
      (f 12)))
  (test-equal "12" (f 12))
  (test-error
    (parameterize ((radix 0))
      (f 12)))
  (test-error (radix 16))
  (test-equal 10 (radix))
  (test-error (make-parameter 0 (lambda (x) (car x)))))

(test-group "4.2.6 parameterize"
  (define a (make-parameter 1))
  (define b (make-parameter 2))
  (define text (make-parameter 5 number->string))
  (test-equal '(1 2) (list (a) (b)))
  (test-equal '(10 20) (parameterize ((a 10) (b 20)) (list (a) (b))))
  (test-equal '(2 1) (parameterize ((a (b)) (b (a))) (list (a) (b))))
  (test-equal '(10 2 1) (list (parameterize ((a 10)) (a)) (b) (a)))
  (test-equal 30 (parameterize ((a 10)) (parameterize ((a 30)) (a))))
  (test-equal '(30 10) (parameterize ((a 10)) (let ((inner (parameterize ((a 30)) (a)))) (list inner (a)))))
  (test-equal "5" (text))
  ;; the converter sees a new value once, and not the old one when it comes back
  (test-equal '("7" "5") (let ((inner (parameterize ((text 7)) (text)))) (list inner (text))))
  (test-equal 'seen (parameterize ((a 'seen)) ((lambda () (a)))))
  (test-values (1 2) (parameterize ((a 5)) (values 1 2)))
  (test-equal 3 (parameterize () 3))
  (test-equal 7 (parameterize ((a 3)) (define c 4) (+ (a) c)))
  (test-equal 1 (begin (guard (e (#t e)) (parameterize ((a 2)) (raise 'x))) (a)))
  ;; nothing is set if a converter fails
  (test-equal 1 (begin (guard (e (#t e)) (parameterize ((a 2) (radix 0)) 'no)) (a)))
  (test-equal #t (procedure? a))
  (test-error (parameterize ((5 1)) 1))
  (test-error (parameterize ((car 1)) 1)))

(test-group "4.2.8 quasiquotation"
  (test-equal '(list 3 4) `(list ,(+ 1 2) 4))
  (test-equal '(list a (quote a)) (let ((name 'a)) `(list ,name ',name)))
  (test-equal '(a 3 4 5 6 b) `(a ,(+ 1 2) ,@(map abs '(4 -5 6)) b))
  (test-equal '((foo 7) . cons) `((foo ,(- 10 3)) ,@(cdr '(c)) . ,(car '(cons))))
  (test-equal #(10 5 2 4 3 8) `#(10 5 ,(sqrt 4) ,@(map sqrt '(16 9)) 8))
  (test-equal '(list foo bar baz)
    (let ((foo '(foo bar)) (@baz 'baz))
      `(list ,@foo , @baz)))
  (test-equal '(a `(b ,(+ 1 2) ,(foo 4 d) e) f) `(a `(b ,(+ 1 2) ,(foo ,(+ 1 3) d) e) f))
  (test-equal '(a `(b ,x ,'y d) e)
    (let ((name1 'x)
          (name2 'y))
      `(a `(b ,,name1 ,',name2 d) e)))
  (test-equal '((1 2) 3 4 five 6) (let ((a 3)) `((1 2) ,a ,4 ,'five 6)))
  (test-equal '(list 3 4) (quasiquote (list (unquote (+ 1 2)) 4)))
  (test-equal '`(list ,(+ 1 2) 4) '(quasiquote (list (unquote (+ 1 2)) 4)))
  (test-equal 5 `,(+ 2 3))
  (test-equal 'x `x)
  (test-equal '() `())
  (test-equal #() `#())
  (test-equal "s" `"s")
  (test-equal '(1 . 2) `(1 . ,(+ 1 1)))
  (test-equal '(1 2 3) `(1 . ,(list 2 3)))
  (test-equal '(1 2) `(,@'() 1 ,@'() 2 ,@'()))
  (test-equal '(1 . 2) `(,@(list 1) . 2))
  (test-equal '(1 2 . 3) `(1 ,@(cons 2 3)))
  (test-equal 5 `(,@5))
  (test-equal '#((1 2) #(3)) `#((1 ,2) #(,3)))
  (test-equal '(unquote) '(unquote))
  (test-equal '(1 `(2 ,(3 4))) `(1 `(2 ,(3 ,(+ 2 2)))))
  (test-equal '(1 `(2 ,@(3 4))) `(1 `(2 ,@(3 ,(+ 2 2)))))
  (test-error `(1 ,@5 2))
  ;; fresh structure where something is computed
  (test-equal '(1 changed) (let ((l `(1 ,(+ 1 1)))) (set-car! (cdr l) 'changed) l)))

(define range
  (case-lambda
   ((e) (range 0 e))
   ((b e) (do ((r '() (cons e r))
               (e (- e 1) (- e 1)))
              ((< e b) r)))))

(test-group "4.2.9 case-lambda"
  (define which
    (case-lambda
      (() 'none)
      ((a) (list 'one a))
      ((a b . rest) (list 'two a b rest))))
  (define any (case-lambda ((a b) 'two) (all (list 'all all))))
  (test-equal '(0 1 2) (range 3))
  (test-equal '(3 4) (range 3 5))
  (test-equal 'none (which))
  (test-equal '(one 1) (which 1))
  (test-equal '(two 1 2 ()) (which 1 2))
  (test-equal '(two 1 2 (3 4)) (which 1 2 3 4))
  (test-equal 'two (any 1 2))
  (test-equal '(all (1)) (any 1))
  (test-equal '(all ()) (any))
  (test-equal #t (procedure? which))
  (test-equal '(none (one 1)) (map (lambda (arguments) (apply which arguments)) '(() (1))))
  (test-error ((case-lambda ((a) 1) ((a b) 2))))
  (test-error ((case-lambda)))
  (test-error (range 1 2 3))
  (test-equal '(1 2) ((case-lambda ((a) (define b 2) (list a b))) 1)))

(test-end)
