;;; Help, made from the declarations.

(define (program-name path)
  (joined (map (lambda (command) (or (command-name command) (app-name))) (reverse path)) " "))

;; The version that is declared, or else the one that the program was built with; #f if there is none.
(define (version-of path)
  (let next ((rest path))
    (cond ((null? rest) (app-version))
          ((command-version (car rest)))
          (else (next (cdr rest))))))

(define (command-usage command)
  (usage-text (list command) (terminal-width)))

(define (command-help command . width)
  (help-text (list command) (if (null? width) (terminal-width) (car width))))

(define (usage-text path width)
  (let* ((command (car path))
         (required (filter-list option-required? (options-of path)))
         (start (string-append "usage: " (program-name path)))
         (words (append (if (= (length required) (length (options-of path))) '() '("[OPTION...]"))
                        (map (lambda (option)
                               (spelling-with-value (car (option-spellings option)) (option-metavariable option)))
                             required)
                        (if (null? (subcommands command))
                            '()
                            (list (if (command-run command) "[COMMAND ...]" "COMMAND ...")))
                        (map argument-spelling (filter-list argument? (command-parts command))))))
    (filled (cons start words) (+ (string-length start) 1) width)))

(define (argument-spelling argument)
  (let ((name (string-append (argument-name argument) (if (argument-repeated? argument) "..." ""))))
    (if (argument-required? argument) name (string-append "[" name "]"))))

(define (help-text path width)
  (let* ((command (car path))
         (parts (command-parts command))
         (rows-of-options (map option-row (filter-list option? parts)))
         (rows-of-outer (map option-row (options-of (cdr path))))
         (sections (list (cons "commands" (map command-row (subcommands command)))
                         (cons "arguments" (map argument-row (filter-list argument? parts)))
                         (cons "options" (append rows-of-options (standard-rows path)))
                         (cons "options of all commands" rows-of-outer)))
         (indent (column (apply append (map cdr sections)) width)))
    (apply string-append
           (usage-text path width)
           (paragraphs (command-summary command) width)
           (append (map (lambda (section) (section-text (car section) (cdr section) indent width)) sections)
                   (list (paragraphs (command-notes command) width))))))

;;; Rows: a pair (what . its explanation)

(define (command-row command)
  (cons (command-name command) (or (command-summary command) "")))

(define (argument-row argument)
  (cons (argument-spelling argument)
        (explained (argument-help argument)
                   (append (choices (argument-type argument) (argument-name argument))
                           (default-note (argument-default argument))))))

(define (option-row option)
  (let* ((metavariable (option-metavariable option))
         (spellings (map (lambda (spelling)
                           (if (option-negatable? option)
                               (with-no spelling)
                               spelling))
                         (option-spellings option)))
         (last (spelling-with-value (last-of spellings) metavariable)))
    (cons (string-append (if (string-prefix? "--" (car spellings)) "    " "")
                         (joined (append (reverse (cdr (reverse spellings))) (list last)) ", "))
          (explained (option-help option)
                     (append (if metavariable (choices (option-type option) metavariable) '())
                             (if (option-required? option) '("required") '())
                             (if (and (option-repeated? option) metavariable) '("may be repeated") '())
                             (if (or metavariable (eq? (option-default option) #t))
                                 (default-note (option-default option))
                                 '()))))))

(define (with-no spelling)
  (if (string-prefix? "--" spelling)
      (string-append "--[no-]" (substring spelling 2 (string-length spelling)))
      spelling))

(define (spelling-with-value spelling metavariable)
  (cond ((not metavariable) spelling)
        ((string-prefix? "--" spelling) (string-append spelling "=" metavariable))
        (else (string-append spelling " " metavariable))))

(define (choices type metavariable)
  (if (and (pair? type) (not (string-prefix? "{" metavariable)))
      (list (string-append "one of " (joined type ", ")))
      '()))

(define (default-note default)
  (cond ((eq? default #t) '("default: on"))
        ((or (number? default) (string? default) (symbol? default))
         (list (string-append "default: " (if (equal? default "") "empty" (displayed default)))))
        ((and (pair? default) (list? default))
         (list (string-append "default: " (joined (map displayed default) " "))))
        (else '())))

(define (explained text notes)
  (if (null? notes)
      text
      (string-append text (if (string=? text "") "(" " (") (joined notes "; ") ")")))

;; --help and --version, unless the program declares its own.
(define (standard-rows path)
  (define (row short long text)
    (if (find-option path long)
        '()
        (list (cons (string-append (if (and short (not (find-option path short))) (string-append short ", ") "    ") long)
                    text))))
  (append (row "-h" "--help" "show this and leave")
          (if (version-of path) (row #f "--version" "show the version and leave") '())))

;;; Layout

(define (section-text title rows indent width)
  (if (null? rows)
      ""
      (apply string-append "\n" title ":\n" (map (lambda (row) (row-text row indent width)) rows))))

;; The column of the explanations: as far right as the longest row needs, but not beyond a third of WIDTH.
(define (column rows width)
  (let ((limit (max 16 (quotient width 3))))
    (let next ((rows rows) (most 0))
      (if (null? rows)
          (+ most 4)
          (let ((length (string-length (car (car rows)))))
            (next (cdr rows) (if (<= (+ length 4) limit) (max most length) most)))))))

(define (row-text row indent width)
  (let ((start (string-append "  " (car row)))
        (words (split-text (cdr row) char-whitespace?)))
    (cond ((null? words) (string-append start "\n"))
          ((<= (+ (string-length start) 2) indent)
           (filled (cons (string-append start (make-string (- indent (string-length start) 1) #\space)) words) indent width))
          (else
           (string-append start "\n" (filled (cons (make-string (- indent 1) #\space) words) indent width))))))

;; The paragraphs of TEXT, an empty line before each. Lines that begin with space are left as they are.
(define (paragraphs text width)
  (define (as-is? line) (char=? (string-ref line 0) #\space))
  (if (not text)
      ""
      (apply string-append "\n"
             (map (lambda (line)
                    (cond ((string=? line "") "\n")
                          ((as-is? line) (string-append line "\n"))
                          (else (filled (split-text line char-whitespace?) 0 width))))
                  (lines-of text)))))

(define (lines-of text)
  (let ((end (string-position #\newline text)))
    (if end
        (cons (substring text 0 end) (lines-of (substring text (+ end 1) (string-length text))))
        (list text))))

;; The WORDS in lines of at most WIDTH characters, all but the first indented.
(define (filled words indent width)
  (let next ((rest (cdr words)) (at (string-length (car words))) (parts (list (car words))))
    (if (null? rest)
        (apply string-append (reverse (cons "\n" parts)))
        (let ((length (string-length (car rest))))
          (if (or (<= (+ at 1 length) width) (<= at indent))
              (next (cdr rest) (+ at 1 length) (cons* (car rest) " " parts))
              (next (cdr rest) (+ indent length) (cons* (car rest) (make-string indent #\space) "\n" parts)))))))
