;;; Runners: counts, the groups that are entered, specifiers, the properties of the last result, and callbacks.

(define-record-type <test-runner>
  (make-runner pass fail xpass xfail skip groups skips fails runs name result on-test-begin on-test-end on-group-begin
               on-group-end on-bad-count on-bad-end-name on-final aux)
  test-runner?
  (pass test-runner-pass-count set-pass!)
  (fail test-runner-fail-count set-fail!)
  (xpass test-runner-xpass-count set-xpass!)
  (xfail test-runner-xfail-count set-xfail!)
  (skip test-runner-skip-count set-skip!)
  (groups runner-groups set-groups!)
  (skips runner-skips set-skips!)
  (fails runner-fails set-fails!)
  (runs runner-runs set-runs!)
  (name test-runner-test-name set-name!)
  (result test-result-alist set-result!)
  (on-test-begin test-runner-on-test-begin test-runner-on-test-begin!)
  (on-test-end test-runner-on-test-end test-runner-on-test-end!)
  (on-group-begin test-runner-on-group-begin test-runner-on-group-begin!)
  (on-group-end test-runner-on-group-end test-runner-on-group-end!)
  (on-bad-count test-runner-on-bad-count test-runner-on-bad-count!)
  (on-bad-end-name test-runner-on-bad-end-name test-runner-on-bad-end-name!)
  (on-final test-runner-on-final test-runner-on-final!)
  (aux test-runner-aux-value test-runner-aux-value!))

;; A group that is entered: its name, the count that was promised or #f, the tests in it so far, the specifiers that
;; were active outside, and whether its test-begin installed the runner.
(define-record-type <group>
  (make-group name promised tests skips fails installed?)
  group?
  (name group-name)
  (promised group-promised)
  (tests group-tests set-group-tests!)
  (skips group-skips)
  (fails group-fails)
  (installed? group-installed?))

(define (ignore . arguments) #f)

(define (test-runner-null)
  (make-runner 0 0 0 0 0 '() '() '() #f "" '() ignore ignore ignore ignore ignore ignore ignore #f))

(define (test-runner-simple)
  (let ((runner (test-runner-null)))
    (test-runner-on-test-begin! runner test-on-test-begin-simple)
    (test-runner-on-test-end! runner test-on-test-end-simple)
    (test-runner-on-group-begin! runner test-on-group-begin-simple)
    (test-runner-on-group-end! runner test-on-group-end-simple)
    (test-runner-on-bad-count! runner test-on-bad-count-simple)
    (test-runner-on-bad-end-name! runner test-on-bad-end-name-simple)
    (test-runner-on-final! runner test-on-final-simple)
    runner))

(define (test-runner-reset runner)
  (set-pass! runner 0)
  (set-fail! runner 0)
  (set-xpass! runner 0)
  (set-xfail! runner 0)
  (set-skip! runner 0)
  (set-groups! runner '())
  (set-skips! runner '())
  (set-fails! runner '())
  (set-runs! runner #f)
  (set-name! runner "")
  (set-result! runner '()))

(define current-runner #f)
(define current-factory test-runner-simple)

(define test-runner-current
  (case-lambda
    (() current-runner)
    ((runner) (set! current-runner runner))))

(define test-runner-factory
  (case-lambda
    (() current-factory)
    ((factory) (set! current-factory factory))))

(define (test-runner-create)
  (current-factory))

(define (test-runner-get)
  (or current-runner
      (error "test-runner-get: there is no current test runner")))

;; Call THUNK with RUNNER as the current one.
(define (with-runner runner thunk)
  (define (swap!)
    (let ((other current-runner))
      (set! current-runner runner)
      (set! runner other)))
  (dynamic-wind swap! thunk swap!))

(define-syntax test-with-runner
  (syntax-rules ()
    ((_ runner body ...)
     (with-runner runner (lambda () body ...)))))

(define (test-runner-group-stack runner)
  (map group-name (runner-groups runner)))

(define (test-runner-group-path runner)
  (reverse (test-runner-group-stack runner)))

(define test-result-ref
  (case-lambda
    ((runner name) (test-result-ref runner name #f))
    ((runner name default)
     (let ((property (assq name (test-result-alist runner))))
       (if property (cdr property) default)))))

(define (test-result-set! runner name value)
  (test-result-remove runner name)
  (set-result! runner (cons (cons name value) (test-result-alist runner))))

(define (test-result-remove runner name)
  (let loop ((rest (test-result-alist runner)) (kept '()))
    (if (null? rest)
        (set-result! runner (reverse kept))
        (loop (cdr rest) (if (eq? (car (car rest)) name) kept (cons (car rest) kept))))))

(define (test-result-clear runner)
  (set-result! runner '()))

(define test-result-kind
  (case-lambda
    (() (test-result-kind (test-runner-get)))
    ((runner) (test-result-ref runner 'result-kind))))

(define test-passed?
  (case-lambda
    (() (test-passed? (test-runner-get)))
    ((runner) (and (memq (test-result-kind runner) '(pass xpass)) #t))))
