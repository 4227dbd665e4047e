;;; Work of many kinds, done again and again while interrupts come at any moment. A handler notes each and returns, so that
;;; the computation goes on; each round must have the result that it has undisturbed. A line of output for each kind.

(import (scheme base) (scheme write) (scheme read) (scheme lazy) (scheme eval) (scheme process-context) (scheme sort) (scheme time))

(define wanted (string->number (cadr (command-line))))
(define noted 0)

(define (note condition)
  (if (equal? (error-object-message condition) "interrupted")
      (set! noted (+ noted 1))
      (begin (display (error-object-message condition)) (newline) (exit 3))))

;; An interrupt that comes while another is noted goes to the handler outside, so there are several.
(define (patiently thunk)
  (let nest ((n 100))
    (if (= n 0)
        (thunk)
        (with-exception-handler note (lambda () (nest (- n 1)))))))

(define kinds '())

(define (kind name expected thunk)
  (set! kinds (cons (list name expected thunk) kinds)))

(define (say . words)
  (for-each display words)
  (newline)
  (flush-output-port))

(define (run name expected thunk)
  (let ((start noted))
    (let again ()
      (let ((result (thunk)))
        (cond ((not (equal? result expected)) (say name ": WRONG " result))
              ((< (- noted start) wanted) (again))
              (else (say name ": right")))))))

(define (numbers n) (let loop ((n n) (l '())) (if (= n 0) l (loop (- n 1) (cons n l)))))
(define hundred (numbers 100))

(kind "a loop without calls" 'done
      (lambda () (let ((end (+ noted 1))) (let loop () (if (< noted end) (loop) 'done)))))

(kind "a loop of several variables" '(500 125250 -500 1)
      (lambda ()
        (let loop ((i 0) (sum 0) (down 0) (swap 1) (other 2))
          (if (= i 500)
              (list i (+ sum i) down swap)
              (loop (+ i 1) (+ sum i) (- down 1) other swap)))))

(kind "loops in loops" 4950
      (lambda ()
        (let outer ((i 0) (sum 0))
          (if (= i 100)
              sum
              (let inner ((j 0) (sum sum))
                (if (= j i) (outer (+ i 1) sum) (inner (+ j 1) (+ sum 1))))))))

(kind "a loop of conditional expressions" '(300 100 400)
      (lambda ()
        (let loop ((i 0) (threes 0) (rest 0))
          (if (= i 300)
              (list i threes (+ rest 200))
              (loop (+ i 1)
                    (if (= 0 (modulo i 3)) (+ threes 1) threes)
                    (if (= 0 (modulo i 3)) rest (if (> i 1) (+ rest 1) (+ rest 1))))))))

(kind "a do loop with effects" '(200 0 1 2)
      (lambda ()
        (let ((v (make-vector 200 0)))
          (do ((i 0 (+ i 1))) ((= i 200)) (vector-set! v i (+ i (vector-ref v i))))
          (cons (vector-length v) (list (vector-ref v 0) (vector-ref v 1) (vector-ref v 2))))))

(define counter 0)
(define (bump!) (set! counter (+ counter 1)) counter)
(kind "effects, once each" 300
      (lambda () (set! counter 0) (let loop ((i 0)) (if (< i 300) (begin (bump!) (loop (+ i 1))) counter))))

(kind "assigned variables" '(100 100)
      (lambda ()
        (let ((a 0) (b 0))
          (for-each (lambda (x) (set! a (+ a 1)) (set! b (+ b 1))) hundred)
          (list a b))))

(kind "closures made in a loop" 4950
      (lambda ()
        (let loop ((i 0) (made '()))
          (if (= i 100)
              (apply + (map (lambda (f) (f)) made))
              (loop (+ i 1) (cons (lambda () i) made))))))

(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(kind "calls" 144 (lambda () (fib 12)))

(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1)))))
(kind "deep recursion" 3000 (lambda () (count 3000)))

(define (even n) (if (= n 0) 'even (odd (- n 1))))
(define (odd n) (if (= n 0) 'odd (even (- n 1))))
(kind "tail calls" 'odd (lambda () (even 501)))

(kind "map and apply" 5150 (lambda () (apply + (map (lambda (x) (+ 1 x)) hundred))))
(kind "vector-map" 10100 (lambda () (apply + (vector->list (vector-map (lambda (x) (+ x x)) (list->vector hundred))))))
(kind "sorting" hundred (lambda () (list-sort (lambda (a b) (< a b)) (reverse hundred))))

(kind "several values" '(100 5050)
      (lambda ()
        (let loop ((l hundred) (n 0) (sum 0))
          (if (null? l)
              (list n sum)
              (call-with-values (lambda () (values (cdr l) (+ n 1) (+ sum (car l)))) loop)))))

(kind "long primitives" '(#t 20000)
      (let ((a (numbers 20000)) (b (numbers 20000)))
        (lambda () (list (equal? a b) (length (append a '()))))))

(define balance 0)
(kind "dynamic-wind" '(0 50)
      (lambda ()
        (let ((sum 0))
          (let loop ((i 0))
            (if (< i 50)
                (dynamic-wind (lambda () (set! balance (+ balance 1)))
                              (lambda () (set! sum (+ sum 1)))
                              (lambda () (set! balance (- balance 1)))))
            (if (< i 50) (loop (+ i 1))))
          (list balance sum))))

(kind "guard" 5050
      (lambda ()
        (let loop ((l hundred) (sum 0))
          (if (null? l)
              sum
              (loop (cdr l) (+ sum (guard (e ((number? e) e)) (raise (car l)))))))))

(kind "an error and its handler" 40
      (lambda ()
        (let loop ((i 0) (caught 0))
          (if (= i 40)
              caught
              (loop (+ i 1) (+ caught (guard (e ((equal? (error-object-message e) "mine") 1)) (error "mine" i))))))))

(define parameter (make-parameter 0))
(kind "parameterize" '(0 20)
      (lambda ()
        (let ((inside (let nest ((n 20)) (if (= n 0) (parameter) (parameterize ((parameter (+ 1 (parameter)))) (nest (- n 1)))))))
          (list (parameter) inside))))

(kind "a generator of continuations" 5050
      (lambda ()
        (define return #f)
        (define (items)
          (call/cc (lambda (r)
                     (set! return r)
                     (for-each (lambda (x) (call/cc (lambda (next) (set! items (lambda () (next #f))) (return x)))) hundred)
                     (return #f))))
        (define (next) (call/cc (lambda (k) (set! return k) (items))))
        (let loop ((sum 0))
          (let ((x (next)))
            (if x (loop (+ sum x)) sum)))))

(kind "promises" 5050
      (lambda ()
        (let stream ((l (let make ((n 100)) (delay (if (= n 0) '() (cons n (make (- n 1))))))) (sum 0))
          (let ((pair (force l)))
            (if (null? pair) sum (stream (cdr pair) (+ sum (car pair))))))))

(kind "output" 292
      (lambda ()
        (let ((port (open-output-string)))
          (for-each (lambda (x) (write x port) (write-char #\space port)) hundred)
          (string-length (get-output-string port)))))

(kind "reading" '(100 5050)
      (lambda ()
        (let ((port (open-input-string "1 2 3 4 5 6 7 8 9 10")))
          (let loop ((n 0) (sum 0))
            (let ((x (read port)))
              (if (eof-object? x) (list (* 10 n) (+ 4995 sum)) (loop (+ n 1) (+ sum x))))))))

(kind "eval" 45
      (lambda ()
        (eval '(let loop ((i 0) (sum 0)) (if (= i 10) sum (loop (+ i 1) (+ sum i)))) (environment '(scheme base)))))

;; Chains of tail calls and recursion that reach Python's recursion limit again and again, where there is no room for the
;; handler of a signal either: in calls, and in loops inside of calls.
(define steps 0)
(define (left n) (set! steps (+ steps 1)) (if (= n 0) steps (right (- n 1))))
(define (right n) (set! steps (+ steps 1)) (if (= n 0) steps (left (- n 1))))
(kind "tail calls at the limit" 1001 (lambda () (set! steps 0) (left 1000)))

(define (spin n)
  (let loop ((i 0) (sum 0))
    (if (< i 40)
        (loop (+ i 1) (+ sum 1))
        (if (= n 0) sum (spin-again (- n 1) sum)))))
(define (spin-again n sum) (if (= sum 40) (spin n) (list 'wrong sum)))
(kind "loops at the limit" 40 (lambda () (spin 300)))

(define (deep n)
  (let loop ((i 0) (sum 0))
    (if (< i 40)
        (let inner ((j 0))
          (if (< j 3) (inner (+ j 1)) (loop (+ i 1) (+ sum 1))))
        (if (= n 0) sum (+ sum (deep (- n 1)))))))
(kind "loops in deep recursion" 3640 (lambda () (deep 90)))

;; The interrupts begin at the first line of output and end at the last, which may take a moment.
(patiently
 (lambda ()
   (say "ready")
   (for-each (lambda (arguments) (apply run arguments)) (reverse kinds))
   (say "end")
   (let ((end (+ (current-jiffy) (jiffies-per-second))))
     (let wait () (if (< (current-jiffy) end) (wait))))))
