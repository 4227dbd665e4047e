;;; What a web server's access log says: requests, status codes, pages, clients, traffic by the hour, bad lines.
;;;
;;;   lisp examples/log-analyser.scm [LOG]               reads LOG (examples/data/access.log) and prints the report
;;;   lisp examples/log-analyser.scm [LOG] --save FILE   stops when the log is read, with the requests in the image FILE
;;;   lisp -i FILE                                       prints the report: the log is not needed any more
;;;   lisp -i FILE -e '(print-table (top 3 (tally request-agent requests)))'      asks something else
;;;
;;; A line of the log, in the "combined" format of Apache and nginx, is
;;;
;;;   203.0.113.5 - - [14/Mar/2026:00:09:11 +0000] "GET /docs/ HTTP/1.1" 200 21866 "https://example.com/" "curl/8.5.0"
;;;
;;; It becomes a record; all that is counted is counted over the list of these records.

(import (scheme base) (scheme char) (scheme file) (scheme process-context) (scheme write) (srfi 69) (lisp image))

;;; Reading a line

(define-record-type <request>
  (make-request client day hour method path status bytes referrer agent)
  request?
  (client request-client)      ; the address, a string
  (day request-day)            ; such as "14/Mar/2026"
  (hour request-hour)          ; 0 to 23
  (method request-method)
  (path request-path)          ; without the query
  (status request-status)      ; an integer
  (bytes request-bytes)        ; an integer; the log's "-" is 0
  (referrer request-referrer)
  (agent request-agent))

;; The request that LINE describes. Raises an error object for a line that is not in the format.
(define (parse-line line)
  (let ((port (open-input-string line)))

    ;; The text up to the character END, after OPENING. END is read too.
    (define (field what opening end)
      (if (not (equal? (read-exactly (string-length opening) port) opening))
          (error (string-append "no " what)))
      (or (read-until end port)
          (error (string-append "incomplete " what))))

    (define (number-field what opening end)
      (let ((text (field what opening end)))
        (or (digits->number text)
            (error (string-append "the " what " is not a number")))))

    (let* ((client (field "client" "" #\space))
           (identity (field "identity" "" #\space))
           (user (field "user" "" #\space))
           (day (field "date" "[" #\:))
           (hour (number-field "hour" "" #\:))
           (minutes (field "time" "" #\]))
           (request (split (field "request" " \"" #\") #\space))
           (status (number-field "status" " " #\space))
           (size (field "size" "" #\space))
           (referrer (field "referrer" "\"" #\"))
           (agent (field "agent" " \"" #\")))
      (if (> hour 23) (error "the hour is not one of 0 to 23"))
      (if (not (= (length request) 3)) (error "the request is not a method, a path and a protocol"))
      (make-request client day hour (car request) (car (split (cadr request) #\?)) status (or (digits->number size) 0)
                    referrer agent))))

(define (read-exactly count port)
  (if (zero? count) "" (read-string count port)))

;; The text in PORT before the character END, which is read too; #f if END does not come.
(define (read-until end port)
  (let ((taken (open-output-string)))
    (let next ((char (read-char port)))
      (cond ((eof-object? char) #f)
            ((char=? char end) (get-output-string taken))
            (else (write-char char taken) (next (read-char port)))))))

(define (digits->number text)
  (and (not (string=? text ""))
       (let loop ((chars (string->list text)))
         (or (null? chars)
             (and (char-numeric? (car chars)) (loop (cdr chars)))))
       (string->number text)))

;; The parts of TEXT between the SEPARATORs.
(define (split text separator)
  (let loop ((chars (reverse (string->list text))) (part '()) (parts '()))
    (cond ((null? chars) (cons (list->string part) parts))
          ((char=? (car chars) separator) (loop (cdr chars) '() (cons (list->string part) parts)))
          (else (loop (cdr chars) (cons (car chars) part) parts)))))

;;; Reading a log

(define-record-type <bad-line>
  (make-bad-line number reason text)
  bad-line?
  (number bad-line-number)
  (reason bad-line-reason)
  (text bad-line-text))

;; Two values: the requests in PORT and the bad lines, each in order.
(define (read-log port)
  (let next ((number 1) (requests '()) (bad-lines '()))
    (let ((line (read-line port)))
      (if (eof-object? line)
          (values (reverse requests) (reverse bad-lines))
          (let ((entry (guard (problem ((error-object? problem)
                                        (make-bad-line number (error-object-message problem) line)))
                         (parse-line line))))
            (if (request? entry)
                (next (+ number 1) (cons entry requests) bad-lines)
                (next (+ number 1) requests (cons entry bad-lines))))))))

(define (read-log-file path)
  (guard (problem ((file-error? problem)
                   (display (string-append "log-analyser: cannot read " path "\n") (current-error-port))
                   (exit 1)))
    (call-with-input-file path read-log)))

;;; Counting. A table is a list of pairs (key . number).

;; How many ITEMS there are for each value of KEY.
(define (tally key items) (totals key (lambda (item) 1) items))

;; The sum of AMOUNT over the ITEMS for each value of KEY.
(define (totals key amount items)
  (let ((sums (make-hash-table equal?)))
    (for-each (lambda (item)
                (hash-table-update!/default sums (key item) (lambda (sum) (+ sum (amount item))) 0))
              items)
    (sort (hash-table->alist sums) (lambda (a b) (key<? (car a) (car b))))))

;; The COUNT rows of TABLE with the highest numbers; what is equal stays in the order of the keys.
(define (top count table)
  (let ((sorted (sort table (lambda (a b) (> (cdr a) (cdr b))))))
    (list-head sorted (min count (length sorted)))))

(define (key<? a b) (if (number? a) (< a b) (string<? a b)))

(define (list-head items count)
  (if (zero? count) '() (cons (car items) (list-head (cdr items) (- count 1)))))

(define (filter keep? items)
  (cond ((null? items) '())
        ((keep? (car items)) (cons (car items) (filter keep? (cdr items))))
        (else (filter keep? (cdr items)))))

;; A stable merge sort.
(define (sort items before?)
  (define (merge left right)
    (cond ((null? left) right)
          ((null? right) left)
          ((before? (car right) (car left)) (cons (car right) (merge left (cdr right))))
          (else (cons (car left) (merge (cdr left) right)))))
  (let sort-part ((items items) (count (length items)))
    (if (< count 2)
        (list-head items count)
        (let ((half (quotient count 2)))
          (merge (sort-part items half)
                 (sort-part (list-tail items half) (- count half)))))))

;;; The report

(define (sum numbers) (apply + numbers))

(define (total-bytes requests) (sum (map request-bytes requests)))

(define status-names
  '((200 . "OK") (201 . "Created") (301 . "Moved Permanently") (304 . "Not Modified") (400 . "Bad Request")
    (403 . "Forbidden") (404 . "Not Found") (500 . "Internal Server Error")))

(define (status-label status)
  (let ((entry (assv status status-names)))
    (string-append (number->string status) (if entry (string-append " " (cdr entry)) ""))))

(define (say . things)
  (for-each display things)
  (newline))

(define (heading text) (say "\n" text))

;; 1234567 -> 1,234,567
(define (digit-groups number)
  (let loop ((digits (number->string number)) (groups ""))
    (let ((split (- (string-length digits) 3)))
      (if (positive? split)
          (loop (string-copy digits 0 split) (string-append "," (string-copy digits split) groups))
          (string-append digits groups)))))

;; PART of WHOLE in per cent, with one decimal.
(define (percentage part whole)
  (let ((tenths (if (zero? whole) 0 (round (/ (* 1000 part) whole)))))
    (string-append (number->string (quotient tenths 10)) "." (number->string (modulo tenths 10)) "%")))

(define (pad-left thing width)
  (let ((text (if (number? thing) (digit-groups thing) thing)))
    (string-append (make-string (max 0 (- width (string-length text))) #\space) text)))

;; Each row of TABLE: its number, its share of all in WHOLE, if that is given, and its key.
(define (print-table table . whole)
  (for-each (lambda (row)
              (say (pad-left (cdr row) 10)
                   (if (null? whole) "" (pad-left (percentage (cdr row) (car whole)) 8))
                   "  " (car row)))
            table))

;; Each row of TABLE with a bar; the longest has WIDTH signs.
(define (print-bars table width)
  (let ((most (apply max 1 (map cdr table))))
    (for-each (lambda (row)
                (say (pad-left (car row) 4) (pad-left (cdr row) 12) "  "
                     (make-string (round (/ (* width (cdr row)) most)) #\#)))
              table)))

(define (print-report requests bad-lines)
  (define count (length requests))
  (define (failed? request) (>= (request-status request) 400))
  (heading "Totals")
  (print-table (list (cons "requests" count)
                     (cons "bad lines" (length bad-lines))
                     (cons "clients" (length (tally request-client requests)))
                     (cons "pages" (length (tally request-path requests)))
                     (cons "bytes" (total-bytes requests))))
  (heading "Status")
  (print-table (map (lambda (row) (cons (status-label (car row)) (cdr row))) (tally request-status requests)) count)
  (heading "Pages asked for most")
  (print-table (top 10 (tally request-path requests)) count)
  (heading "Busiest clients")
  (print-table (top 5 (tally request-client requests)) count)
  (heading "Clients by bytes")
  (print-table (top 5 (totals request-client request-bytes requests)) (total-bytes requests))
  (heading "Bytes by the hour")
  (print-bars (totals request-hour request-bytes requests) 50)
  (heading "Pages that failed")
  (print-table (top 5 (tally request-path (filter failed? requests))))
  (heading "Bad lines")
  (for-each (lambda (bad)
              (for-each display (list "  line " (bad-line-number bad) ": " (bad-line-reason bad) ": "))
              (write (bad-line-text bad))
              (newline))
            bad-lines))

;;; The program

(define default-log "examples/data/access.log")

;; The arguments as two values: the log's path, and the path of the image to save, #f for none.
(define (parse-arguments arguments)
  (let next ((arguments arguments) (log default-log) (image #f))
    (cond ((null? arguments) (values log image))
          ((and (string=? (car arguments) "--save") (pair? (cdr arguments)))
           (next (cddr arguments) log (cadr arguments)))
          (else (next (cdr arguments) (car arguments) image)))))

(define-values (log-path image-path) (parse-arguments (cdr (command-line))))

(define-values (requests bad-lines) (read-log-file log-path))

(say log-path ": " (+ (length requests) (length bad-lines)) " lines")

;; Saved, the program ends here; the image, when it is booted, goes on here. Without --save neither happens.
(if (and image-path (eq? (save-image image-path) 'saved))
    (exit))

(print-report requests bad-lines)
