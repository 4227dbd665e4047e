;;; Groups, and specifiers: which tests are skipped or expected to fail.

(define test-begin
  (case-lambda
    ((name) (test-begin name #f))
    ((name promised)
     (let ((install? (not current-runner)))
       (if install?
           (set! current-runner (test-runner-create)))
       (let ((runner current-runner))
         ((test-runner-on-group-begin runner) runner name promised)
         (set-name! runner name)
         (set-groups! runner
                      (cons (make-group name promised 0 (runner-skips runner) (runner-fails runner) install?)
                            (runner-groups runner))))))))

(define (test-end . names)
  (let* ((runner (test-runner-get))
         (groups (runner-groups runner)))
    (if (null? groups)
        (error "test-end: no group is entered"))
    (let ((group (car groups)))
      (if (and (pair? names) (not (equal? (car names) (group-name group))))
          ((test-runner-on-bad-end-name runner) runner (group-name group) (car names)))
      (if (and (group-promised group) (not (= (group-promised group) (group-tests group))))
          ((test-runner-on-bad-count runner) runner (group-tests group) (group-promised group)))
      ((test-runner-on-group-end runner) runner)
      (set-skips! runner (group-skips group))
      (set-fails! runner (group-fails group))
      (set-groups! runner (cdr groups))
      (count-test! runner)
      (if (null? (cdr groups))
          ((test-runner-on-final runner) runner))
      (if (group-installed? group)
          (set! current-runner #f)))))

;; A test or a group is one more in the group around it.
(define (count-test! runner)
  (if (pair? (runner-groups runner))
      (let ((group (car (runner-groups runner))))
        (set-group-tests! group (+ (group-tests group) 1)))))

(define-syntax test-group
  (syntax-rules ()
    ((_ name body ...)
     (run-group name (lambda () (let () body ... #f))))))

(define (run-group name thunk)
  (let ((runner current-runner))
    (if runner
        (set-name! runner name))
    (if (and runner (skip? runner))
        (begin
          (set-skip! runner (+ (test-runner-skip-count runner) 1))
          (count-test! runner))
        (dynamic-wind
         (lambda () (test-begin name))
         thunk
         (lambda () (test-end name))))))

;; The last form is the cleanup.
(define-syntax test-group-with-cleanup
  (syntax-rules ()
    ((_ name form ...)
     (collect-cleanup name () form ...))))

(define-syntax collect-cleanup
  (syntax-rules ()
    ((_ name (form ...) cleanup)
     (test-group name
       (dynamic-wind
        (lambda () #f)
        (lambda () (let () form ... #f))
        (lambda () cleanup))))
    ((_ name (form ...) next more ...)
     (collect-cleanup name (form ... next) more ...))))

(define (specifier-of obj)
  (cond ((procedure? obj) obj)
        ((exact-integer? obj) (test-match-nth 1 obj))
        ((string? obj) (test-match-name obj))
        (else (error "expected a test specifier: a procedure, a count or a name" obj))))

(define (test-match-name name)
  (lambda (runner) (equal? name (test-runner-test-name runner))))

(define test-match-nth
  (case-lambda
    ((n) (test-match-nth n 1))
    ((n count)
     (let ((calls 0))
       (lambda (runner)
         (set! calls (+ calls 1))
         (<= n calls (+ n count -1)))))))

;; How many of SPECIFIERS match; each is asked, for it may count.
(define (matching specifiers runner)
  (count (lambda (specifier) (specifier runner)) specifiers))

(define (test-match-any . specifiers)
  (let ((specifiers (map specifier-of specifiers)))
    (lambda (runner) (> (matching specifiers runner) 0))))

(define (test-match-all . specifiers)
  (let ((specifiers (map specifier-of specifiers)))
    (lambda (runner) (= (matching specifiers runner) (length specifiers)))))

(define (test-skip . specifiers)
  (let ((runner (test-runner-get)))
    (set-skips! runner (cons (apply test-match-all specifiers) (runner-skips runner)))))

(define (test-expect-fail . specifiers)
  (let ((runner (test-runner-get)))
    (set-fails! runner (cons (apply test-match-all specifiers) (runner-fails runner)))))

(define (skip? runner)
  (let ((run? (or (not (runner-runs runner))
                  (> (matching (runner-runs runner) runner) 0)))
        (skipped? (> (matching (runner-skips runner) runner) 0)))
    (or skipped? (not run?))))

(define (expected-to-fail? runner)
  (> (matching (runner-fails runner) runner) 0))

;; (test-apply [runner] specifier ... procedure)
(define (test-apply first . more)
  (if (test-runner? first)
      (with-runner first (lambda () (apply apply-selected more)))
      (if current-runner
          (apply apply-selected first more)
          (with-runner (test-runner-create) (lambda () (apply apply-selected first more))))))

(define (apply-selected . arguments)
  (let* ((runner (test-runner-get))
         (reversed (reverse arguments))
         (procedure (car reversed))
         (specifiers (map specifier-of (reverse (cdr reversed))))
         (outer (runner-runs runner)))
    (dynamic-wind
     (lambda () (set-runs! runner (if (null? specifiers) outer specifiers)))
     procedure
     (lambda () (set-runs! runner outer)))))
