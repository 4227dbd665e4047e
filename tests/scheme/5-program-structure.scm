;;; Report 5, Program structure: imports, definitions, record types, libraries. 5.4 is in 4-3-macros.scm.

(define-library (defined in this program)
  (export value (rename twice double) cell)
  (import (scheme base))
  (begin
    (define value 'here)
    (define (twice x) (* 2 x))
    (define cell (list 1))))

(import (scheme base)
        (only (example life) life)
        (rename (prefix (example grid) grid-)
                (grid-make make-grid)))
(import (scheme eval)
        (srfi 64) (check)
        (defined in this program)
        (helper counter)
        (prefix (only (helper counter) count! current) again-)
        (rename (except (helper declarations 1 nested-name) chosen) (upper renamed-upper))
        (only (helper declarations 1 nested-name) chosen))

(test-begin "5-program-structure")

(define (evaluate . expressions)
  (let ((env (environment '(scheme base))))
    (eval (cons 'let (cons '() expressions)) env)))

(define-syntax test-import-error
  (syntax-rules () ((_ set) (test-error (environment 'set)))))

(test-group "5.2 import sets"
  (define (here name . sets) (eval name (apply environment sets)))
  (test-equal #t (procedure? (here 'car '(only (scheme base) car))))
  (test-equal #t (procedure? (here 'b-car '(prefix (scheme base) b-))))
  (test-equal #t (procedure? (here 'head '(rename (scheme base) (car head) (cdr tail)))))
  (test-equal #t (procedure? (here 'cdr '(except (scheme base) car))))
  (test-equal #t (procedure? (here 'x-head '(prefix (rename (only (scheme base) car) (car head)) x-))))
  (test-equal 3 (here '(+ 1 2) '(only (scheme base) +)))
  (test-equal '(2 1) (here '(swap '(1 2)) '(rename (scheme base) (reverse swap))))
  (test-error (here 'car '(except (scheme base) car)))
  (test-error (here 'cdr '(only (scheme base) car)))
  (test-error (here 'car '(rename (scheme base) (car head))))
  ;; the same binding may come from several sets, different ones may not
  (test-equal #t (procedure? (here 'car '(scheme base) '(only (scheme base) car))))
  (test-import-error (only (scheme base) no-such-name))
  (test-import-error (except (scheme base) no-such-name))
  (test-import-error (rename (scheme base) (no-such-name other)))
  (test-import-error (no such library))
  (test-import-error 5)
  (test-import-error (only)))

(define add3
  (lambda (x) (+ x 3)))
(define first car)

(test-group "5.3.1 top level definitions"
  (test-equal 6 (add3 3))
  (test-equal 1 (first '(1 2))))

(define redefined 1)
(define redefined-before redefined)
(define redefined (+ redefined 1))
(define (uses-a-later-definition) (later))
(define (later) 'later)
(define (square x) (list 'my-own-square x))

(test-group "5.3.1 top level definitions of a variable defined before, or imported"
  (test-equal '(1 2) (list redefined-before redefined))
  (test-equal 'later (uses-a-later-definition))
  (test-equal '(my-own-square 3) (square 3))
  (test-equal '((my-own-square 1)) (map square '(1))))

(define (curried) 'body)
(define (rest-only . all) all)
(define (some a b . others) (list a b others))
(test-group "5.3 define, its forms"
  (test-equal 'body (curried))
  (test-equal '(1 2) (rest-only 1 2))
  (test-equal '(1 2 (3)) (some 1 2 3))
  (test-error (evaluate '(define)))
  (test-error (evaluate '(define x 1 2) 'x))
  (test-error (evaluate '(define 5 1) 'x))
  (test-error (evaluate '(define (f)) '(f))))

(test-group "5.3.2 internal definitions"
  (test-equal 45
    (let ((x 5))
      (define foo (lambda (y) (bar x y)))
      (define bar (lambda (a b) (+ (* a b) a)))
      (foo (+ x 3))))
  (test-equal 45
    (let ((x 5))
      (letrec* ((foo (lambda (y) (bar x y)))
                (bar (lambda (a b) (+ (* a b) a))))
        (foo (+ x 3)))))
  (test-equal '(1 2) (let () (define a 1) (define b (+ a 1)) (list a b)))
  (test-equal '(#t #f)
    (let ()
      (define (even? n) (if (= n 0) #t (odd? (- n 1))))
      (define (odd? n) (if (= n 0) #f (even? (- n 1))))
      (list (even? 10) (even? 7))))
  (test-equal 'inner (let ((x 'outer)) (define x 'inner) x))
  (test-equal 3 (let () (begin (define a 1) (begin (define b 2))) (+ a b)))
  (test-equal 5 (let () (define-record-type point (make x) point? (x x-of)) (x-of (make 5))))
  (test-equal '(1 changed) (let () (define a 1) (define b 2) (set! b 'changed) (list a b)))
  (test-error (let () (define a b) (define b 1) a))
  (test-error (evaluate '(define a 1) '(define a 2) 'a))
  (test-error (evaluate '(define a 1))))

(define-values (x y) (exact-integer-sqrt 17))
(define-values (head . tail) (values 1 2 3))
(define-values all (values 1 2))
(define-values () (values))
(define-values (one) 1)

(test-group "5.3.3 multiple-value definitions"
  (test-equal '(4 1) (list x y))
  (test-equal 3
    (let ()
      (define-values (x y) (values 1 2))
      (+ x y)))
  (test-equal '(1 (2 3)) (list head tail))
  (test-equal '(1 2) all)
  (test-equal 1 one)
  (test-equal '(2 1) (let () (define-values (a b) (values 1 2)) (define-values (c d) (values b a)) (list c d)))
  (test-equal '(1 (2)) (let () (define (get) (list a b)) (define-values (a . b) (values 1 2)) (get)))
  (test-error (let () (define-values (a b) (values 1)) a))
  (test-error (let () (define-values (a) (values 1 2)) a)))

(define-record-type <pare>
  (kons x y)
  pare?
  (x kar set-kar!)
  (y kdr))

(test-group "5.5 record-type definitions, the report's example"
  (test-equal #t (pare? (kons 1 2)))
  (test-equal #f (pare? (cons 1 2)))
  (test-equal 1 (kar (kons 1 2)))
  (test-equal 2 (kdr (kons 1 2)))
  (test-equal 3
    (let ((k (kons 1 2)))
      (set-kar! k 3)
      (kar k))))

(define-record-type other (make-other b a) other? (a other-a) (b other-b set-other-b!) (c other-c set-other-c!))
(define-record-type empty (make-empty) empty?)
(define-record-type twin (make-twin b a) twin? (a twin-a) (b twin-b))

(test-group "5.5 record-type definitions"
  (define r (make-other 1 2))
  (test-equal '(2 1) (list (other-a r) (other-b r)))
  (test-equal 'set (begin (set-other-c! r 'set) (other-c r)))
  (test-equal #t (empty? (make-empty)))
  (test-equal '(#f #f #f) (list (other? (make-empty)) (empty? r) (other? (make-twin 1 2))))
  (test-equal '(#f #f #f #f #f)
    (map (lambda (disjoint?) (disjoint? r)) (list pair? vector? procedure? symbol? string?)))
  (test-equal #f (eqv? (make-empty) (make-empty)))
  (test-equal #t (eqv? r r))
  (test-error (kar (make-empty)))
  (test-error (kar (cons 1 2)))
  (test-error (other-a (make-twin 1 2)))
  (test-error (set-kar! 5 1))
  (test-error (make-other 1))
  (test-error (make-other 1 2 3))
  (test-error (evaluate '(define-record-type r (make z) r? (x get)) 1))
  (test-error (evaluate '(define-record-type r (make x x) r? (x get)) 1))
  ;; two evaluations of one definition make two types
  (test-equal '(#t #f)
    (let ((make-type (lambda () (define-record-type t (make) t?) (cons make t?))))
      (let ((a (make-type)) (b (make-type)))
        (list ((cdr a) ((car a))) ((cdr a) ((car b))))))))

(test-group "5.6.1 libraries"
  (test-equal '(here 10) (list value (double 5)))
  (test-equal 'renamed external-name)
  (test-error (evaluate 'internal-name))
  (test-equal 1 (count!))
  (test-equal '(1 1) (list (current) (again-current)))
  (test-equal 2 (again-count!))
  (test-equal '(3 yes) (with-count n (list n 'yes)))
  (test-equal '(seen 3) last-seen)
  (test-equal 1 times-loaded)
  (test-equal 3 (eval '(current) (environment '(helper counter))))
  (test-equal '(1 second) first-value)
  (test-equal 101 (included-procedure 1))
  (test-equal '(upper r7rs) (list renamed-upper chosen)))

(test-group "5.6.2 library example"
  (define grid (make-grid 5 5))
  (grid-set! grid 1 1 #true)
  (grid-set! grid 2 2 #true)
  (grid-set! grid 3 0 #true)
  (grid-set! grid 3 1 #true)
  (grid-set! grid 3 2 #true)
  (test-equal '(5 5) (list (grid-rows grid) (grid-cols grid)))
  (test-output "     \n     \n* *  \n **  \n *   \n     \n     \n  *  \n* *  \n **  \n" (life grid 2)))

(test-end)
