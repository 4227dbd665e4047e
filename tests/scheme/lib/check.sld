;;; What the tests in Scheme are written with. A failure is a line that begins with FAIL; the program goes on.
;;;
;;; A file ends in (test-end), which writes how many tests ran: that line says that the file was run to its end.
;;; (test-stop! n thunk) has THUNK called in the middle of test N, for tests of what can happen at any moment.
;;; Loops that are long to show that something needs no space count to `many`: less where every call captures the stack.

(define-library (check)
  (export test-group test-equal test-error test-assert test-values test-output test-end test-stop! many)
  (import (scheme base) (scheme write) (scheme inexact))
  (begin
    (define group (make-parameter ""))
    (define count 0)
    (define many (if (memq 'stress (features)) 600 10000))

    (define stop-at 0)
    (define stop #f)

    (define (test-stop! n thunk)
      (set! stop-at n)
      (set! stop thunk))

    (define (running thunk)
      (if (= count stop-at) (stop))
      (thunk))

    (define (test-end)
      (write count)
      (display " tests")
      (newline))

    (define (fail form . facts)
      (display "FAIL ")
      (display (group))
      (display ": ")
      (write form)
      (for-each (lambda (fact) (display " ") (if (string? fact) (display fact) (write (car fact)))) facts)
      (newline))

    ;; numbers are compared with eqv?, so that exactness counts; NaN is equal to itself
    (define (same? expected got)
      (or (equal? expected got)
          (and (real? expected) (real? got) (nan? expected) (nan? got))))

    (define (check-equal form expected thunk)
      (set! count (+ count 1))
      (guard (condition (#t (fail form "raised" (list (describe condition)))))
        (let ((got (running thunk)))
          (unless (same? expected got)
            (fail form "expected" (list expected) "got" (list got))))))

    (define (check-error form thunk)
      (set! count (+ count 1))
      (let ((got (guard (condition (#t check-error)) (running thunk))))
        (unless (eq? got check-error)
          (fail form "should be an error, got" (list got)))))

    ;; what THUNK writes to the current output port
    (define (output-of thunk)
      (let ((port (open-output-string)))
        (parameterize ((current-output-port port))
          (thunk))
        (get-output-string port)))

    (define (describe condition)
      (if (error-object? condition)
          (cons (error-object-message condition) (error-object-irritants condition))
          condition))

    (define-syntax test-group
      (syntax-rules ()
        ((_ name body ...)
         (parameterize ((group name)) (let () body ... #t)))))

    (define-syntax test-equal
      (syntax-rules ()
        ((_ expected expression)
         (check-equal 'expression expected (lambda () expression)))))

    (define-syntax test-assert
      (syntax-rules ()
        ((_ expression)
         (check-equal 'expression #t (lambda () (if expression #t #f))))))

    (define-syntax test-values
      (syntax-rules ()
        ((_ (expected ...) expression)
         (check-equal 'expression (list expected ...)
                      (lambda () (call-with-values (lambda () expression) list))))))

    (define-syntax test-output
      (syntax-rules ()
        ((_ expected expression)
         (check-equal 'expression expected (lambda () (output-of (lambda () expression)))))))

    (define-syntax test-error
      (syntax-rules ()
        ((_ expression)
         (check-error 'expression (lambda () expression)))))))
