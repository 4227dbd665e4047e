;;; SRFI 64: test suites. The simple runner writes to the current output port: the groups, what fails, and a summary.
;;;
;;; In (test-error type expression) the type may be #t or a predicate, which is given the raised object. The property
;;; source-form of a result is the tested expression; source-file and source-line say where a test stands that fails.

(define-library (srfi 64)
  (import (scheme base) (scheme case-lambda) (scheme eval) (scheme read) (scheme repl) (scheme write)
          (only (srfi 1) count) (only (lisp primitives) %place))
  (export test-begin test-end test-group test-group-with-cleanup
          test-assert test-eqv test-eq test-equal test-approximate test-error test-read-eval-string
          test-match-name test-match-nth test-match-any test-match-all test-skip test-expect-fail
          test-runner? test-runner-current test-runner-get test-runner-simple test-runner-null test-runner-create
          test-runner-factory test-apply test-with-runner test-runner-reset
          test-result-kind test-passed? test-result-ref test-result-set! test-result-remove test-result-clear
          test-result-alist
          test-runner-on-test-begin test-runner-on-test-begin! test-runner-on-test-end test-runner-on-test-end!
          test-runner-on-group-begin test-runner-on-group-begin! test-runner-on-group-end
          test-runner-on-group-end! test-runner-on-bad-count test-runner-on-bad-count! test-runner-on-bad-end-name
          test-runner-on-bad-end-name! test-runner-on-final test-runner-on-final!
          test-on-test-begin-simple test-on-test-end-simple test-on-group-begin-simple test-on-group-end-simple
          test-on-bad-count-simple test-on-bad-end-name-simple test-on-final-simple
          test-runner-pass-count test-runner-fail-count test-runner-xpass-count test-runner-xfail-count
          test-runner-skip-count test-runner-test-name test-runner-group-path test-runner-group-stack
          test-runner-aux-value test-runner-aux-value!)
  (include "64/runner.scm"
           "64/groups.scm"
           "64/tests.scm"
           "64/simple.scm"))
