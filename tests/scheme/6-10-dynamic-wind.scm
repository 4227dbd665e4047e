;;; Report 6.10, dynamic-wind: every way in and out, alone, nested, and together with parameters and handlers.

(import (scheme base) (srfi 64) (check))

(test-begin "6-10-dynamic-wind")

(define trace '())
(define (note x) (set! trace (cons x trace)))
(define (noted thunk)
  (set! trace '())
  (let ((result (thunk)))
    (list result (reverse trace))))

;; (wind name body ...) notes (in name) and (out name) around the body.
(define-syntax wind
  (syntax-rules ()
    ((_ name body ...)
     (dynamic-wind (lambda () (note '(in name)))
                   (lambda () body ...)
                   (lambda () (note '(out name)))))))

(define-syntax test-trace
  (syntax-rules ()
    ((_ result events expression)
     (test-equal '(result events) (noted (lambda () expression))))))

(test-group "6.10 dynamic-wind, the report's example"
  (test-equal '(connect talk1 disconnect
                connect talk2 disconnect)
    (let ((path '())
          (c #f))
      (let ((add (lambda (s)
                   (set! path (cons s path)))))
        (dynamic-wind
          (lambda () (add 'connect))
          (lambda ()
            (add (call-with-current-continuation
                   (lambda (c0)
                     (set! c c0)
                     'talk1))))
          (lambda () (add 'disconnect)))
        (if (< (length path) 4)
            (c 'talk2)
            (reverse path))))))

(test-group "6.10 dynamic-wind, normal return"
  (test-trace 1 ((in a) (out a)) (wind a 1))
  (test-trace 1 ((in a) x (out a)) (wind a (note 'x) 1))
  (test-trace 1 ((in a) (in b) (out b) (out a)) (wind a (wind b 1)))
  (test-trace 2 ((in a) (out a) (in b) (out b)) (begin (wind a 1) (wind b 2)))
  (test-values (1 2 3) (wind a (values 1 2 3)))
  (test-values () (wind a (values)))
  (test-error (dynamic-wind 1 (lambda () 1) (lambda () 1)))
  (test-error (dynamic-wind (lambda () 1) 1 (lambda () 1)))
  (test-error (dynamic-wind (lambda () 1) (lambda () 1) 1)))

(test-group "6.10 dynamic-wind, leaving by a continuation"
  (test-trace 5 ((in a) (out a)) (call/cc (lambda (k) (wind a (k 5) 6))))
  (test-trace 5 ((in a) (in b) (out b) (out a)) (call/cc (lambda (k) (wind a (wind b (k 5))))))
  (test-trace (5) ((in a) (in b) (out b) (out a)) (wind a (list (call/cc (lambda (k) (wind b (k 5)))))))
  (test-trace 5 ((in a) (in b) (in c) (out c) (out b) (out a))
    (call/cc (lambda (k) (wind a (wind b (for-each (lambda (x) (wind c (k x))) '(5 6)))))))
  (test-values (1 2) (call/cc (lambda (k) (wind a (k 1 2))))))

;; Calls PROCEDURE with a procedure that captures; when PROCEDURE has returned, enters the capture COUNT more times.
(define (enter-again count procedure)
  (let ((k #f) (left count))
    (let ((result (procedure (lambda (value) (call/cc (lambda (c) (set! k c) value))))))
      (note (list 'result result))
      (if (> left 0)
          (begin
            (set! left (- left 1))
            (k left))
          'done))))

(test-group "6.10 dynamic-wind, entering again"
  (test-trace done ((in a) (out a) (result 9) (in a) (out a) (result 1) (in a) (out a) (result 0))
    (enter-again 2 (lambda (enter) (wind a (enter 9)))))
  (test-trace done ((in a) (in b) (out b) (out a) (result (9))
                    (in a) (in b) (out b) (out a) (result (0)))
    (enter-again 1 (lambda (enter) (wind a (list (wind b (enter 9)))))))
  ;; from one winder into another that lies beside it
  (test-trace done ((in a) (out a) (in b) (out b) (in a) (out a) (in c) (out c))
    (let ((k #f) (first #t))
      (wind a (call/cc (lambda (c) (set! k c))))
      (if first
          (begin (set! first #f) (wind b (k 1)))
          (wind c 1))
      'done))
  ;; the winders that both computations are in stay as they are
  (test-trace done ((in a) (in b) (out b) (in c) (out c) (in b) (out b) (out a))
    (let ((k #f) (first #t))
      (wind a
        (wind b (call/cc (lambda (c) (set! k c))))
        (if first
            (begin (set! first #f) (wind c (k 1)))))
      'done)))

(test-group "6.10 dynamic-wind, captured and left in the same winder"
  (test-trace 3 ((in a) (out a))
    (wind a (let loop ((n 0)) (let ((k (call/cc (lambda (c) c)))) (if (< n 3) (loop (+ n 1)) n)))))
  (test-trace 7 ((in a) (out a)) (wind a (call/cc (lambda (k) (k 7))))))

(test-group "6.10 dynamic-wind, a generator that suspends within"
  (test-trace (1 2 end) ((in a) (out a) (in a) (out a) (in a) (out a))
    (let ((return #f) (resume #f))
      (define (yield x) (call/cc (lambda (k) (set! resume k) (return x))))
      (define (next)
        (call/cc (lambda (k)
                   (set! return k)
                   (if resume
                       (resume 'on)
                       (begin (wind a (yield 1) (yield 2)) (return 'end))))))
      (let* ((x (next)) (y (next)) (z (next))) (list x y z)))))

(test-group "6.10 dynamic-wind, leaving from before and after"
  ;; in `before` and `after` the computation is outside of the winder
  (test-trace left (b-before)
    (call/cc (lambda (k)
               (dynamic-wind (lambda () (note 'b-before) (k 'left))
                             (lambda () (note 'b-body))
                             (lambda () (note 'b-after))))))
  (test-trace left ((in a) body after (out a))
    (call/cc (lambda (k)
               (wind a
                 (dynamic-wind (lambda () #f)
                               (lambda () (note 'body))
                               (lambda () (note 'after) (k 'left)))))))
  ;; an escape out of an `after` that an escape caused replaces it
  (test-trace second ((in a) after (out a))
    (call/cc (lambda (k1)
               (wind a
                 (call/cc (lambda (k2)
                            (dynamic-wind (lambda () #f)
                                          (lambda () (k2 'first))
                                          (lambda () (note 'after) (k1 'second)))))))))
  (test-trace (inner) ((in a) (out a))
    (list (call/cc (lambda (k)
                     (dynamic-wind (lambda () #f)
                                   (lambda () 'result)
                                   (lambda () (wind a (k 'inner)))))))))

(test-group "6.10 dynamic-wind and exceptions"
  (test-trace caught ((in a) (out a)) (guard (e (#t 'caught)) (wind a (raise 'x))))
  (test-trace caught ((in a) (in b) (out b) (out a)) (guard (e (#t 'caught)) (wind a (wind b (car '())))))
  ;; a handler runs inside the winders; a clause of guard outside of them
  (test-trace (1 2) ((in a) handler (out a))
    (with-exception-handler
      (lambda (e) (note 'handler) 1)
      (lambda () (wind a (list (raise-continuable 'x) 2)))))
  (test-trace clause ((in a) (out a) clause)
    (guard (e (#t (note 'clause) 'clause)) (wind a (raise 'x))))
  ;; no clause matches: the raise goes on inside of the winders, which are entered again
  (test-trace caught ((in a) (in b) (out b) (in b) (out b) (out a))
    (guard (e (#t 'caught)) (wind a (guard (e ((string? e) 'no)) (wind b (raise 'x))))))
  ;; an error in `after` takes the place of the result
  (test-trace (caught after) ((in a) (out a))
    (guard (e (#t (list 'caught e)))
      (wind a (dynamic-wind (lambda () #f) (lambda () 1) (lambda () (raise 'after)))))))

(test-group "6.10 dynamic-wind, handlers in before and after"
  ;; before and after run with the handlers around the dynamic-wind, wherever the jump comes from
  (test-trace done (outer outer)
    (with-exception-handler
      (lambda (e) (note 'outer) e)
      (lambda ()
        (call/cc
          (lambda (k)
            (dynamic-wind
              (lambda () (raise-continuable 'in))
              (lambda ()
                (with-exception-handler (lambda (e) (note 'inner) e) (lambda () (k 1))))
              (lambda () (raise-continuable 'out)))))
        'done))))

(test-group "6.10 dynamic-wind and parameterize"
  (define p (make-parameter 'outside))
  (test-trace outside (inside outside inside outside)
    (let ((k #f) (first #t))
      (dynamic-wind
        (lambda () #f)
        (lambda () (parameterize ((p 'inside)) (call/cc (lambda (c) (set! k c))) (note (p))))
        (lambda () (note (p))))
      (if first (begin (set! first #f) (k 1)))
      (p)))
  (test-equal '(in out)
    (parameterize ((p 'out))
      (let ((seen #f))
        (call/cc (lambda (k) (parameterize ((p 'in)) (set! seen (p)) (k 1))))
        (list seen (p))))))

(test-group "6.10 dynamic-wind, many"
  (define (nest n)
    (if (= n 0)
        'bottom
        (dynamic-wind (lambda () (note 'i)) (lambda () (nest (- n 1))) (lambda () (note 'o)))))
  (define rounds (quotient many 20))
  (test-equal (list 'bottom (* 2 rounds))
    (let ((seen (noted (lambda () (nest rounds))))) (list (car seen) (length (cadr seen)))))
  (test-equal (* 2 rounds)
    (let loop ((n 0))
      (if (< n rounds)
          (begin (dynamic-wind (lambda () (note 1)) (lambda () n) (lambda () (note 2))) (loop (+ n 1)))
          (- (length trace) (* 2 rounds)))))
  (test-equal 'out (call/cc (lambda (k) (let dive ((n rounds)) (if (= n 0) (k 'out) (wind x (dive (- n 1)) 1)))))))

(test-end)
