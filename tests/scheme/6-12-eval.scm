;;; Report 6.12, Environments and evaluation.

(import (scheme base) (scheme eval) (scheme repl) (prefix (scheme r5rs) r5-) (srfi 64) (check))

(test-begin "6-12-eval")

(define base (environment '(scheme base)))

(test-group "6.12 environment, eval"
  (test-equal 21 (eval '(* 7 3) (environment '(scheme base))))
  (test-equal 20
    (let ((f (eval '(lambda (f x) (f x x))
                   (r5-null-environment 5))))
      (f + 10)))
  (test-error (eval '(define foo 32)
                    (environment '(scheme base))))
  (test-error (eval '(define-syntax foo (syntax-rules () ((_) 1))) base))
  (test-error (eval '(define-values (a b) (values 1 2)) base))
  (test-error (eval '(begin (define foo 1)) base))
  (test-equal 5 (eval 5 base))
  (test-equal "text" (eval "text" base))
  (test-equal 'x (eval ''x base))
  (test-equal #t (eq? car (eval 'car base)))
  (test-equal '(1 2) (eval '(let ((x 1)) (define y 2) (list x y)) base))
  (test-equal '(2 1) (eval '(swap (list 1 2)) (environment '(rename (only (scheme base) reverse list) (reverse swap)))))
  (test-equal 3 (eval '(begin (+ 1 1) (+ 1 2)) base))
  (test-values (1 2) (eval '(values 1 2) base))
  (test-equal '(a 3) (eval `(list 'a ,(+ 1 2)) base))
  (test-equal 7 (eval (list + 3 4) base))
  (test-equal 'from-macro
    (eval '(let-syntax ((m (syntax-rules () ((_) 'from-macro)))) (m)) base))
  (test-error (eval 'no-such-variable base))
  (test-error (eval '(car) base))
  (test-error (eval '(if) base))
  (test-error (eval '(set! car 1) base))
  (test-error (eval '(let ((x 1)) . x) base))
  (test-error (eval '+ (environment)))
  (test-error (eval '(+ 1 2) 'no-environment))
  (test-error (environment '(no such library)))
  (test-error (eval)))

(test-group "6.12 eval does not see local variables"
  (define hidden 1)
  (test-error (let ((local 1)) (eval 'local base)))
  (test-error (eval 'hidden base))
  (test-equal 2 (let ((x 2)) ((eval '(lambda (x) x) base) x))))

(test-group "6.12 eval and control"
  (test-equal 'escaped (call/cc (lambda (k) (eval (list k ''escaped) base) 'no)))
  (test-equal 42 (with-exception-handler (lambda (e) 42) (lambda () (eval '(raise-continuable 'x) base))))
  (test-equal '(caught x) (guard (e (#t (list 'caught e))) (eval '(raise 'x) base)))
  (test-equal '(1 2 3)
    (let ((k #f) (results '()))
      (let ((result (eval (list '+ 0 (list (lambda () (call/cc (lambda (c) (set! k c) 1))))) base)))
        (set! results (cons result results))
        (if (< (length results) 3) (k (+ 1 (length results))) (reverse results)))))
  (test-equal 3 (eval '(eval '(+ 1 2) (environment '(scheme base))) (environment '(scheme base) '(scheme eval)))))

(test-group "6.12 interaction-environment"
  (define env (interaction-environment))
  (eval '(import (scheme base)) env)
  (eval '(define defined-by-eval 5) env)
  (test-equal 5 (eval 'defined-by-eval env))
  (eval '(set! defined-by-eval 6) env)
  (test-equal 6 (eval 'defined-by-eval (interaction-environment)))
  (eval '(begin (define a 1) (define (b) (+ a 1))) env)
  (test-equal 2 (eval '(b) env))
  (eval '(define-record-type point (make-point x) point? (x point-x)) env)
  (test-equal 3 (eval '(point-x (make-point 3)) env))
  (eval '(define-syntax twice (syntax-rules () ((_ e) (begin e e)))) env)
  (test-equal 8 (eval '(begin (twice (set! a (+ a 1))) (+ a 5)) env))
  (eval '(define-values (p q) (values 1 2)) env)
  (test-equal '(1 2) (eval '(list p q) env))
  (test-error (eval 'never-defined env)))

(test-group "6.12 scheme-report-environment, null-environment"
  (test-equal 3 (eval '(+ 1 2) (r5-scheme-report-environment 5)))
  (test-equal '(1 . 2) (eval '(let loop ((n 1)) (if (< n 2) (cons n 2) n)) (r5-scheme-report-environment 5)))
  (test-error (eval 'car (r5-null-environment 5)))
  (test-equal 'yes (eval '(if #t 'yes 'no) (r5-null-environment 5)))
  (test-error (r5-null-environment 4)))

(test-end)
