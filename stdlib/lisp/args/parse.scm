;;; Parsing. Options and arguments may come in any order, up to `--`; a subcommand takes what follows it, and knows the
;;; options of the commands around it.

;; What is wrong with a command line is told with the usage of the innermost command.
(define (parse-within path words values)
  (guard (stop ((and (args-stop? stop) (eq? (args-stop-kind stop) 'error) (not (args-stop-usage stop)))
                (raise (make-args-stop 'error (args-stop-message stop) (usage-text path (terminal-width))))))
    (parse path words values '())))

;; PATH: the commands that were named, innermost first. VALUES: what was found. PLAIN: arguments, last first.
(define (parse path words values plain)
  (if (null? words)
      (finished path values (reverse plain))
      (let ((word (car words)) (rest (cdr words)))
        (cond ((string=? word "--")
               (finished path values (append (reverse plain) (arguments-after path rest))))
              ((plain-word? path word)
               (if (null? (subcommands (car path)))
                   (parse path rest values (cons word plain))
                   (parse-within (cons (subcommand path word) path) rest values)))
              ((string-prefix? "--" word) (parse-long path word rest values plain))
              (else (parse-short path word 1 rest values plain))))))

;; Whether WORD is no option: a negative number is one only where there is an option such as -5.
(define (plain-word? path word)
  (or (not (string-prefix? "-" word))
      (string=? word "-")
      (and (text->number word)
           (not (find-option path (substring word 0 2))))))

(define (arguments-after path words)
  (if (or (null? words) (null? (subcommands (car path))))
      words
      (refuse "expected a command before --")))

(define (subcommands command)
  (filter-list command? (command-parts command)))

(define (subcommand path word)
  (let ((commands (subcommands (car path))))
    (let next ((rest commands))
      (cond ((null? rest) (refuse "unknown command " (written word) (hint word (map command-name commands))))
            ((string=? (command-name (car rest)) word) (car rest))
            (else (next (cdr rest)))))))

;; All options that may be given to the innermost command of PATH.
(define (options-of path)
  (filter-list option? (apply append (map command-parts path))))

(define (find-option path spelling)
  (let next ((options (options-of path)))
    (cond ((null? options) #f)
          ((member spelling (option-spellings (car options))) (car options))
          (else (next (cdr options))))))

;; WORD is --name, --name=value or --no-name.
(define (parse-long path word rest values plain)
  (let* ((name (before-equals word))
         (option (find-option path name))
         (attached (and (not (string=? name word))
                        (substring word (+ (string-length name) 1) (string-length word)))))
    (define (on-with value rest)
      (parse path rest (noted option value values) plain))
    (cond ((not option) (parse-special path word name attached rest values plain))
          ((not (option-metavariable option))
           (if attached (refuse "option " name " takes no value, got " (written attached)))
           (on-with #t rest))
          (attached (on-with (option-value option name attached) rest))
          ((null? rest) (refuse "option " name " needs a value, " (option-metavariable option)))
          (else (on-with (option-value option name (car rest)) (cdr rest))))))

(define (option-value option spelling text)
  (converted (string-append "option " spelling) (option-type option) text))

;; What is declared by nobody: --no-x for a flag --x, --help and --version.
(define (parse-special path word name attached rest values plain)
  (let ((undone (and (not attached)
                     (string-prefix? "--no-" name)
                     (find-option path (string-append "--" (substring name 5 (string-length name)))))))
    (cond ((and undone (not (option-metavariable undone)))
           (parse path rest (noted undone #f values) plain))
          ((string=? word "--help") (stop-with-help path))
          ((and (string=? word "--version") (version-of path))
           => (lambda (version)
                (raise (make-args-stop 'version (string-append (program-name path) " " version "\n") #f))))
          (else (refuse "unknown option " (shown-option name) (hint name (long-spellings path)))))))

(define (stop-with-help path)
  (raise (make-args-stop 'help (help-text path (terminal-width)) #f)))

;; SPELLING as it is if it can be shown; otherwise as `write` shows it.
(define (shown-option spelling)
  (let ((text (written spelling)))
    (if (= (string-length text) (+ (string-length spelling) 2)) spelling text)))

(define (long-spellings path)
  (append (filter-list (lambda (spelling) (string-prefix? "--" spelling))
                       (apply append (map option-spellings (options-of path))))
          (if (version-of path) '("--help" "--version") '("--help"))))

;; WORD is -abc: flags, or an option and its value. The letter at K is next.
(define (parse-short path word k rest values plain)
  (if (= k (string-length word))
      (parse path rest values plain)
      (let* ((name (string #\- (string-ref word k)))
             (option (find-option path name))
             (attached (substring word (+ k 1) (string-length word))))
        (cond ((and (not option) (string=? name "-h")) (stop-with-help path))
              ((not option)
               (refuse "unknown option " (shown-option name)
                       (if (= (string-length word) 2) "" (string-append " in " (written word)))
                       (hint (string-append "-" word) (long-spellings path))))
              ((not (option-metavariable option))
               (parse-short path word (+ k 1) rest (noted option #t values) plain))
              ((not (string=? attached ""))
               (parse path rest (noted option (option-value option name attached) values) plain))
              ((null? rest) (refuse "option " name " needs a value, " (option-metavariable option)))
              (else
               (parse path (cdr rest) (noted option (option-value option name (car rest)) values) plain))))))

;; All words are read: two results, the path and all values, with the defaults of what was not given.
(define (finished path values plain)
  (if (and (pair? (subcommands (car path))) (not (command-run (car path))))
      (refuse "expected a command: one of " (joined (map command-name (subcommands (car path))) ", ")))
  (let ((values (append (argument-values (filter-list argument? (command-parts (car path))) plain)
                        values))
        (options (options-of path)))
    (for-each (lambda (option)
                (if (and (option-required? option) (not (assq (option-key option) values)))
                    (refuse "option " (last-of (option-spellings option)) " is required")))
              options)
    (cons path
          (append (latest values '())
                  (missing (map (lambda (option) (cons (option-key option) (option-default option))) options) values)))))

(define (last-of items)
  (if (null? (cdr items)) (car items) (last-of (cdr items))))

;; The first entry for each key.
(define (latest entries kept)
  (cond ((null? entries) (reverse kept))
        ((assq (car (car entries)) kept) (latest (cdr entries) kept))
        (else (latest (cdr entries) (cons (car entries) kept)))))

(define (missing defaults values)
  (filter-list (lambda (entry) (not (assq (car entry) values))) defaults))

;; The values of ARGUMENTS, given WORDS: each takes what it must have, and what is left over goes to those that may take
;; more, from the left.
(define (argument-values arguments words)
  (define required (filter-list argument-required? arguments))
  (if (< (length words) (length required))
      (refuse "argument " (argument-name (list-ref required (length words))) " is missing"))
  (let next ((rest arguments)
             (words words)
             (spare (- (length words) (length required)))
             (values '()))
    (define (take argument count)
      (let ((taken (map (lambda (word)
                          (converted (string-append "argument " (argument-name argument)) (argument-type argument) word))
                        (list-head words count))))
        (next (cdr rest)
              (list-tail words count)
              (- spare (if (argument-required? argument) (- count 1) count))
              (cons (cons (argument-key argument)
                          (cond ((zero? count) (argument-default argument))
                                ((argument-repeated? argument) taken)
                                (else (car taken))))
                    values))))
    (cond ((and (null? rest) (null? words)) values)
          ((null? rest) (refuse "unexpected argument " (written (car words))))
          ((argument-repeated? (car rest)) (take (car rest) (if (argument-required? (car rest)) (+ spare 1) spare)))
          ((argument-required? (car rest)) (take (car rest) 1))
          (else (take (car rest) (if (positive? spare) 1 0))))))

(define (list-head items count)
  (if (zero? count) '() (cons (car items) (list-head (cdr items) (- count 1)))))

;;; What programs call

(define (lookup path values)
  (let* ((names (cdr (reverse (map command-name path))))
         (values (cons (cons 'command (and (pair? names) (joined names " "))) values)))
    (lambda key
      (if (null? key)
          values
          (let ((entry (assq (car key) values)))
            (if entry
                (cdr entry)
                (error "the command line has no option or argument of this name:" (car key))))))))

(define (parse-arguments command words)
  (let ((found (parse-within (list command) words '())))
    (lookup (car found) (cdr found))))

;; The procedure FINISH gets the path and the lookup; where parsing stops, its text is shown and the program left.
(define (parse-or-leave command words finish)
  (let ((found (guard (stop ((args-stop? stop) stop))
                 (parse-within (list command) (if (null? words) (cdr (command-line)) (car words)) '()))))
    (cond ((not (args-stop? found)) (finish (car found) (lookup (car found) (cdr found))))
          ((eq? (args-stop-kind found) 'error)
           (let ((name (program-name (list command))) (port (current-error-port)))
             (write-string (string-append name ": " (args-stop-message found) "\n" (args-stop-usage found)
                                          name " --help tells more\n")
                           port)
             (exit 2)))
          (else
           (write-string (args-stop-message found))
           (exit 0)))))

(define (parse-command-line command . words)
  (parse-or-leave command words (lambda (path args) args)))

(define (run-command command . words)
  (parse-or-leave command words
                  (lambda (path args)
                    (let ((run (command-run (car path))))
                      (if (not run)
                          (error "run-command: the command declares no procedure to run:" (command-name (car path))))
                      (run args)))))
