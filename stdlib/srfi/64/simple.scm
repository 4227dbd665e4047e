;;; What the simple runner reports.

(define (say . objs)
  (for-each display objs)
  (newline))

(define (say-written label obj)
  (display label)
  (write obj)
  (newline))

(define (test-on-test-begin-simple runner) #f)

(define (test-on-group-begin-simple runner name promised)
  (if (null? (runner-groups runner))
      (say "%%%% Starting test " name)))

(define (test-on-group-end-simple runner) #f)

(define (joined names)
  (if (null? names)
      ""
      (let loop ((text (car names)) (rest (cdr names)))
        (if (null? rest)
            text
            (loop (string-append text " / " (car rest)) (cdr rest))))))

(define (test-on-test-end-simple runner)
  (let ((kind (test-result-kind runner)))
    (if (memq kind '(fail xpass))
        (begin
          (say (if (eq? kind 'fail) "FAIL " "XPASS ")
               (joined (test-runner-group-path runner))
               (if (string=? (test-runner-test-name runner) "") "" ": ")
               (test-runner-test-name runner))
          (if (test-result-ref runner 'source-file)
              (say "  at:       " (test-result-ref runner 'source-file) ":" (test-result-ref runner 'source-line)))
          (say-written "  in:       " (test-result-ref runner 'source-form))
          (say-property runner 'expected-value "  expected: ")
          (say-property runner 'actual-value "  got:      ")
          (say-property runner 'actual-error "  raised:   ")))))

(define (say-property runner name label)
  (if (assq name (test-result-alist runner))
      (let ((value (test-result-ref runner name)))
        (if (error-object? value)
            (say-written label (cons (error-object-message value) (error-object-irritants value)))
            (say-written label value)))))

(define (test-on-bad-count-simple runner actual promised)
  (say "*** Total number of tests was " actual " but should be " promised ". ***"))

(define (test-on-bad-end-name-simple runner begin-name end-name)
  (say "*** The end of the group " end-name " does not match its beginning, " begin-name ". ***"))

(define (test-on-final-simple runner)
  (say-count "# of expected passes      " (test-runner-pass-count runner))
  (say-count "# of expected failures    " (test-runner-xfail-count runner))
  (say-count "# of unexpected successes " (test-runner-xpass-count runner))
  (say-count "# of unexpected failures  " (test-runner-fail-count runner))
  (say-count "# of skipped tests        " (test-runner-skip-count runner)))

(define (say-count label count)
  (if (> count 0)
      (say label count)))
