;;; Report 3.5: a call in tail position needs no space. Each procedure calls the next one in the position that its group
;;; is named for, through a variable, so that no call can be made a jump. program.py lets this file have far fewer
;;; frames than the loops have rounds.

(import (scheme base) (scheme case-lambda) (scheme eval) (scheme lazy) (srfi 64) (check))

(test-begin "3-5-proper-tail-recursion")

(define again (lambda (procedure n) (procedure (- n 1))))

(define-syntax tail-position
  (syntax-rules () ((_ expression) (let ((unused 1)) expression))))

(define-syntax test-tail
  (syntax-rules ()
    ((_ name (self n) body)
     (test-group name
       (define (self n) (if (= n 0) 'done body))
       (test-equal 'done (self many))))))

(test-tail "3.5 the body of a lambda" (self n) (again self n))
(test-tail "3.5 the last expression of a body" (self n)
  (let () (define m n) (square m) (again self m)))
(test-tail "3.5 a call of a lambda expression" (self n) ((lambda (m) (again self m)) n))
(test-tail "3.5 if, consequent" (self n) (if (> n 0) (again self n) 'no))
(test-tail "3.5 if, alternate" (self n) (if (< n 0) 'no (again self n)))
(test-tail "3.5 if without alternate" (self n) (if (> n 0) (again self n)))
(test-tail "3.5 cond" (self n) (cond ((< n 0) 'no) ((> n 0) 'skipped (again self n)) (else 'no)))
(test-tail "3.5 cond, last clause without else" (self n) (cond ((> n 0) (again self n))))
(test-tail "3.5 cond, else" (self n) (cond ((< n 0) 'no) (else 'skipped (again self n))))
(test-tail "3.5 cond, =>" (self n) (cond ((and (> n 0) n) => (lambda (m) (again self m))) (else 'no)))
(test-tail "3.5 cond, => a variable" (self n) (cond ((and (> n 0) (- n 1)) => self) (else 'no)))
(test-tail "3.5 case" (self n) (case (if (> n 0) 'more 'less) ((less) 'no) ((more) (again self n))))
(test-tail "3.5 case, else" (self n) (case n ((-1) 'no) (else (again self n))))
(test-tail "3.5 case, =>" (self n) (case (- n n) ((0) => (lambda (zero) (again self n))) (else 'no)))
(test-tail "3.5 case, else =>" (self n) (case (- n 1) ((-1) 'no) (else => self)))
(test-tail "3.5 and" (self n) (and n #t (again self n)))
(test-tail "3.5 or" (self n) (or #f (< n 0) (again self n)))
(test-tail "3.5 when" (self n) (when (> n 0) 'skipped (again self n)))
(test-tail "3.5 unless" (self n) (unless (< n 0) 'skipped (again self n)))
(test-tail "3.5 let" (self n) (let ((m n)) (again self m)))
(test-tail "3.5 let, an assigned variable" (self n) (let ((m 0)) (set! m n) (again self m)))
(test-tail "3.5 named let" (self n) (let loop ((m 3)) (if (= m 0) (again self n) (loop (- m 1)))))
(test-tail "3.5 let*" (self n) (let* ((m n) (k m)) (again self k)))
(test-tail "3.5 letrec" (self n) (letrec ((f (lambda (m) (again self m)))) (f n)))
(test-tail "3.5 letrec*" (self n) (letrec* ((m n) (f (lambda () (again self m)))) (f)))
(test-tail "3.5 let-values" (self n) (let-values (((m k) (values n 0))) (again self m)))
(test-tail "3.5 let*-values" (self n) (let*-values (((m) (values n)) ((k . rest) (values m))) (again self k)))
(test-tail "3.5 let-syntax" (self n)
  (let-syntax ((more (syntax-rules () ((_ m) (again self m))))) (more n)))
(test-tail "3.5 letrec-syntax" (self n)
  (letrec-syntax ((more (syntax-rules () ((_ m) (again self m))))) (more n)))
(test-tail "3.5 begin" (self n) (begin 'skipped (again self n)))
(test-tail "3.5 do" (self n) (do ((m 0 (+ m 1))) ((= m 2) 'skipped (again self n))))
(test-tail "3.5 cond-expand" (self n) (cond-expand (r7rs (again self n)) (else 'no)))
(test-tail "3.5 case-lambda" (self n) ((case-lambda ((m) (again self m)) ((m . rest) 'no)) n))
(test-tail "3.5 the clauses of guard, outside its body" (self n)
  (guard (condition (#t (again self n))) (raise 'on)))
(test-tail "3.5 apply" (self n) (apply self (list (- n 1))))
(test-tail "3.5 apply, with arguments before the list" (self n) (apply again self (list n)))
(test-tail "3.5 call/cc" (self n) (call-with-current-continuation (lambda (k) (again self n))))
(test-tail "3.5 calling a continuation" (self n)
  (self (call-with-current-continuation (lambda (k) (k (- n 1))))))
(test-tail "3.5 call-with-values" (self n) (call-with-values (lambda () (values self n)) again))
(test-tail "3.5 macro use" (self n) (tail-position (again self n)))
(test-tail "3.5 for-each, last call" (self n)
  (let ((result #f)) (for-each (lambda (m) (set! result (- m 1))) (list n)) (self result)))

(test-group "3.5 eval"
  (define env (environment '(scheme base)))
  (define rounds (if (< many 1000) 20 300))
  (define (self n) (if (= n 0) 'done ((eval '(lambda (self n) (self (- n 1))) env) self n)))
  (define (inside n) (if (= n 0) 'done (eval `(,inside ,(- n 1)) env)))
  (test-equal 'done (self rounds))
  (test-equal 'done (inside rounds)))

(test-group "3.5 procedures that call one another"
  (define (even n) (if (= n 0) #t (odd (- n 1))))
  (define (odd n) (if (= n 0) #f (even (- n 1))))
  (define (a n) (if (= n 0) 'a (b (- n 1))))
  (define (b n) (if (= n 0) 'b (c (- n 1))))
  (define (c n) (if (= n 0) 'c (a (- n 1))))
  (test-equal #t (even (* 5 many)))
  (test-equal #f (odd (* 5 many)))
  (test-equal 'b (a (+ 1 (* 3 (quotient many 3)))))
  (test-equal #t (letrec ((even? (lambda (n) (if (= n 0) #t (odd? (- n 1)))))
                          (odd? (lambda (n) (if (= n 0) #f (even? (- n 1))))))
                   (even? many))))

(test-group "3.5 continuation-passing style"
  (define (count n k) (if (= n 0) (k 0) (count (- n 1) (lambda (m) (k (+ m 1))))))
  (test-equal many (count many (lambda (m) m))))

(test-group "3.5 a state machine over a vector of procedures"
  (define states
    (vector (lambda (n) (if (= n 0) 'zero ((vector-ref states 1) (- n 1))))
            (lambda (n) (if (= n 0) 'one ((vector-ref states 0) (- n 1))))))
  (test-equal 'zero ((vector-ref states 0) (* 2 (quotient many 2)))))

(test-group "4.2.5 delay-force is iterative"
  (define (loop n) (if (= n 0) (delay 'done) (delay-force (loop (- n 1)))))
  (test-equal 'done (force (loop many))))

(test-end)
