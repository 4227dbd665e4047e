;;; Report 4.3, Macros; 5.4, syntax definitions.

(import (scheme base) (scheme eval) (srfi 64))

(test-begin "4-3-macros")

(define (evaluate . expressions) (eval (cons 'let (cons '() expressions)) (environment '(scheme base))))

(define-syntax my-or
  (syntax-rules ()
    ((my-or) #f)
    ((my-or e) e)
    ((my-or e1 e2 ...) (let ((temp e1)) (if temp temp (my-or e2 ...))))))

(define-syntax be-like-begin
  (syntax-rules ()
    ((be-like-begin name)
     (define-syntax name
       (syntax-rules ()
         ((name expr (... ...))
          (begin expr (... ...))))))))

(be-like-begin sequence)

(test-group "4.3.1 let-syntax, letrec-syntax"
  (test-equal 'now
    (let-syntax ((given-that (syntax-rules ()
                         ((given-that test stmt1 stmt2 ...)
                          (if test
                              (begin stmt1
                                     stmt2 ...))))))
      (let ((if #t))
        (given-that if (set! if 'now))
        if)))
  (test-equal 'outer
    (let ((x 'outer))
      (let-syntax ((m (syntax-rules () ((m) x))))
        (let ((x 'inner))
          (m)))))
  (test-equal 7
    (letrec-syntax
        ((my-or (syntax-rules ()
                  ((my-or) #f)
                  ((my-or e) e)
                  ((my-or e1 e2 ...)
                   (let ((temp e1))
                     (if temp
                         temp
                         (my-or e2 ...)))))))
      (let ((x #f)
            (y 7)
            (temp 8)
            (let odd?)
            (if even?))
        (my-or x
               (let temp)
               (if y)
               y))))
  (test-equal '(outer inner)
    ;; the transformers of let-syntax do not see its keywords, those of letrec-syntax do
    (let ((f (lambda (x) 'outer)))
      (list
       (let-syntax ((f (syntax-rules () ((_ x) 'inner))) (g (syntax-rules () ((_ x) (f x))))) (g 1))
       (letrec-syntax ((f (syntax-rules () ((_ x) 'inner))) (g (syntax-rules () ((_ x) (f x))))) (g 1)))))
  (test-equal 3 (let-syntax () (define a 3) a))
  (test-error (evaluate '(let-syntax ((m 5)) (m))))
  (test-error (evaluate '(let-syntax ((m car)) (m '(1))))))

(test-group "4.3.2 hygiene"
  (define-syntax swap!
    (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
  (define-syntax while
    (syntax-rules () ((_ test body ...) (let loop () (if test (begin body ... (loop)) #f)))))
  (define-syntax my-if
    (syntax-rules () ((_ c a b) (cond (c a) (else b)))))
  (test-equal '(2 1) (let ((tmp 1) (other 2)) (swap! tmp other) (list tmp other)))
  (test-equal 8 (let ((temp 8)) (my-or #f temp)))
  (test-equal '(3 2 1)
    (let ((loop 0) (all '())) (while (< loop 3) (set! loop (+ loop 1)) (set! all (cons loop all))) all))
  (test-equal 'b (let ((else #f)) (my-if #f 'a 'b)))
  (test-equal 'ok (let ((=> #f)) (cond (#t => 'ok))))
  (test-equal '(1 2)
    (let-syntax ((m (syntax-rules () ((_ a b) (cons a (cons b '()))))))
      (let ((cons +)) (m 1 2))))
  (test-equal 1 (let ((x 1)) (define-syntax get (syntax-rules () ((_) x))) (let ((x 2)) (get))))
  (test-equal '(1 2)
    ;; an identifier that two uses insert is two variables
    (let-syntax ((both (syntax-rules () ((_ e) (let ((x 1)) (list x e))))))
      (let ((x 2)) (both x))))
  (test-equal 5
    (let-syntax ((with (syntax-rules () ((_ name value body) (let ((name value)) body)))))
      (with y 5 y)))
  (test-equal '(inner outer)
    (let ((x 'outer))
      (define-syntax def (syntax-rules () ((_ name body) (define (name) (let ((x 'inner)) (list x body))))))
      (def f x)
      (f)))
  (test-equal 42
    ;; a macro that defines a variable that only it names
    (let ()
      (define-syntax define-getter
        (syntax-rules () ((_ get value) (begin (define hidden value) (define (get) hidden)))))
      (define hidden 1)
      (define-getter answer 42)
      (answer))))

(test-group "4.3.2 patterns"
  (define-syntax m
    (syntax-rules (literal)
      ((_ literal x) '(literal x))
      ((_ (a b ...) ...) '((a ...) (b ... ...)))
      ((_ #(a b ...) c) '(vector a (b ...) c))
      ((_ 1 x) '(one x))
      ((_ "s" x) '(string x))
      ((_ #\c x) '(char x))
      ((_ #t x) '(true x))
      ((_ () x) '(nil x))
      ((_ a b c ... d) '(ends a b (c ...) d))
      ((_ a . b) '(tail a b))))
  (define-syntax dotted (syntax-rules () ((_ a b ... . c) '(a (b ...) c))))
  (define-syntax middle (syntax-rules () ((_ (a ... b c) d ...) '((a ...) b c (d ...)))))
  (define-syntax vector-middle (syntax-rules () ((_ #(a ... b)) '((a ...) b))))
  (define-syntax underscore (syntax-rules () ((_ _ x _) 'x)))
  (define-syntax nested (syntax-rules () ((_ ((a (b ...)) ...) ...) '(((b ... a) ...) ...))))
  (test-equal '(literal 5) (m literal 5))
  (test-equal '((1 4 6) (2 3 5)) (m (1 2 3) (4 5) (6)))
  (test-equal '(() ()) (m))
  (test-equal '(vector 1 (2 3) 4) (m #(1 2 3) 4))
  (test-equal '(one x) (m 1 x))
  (test-equal '(string x) (m "s" x))
  (test-equal '(char x) (m #\c x))
  (test-equal '(true x) (m #t x))
  (test-equal '(ends 5 6 () 7) (m 5 6 7))
  (test-equal '(ends 5 6 (7 8) 9) (m 5 6 7 8 9))
  (test-equal '(tail x (y)) (m x y))
  (test-equal '(tail x y) (m x . y))
  (test-equal '(1 () ()) (dotted 1))
  (test-equal '(1 (2 3) ()) (dotted 1 2 3))
  (test-equal '(1 (2 3) 4) (dotted 1 2 3 . 4))
  (test-equal '(() 1 2 ()) (middle (1 2)))
  (test-equal '((1 2) 3 4 (5 6)) (middle (1 2 3 4) 5 6))
  (test-equal '((1 2) 3) (vector-middle #(1 2 3)))
  (test-equal 2 (underscore 1 2 3))
  (test-equal '(((b c a) (d)) ((e f))) (nested ((a (b c)) (d ())) ((f (e)))))
  (test-error (evaluate '(let-syntax ((m (syntax-rules () ((_ x) x)))) (m))))
  (test-error (evaluate '(let-syntax ((m (syntax-rules () ((_ x) x)))) (m 1 2))))
  (test-error (evaluate '(let-syntax ((m (syntax-rules () ((_ x x) x)))) (m 1 1))))
  (test-error (evaluate '(let-syntax ((m (syntax-rules () ((_ x ... y ...) 1)))) (m 1 1))))
  (test-error (evaluate '(let-syntax ((m (syntax-rules () ((_ x ...) x)))) (m 1 1))))
  (test-error (evaluate '(let-syntax ((m (syntax-rules () ((_ x) (x ...))))) (m 1))))
  (test-error (evaluate '(let-syntax ((m (syntax-rules 5 ((_ x) x)))) (m 1))))
  (test-error (evaluate '(let ((x 1)) (define-syntax m (syntax-rules () ((_) 1))) (+ m 1)))))

(test-group "4.3.2 literals are matched by binding"
  (define-syntax is-else (syntax-rules (else) ((_ else) 'else) ((_ x) 'other)))
  (define-syntax is-free (syntax-rules (free) ((_ free) 'free) ((_ x) 'other)))
  (define-syntax is-ellipsis (syntax-rules (...) ((_ ...) 'ellipsis) ((_ x) 'other)))
  (define-syntax is-underscore (syntax-rules (_) ((m _) 'underscore) ((m x) 'other)))
  (test-equal 'else (is-else else))
  (test-equal 'other (let ((else 1)) (is-else else)))
  (test-equal 'other (is-else 5))
  (test-equal 'free (is-free free))
  (test-equal 'other (let ((free 1)) (is-free free)))
  (test-equal '(ellipsis other) (list (is-ellipsis ...) (is-ellipsis 5)))
  (test-equal '(underscore other) (list (is-underscore _) (is-underscore 5)))
  (test-equal 'free (let-syntax ((pass (syntax-rules () ((_ x) (is-free x))))) (pass free))))

(test-group "4.3.2 templates"
  (define-syntax pairs (syntax-rules () ((_ a (b ...)) '((a . b) ...))))
  (define-syntax my-let
    (syntax-rules () ((_ ((name value) ...) body ...) ((lambda (name ...) body ...) value ...))))
  (define-syntax escape (syntax-rules () ((_ a) '(a (... ...)))))
  (define-syntax other-ellipsis (syntax-rules ::: () ((_ a :::) '(a ::: ...))))
  (define-syntax in-vector (syntax-rules () ((_ a ...) '#(0 a ... 9))))
  (define-syntax flat (syntax-rules () ((_ (a ...) ...) '(a ... ...))))
  (define-syntax dotted (syntax-rules () ((_ a b) '(a . b))))
  (test-equal 4 (sequence 1 2 3 4))
  (test-equal '((x . 1) (x . 2)) (pairs x (1 2)))
  (test-equal 3 (my-let ((a 1) (b 2)) (+ a b)))
  (test-equal '(1 ...) (escape 1))
  (test-equal '(1 2 ...) (other-ellipsis 1 2))
  (test-equal '#(0 1 2 9) (in-vector 1 2))
  (test-equal '(1 2 3) (flat (1 2) () (3)))
  (test-equal '(1 2 3) (dotted 1 (2 3)))
  (test-equal 6 (let-syntax ((m (syntax-rules () ((_ f x ...) (f x ...))))) (m + 1 2 3)))
  (test-equal '(a b) (let-syntax ((m (syntax-rules () ((_ x) 'x)))) (m (a b)))))

(test-group "4.3.2 macros that define macros"
  (define-syntax define-constant-macro
    (syntax-rules () ((_ name value) (define-syntax name (syntax-rules () ((_) value))))))
  (define-syntax jabberwocky
    (syntax-rules ()
      ((_ hatter)
       (begin (define march-hare 42)
              (define-syntax hatter (syntax-rules () ((_) march-hare)))))))
  (define-constant-macro five 5)
  (jabberwocky mad-hatter)
  (test-equal 5 (five))
  (test-equal 42 (mad-hatter))
  (test-equal '(1 2 3)
    (let-syntax
        ((make (syntax-rules ()
                 ((_ name) (define-syntax name (syntax-rules () ((_ x (... ...)) (list x (... ...)))))))))
      (make my-list)
      (my-list 1 2 3))))

(test-group "4.3.2 recursive macros"
  (define-syntax my-reverse
    (syntax-rules ()
      ((_ () out) 'out)
      ((_ (a b ...) (out ...)) (my-reverse (b ...) (a out ...)))))
  (define-syntax count
    (syntax-rules () ((_) 0) ((_ x y ...) (+ 1 (count y ...)))))
  (test-equal '(3 2 1) (my-reverse (1 2 3) ()))
  (test-equal 30 (count 1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10))
  (test-equal 4 (my-or #f #f #f 4)))

(test-group "4.3.3 syntax-error"
  (define simple-let
    '(define-syntax simple-let
       (syntax-rules ()
         ((_ (head ... ((x . y) val) . tail) body1 body2 ...)
          (syntax-error "expected an identifier but got" (x . y)))
         ((_ ((name val) ...) body1 body2 ...)
          ((lambda (name ...) body1 body2 ...) val ...)))))
  (test-equal 3 (evaluate simple-let '(simple-let ((a 1) (b 2)) (+ a b))))
  (test-error (evaluate simple-let '(simple-let ((a 1) ((b c) 2)) 1)))
  (test-equal "expected an identifier but got"
    (guard (e ((error-object? e) (error-object-message e)))
      (evaluate simple-let '(simple-let (((b c) 2)) 1)))))

(test-group "5.4 syntax definitions"
  (test-equal '(2 1)
    (let ((x 1) (y 2))
      (define-syntax swap!
        (syntax-rules ()
          ((swap! a b)
           (let ((tmp a))
             (set! a b)
             (set! b tmp)))))
      (swap! x y)
      (list x y)))
  (test-equal 3 (let () (define-syntax m (syntax-rules () ((_) (f)))) (define (f) 3) (m)))
  (test-equal '(2 1 19)
    (let ((... 19)) (define-syntax swap (syntax-rules () ((_ x y) (list y x ...)))) (swap 1 2)))
  (test-equal '(2 1 3)
    (let ((... 19)) (define-syntax swap (syntax-rules () ((_ x y ...) (list y x ...)))) (swap 1 2 3)))
  (test-equal 'shadowed (let ((if list)) (define-syntax when (syntax-rules () ((_ x) 'shadowed))) (when 1)))
  (test-error (evaluate '(define-syntax m)))
  (test-error (evaluate '(define-syntax m 5) '(m)))
  (test-error (evaluate '(define if 3) '(if 1 2 3)))
  (test-error (evaluate '(let ()
                           (define-syntax foo (syntax-rules () ((_) 1)))
                           (define foo 5) (define foo 6) foo))))

(test-end)
