;;; What the tests in Scheme are written with. A failure is a line that begins with FAIL; the program goes on.

(define-library (check)
  (export test-group test-equal test-error test-assert test-values)
  (import (scheme base) (scheme write) (scheme inexact))
  (begin
    (define group (make-parameter ""))

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
      (guard (condition (#t (fail form "raised" (list (describe condition)))))
        (let ((got (thunk)))
          (unless (same? expected got)
            (fail form "expected" (list expected) "got" (list got))))))

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

    (define-syntax test-error
      (syntax-rules ()
        ((_ expression)
         (unless (guard (condition (#t #t)) expression #f)
           (fail 'expression "should be an error")))))))
