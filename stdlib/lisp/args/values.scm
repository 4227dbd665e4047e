;;; Values: what a word means for an option or an argument of some type.

;; Why parsing stopped. KIND: error, help or version; TEXT: what is to be shown; USAGE: of which command, after an error.
(define-record-type <args-stop>
  (make-args-stop kind text usage)
  args-stop?
  (kind args-stop-kind)
  (text args-stop-message)
  (usage args-stop-usage))

(define (refuse . parts)
  (raise (make-args-stop 'error (apply string-append parts) #f)))

;; The value of TEXT, of TYPE, for WHO: "option --times" or "argument NAME".
(define (converted who type text)
  (define (expected what)
    (refuse who ": expected " what ", got " (written text)))
  (cond ((eq? type 'string) text)
        ((eq? type 'integer)
         (let ((number (text->number text)))
           (if (exact-integer? number) number (expected "an integer"))))
        ((eq? type 'number) (or (text->number text) (expected "a number")))
        ((eq? type 'file)
         (cond ((string=? text "-") text)
               ((not (file-exists? text)) (refuse who ": no such file: " (written text)))
               ((file-directory? text) (refuse who ": is a folder: " (written text)))
               (else text)))
        ((eq? type 'folder)
         (if (file-directory? text) text (refuse who ": no such folder: " (written text))))
        ((pair? type)
         (if (member text type)
             text
             (refuse who ": expected one of " (joined type ", ") ", got " (written text) (hint text type))))
        (else
         (guard (problem ((error-object? problem)
                          (refuse who ": " (displayed (error-object-message problem)) ", got " (written text))))
           (type text)))))

;; A real number in decimal notation, as people write it: Scheme's own #x10 and 1@2 are none.
(define (text->number text)
  (let ((number (string->number text)))
    (and number
         (real? number)
         (not (string-position #\# text))
         (not (string-position #\@ text))
         number)))

;; Values are kept in an association list, the latest first.
(define (noted option value values)
  (let* ((key (option-key option))
         (before (assq key values)))
    (cons (cons key
                (cond ((not (option-repeated? option)) value)
                      ((option-metavariable option) (append (if before (cdr before) '()) (list value)))
                      ((not value) 0)
                      (else (+ (if before (cdr before) 0) 1))))
          values)))
