;;; Report 6.10, call-with-current-continuation: escaping, re-entering, generators, coroutines, backtracking.

(import (scheme base) (srfi 64) (check))

(test-begin "6-10-continuations")

(test-group "6.10 call/cc, the report's examples"
  (define list-length
    (lambda (obj)
      (call-with-current-continuation
        (lambda (return)
          (letrec ((r
                    (lambda (obj)
                      (cond ((null? obj) 0)
                            ((pair? obj)
                             (+ (r (cdr obj)) 1))
                            (else (return #f))))))
            (r obj))))))
  (test-equal -3
    (call-with-current-continuation
      (lambda (exit)
        (for-each (lambda (x)
                    (if (negative? x)
                        (exit x)))
                  '(54 0 37 -3 245 19))
        #t)))
  (test-equal 4 (list-length '(1 2 3 4)))
  (test-equal #f (list-length '(a b . c))))

(test-group "6.10 call/cc, results"
  (test-equal 5 (call/cc (lambda (k) 5)))
  (test-equal 5 (call/cc (lambda (k) (k 5) (car '()))))
  (test-equal 6 (+ 1 (call/cc (lambda (k) (+ 10 (k 5))))))
  (test-values (1 2) (call/cc (lambda (k) (k 1 2))))
  (test-values () (call/cc (lambda (k) (k))))
  (test-equal #t (call/cc (lambda (k) (procedure? k))))
  (test-equal #t (eq? call/cc call-with-current-continuation))
  (test-equal 'discarded (begin (call/cc (lambda (k) (k 1 2 3))) (call/cc (lambda (k) (k))) 'discarded))
  (test-error (call/cc 5))
  (test-error (call/cc))
  (test-error (call/cc (lambda () 1)))
  (test-error (+ 1 (call/cc (lambda (k) 'a)))))

;; Calls PROCEDURE with a continuation that can be called over and over, and returns the list of what each round gave.
(define (rounds procedure values)
  (let ((k #f) (results '()) (left values))
    (let ((result (procedure (lambda (value) (call/cc (lambda (c) (set! k c) value))))))
      (set! results (cons result results))
      (if (pair? left)
          (let ((next (car left)))
            (set! left (cdr left))
            (k next))
          (reverse results)))))

(test-group "6.10 call/cc, entering again"
  (test-equal '(11 12 13) (rounds (lambda (enter) (+ 10 (enter 1))) '(2 3)))
  (test-equal '((a 1 z) (a 2 z)) (rounds (lambda (enter) (list 'a (enter 1) 'z)) '(2)))
  (test-equal '(yes no yes) (rounds (lambda (enter) (if (enter #t) 'yes 'no)) '(#f #t)))
  (test-equal '(6 7) (rounds (lambda (enter) (let ((x (enter 1)) (y 5)) (+ x y))) '(2)))
  (test-equal '((1 . 2) (10 . 20))
    (rounds (lambda (enter) (let* ((x (enter 1)) (y (* 2 x))) (cons x y))) '(10)))
  (test-equal '(#(1 0) #(2 0)) (rounds (lambda (enter) (vector (enter 1) 0)) '(2)))
  (test-equal '((1 (2) 3) (1 (x) 3)) (rounds (lambda (enter) `(1 (,(enter 2)) 3)) '(x)))
  (test-equal '(one two other) (rounds (lambda (enter) (case (enter 1) ((1) 'one) ((2) 'two) (else 'other))) '(2 3)))
  (test-equal '(2 #f) (rounds (lambda (enter) (and (enter 1) 2)) '(#f)))
  (test-equal '(3 4) (rounds (lambda (enter) (cond ((assv (enter 1) '((1 . 3) (2 . 4))) => cdr) (else 'no))) '(2))))

(test-group "6.10 call/cc, entering a loop again"
  ;; the third round starts over from the second element
  (test-equal '((1 2 3) (1 20 3))
    (rounds (lambda (enter)
              (let loop ((n 1) (acc '()))
                (if (> n 3)
                    (reverse acc)
                    (loop (+ n 1) (cons (if (= n 2) (enter 2) n) acc)))))
            '(20)))
  (test-equal '(10 108)
    (rounds (lambda (enter)
              (do ((i 0 (+ i 1))
                   (sum 0 (+ sum (if (= i 2) (enter 2) i))))
                  ((= i 5) sum)))
            '(100)))
  (test-equal '((1 2 3) (1 b 3))
    (rounds (lambda (enter) (map (lambda (x) (if (= x 2) (enter 2) x)) '(1 2 3))) '(b)))
  (test-equal '(#(1 2 3) #(1 b 3))
    (rounds (lambda (enter) (vector-map (lambda (x) (if (= x 2) (enter 2) x)) #(1 2 3))) '(b)))
  (test-equal '((1 2) (1 3)) (rounds (lambda (enter) (apply list 1 (list (enter 2)))) '(3))))

(define top-k #f)
(define top-count 0)
(define top-value (call/cc (lambda (k) (set! top-k k) 1)))
(set! top-count (+ top-count 1))
(if (< top-count 3) (top-k (* 10 top-count)))
(define-values (top-a top-b) (call/cc (lambda (k) (set! top-k k) (values 1 2))))
(if (= top-a 1) (top-k 5 6))
(define-record-type point (make-point x y) point? (x point-x) (y point-y))

(test-group "6.10 call/cc, entering definitions again"
  (test-equal '(3 20) (list top-count top-value))
  (test-equal '(5 6) (list top-a top-b))
  (test-equal '((1 3) (2 4)) (rounds (lambda (enter) (define a (enter 1)) (define b (+ a 2)) (list a b)) '(2)))
  (test-equal '((1 (2)) (1 (x)))
    (rounds (lambda (enter) (define-values (a . b) (values 1 (enter 2))) (list a b)) '(x))))

(test-group "6.10 call/cc, entering library procedures and other forms again"
  (test-equal '((1 2) (5 2))
    (map (lambda (p) (list (point-x p) (point-y p))) (rounds (lambda (enter) (make-point (enter 1) 2)) '(5))))
  (test-equal '("ab" "xb")
    (rounds (lambda (enter) (string-map (lambda (c) (if (char=? c #\a) (enter c) c)) "ab")) '(#\x)))
  (test-equal '((a 3) (b 3)) (rounds (lambda (enter) (let-values (((x y) (values (enter 'a) 3))) (list x y))) '(b)))
  (test-equal '(10 20)
    (rounds (lambda (enter) (let ((p (make-parameter 1))) (parameterize ((p (enter 10))) (p)))) '(20)))
  (test-equal '(1 2) (rounds (lambda (enter) ((make-parameter 1 enter))) '(2)))
  (test-equal '(#(1 2) #(1 3)) (rounds (lambda (enter) `#(1 ,(enter 2))) '(3)))
  (test-equal '(#t (2 3)) (rounds (lambda (enter) (or (enter #t) (member 2 '(1 2 3) =))) '(#f)))
  (test-equal '((1 . 2) #f)
    (rounds (lambda (enter) (assoc 1 '((0 . 0) (1 . 2)) (lambda (a b) (and (= a b) (enter #t))))) '(#f)))
  (test-equal '(done done done) (rounds (lambda (enter) (vector-for-each enter #(1 2 3)) 'done) '(8 9))))

(test-group "6.10 call/cc, map does not change a list it has returned"
  (define k #f)
  (define (first-two)
    (map (lambda (x) (call/cc (lambda (c) (if (and (= x 1) (not k)) (set! k c)) x))) '(0 1 2)))
  (define all '())
  (let ((result (first-two)))
    (set! all (cons result all))
    (if (= (length all) 1) (k 'again)))
  (test-equal '((0 again 2) (0 1 2)) all))

(test-group "6.10 call/cc, variables live in the heap"
  ;; an assigned variable is shared by all continuations of its binding
  (test-equal '(1 2 3)
    (let ((count 0))
      (rounds (lambda (enter) (enter 0) (set! count (+ count 1)) count) '(0 0))))
  ;; a variable bound after the capture is fresh each time
  (test-equal '(1 1 1)
    (rounds (lambda (enter) (let ((x (enter 0))) (let ((n 0)) (set! n (+ n 1)) n))) '(0 0)))
  ;; closures made in two rounds do not share what was bound in the round
  (test-equal '(1 2)
    (map (lambda (f) (f)) (rounds (lambda (enter) (let ((x (enter 1))) (lambda () x))) '(2)))))

(test-group "6.10 call/cc, letrec entered again has one location (Oleg's test)"
  (test-equal #t
    (let ((cont #f))
      (letrec ((x (call/cc (lambda (c) (set! cont c) 0)))
               (y (call/cc (lambda (c) (set! cont c) 0))))
        (if cont
            (let ((c cont))
              (set! cont #f)
              (set! x 1)
              (set! y 1)
              (c 0))
            (+ x y))
        #t))))

(test-group "6.10 call/cc, leaving nested calls"
  (define (product numbers)
    (call/cc
      (lambda (return)
        (let loop ((rest numbers))
          (cond ((null? rest) 1)
                ((eqv? (car rest) 0) (return 'zero))
                (else (* (car rest) (loop (cdr rest)))))))))
  (test-equal 24 (product '(1 2 3 4)))
  (test-equal 'zero (product '(1 2 0 4 error)))
  (test-equal 'inner
    (call/cc (lambda (outer) (list (call/cc (lambda (inner) (outer 'inner)))))))
  (test-equal '(inner)
    (call/cc (lambda (outer) (list (call/cc (lambda (inner) (inner 'inner) (outer 'outer)))))))
  (test-equal 'out
    (call/cc (lambda (k) (vector-for-each (lambda (x) (string-for-each (lambda (c) (k 'out)) "ab")) #(1 2))))))

;; A procedure that returns the elements of a tree one after the other, then 'end.
(define (tree-walker tree)
  (define return #f)
  (define (resume)
    (let walk ((tree tree))
      (cond ((pair? tree) (walk (car tree)) (walk (cdr tree)))
            ((null? tree) 'nothing)
            (else (call/cc (lambda (k)
                             (set! resume (lambda () (k 'go-on)))
                             (return tree))))))
    (set! resume (lambda () (return 'end)))
    (return 'end))
  (lambda () (call/cc (lambda (k) (set! return k) (resume)))))

(define (same-fringe? a b)
  (let ((next-a (tree-walker a)) (next-b (tree-walker b)))
    (let loop ()
      (let ((x (next-a)) (y (next-b)))
        (cond ((not (eqv? x y)) #f)
              ((eq? x 'end) #t)
              (else (loop)))))))

(test-group "6.10 call/cc, generators"
  (define next (tree-walker '(1 (2 (3)) . 4)))
  (test-equal 1 (next))
  (test-equal 2 (next))
  (test-equal '(3 4 end end) (let* ((a (next)) (b (next)) (c (next)) (d (next))) (list a b c d)))
  (test-equal #t (same-fringe? '(1 (2 3) ((4))) '((1 2) (3 4))))
  (test-equal #f (same-fringe? '(1 (2 3) ((4))) '((1 2) (4 3))))
  (test-equal #f (same-fringe? '(1 2) '(1 2 3))))

(test-group "6.10 call/cc, a generator over for-each"
  (define (generate-from for-each-of items)
    (define resume #f)
    (lambda ()
      (call/cc
        (lambda (return)
          (if resume
              (resume return)
              (begin
                (for-each-of (lambda (x)
                               (set! return (call/cc (lambda (k) (set! resume k) (return x)))))
                             items)
                (set! resume (lambda (return) (return 'end)))
                (return 'end)))))))
  (define (first-four next) (let* ((a (next)) (b (next)) (c (next)) (d (next))) (list a b c d)))
  (test-equal '(a b c end) (first-four (generate-from for-each '(a b c))))
  (test-equal '(#\x #\y end end) (first-four (generate-from string-for-each "xy")))
  (test-equal '(1 2 3 4) (first-four (generate-from vector-for-each #(1 2 3 4 5)))))

(test-group "6.10 call/cc, coroutines"
  (define queue '())
  (define log '())
  (define (note x) (set! log (cons x log)))
  (define (enqueue! thunk) (set! queue (append queue (list thunk))))
  (define (run-next!)
    (let ((thunk (car queue)))
      (set! queue (cdr queue))
      (thunk)))
  (define (yield) (call/cc (lambda (k) (enqueue! (lambda () (k #f))) (run-next!))))
  (define (worker name count done)
    (lambda ()
      (let loop ((n 1))
        (when (<= n count)
          (note (list name n))
          (yield)
          (loop (+ n 1))))
      (done)))
  (call/cc
    (lambda (finish)
      (define alive 2)
      (define (done)
        (set! alive (- alive 1))
        (if (= alive 0) (finish 'all) (run-next!)))
      (enqueue! (worker 'a 3 done))
      (enqueue! (worker 'b 2 done))
      (run-next!)))
  (test-equal '((a 1) (b 1) (a 2) (b 2) (a 3)) (reverse log)))

(test-group "6.10 call/cc, amb"
  (define (fail) (error "no more choices"))
  (define (amb . choices)
    (let ((outer fail))
      (call/cc
        (lambda (return)
          (for-each (lambda (choice)
                      (call/cc (lambda (next)
                                 (set! fail (lambda () (next #f)))
                                 (return choice))))
                    choices)
          (set! fail outer)
          (outer)))))
  (define (require truth) (if (not truth) (fail)))
  (test-equal '(3 4 5)
    (let* ((a (amb 1 2 3 4 5 6)) (b (amb 1 2 3 4 5 6)) (c (amb 1 2 3 4 5 6)))
      (require (< a b))
      (require (= (* c c) (+ (* a a) (* b b))))
      (list a b c)))
  (set! fail (lambda () (error "no more choices")))
  (test-error (let ((a (amb 1 2))) (require (> a 5)) a)))

(test-group "6.10 call/cc, deep recursion and continuations"
  (define (deep n leaf) (if (= n 0) (leaf) (+ 1 (deep (- n 1) leaf))))
  (test-equal many (deep many (lambda () 0)))
  (test-equal 'out (call/cc (lambda (k) (deep many (lambda () (k 'out))))))
  (test-equal (list many (+ many 7)) (rounds (lambda (enter) (deep many (lambda () (enter 0)))) '(7))))

(test-group "6.10 call/cc in an operator and in a condition"
  (test-equal 3 ((call/cc (lambda (k) (k +))) 1 2))
  (test-equal 'a (if (call/cc (lambda (k) (k #t))) 'a 'b))
  (test-equal 8 (let ((f (call/cc (lambda (k) k)))) (if (procedure? f) (f 8) f)))
  ;; the mondo bizarro puzzle terminates
  (test-equal '(1 1 2 2)
    (let ((count 0) (seen '()))
      (let ((yin (call/cc (lambda (c) c))))
        (set! count (+ count 1))
        (set! seen (cons count seen))
        (set! seen (cons count seen))
        (if (< count 2) (yin yin) (reverse seen))))))

(test-end)
