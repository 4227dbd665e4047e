;;; SRFI 64, test suites: its own procedures under the prefix t:.

(import (scheme base) (scheme process-context) (prefix (srfi 64) t:) (srfi 64) (check))

(test-begin "srfi-64")

;; The counts (pass fail xpass xfail skip) after THUNK ran under a silent runner.
(define (counts runner)
  (map (lambda (count) (count runner))
       (list t:test-runner-pass-count t:test-runner-fail-count t:test-runner-xpass-count t:test-runner-xfail-count
             t:test-runner-skip-count)))

(define-syntax tested
  (syntax-rules ()
    ((_ body ...)
     (let ((runner (t:test-runner-null)))
       (t:test-with-runner runner (t:test-begin "suite") body ... (t:test-end "suite"))
       (counts runner)))))

(define-syntax kind
  (syntax-rules ()
    ((_ body ...)
     (let ((runner (t:test-runner-null)))
       (t:test-with-runner runner body ... (t:test-result-kind))))))

;; with no runner, though one runs these tests
(define-syntax alone
  (syntax-rules ()
    ((_ expression) (t:test-with-runner #f expression))))

(test-group "SRFI 64 test cases"
  (test-equal '(1 1 0 0 0) (tested (t:test-assert "a" #t) (t:test-assert #f)))
  (test-equal 'fail (kind (t:test-assert (car '()))))
  (test-equal '(pass fail) (list (kind (t:test-eqv 4.0 (/ (+ 3 5) 2.0))) (kind (t:test-eqv "a" (string #\a)))))
  (test-equal '(pass fail) (list (kind (t:test-eq "n" 'a 'a)) (kind (t:test-eq '(1) (list 1)))))
  (test-equal '(pass fail) (list (kind (t:test-equal "n" '(1) (list 1))) (kind (t:test-equal 1 2))))
  (test-equal '(pass pass fail)
              (list (kind (t:test-approximate 1.0 1.01 0.1)) (kind (t:test-approximate "n" 1.0 0.95 0.1))
                    (kind (t:test-approximate 1.0 1.2 0.1))))
  (test-equal '(pass fail) (list (kind (t:test-error (car '()))) (kind (t:test-error 1))))
  (test-equal 'pass (kind (t:test-error #t (vector-ref #(1 2) 9))))
  (test-equal '(pass fail)
              (list (kind (t:test-error "n" symbol? (raise 'a))) (kind (t:test-error symbol? (raise 1)))))
  (test-error (alone (t:test-assert #t)))
  (test-equal 7 (t:test-read-eval-string "(+ 3 4)"))
  (test-error (t:test-read-eval-string "(+ 3 4"))
  (test-error (t:test-read-eval-string "(+ 3 4) "))
  (test-equal #\newline (t:test-read-eval-string "#\\newline")))

(test-group "SRFI 64 skipping and expected failures"
  (test-equal '(1 0 0 0 1)
              (tested (t:test-skip "b") (t:test-assert "a" #t) (t:test-assert "b" #f)))
  (test-equal '(1 0 0 0 2) (tested (t:test-skip 2) (t:test-assert #f) (t:test-assert #f) (t:test-assert #t)))
  (test-equal '(1 0 0 2 0) (tested (t:test-expect-fail 2) (t:test-eqv 1 2) (t:test-eqv 1 2) (t:test-eqv 1 1)))
  (test-equal '(0 0 1 0 0) (tested (t:test-expect-fail "x") (t:test-assert "x" #t)))
  (test-equal '(2 0 0 0 2)
              (tested (t:test-skip (t:test-match-nth 2 2)) (t:test-assert #t) (t:test-assert #t) (t:test-assert #t)
                      (t:test-assert #t)))
  (test-equal '(1 0 0 0 2)
              (tested (t:test-skip (t:test-match-any "a" "c")) (t:test-assert "a" #t) (t:test-assert "b" #t)
                      (t:test-assert "c" #t)))
  (test-equal '(2 0 0 0 1)
              (tested (t:test-skip (t:test-match-all "a" 1)) (t:test-assert "a" #t) (t:test-assert "b" #t)
                      (t:test-assert "a" #t)))
  (test-equal '(1 0 0 0 1)
              (tested (t:test-begin "group1") (t:test-skip "test-a") (t:test-assert "test-a" #t) (t:test-end "group1")
                      (t:test-assert "test-a" #t)))
  (test-error (tested (t:test-skip 'a))))

(test-group "SRFI 64 groups"
  (test-equal '(2 0 0 0 0) (tested (t:test-group "g" (define x 1) (t:test-eqv 1 x)) (t:test-assert #t)))
  (test-equal '(1 0 0 0 1)
              (tested (t:test-skip "g") (t:test-group "g" (t:test-assert #t) (t:test-assert #t)) (t:test-assert #t)))
  (test-equal '("suite" "inner")
              (let ((runner (t:test-runner-null)) (path #f))
                (t:test-with-runner runner
                  (t:test-begin "suite")
                  (t:test-group "inner" (set! path (t:test-runner-group-path runner)))
                  (t:test-end))
                path))
  (test-equal '(cleaned raised)
              (let ((events '()))
                (guard (condition (#t (reverse (cons condition events))))
                  (tested (t:test-group-with-cleanup "g" (raise 'raised) (set! events (cons 'cleaned events)))))))
  (test-equal '((suite 3 2) (suite other))
              (let ((runner (t:test-runner-null)) (seen '()))
                (define (note . facts) (set! seen (cons facts seen)))
                (t:test-runner-on-bad-count! runner (lambda (r actual promised) (note 'suite promised actual)))
                (t:test-runner-on-bad-end-name! runner
                  (lambda (r begin-name end-name) (note 'suite (string->symbol end-name))))
                (t:test-with-runner runner
                  (t:test-begin "suite" 3) (t:test-group "g" (t:test-assert #t) (t:test-assert #t)) (t:test-assert #t)
                  (t:test-end)
                  (t:test-begin "suite" 0) (t:test-end "other"))
                (reverse seen)))
  (test-error (alone (t:test-end))))

(test-group "SRFI 64 runners"
  (test-equal '(#t #f) (map t:test-runner? (list (t:test-runner-null) 1)))
  (test-equal #f (alone (t:test-runner-current)))
  (test-equal #t (t:test-runner? (t:test-runner-current)))
  (test-error (alone (t:test-runner-get)))
  (test-equal '(1 0 0 0 1)
              (let ((runner (t:test-runner-null)))
                (t:test-apply runner "b" (lambda () (t:test-assert "a" #f) (t:test-assert "b" #t)))
                (counts runner)))
  (test-equal '(5 #f none ((b . 2)))
              (let ((runner (t:test-runner-null)))
                (t:test-result-set! runner 'a 5)
                (let ((a (t:test-result-ref runner 'a)))
                  (t:test-result-remove runner 'a)
                  (t:test-result-set! runner 'b 1)
                  (t:test-result-set! runner 'b 2)
                  (list a (t:test-result-ref runner 'a) (t:test-result-ref runner 'a 'none)
                        (t:test-result-alist runner)))))
  (test-equal '((+ 1 2) 4 3 fail #f)
              (let ((runner (t:test-runner-null)))
                (t:test-with-runner runner
                  (t:test-equal 4 (+ 1 2))
                  (append (map (lambda (name) (t:test-result-ref runner name))
                               '(source-form expected-value actual-value result-kind))
                          (list (t:test-passed?))))))
  (test-equal 'mine
              (let ((runner (t:test-runner-null)))
                (t:test-runner-aux-value! runner 'mine)
                (t:test-runner-aux-value runner)))
  (test-equal '(begin end)
              (let ((runner (t:test-runner-null)) (seen '()))
                (t:test-runner-on-test-begin! runner (lambda (r) (set! seen (cons 'begin seen))))
                (t:test-runner-on-test-end! runner (lambda (r) (set! seen (cons 'end seen))))
                (t:test-with-runner runner (t:test-assert #t))
                (reverse seen))))

(test-group "SRFI 64 the simple runner"
  (test-output "%%%% Starting test s\n# of expected passes      1\n"
               (alone (begin (t:test-begin "s") (t:test-assert #t) (t:test-end "s"))))
  (test-output (string-append "%%%% Starting test s\nFAIL s / g: name\n  at:       " (car (command-line)) ":143\n"
                              "  in:       (+ 1 2)\n  expected: 4\n  got:      3\n"
                              "# of unexpected failures  1\n# of skipped tests        1\n")
               (alone
                (begin
                  (t:test-begin "s")
                  (t:test-group "g" (t:test-equal "name" 4 (+ 1 2)))
                  (t:test-skip 1)
                  (t:test-assert #f)
                  (t:test-end "s"))))
  (test-equal #f (alone (t:test-runner-current))))

(test-end)
