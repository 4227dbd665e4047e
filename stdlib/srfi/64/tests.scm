;;; Test cases.

;; Run the test NAME of FORM. THUNK sets properties of the result, and returns whether the test passes.
(define (run-test name form thunk)
  (let ((runner (test-runner-get)))
    (set-name! runner name)
    (test-result-clear runner)
    (test-result-set! runner 'source-form form)
    (let ((skip (skip? runner))
          (expected-to-fail (expected-to-fail? runner)))
      (test-result-set! runner 'result-kind (cond (skip 'skip) (expected-to-fail 'xfail) (else #f)))
      ((test-runner-on-test-begin runner) runner)
      (if (not skip)
          (test-result-set! runner 'result-kind
                            (if (passes? runner thunk)
                                (if expected-to-fail 'xpass 'pass)
                                (if expected-to-fail 'xfail 'fail))))
      (if (memq (test-result-kind runner) '(fail xpass))
          (set-place! runner (%place thunk)))
      (count-result! runner)
      (count-test! runner)
      ((test-runner-on-test-end runner) runner))))

;; PLACE: a pair of file and line, or #f.
(define (set-place! runner place)
  (when place
    (test-result-set! runner 'source-file (car place))
    (test-result-set! runner 'source-line (cdr place))))

(define (passes? runner thunk)
  (guard (condition
          (#t
           (test-result-set! runner 'actual-error condition)
           #f))
    (thunk runner)))

(define (count-result! runner)
  (case (test-result-kind runner)
    ((pass) (set-pass! runner (+ (test-runner-pass-count runner) 1)))
    ((fail) (set-fail! runner (+ (test-runner-fail-count runner) 1)))
    ((xpass) (set-xpass! runner (+ (test-runner-xpass-count runner) 1)))
    ((xfail) (set-xfail! runner (+ (test-runner-xfail-count runner) 1)))
    (else (set-skip! runner (+ (test-runner-skip-count runner) 1)))))

(define (actual runner value)
  (test-result-set! runner 'actual-value value)
  value)

(define (expected runner value)
  (test-result-set! runner 'expected-value value)
  value)

(define-syntax test-assert
  (syntax-rules ()
    ((_ name expression)
     (run-test name 'expression (lambda (runner) (actual runner expression))))
    ((_ expression)
     (test-assert "" expression))))

(define-syntax define-comparison
  (syntax-rules ()
    ((_ test same?)
     (define-syntax test
       (syntax-rules ()
         ((_ name wanted expression)
          (run-test name 'expression
                    (lambda (runner)
                      (let ((value (expected runner wanted)))
                        (same? value (actual runner expression))))))
         ((_ wanted expression)
          (test "" wanted expression)))))))

(define-comparison test-eqv eqv?)
(define-comparison test-eq eq?)
(define-comparison test-equal equal?)

(define-syntax test-approximate
  (syntax-rules ()
    ((_ name wanted expression tolerance)
     (run-test name 'expression
               (lambda (runner)
                 (let* ((value (expected runner wanted))
                        (got (actual runner expression))
                        (error tolerance))
                   (<= (- value error) got (+ value error))))))
    ((_ wanted expression tolerance)
     (test-approximate "" wanted expression tolerance))))

(define-syntax test-error
  (syntax-rules ()
    ((_ name type expression)
     (run-test name 'expression (lambda (runner) (fails? runner type (lambda () expression)))))
    ((_ type expression)
     (test-error "" type expression))
    ((_ expression)
     (test-error "" #t expression))))

(define (fails? runner type thunk)
  (test-result-set! runner 'expected-error type)
  (let ((passed?
         (guard (condition
                 (#t
                  (test-result-set! runner 'actual-error condition)
                  (if (procedure? type) (type condition) #t)))
           (actual runner (thunk))
           #f)))
    passed?))

(define (test-read-eval-string string)
  (let* ((port (open-input-string string))
         (datum (read port)))
    (if (eof-object? (read-char port))
        (eval datum (interaction-environment))
        (error "test-read-eval-string: there is more after the datum" string))))
