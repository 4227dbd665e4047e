"""Programs that save an image in the middle of what they do: name → text. IMAGE stands for the path.

Each writes something before and something after; `saved` and `booted` are what tells the two runs apart.
"""

HEADER = "(import (scheme base) (scheme write) (scheme lazy) (scheme case-lambda) (scheme cxr) (scheme inexact) (srfi 69) (lisp image))\n"

PROGRAMS = {
    "closures that share a variable": """
(define (make-counter)
  (let ((n 0))
    (cons (lambda () (set! n (+ n 1)) n)
          (lambda () n))))
(define counter (make-counter))
((car counter))
((car counter))
(write (save-image IMAGE))
((car counter))
(write (list ((cdr counter)) ((car counter)) ((cdr counter))))
""",
    "records": """
(define-record-type <point> (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define p (make-point 1 (list 2 3)))
(define same p)
(write (save-image IMAGE))
(set-point-x! p 10)
(write (list (point? same) (point-x same) (point-y p) (point? 5)))
(write (make-point 4 5))
(guard (e (#t (write (error-object-message e)))) (point-x 7))
""",
    "tables": """
(define t (make-hash-table))
(hash-table-set! t "key" 1)
(hash-table-set! t 'key 2)
(hash-table-set! t '(1 "two" #\\3) 3)
(hash-table-set! t 1.0 'inexact)
(hash-table-set! t 1 'exact)
(define by-identity (make-hash-table eq?))
(define box (list 'box))
(hash-table-set! by-identity box 'found)
(write (save-image IMAGE))
(write (map (lambda (k) (hash-table-ref/default t k #f)) (list "key" 'key (list 1 "two" #\\3) 1.0 1)))
(write (hash-table-ref/default by-identity box 'lost))
(hash-table-set! t "new" 4)
(write (hash-table-size t))
""",
    "parameters": """
(define p (make-parameter 1 (lambda (x) (* x 10))))
(define q (make-parameter 'q))
(parameterize ((p 2) (q 'inner))
  (write (list (p) (q)))
  (write (save-image IMAGE))
  (write (list (p) (q))))
(write (list (p) (q)))
(define out (open-output-string))
(parameterize ((current-output-port out)) (write 'hidden))
(write (get-output-string out))
""",
    "promises": """
(define count 0)
(define p (delay (begin (set! count (+ count 1)) count)))
(define done (delay 5))
(force done)
(write (save-image IMAGE))
(write (list (force p) (force p) (force done)))
(define (stream n) (cons n (delay (stream (+ n 1)))))
(write (car (force (cdr (force (cdr (stream 1)))))))
""",
    "deep recursion": """
(define (deep n)
  (if (= n 0)
      (begin (write (save-image IMAGE)) 0)
      (+ 1 (deep (- n 1)))))
(write (deep 20000))
""",
    "continuations": """
(define saved #f)
(define trace '())
(define saves 0)
(define result (+ 1 (call/cc (lambda (k) (set! saved k) 1))))
(set! trace (cons result trace))
(set! saves (+ saves 1))
(if (= saves 1) (write (save-image IMAGE)))
(if (< (length trace) 4) (saved (* 10 (length trace))))
(write (reverse trace))
""",
    "dynamic-wind and guard": """
(define trace '())
(define (note x) (set! trace (cons x trace)))
(define answer
  (guard (e ((symbol? e) (note e) 'caught))
    (dynamic-wind
      (lambda () (note 'in))
      (lambda () (write (save-image IMAGE)) (note 'body) (raise 'oops))
      (lambda () (note 'out)))))
(write (list answer (reverse trace)))
""",
    "handlers": """
(write (with-exception-handler
         (lambda (e) (* e 2))
         (lambda () (+ 1 (begin (write (save-image IMAGE)) (raise-continuable 21))))))
""",
    "inside map, case-lambda and values": """
(define f (case-lambda ((a) (list 'one a)) ((a b) (list 'two a b)) ((a . r) (list 'more a r))))
(write (map (lambda (x) (if (= x 2) (write (save-image IMAGE))) (f x x)) '(1 2 3)))
(call-with-values (lambda () (values 1 2 3)) (lambda (a b c) (write (f a b c))))
""",
    "pairs that end in numbers": """
(define x (cons 1 2))
(define y (cons 1 2))
(define z (cons x 0.5))
(write (save-image IMAGE))
(write (list x y z (eq? x (car z)) (eq? x y)))
""",
    "circular and shared data": """
(define l (list 1 2 3))
(set-cdr! (cddr l) l)
(define v (vector l l (string #\\a) #u8(1 2)))
(vector-set! v 1 v)
(write (save-image IMAGE))
(write (list (eq? (vector-ref v 1) v) (eq? (vector-ref v 0) (cdddr l))))
(write v)
""",
    "macros and syntax": """
(define-syntax swap!
  (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define-syntax my-or
  (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(define t 5)
(write (save-image IMAGE))
(define x 1)
(define y 2)
(swap! x y)
(write (list x y (my-or #f t)))
""",
    "numbers": """
(define numbers (list 1 -1 (expt 10 50) 1/3 -0.0 1.5 1e300 (sqrt -1) 123456789012345678901234567890/7))
(write (save-image IMAGE))
(write (map (lambda (n) (* n 2)) numbers))
(write (eqv? (list-ref numbers 4) -0.0))
""",
    "string ports and strings": """
(define in (open-input-string "one (two) three"))
(write (read-char in))
(define out (open-output-string))
(write 'before out)
(define s (string-copy "mutable"))
(string-set! s 0 #\\M)
(write (save-image IMAGE))
(write (read-line in))
(write 'after out)
(write (get-output-string out))
(string-set! s 1 #\\U)
(write s)
(guard (e (#t (write 'constant))) (string-set! "literal" 0 #\\x) (write 'changed))
""",
    "ports of all kinds": """
(import (scheme file))
(define path (string-append IMAGE ".txt"))
(call-with-output-file path (lambda (port) (write '(some data) port)))
(define file (open-input-file path))
(write (read-char file))
(define bytes (open-output-bytevector))
(define from-bytes (open-input-bytevector (bytevector 1 2 3)))
(write-u8 7 bytes)
(read-u8 from-bytes)
(define console (current-output-port))
(write (save-image IMAGE))
(write (list (input-port-open? file) (read-char file) (read-line file)))
(close-port file)
(write (input-port-open? file))
(write-u8 8 bytes)
(write (list (get-output-bytevector bytes) (read-u8 from-bytes) (eq? console (current-output-port))
             (input-port? file) (input-port-open? from-bytes)))
""",
    "a generator in the middle": """
(define (make-generator items)
  (define return #f)
  (define (next)
    (call/cc (lambda (k)
      (set! return k)
      (for-each (lambda (x) (call/cc (lambda (more) (set! next (lambda () (more #f))) (return x)))) items)
      (return 'end))))
  (lambda () (call/cc (lambda (k) (set! return k) (next)))))
(define g (make-generator '(a b c)))
(write (g))
(write (save-image IMAGE))
(write (g))
(write (g))
(write (g))
""",
}
