;;; Recursion a million deep, or as deep as the argument says, by every way there is to call: each line of output is a name
;;; and whether the answer is right.

(import (scheme base) (scheme lazy) (scheme write) (scheme process-context))

(define million
  (if (pair? (cdr (command-line))) (string->number (cadr (command-line))) 1000000))

(define (report name ok?)
  (display name)
  (display (if ok? ": right" ": WRONG"))
  (newline))

(define (count n)
  (if (= n 0) 0 (+ 1 (count (- n 1)))))
(report "plain calls" (= (count million) million))

(define (even n) (if (= n 0) 0 (+ 1 (odd (- n 1)))))
(define (odd n) (if (= n 0) 0 (let ((rest (even (- n 1)))) (+ rest 1))))
(report "two procedures" (= (even million) million))

(define (through n) (if (= n 0) 0 (+ 1 (pass n))))
(define (pass n) (through (- n 1)))
(report "calls in tail position of others" (= (through million) million))

(define (applied n)
  (if (= n 0) 0 (+ 1 (apply applied (list (- n 1))))))
(report "apply" (= (applied million) million))

(define (mapped n)
  (if (= n 0) 0 (+ 1 (car (map mapped (list (- n 1)))))))
(report "map" (= (mapped million) million))

(define (valued n)
  (if (= n 0) (values 0 0)
      (call-with-values (lambda () (valued (- n 1)))
        (lambda (a b) (values (+ a 1) (- b 1))))))
(report "call-with-values" (equal? (call-with-values (lambda () (valued million)) list) (list million (- million))))

(define (each n)
  (let ((sum 0))
    (if (> n 0) (for-each (lambda (k) (set! sum (+ 1 (each k)))) (list (- n 1))))
    sum))
(report "for-each" (= (each (quotient million 5)) (quotient million 5)))

(define (vectored n)
  (if (= n 0) 0 (+ 1 (vector-ref (vector-map vectored (vector (- n 1))) 0))))
(report "vector-map" (= (vectored (quotient million 5)) (quotient million 5)))

(define (wound n)
  (if (= n 0) 0 (+ 1 (dynamic-wind (lambda () #f) (lambda () (wound (- n 1))) (lambda () #f)))))
(report "dynamic-wind" (= (wound (quotient million 10)) (quotient million 10)))

(define (guarded n)
  (if (= n 0) (raise 'bottom) (guard (e ((string? e) 0)) (+ 1 (guarded (- n 1))))))
(report "guard" (eq? 'bottom (guard (e (#t e)) (guarded (quotient million 10)))))

(define (handled n)
  (if (= n 0)
      (raise-continuable 1)
      (+ 1 (with-exception-handler (lambda (e) (+ 1 (raise-continuable e))) (lambda () (handled (- n 1)))))))
(report "handlers" (= (with-exception-handler (lambda (e) 1) (lambda () (handled (quotient million 10))))
                      (+ 1 (* 2 (quotient million 10)))))

(define (parameterized depth n)
  (if (= n 0) (depth) (parameterize ((depth (+ 1 (depth)))) (+ 0 (parameterized depth (- n 1))))))
(report "parameterize" (= (parameterized (make-parameter 0) (quotient million 10)) (quotient million 10)))

(define (ported n)
  (call-with-port (open-output-string)
                  (lambda (port)
                    (write-char #\a port)
                    (if (= n 0) 0 (+ (string-length (get-output-string port)) (ported (- n 1)))))))
(report "ports" (= (ported (quotient million 10)) (quotient million 10)))

(define (forced n)
  (if (= n 0) 0 (+ 1 (force (delay (forced (- n 1)))))))
(report "force" (= (forced (quotient million 10)) (quotient million 10)))

(define (kept n)
  (if (= n 0) 0 (+ 1 (guard (e (#f 0)) (kept (- n 1))))))
(report "guard without a raise" (= (kept (quotient million 10)) (quotient million 10)))

(define (captured n)
  (if (= n 0) 0 (+ 1 (call/cc (lambda (k) (if (= 0 (modulo n 1000)) (k (captured (- n 1))) (captured (- n 1))))))))
(report "call/cc" (= (captured (quotient million 10)) (quotient million 10)))

(define (jumping n)
  (let ((again #f) (times 0))
    (let ((depth (count n)))
      (call/cc (lambda (k) (set! again k)))
      (set! times (+ times 1))
      (if (< times 3) (again #f) (+ depth times)))))
(report "a continuation entered again" (= (jumping million) (+ million 3)))
