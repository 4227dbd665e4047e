;;; Declarations: what a command takes. They are checked when they are made.

(define-record-type <command>
  (make-command name summary version notes run parts)
  command?
  (name command-name)
  (summary command-summary)
  (version command-version)   ; a string or #f
  (notes command-notes)
  (run command-run)           ; a procedure of the parsed arguments, or #f
  (parts command-parts))      ; options, arguments and commands, as declared

;; A flag is an option without a metavariable.
(define-record-type <option>
  (make-option key spellings negatable? metavariable help type default required? repeated?)
  option?
  (key option-key)
  (spellings option-spellings)        ; ("-n" "--times")
  (negatable? option-negatable?)      ; whether --help shows --[no-]x; `--no-x` is understood for every flag
  (metavariable option-metavariable)
  (help option-help)
  (type option-type)
  (default option-default)
  (required? option-required?)
  (repeated? option-repeated?))

(define-record-type <argument>
  (make-argument key name help type default required? repeated?)
  argument?
  (key argument-key)
  (name argument-name)
  (help argument-help)
  (type argument-type)
  (default argument-default)
  (required? argument-required?)
  (repeated? argument-repeated?))

(define (command name summary . parts)
  (let next ((rest parts) (properties '()) (found '()))
    (cond ((null? rest)
           (let ((found (reverse found)))
             (check-parts name found)
             (make-command name summary (property 'version properties #f) (property 'notes properties #f)
                           (property 'run properties #f) found)))
          ((symbol? (car rest))
           (check-properties 'command rest '(version notes run) #t)
           (next (cddr rest) (cons (cons (car rest) (cadr rest)) properties) found))
          ((or (option? (car rest)) (argument? (car rest)) (command? (car rest)))
           (next (cdr rest) properties (cons (car rest) found)))
          (else (error "command: expected an option, flag, argument, command or property, got" (car rest))))))

(define (option key spelling help . properties)
  (let* ((given (properties-of 'option properties '(type default required repeated)))
         (words (words-of spelling))
         (repeated? (property 'repeated given #f))
         (type (property 'type given 'string)))
    (check-type 'option type)
    (let ((spellings (map before-equals (filter-list dashed? words))))
      (check-spellings 'option spellings spelling)
      (make-option key spellings #f (metavariable-of words type) help type
                   (property 'default given (if repeated? '() #f)) (property 'required given #f) repeated?))))

(define (flag key spelling help . properties)
  (let* ((given (properties-of 'flag properties '(default repeated)))
         (words (words-of spelling))
         (repeated? (property 'repeated given #f)))
    (check-spellings 'flag (filter-list dashed? words) spelling)
    (make-option key (map without-no words) (not (equal? words (map without-no words))) #f help 'flag
                 (property 'default given (if repeated? 0 #f)) #f repeated?)))

(define (argument key spelling help . properties)
  (let* ((given (properties-of 'argument properties '(type default)))
         (optional? (and (string-prefix? "[" spelling) (string-suffix? "]" spelling)))
         (inner (if optional? (substring spelling 1 (- (string-length spelling) 1)) spelling))
         (repeated? (string-suffix? "..." inner))
         (name (if repeated? (substring inner 0 (- (string-length inner) 3)) inner))
         (type (property 'type given 'string)))
    (check-type 'argument type)
    (make-argument key name help type (property 'default given (if repeated? '() #f)) (not optional?) repeated?)))

;;; Properties: a list of alternating names and values becomes an association list.

(define (property name properties default)
  (let ((found (assq name properties)))
    (if found (cdr found) default)))

(define (properties-of who properties known)
  (check-properties who properties known #f)
  (if (null? properties)
      '()
      (cons (cons (car properties) (cadr properties)) (properties-of who (cddr properties) known))))

(define (check-properties who properties known more?)
  (cond ((null? properties))
        ((not (memq (car properties) known))
         (error (string-append (symbol->string who) ": expected one of the properties " (joined (map symbol->string known) ", ")
                               ", got")
                (car properties)))
        ((null? (cdr properties))
         (error (string-append (symbol->string who) ": there is no value for the property") (car properties)))))

(define (check-type who type)
  (if (not (or (memq type '(string integer number file folder)) (procedure? type) (and (pair? type) (list? type))))
      (error (string-append (symbol->string who)
                            ": expected string, integer, number, file, folder, a list of strings or a procedure as a type, got")
             type)))

(define (check-spellings who spellings spelling)
  (if (or (null? spellings) (member "-" spellings) (member "--" spellings))
      (error (string-append (symbol->string who) ": expected a spelling such as \"-n, --name\", got") spelling)))

;; No two parts of command NAME may have one key or one spelling, and arguments must be told apart.
(define (check-parts name parts)
  (define (no-duplicates items what)
    (if (pair? items)
        (if (member (car items) (cdr items))
            (error (string-append "command " name ": " what " is declared twice:") (car items))
            (no-duplicates (cdr items) what))))
  (let ((options (filter-list option? parts))
        (arguments (filter-list argument? parts))
        (commands (filter-list command? parts)))
    (no-duplicates (append (map option-key options) (map argument-key arguments)) "a key")
    (no-duplicates (apply append (map option-spellings options)) "an option")
    (no-duplicates (map command-name commands) "a command")
    (if (and (pair? commands) (pair? arguments))
        (error (string-append "command " name ": arguments belong to its subcommands:") (argument-name (car arguments))))
    (if (< 1 (length (filter-list argument-repeated? arguments)))
        (error (string-append "command " name ": only one argument can be repeated")))))

;;; Spellings

(define (dashed? word) (string-prefix? "-" word))

(define (before-equals word)
  (let ((place (string-position #\= word)))
    (if place (substring word 0 place) word)))

;; The N of "-n, --times=N" or "-n N"; without one, what goes with the type.
(define (metavariable-of words type)
  (let next ((rest words))
    (cond ((null? rest) (metavariable-of-type type))
          ((not (dashed? (car rest))) (car rest))
          ((string-position #\= (car rest))
           => (lambda (place) (substring (car rest) (+ place 1) (string-length (car rest)))))
          (else (next (cdr rest))))))

(define (metavariable-of-type type)
  (cond ((pair? type) (string-append "{" (joined type ",") "}"))
        ((memq type '(integer number)) "N")
        ((memq type '(file folder)) (string-upcase (symbol->string type)))
        (else "TEXT")))

;; "--[no-]color" is --color.
(define (without-no word)
  (if (string-prefix? "--[no-]" word)
      (string-append "--" (substring word 7 (string-length word)))
      word))
