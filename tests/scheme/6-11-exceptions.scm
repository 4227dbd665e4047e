;;; Report 6.11, Exceptions, and 4.2.7, guard.

(import (scheme base) (scheme char) (scheme file) (scheme read) (scheme write) (srfi 64) (check))

(test-begin "6-11-exceptions")

(test-group "6.11 with-exception-handler, the report's examples"
  (define k-result #f)
  (test-output "condition: an-error\n"
    (set! k-result
      (call-with-current-continuation
       (lambda (k)
        (with-exception-handler
         (lambda (x)
          (display "condition: ")
          (write x)
          (newline)
          (k 'exception))
         (lambda ()
          (+ 1 (raise 'an-error))))))))
  (test-equal 'exception k-result)
  ;; after printing, a secondary exception is raised in the same dynamic environment as the handler
  (test-output "something went wrong\n"
    (guard (e (#t 'secondary))
      (with-exception-handler
       (lambda (x)
        (display "something went wrong\n"))
       (lambda ()
        (+ 1 (raise 'an-error)))))))

(test-group "6.11 with-exception-handler"
  (test-equal 5 (with-exception-handler (lambda (e) 'unused) (lambda () 5)))
  (test-values (1 2) (with-exception-handler (lambda (e) 'unused) (lambda () (values 1 2))))
  (test-error (with-exception-handler 5 (lambda () 1)))
  (test-error (with-exception-handler (lambda (e) 1) 5))
  (test-error (with-exception-handler (lambda (e) 1)))
  ;; the handler that is wrong is an error before the thunk runs
  (test-equal 'not-run
    (let ((seen 'not-run))
      (guard (e (#t seen)) (with-exception-handler 'h (lambda () (set! seen 'run)))))))

(test-group "6.11 raise"
  (test-equal 'x (guard (e (#t e)) (raise 'x)))
  (test-equal '(secondary x)
    ;; a handler that returns: the exception raised then goes to the outer handler
    (let ((seen #f))
      (guard (e (#t (list 'secondary seen)))
        (with-exception-handler (lambda (e) (set! seen e) 'returned) (lambda () (raise 'x))))))
  (test-equal #t
    (guard (e (#t (error-object? e)))
      (with-exception-handler (lambda (e) 'returned) (lambda () (raise 'x)))))
  (test-equal '(inner outer)
    ;; the handler runs with the handlers outside of it
    (let ((seen '()))
      (call/cc
        (lambda (k)
          (with-exception-handler
            (lambda (e) (set! seen (cons 'outer seen)) (k 1))
            (lambda ()
              (with-exception-handler
                (lambda (e) (set! seen (cons 'inner seen)) (raise e))
                (lambda () (raise 'x)))))))
      (reverse seen)))
  ;; any object can be raised
  (test-equal 42 (guard (e ((number? e) e)) (raise 42)))
  (test-equal #f (guard (e (#t e)) (raise #f)))
  (test-equal '(1 . 2) (guard (e ((pair? e) e)) (raise (cons 1 2))))
  (test-equal "text" (guard (e ((string? e) e)) (raise "text")))
  (test-equal #t (guard (e ((procedure? e) (eq? e car))) (raise car)))
  (test-equal #t (guard (e ((null? e) #t)) (raise '())))
  (test-error (raise))
  (test-error (raise 1 2)))

(test-group "6.11 raise-continuable"
  (test-output "should be a number"
    (test-equal 65
      (with-exception-handler
        (lambda (con)
          (cond
            ((string? con)
             (display con))
            (else
             (display "a warning has been issued")))
          42)
        (lambda ()
          (+ (raise-continuable "should be a number")
             23)))))
  (test-equal '(1 2 3)
    (with-exception-handler
      (lambda (e) (* e 1))
      (lambda () (let* ((a (raise-continuable 1)) (b (raise-continuable 2)) (c (raise-continuable 3))) (list a b c)))))
  (test-values (1 2) (with-exception-handler (lambda (e) (values 1 2)) (lambda () (raise-continuable 'x))))
  (test-equal '(outer inner)
    (with-exception-handler
      (lambda (e) (list 'outer e))
      (lambda () (with-exception-handler (lambda (e) (raise-continuable e)) (lambda () (raise-continuable 'inner))))))
  ;; after the handler, the same handlers are installed again
  (test-equal 2
    (let ((count 0))
      (with-exception-handler
        (lambda (e) (set! count (+ count 1)))
        (lambda () (raise-continuable 1) (raise-continuable 2)))
      count))
  (test-equal 10000
    (let ((count 0))
      (with-exception-handler
        (lambda (e) (set! count (+ count e)))
        (lambda () (let loop ((n 0)) (if (< n 10000) (begin (raise-continuable 1) (loop (+ n 1)))))))
      count)))

(test-group "6.11 error, error objects"
  (define (null-list? l)
    (cond ((pair? l) #f)
          ((null? l) #t)
          (else
            (error
              "null-list?: argument out of domain"
              l))))
  (define (caught thunk) (guard (e (#t e)) (thunk)))
  (define condition (caught (lambda () (null-list? 5))))
  (test-equal #t (null-list? '()))
  (test-equal #t (error-object? condition))
  (test-equal "null-list?: argument out of domain" (error-object-message condition))
  (test-equal '(5) (error-object-irritants condition))
  (test-equal '() (error-object-irritants (caught (lambda () (error "no irritants")))))
  (test-equal '(a "b" #(c) (d)) (error-object-irritants (caught (lambda () (error "some" 'a "b" #(c) '(d))))))
  (test-equal #f (error-object? 'x))
  (test-equal #f (error-object? "message"))
  (test-equal #f (error-object? (caught (lambda () (raise 'x)))))
  (test-equal #t (error-object? (caught (lambda () (car 5)))))
  (test-equal #t (string? (error-object-message (caught (lambda () (vector-ref #(1 2) 2))))))
  (test-equal #t (list? (error-object-irritants (caught (lambda () (undefined-variable))))))
  (test-equal #f (read-error? condition))
  (test-equal #f (file-error? condition))
  (test-equal #t (eq? condition (caught (lambda () (raise condition)))))
  (test-error (error))
  (test-error (error-object-message 'x))
  (test-error (error-object-irritants "x")))

(test-group "6.11 read-error? and file-error?"
  (define (caught thunk) (guard (e (#t e)) (thunk)))
  (define missing (caught (lambda () (open-input-file "/no/such/file"))))
  (define unread (caught (lambda () (read (open-input-string "(1 . )")))))
  (test-equal #t (file-error? missing))
  (test-equal #t (error-object? missing))
  (test-equal #f (read-error? missing))
  (test-equal #t (read-error? unread))
  (test-equal #t (error-object? unread))
  (test-equal #f (file-error? unread))
  (test-equal #t (read-error? (caught (lambda () (read (open-input-string "(1 2"))))))
  (test-equal #t (read-error? (caught (lambda () (read (open-input-string ")"))))))
  (test-equal #t (read-error? (caught (lambda () (read (open-input-string "#<x>"))))))
  (test-equal #t (file-error? (caught (lambda () (delete-file "/no/such/file")))))
  (test-equal #f (file-error? 5))
  (test-equal #f (read-error? "x")))

(test-group "4.2.7 guard, the report's examples"
  (test-equal 42
    (guard (condition
             ((assq 'a condition) => cdr)
             ((assq 'b condition)))
      (raise (list (cons 'a 42)))))
  (test-equal '(b . 23)
    (guard (condition
             ((assq 'a condition) => cdr)
             ((assq 'b condition)))
      (raise (list (cons 'b 23))))))

(test-group "4.2.7 guard"
  (test-equal 5 (guard (e (#t 'no)) 5))
  (test-values (1 2) (guard (e (#t 'no)) (values 1 2)))
  (test-values (1 2) (guard (e (#t (values 1 2))) (raise 'x)))
  (test-equal 'last (guard (e (#f 'no)) 'first 'last))
  (test-equal 'other (guard (e ((string? e) 'string) ((number? e) 'number) (else 'other)) (raise 'x)))
  (test-equal 'number (guard (e ((string? e) 'string) ((number? e) 'number) (else 'other)) (raise 1)))
  (test-equal '(two three) (guard (e ((eq? e 'x) 'one '(two three))) (raise 'x)))
  (test-equal 3 (let ((x 3)) (guard (e (#t x)) (raise 'y))))
  (test-equal 'x (guard (e (#t e)) (with-exception-handler (lambda (inner) (raise inner)) (lambda () (raise 'x)))))
  ;; no clause matches: the exception goes on outwards, as raise-continuable
  (test-equal 'outer (guard (e ((symbol? e) 'outer)) (guard (e ((string? e) 'inner)) (raise 'x))))
  (test-equal 43
    (with-exception-handler
      (lambda (e) 42)
      (lambda () (+ 1 (guard (e ((string? e) 'no)) (raise-continuable 'x))))))
  (test-equal 10
    (with-exception-handler
      (lambda (e) (* e 10))
      (lambda () (guard (e ((string? e) 'no)) (raise-continuable 1)))))
  ;; an exception in a clause goes outwards
  (test-equal '(again x) (guard (e (#t (list 'again e))) (guard (e (#t (raise e))) (raise 'x))))
  (test-equal '(outer inner) (guard (e (#t (list 'outer e))) (guard (e ((raise 'inner) 'no)) (raise 'x))))
  (test-equal 'done (guard (e (#t 'done)) (guard (e (#f 'no)) (error "out"))))
  ;; definitions in the body, and a variable of the same name outside
  (test-equal 7 (guard (e (#t 'no)) (define a 3) (define b 4) (+ a b)))
  (test-equal 'outside (let ((e 'outside)) (guard (e (#t e)) (raise 'inside)) e)))

(test-group "4.2.7 guard and continuations"
  (test-equal 'escaped (call/cc (lambda (k) (guard (e (#t 'no)) (k 'escaped)))))
  (test-equal 'from-clause (call/cc (lambda (k) (guard (e (#t (k 'from-clause))) (raise 'x)))))
  ;; the body is entered again, and its exception caught again
  (test-equal '((caught 0) (caught 1) (caught 2))
    (let ((k #f) (count 0) (results '()))
      (let ((result (guard (e (#t (list 'caught e)))
                      (let ((n (call/cc (lambda (c) (set! k c) 0))))
                        (raise n)))))
        (set! results (cons result results))
        (set! count (+ count 1))
        (if (< count 3) (k count) (reverse results)))))
  ;; a clause is entered again
  (test-equal '(0 1)
    (let ((k #f) (results '()))
      (let ((result (guard (e (#t (call/cc (lambda (c) (set! k c) e)))) (raise 0))))
        (set! results (cons result results))
        (if (= (length results) 1) (k 1) (reverse results)))))
  (test-equal 5000
    (let loop ((n 0))
      (if (< n 5000) (loop (+ n (guard (e ((number? e) e)) (raise 1)))) n)))
  (test-equal 'deep
    (guard (e (#t e))
      (let dive ((n many)) (if (= n 0) (raise 'deep) (+ 1 (dive (- n 1))))))))

(test-group "6.11 what primitives raise can be handled"
  (define (kind thunk) (guard (e ((error-object? e) 'error)) (thunk)))
  (test-equal 'error (kind (lambda () (car '()))))
  (test-equal 'error (kind (lambda () (vector-ref (vector 1 2) 2))))
  (test-equal 'error (kind (lambda () (+ 'a 1))))
  (test-equal 'error (kind (lambda () (/ 1 0))))
  (test-equal 'error (kind (lambda () (undefined-procedure 1))))
  (test-equal 'error (kind (lambda () ((lambda (x) x)))))
  (test-equal 'error (kind (lambda () ("no procedure"))))
  (test-equal 'error (kind (lambda () (string->symbol 5))))
  (test-equal 'error (kind (lambda () (integer->char -1))))
  (test-equal 'error (kind (lambda () (letrec ((a b) (b 1)) a))))
  (test-equal 'error (kind (lambda () (exact (/ 0. 0.)))))
  ;; the handler runs where the error is, so it can look at parameters and use continuations
  (test-equal '(inside 1)
    (let ((p (make-parameter 'outside)))
      (call/cc
        (lambda (k)
          (with-exception-handler
            (lambda (e) (k (list (p) 1)))
            (lambda () (parameterize ((p 'inside)) (+ 1 (car '())))))))))
  ;; a handler that returns from an error that a primitive raised gets a secondary exception
  (test-equal 'secondary
    (guard (e (#t 'secondary))
      (with-exception-handler (lambda (e) 42) (lambda () (+ 1 (car '())))))))

(test-group "6.11 side effects up to the error stay"
  (test-equal '(b a)
    (let ((seen '()))
      (guard (e (#t seen))
        (set! seen (cons 'a seen))
        (set! seen (cons 'b seen))
        (vector-ref #() 0)
        (set! seen (cons 'c seen))))))

(test-end)
