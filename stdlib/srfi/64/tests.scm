;;; Test cases.

;; Run the test NAME of FORM, which THUNK evaluates. (passes? runner thunk) calls it, sets properties of the result, and
;; returns whether the test passes.
(define (run-test name form thunk passes?)
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
                            (if (guard (condition (#t (test-result-set! runner 'actual-error condition) #f))
                                  (passes? runner thunk))
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

(define (count-result! runner)
  (case (test-result-kind runner)
    ((pass) (set-pass! runner (+ (test-runner-pass-count runner) 1)))
    ((fail) (set-fail! runner (+ (test-runner-fail-count runner) 1)))
    ((xpass) (set-xpass! runner (+ (test-runner-xpass-count runner) 1)))
    ((xfail) (set-xfail! runner (+ (test-runner-xfail-count runner) 1)))
    (else (set-skip! runner (+ (test-runner-skip-count runner) 1)))))

(define (actual runner thunk)
  (let ((value (thunk)))
    (test-result-set! runner 'actual-value value)
    value))

(define-syntax test-assert
  (syntax-rules ()
    ((_ name expression)
     (run-test name 'expression (lambda () expression) actual))
    ((_ expression)
     (test-assert "" expression))))

(define (compare name form same? wanted thunk)
  (run-test name form thunk
            (lambda (runner thunk)
              (let ((value (wanted)))
                (test-result-set! runner 'expected-value value)
                (same? value (actual runner thunk))))))

(define-syntax define-comparison
  (syntax-rules ()
    ((_ test same?)
     (define-syntax test
       (syntax-rules ()
         ((_ name wanted expression)
          (compare name 'expression same? (lambda () wanted) (lambda () expression)))
         ((_ wanted expression)
          (compare "" 'expression same? (lambda () wanted) (lambda () expression))))))))

(define-comparison test-eqv eqv?)
(define-comparison test-eq eq?)
(define-comparison test-equal equal?)

(define-syntax test-approximate
  (syntax-rules ()
    ((_ name wanted expression tolerance)
     (let ((error tolerance))
       (compare name 'expression (lambda (value got) (<= (- value error) got (+ value error)))
                (lambda () wanted) (lambda () expression))))
    ((_ wanted expression tolerance)
     (test-approximate "" wanted expression tolerance))))

(define-syntax test-error
  (syntax-rules ()
    ((_ name type expression)
     (run-test name 'expression (lambda () expression) (lambda (runner thunk) (fails? runner type thunk))))
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
           (actual runner thunk)
           #f)))
    passed?))

(define (test-read-eval-string string)
  (let* ((port (open-input-string string))
         (datum (read port)))
    (if (eof-object? (read-char port))
        (eval datum (interaction-environment))
        (error "test-read-eval-string: there is more after the datum" string))))
