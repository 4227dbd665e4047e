;;; The small libraries: SRFI 2, 8, 9, 16, 26, 31, 39, 87, 98, 111, 145, and their names in R7RS-large.

(import (scheme base) (only (scheme write) write) (srfi 64)
        (srfi 2) (srfi 8) (prefix (srfi 9) nine:) (prefix (srfi 16) sixteen:) (srfi 26) (srfi 31)
        (prefix (srfi 39) thirty-nine:) (prefix (srfi 87) eighty-seven:) (srfi 98) (srfi 111) (srfi 145)
        (prefix (scheme box) large:))

(test-begin "srfi-small")

(test-group "SRFI 2 and-let*"
  (define (look-up key entries)
    (and-let* ((entry (assq key entries))) (cdr entry)))
  (test-equal 1 (look-up 'a '((a . 1))))
  (test-equal #f (look-up 'b '((a . 1))))
  (test-equal 'empty (or (and-let* ((items '()) ((not (null? items)))) (car items)) 'empty))
  (test-equal #t (and-let* ()))
  (test-equal 2 (and-let* () 1 2))
  (test-equal 5 (and-let* ((x 5))))
  (test-equal #f (and-let* ((x #f))))
  (test-equal 5 (and-let* ((5))))
  (test-equal 7 (let ((x 7)) (and-let* (x))))
  (test-equal #f (let ((x #f)) (and-let* (x) (car '()))))
  (test-equal 14 (let ((x 7)) (and-let* (x (y x)) (+ x y))))
  (test-equal 3 (and-let* ((x 1) ((positive? x)) (x (+ x 1))) (define z 1) (+ x z)))
  (test-equal #f (and-let* ((x 1) ((negative? x)) (y (car '()))) y)))

(test-group "SRFI 8 receive"
  (test-equal '(1 (2 3)) (receive (first . rest) (values 1 2 3) (list first rest)))
  (test-equal '(1 2) (receive all (values 1 2) all))
  (test-equal 3 (receive (a b) (values 1 2) (define c (+ a b)) c))
  (test-error (receive (a b) (values 1 2 3) a)))

(test-group "SRFI 9 define-record-type"
  (nine:define-record-type pare (kons x y) pare? (x kar set-kar!) (y kdr))
  (test-equal #t (pare? (kons 1 2)))
  (test-equal #f (pare? (cons 1 2)))
  (test-equal 1 (kar (kons 1 2)))
  (test-equal 2 (kdr (kons 1 2)))
  (test-equal 3 (let ((k (kons 1 2))) (set-kar! k 3) (kar k)))
  (test-error (kar (cons 1 2))))

(test-group "SRFI 16 case-lambda"
  (define plus (sixteen:case-lambda (() 0) ((x) x) ((x y) (+ x y)) ((x y . rest) (apply plus (+ x y) rest))))
  (test-equal '(0 1 3 6) (list (plus) (plus 1) (plus 1 2) (plus 1 2 3)))
  (test-error ((sixteen:case-lambda ((a) a) ((a b) (* a b))) 1 2 3)))

(test-group "SRFI 26 cut"
  (test-equal '() ((cut list)))
  (test-equal '() ((cut list <...>)))
  (test-equal '(1) ((cut list 1)))
  (test-equal '(1) ((cut list <>) 1))
  (test-equal '(1) ((cut list <...>) 1))
  (test-equal '(1 2) ((cut list 1 2)))
  (test-equal '(1 2) ((cut list 1 <>) 2))
  (test-equal '(1 2) ((cut list 1 <...>) 2))
  (test-equal '(1 2 3 4) ((cut list 1 <...>) 2 3 4))
  (test-equal '(1 2 3 4) ((cut list 1 <> 3 <>) 2 4))
  (test-equal '(1 2 3 4 5 6) ((cut list 1 <> 3 <...>) 2 4 5 6))
  (test-equal '(ok) (let* ((x 'wrong) (y (cut list x))) (set! x 'ok) (y)))
  (test-equal 2 (let ((a 0)) (map (cut + (begin (set! a (+ a 1)) a) <>) '(1 2)) a))
  (test-equal '(2 4 6 8) (map (cut * 2 <>) '(1 2 3 4)))
  (test-equal '(1 3) (map (cut <> 1 2 3) (list min max)))
  (test-equal 3 ((cut <> <...>) + 1 2))
  (test-error ((cut list <>)))
  (test-error ((cut list <>) 1 2)))

(test-group "SRFI 26 cute"
  (test-equal '() ((cute list)))
  (test-equal '() ((cute list <...>)))
  (test-equal '(1) ((cute list <>) 1))
  (test-equal '(1 2) ((cute list 1 <>) 2))
  (test-equal '(1 2 3 4) ((cute list 1 <...>) 2 3 4))
  (test-equal '(1 2 3 4) ((cute list 1 <> 3 <>) 2 4))
  (test-equal '(1 2 3 4 5 6) ((cute list 1 <> 3 <...>) 2 4 5 6))
  (test-equal 1 (let ((a 0)) (map (cute + (begin (set! a (+ a 1)) a) <>) '(1 2)) a))
  (test-equal 'ok ((let ((x 'ok)) (let ((y (cute list x <>))) (set! x 'wrong) (lambda () (car (y 1))))))))

(test-group "SRFI 31 rec"
  (test-equal 120 ((rec (F N) (if (zero? N) 1 (* N (F (- N 1))))) 5))
  (test-equal 3 ((rec (count . items) (if (null? items) 0 (+ 1 (apply count (cdr items))))) 'a 'b 'c))
  (test-equal 7 ((rec f (lambda (x) (if (> x 5) x (f (+ x 2))))) 1))
  (test-equal 1 (car ((rec p (lambda () (list 1 p)))))))

(test-group "SRFI 39 parameters"
  (define p (thirty-nine:make-parameter 10 (lambda (x) (* x 2))))
  (test-equal 20 (p))
  (test-equal 6 (thirty-nine:parameterize ((p 3)) (p)))
  (test-equal 20 (p)))

(test-group "SRFI 87 => in case"
  (test-equal 4 (eighty-seven:case 2 ((1) 'one) ((2 3) eighty-seven:=> (lambda (n) (* n 2))) (eighty-seven:else 'more)))
  (test-equal '(9) (eighty-seven:case 9 ((1) 'one) (eighty-seven:else eighty-seven:=> list))))

(test-group "SRFI 98 the environment"
  (test-assert (or (string? (get-environment-variable "PATH")) (not (get-environment-variable "PATH"))))
  (test-equal #f (get-environment-variable "a variable that is not there"))
  (test-assert (list? (get-environment-variables)))
  (test-error (get-environment-variable 'PATH)))

(test-group "SRFI 111 boxes"
  (define b (box 1))
  (test-equal 1 (unbox b))
  (set-box! b 'x)
  (test-equal 'x (unbox b))
  (test-equal #t (box? b))
  (test-equal #f (box? (list 1)))
  (test-equal #f (eqv? (box 1) (box 1)))
  (test-equal 'x (large:unbox b))
  (test-error (unbox 1))
  (test-error (set-box! '(1) 2)))

(test-group "SRFI 145 assume"
  (define (invert x)
    (assume (not (= x 0)) "no inverse" x)
    (/ x))
  (test-equal 1/2 (invert 2))
  (test-equal 'yes (assume 'yes))
  (test-error (invert 0))
  (test-equal '((not (= x 0)) "no inverse" 0)
              (guard (condition (#t (error-object-irritants condition))) (invert 0))))

(test-end)
