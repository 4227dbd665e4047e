;;; A spreadsheet: formulas, recalculation of what a change affects, circular references, undo.
;;;
;;;   lisp examples/spreadsheet.scm               runs the session at the end of this file
;;;   lisp examples/spreadsheet.scm --save FILE   stops at the session's line "checkpoint", all of it kept in the image FILE
;;;   lisp -i FILE                                goes on from there, in another process
;;;   lisp -i FILE -e '(enter! cafe (quote B5) "0") (show cafe)'      does something else with the sheet that was saved
;;;
;;; A cell holds a number, a text or a formula, which starts with "=". A formula is read into a tree, =SUM(B2:B5)*2 into
;;; (* (SUM (range B2 B5)) 2), and the sheet knows for each cell which formulas read it. A change is followed along those
;;; readers: they are computed again, each once, after everything it reads. Numbers are exact: 0.1+0.2 is 0.3.

(import (scheme base) (scheme char) (scheme process-context) (scheme read) (scheme write) (srfi 69) (lisp image))

;;; The sheet

(define-record-type <sheet>
  (make-sheet cells readers history)
  sheet?
  (cells sheet-cells)                         ; name -> cell, such as B2
  (readers sheet-readers)                     ; name -> the names of the cells whose formulas read it
  (history sheet-history set-sheet-history!)) ; procedures that take back the changes, the latest first

(define-record-type <cell>
  (make-cell source formula reads value)
  cell?
  (source cell-source)                        ; the text that was entered
  (formula cell-formula)                      ; the same as a tree
  (reads cell-reads)                          ; the names of the cells that the formula reads
  (value cell-value set-cell-value!))

;; What a formula is worth that cannot be computed. It is raised, kept as the cell's value, and raised again in each
;; formula that reads the cell.
(define-record-type <failure>
  (make-failure text)
  failure?
  (text failure-text))

(define (fail text) (raise (make-failure text)))

(define (new-sheet) (make-sheet (make-hash-table eq?) (make-hash-table eq?) '()))

(define (cell-at sheet name) (hash-table-ref/default (sheet-cells sheet) name #f))

(define (source-at sheet name)
  (let ((cell (cell-at sheet name)))
    (if cell (cell-source cell) "")))

(define (value-at sheet name)
  (let ((cell (cell-at sheet name)))
    (and cell (cell-value cell))))

(define (readers-of sheet name) (hash-table-ref/default (sheet-readers sheet) name '()))

;;; Names: column B, row 2 is the symbol B2, and (1 . 2) as numbers.

(define (cell-name column row)
  (string->symbol (string-append (column-letter column) (number->string row))))

(define (column-letter column) (string (integer->char (+ column (char->integer #\A)))))

(define (column-of name) (- (char->integer (string-ref (symbol->string name) 0)) (char->integer #\A)))

(define (row-of name) (string->number (string-copy (symbol->string name) 1)))

(define (looks-like-a-name? word)
  (and (> (string-length word) 1)
       (char<=? #\A (string-ref word 0) #\Z)
       (let ((row (string->number (string-copy word 1))))
         (and (exact-integer? row) (positive? row)))))

;; The cells of the rectangle from the corner FIRST to the corner LAST, row by row.
(define (range-names first last)
  (let loop ((column (column-of last)) (row (row-of last)) (names '()))
    (cond ((< row (row-of first)) names)
          ((< column (column-of first)) (loop (column-of last) (- row 1) names))
          (else (loop (- column 1) row (cons (cell-name column row) names))))))

;;; Formulas: text -> tokens

(define (tokens text)
  (let ((port (open-input-string text)))
    (let next ((found '()))
      (let ((char (peek-char port)))
        (cond ((eof-object? char) (reverse found))
              ((char-whitespace? char) (read-char port) (next found))
              ((or (char-numeric? char) (char=? char #\.))
               (next (cons (or (text->number (read-while part-of-number? port)) (fail "#SYNTAX!")) found)))
              ((char-alphabetic? char)
               (next (cons (string->symbol (string-upcase (read-while part-of-word? port))) found)))
              ((char=? char #\") (next (cons (read-quoted port) found)))
              (else (next (cons (read-operator port) found))))))))

(define (part-of-number? char) (or (char-numeric? char) (char=? char #\.)))

(define (part-of-word? char) (or (char-alphabetic? char) (char-numeric? char)))

(define (read-while accept? port)
  (let ((taken (open-output-string)))
    (let next ()
      (let ((char (peek-char port)))
        (cond ((or (eof-object? char) (not (accept? char))) (get-output-string taken))
              (else (write-char (read-char port) taken) (next)))))))

;; A text in a formula becomes (text STRING), so that no operator is taken for it.
(define (read-quoted port)
  (read-char port)
  (let ((content (read-while (lambda (char) (not (char=? char #\"))) port)))
    (if (eof-object? (read-char port)) (fail "#SYNTAX!"))
    (list 'text content)))

(define (read-operator port)
  (let ((operator (string (read-char port)))
        (second (peek-char port)))
    (if (and (memv second '(#\= #\>)) (member operator '("<" ">")))
        (string-append operator (string (read-char port)))
        operator)))

;; Decimals as exact numbers: 0.1 is 1/10.
(define (text->number text)
  (and (not (string=? text ""))
       (or (char-numeric? (string-ref text 0)) (memv (string-ref text 0) '(#\- #\.)))
       (string->number (string-append "#e" text))))

;;; Formulas: tokens -> tree, by recursive descent. An operator is a string, a word a symbol.

(define operator-levels '(("=" "<>" "<" ">" "<=" ">=") ("+" "-") ("*" "/")))

(define (parse-formula text)
  (let ((waiting (tokens text)))

    (define (upcoming) (and (pair? waiting) (car waiting)))

    (define (take!)
      (let ((token (upcoming)))
        (if token (set! waiting (cdr waiting)))
        token))

    (define (expect! token)
      (if (not (equal? (take!) token)) (fail "#SYNTAX!")))

    (define (expression) (operation operator-levels))

    (define (operation levels)
      (if (null? levels)
          (signed)
          (let more ((left (operation (cdr levels))))
            (if (member (upcoming) (car levels))
                (let* ((operator (string->symbol (take!)))
                       (right (operation (cdr levels))))
                  (more (list operator left right)))
                left))))

    (define (signed)
      (cond ((equal? (upcoming) "-") (take!) (list '- 0 (signed)))
            (else (primary))))

    (define (primary)
      (let ((token (take!)))
        (cond ((or (number? token) (pair? token)) token)
              ((equal? token "(")
               (let ((inner (expression)))
                 (expect! ")")
                 inner))
              ((not (symbol? token)) (fail "#SYNTAX!"))
              ((equal? (upcoming) "(") (take!) (cons token (arguments)))
              ((equal? (upcoming) ":")
               (take!)
               (list 'range (reference token) (reference (take!))))
              (else (reference token)))))

    (define (reference token)
      (if (and (symbol? token) (looks-like-a-name? (symbol->string token)))
          token
          (fail "#NAME?")))

    (define (arguments)
      (if (equal? (upcoming) ")")
          (begin (take!) '())
          (let more ((found (list (expression))))
            (cond ((equal? (upcoming) ",") (take!) (more (cons (expression) found)))
                  (else (expect! ")") (reverse found))))))

    (let ((tree (expression)))
      (if (upcoming) (fail "#SYNTAX!"))
      tree)))

;; The names of the cells that the formula TREE reads, each once.
(define (references tree)
  (let visit ((tree tree) (found '()))
    (cond ((symbol? tree) (adjoin tree found))
          ((not (pair? tree)) found)
          ((eq? (car tree) 'range) (fold adjoin found (apply range-names (cdr tree))))
          (else (fold visit found (cdr tree))))))

(define (adjoin item items) (if (memq item items) items (cons item items)))

(define (fold combine result items)
  (if (null? items)
      result
      (fold combine (combine (car items) result) (cdr items))))

;;; Formulas: tree -> value

(define (divide a b) (if (zero? b) (fail "#DIV/0!") (/ a b)))

(define (round-to number places)
  (let ((unit (expt 10 places)))
    (/ (round (* number unit)) unit)))

(define (average . numbers) (divide (apply + numbers) (length numbers)))

;; What takes a fixed number of numbers, and what takes all the numbers in ranges.
(define operations
  `((+ . ,+) (- . ,-) (* . ,*) (/ . ,divide) (< . ,<) (> . ,>) (<= . ,<=) (>= . ,>=) (ROUND . ,round-to)))

(define aggregates
  `((SUM . ,+) (MIN . ,min) (MAX . ,max) (AVERAGE . ,average) (COUNT . ,(lambda numbers (length numbers)))))

(define (evaluate tree sheet)
  (define (value tree) (evaluate tree sheet))
  (define (number tree)
    (let ((found (value tree)))
      (if (number? found) found (fail "#VALUE!"))))
  (define (numbers tree)
    (if (and (pair? tree) (eq? (car tree) 'range))
        (filter number? (map value (filter filled? (references tree))))
        (list (number tree))))
  (define (filled? name) (cell-at sheet name))
  (define (choose test consequent alternative)
    (if (memv (value test) '(#f 0)) (value alternative) (value consequent)))
  (cond ((symbol? tree)
         (let ((cell (cell-at sheet tree)))
           (if cell (settled cell) 0)))
        ((number? tree) tree)
        ((failure? tree) (raise tree))
        ((eq? (car tree) 'text) (cadr tree))
        ((eq? (car tree) 'IF) (apply choose (cdr tree)))
        ((eq? (car tree) '=) (equal? (value (cadr tree)) (value (caddr tree))))
        ((eq? (car tree) '<>) (not (equal? (value (cadr tree)) (value (caddr tree)))))
        ((assq (car tree) operations)
         => (lambda (entry) (apply (cdr entry) (map number (cdr tree)))))
        ((assq (car tree) aggregates)
         => (lambda (entry) (apply (cdr entry) (apply append (map numbers (cdr tree))))))
        (else (fail "#NAME?"))))

(define (settled cell)
  (let ((value (cell-value cell)))
    (if (failure? value) (raise value) value)))

(define (filter keep? items)
  (cond ((null? items) '())
        ((keep? (car items)) (cons (car items) (filter keep? (cdr items))))
        (else (filter keep? (cdr items)))))

;;; Changes

;; Puts SOURCE into the cell NAME and computes what depends on it. Two values: the names of the cells that were computed,
;; in that order, and a cycle of formulas that read each other, '() if there is none.
(define (enter! sheet name source)
  (let ((before (source-at sheet name)))
    (set-sheet-history! sheet (cons (lambda () (replace! sheet name before)) (sheet-history sheet)))
    (replace! sheet name source)))

(define (undo! sheet)
  (if (null? (sheet-history sheet)) (error "undo!: there is nothing to take back"))
  (let ((take-back (car (sheet-history sheet))))
    (set-sheet-history! sheet (cdr (sheet-history sheet)))
    (take-back)))

(define (replace! sheet name source)
  (let ((old (cell-at sheet name))
        (tree (read-source source)))
    (if old
        (for-each (lambda (read) (remove-reader! sheet read name)) (cell-reads old)))
    (cond ((string=? source "") (hash-table-delete! (sheet-cells sheet) name))
          (else
           (hash-table-set! (sheet-cells sheet) name (make-cell source tree (reverse (references tree)) 0))
           (for-each (lambda (read) (add-reader! sheet read name)) (references tree))))
    (recalculate! sheet name)))

(define (read-source source)
  (cond ((text->number source))
        ((and (> (string-length source) 1) (char=? (string-ref source 0) #\=))
         (guard (problem ((failure? problem) problem))
           (parse-formula (string-copy source 1))))
        (else (list 'text source))))

(define (add-reader! sheet read reader)
  (hash-table-update!/default (sheet-readers sheet) read (lambda (others) (append others (list reader))) '()))

(define (remove-reader! sheet read reader)
  (hash-table-update! (sheet-readers sheet) read
                      (lambda (others) (filter (lambda (other) (not (eq? other reader))) others))))

;; Each cell that depends on CHANGED has a count of the cells it reads that are still to be computed. At 0 it is its turn.
;; Cells whose count never gets there are on a cycle, or read one.
(define (recalculate! sheet changed)
  (let ((pending (count-pending sheet changed)))

    (define (count-down! name)
      (hash-table-update! pending name (lambda (count) (- count 1))))

    (define (ready? name) (zero? (hash-table-ref pending name)))

    (let next ((ready (filter ready? (list changed))) (computed '()))
      (if (pair? ready)
          (let ((name (car ready))
                (readers (readers-of sheet (car ready))))
            (compute! sheet name)
            (hash-table-delete! pending name)
            (for-each count-down! readers)
            (next (append (cdr ready) (filter ready? readers)) (cons name computed)))
          (let ((stuck (hash-table-keys pending)))
            (for-each (lambda (name) (set-cell-value! (cell-at sheet name) (make-failure "#CYCLE!"))) stuck)
            (values (reverse computed) (find-cycle sheet stuck changed)))))))

(define (count-pending sheet changed)
  (let ((pending (make-hash-table eq?)))
    (hash-table-set! pending changed 0)
    (let visit ((name changed))
      (for-each (lambda (reader)
                  (let ((new? (not (hash-table-exists? pending reader))))
                    (hash-table-update!/default pending reader (lambda (count) (+ count 1)) 0)
                    (if new? (visit reader))))
                (readers-of sheet name)))
    pending))

(define (compute! sheet name)
  (let ((cell (cell-at sheet name)))
    (if cell
        (set-cell-value! cell
                         (guard (problem ((failure? problem) problem)
                                         ((error-object? problem) (make-failure "#VALUE!")))
                           (evaluate (cell-formula cell) sheet))))))

;; Every stuck cell reads a stuck cell: follow these, from CHANGED if it is one, until one comes again.
(define (find-cycle sheet stuck changed)
  (define (stuck? name) (memq name stuck))
  (let follow ((names (if (stuck? changed) (list changed) stuck)) (path '()))
    (cond ((null? names) '())
          ((memq (car names) path) (cycle-in (reverse path) (car names)))
          (else (follow (filter stuck? (cell-reads (cell-at sheet (car names)))) (cons (car names) path))))))

(define (cycle-in path name) (append (memq name path) (list name)))

;;; Showing a sheet

(define (value->text value)
  (cond ((failure? value) (failure-text value))
        ((number? value) (number->text value))
        ((boolean? value) (if value "TRUE" "FALSE"))
        (else value)))

;; An integer as it is, anything else with two decimals.
(define (number->text number)
  (if (integer? number)
      (number->string number)
      (let* ((hundredths (round (* 100 (abs number))))
             (cents (number->string (modulo hundredths 100))))
        (string-append (if (negative? number) "-" "")
                       (number->string (quotient hundredths 100))
                       "."
                       (if (= (string-length cents) 1) "0" "")
                       cents))))

(define (text-at sheet name)
  (let ((cell (cell-at sheet name)))
    (if cell (value->text (cell-value cell)) "")))

(define (show sheet)
  (let* ((names (hash-table-keys (sheet-cells sheet)))
         (columns (iota (+ 1 (apply max 0 (map column-of names)))))
         (rows (map (lambda (row) (+ row 1)) (iota (apply max 1 (map row-of names)))))
         (widths (map (lambda (column) (column-width sheet column rows)) columns)))
    (for-each display (list (pad-left "" 3) " "))
    (for-each (lambda (column width) (show-field (column-letter column) width #f)) columns widths)
    (newline)
    (for-each (lambda (row)
                (for-each display (list (pad-left (number->string row) 3) " "))
                (for-each (lambda (column width) (show-cell sheet (cell-name column row) width)) columns widths)
                (newline))
              rows)))

(define (iota count)
  (let loop ((n (- count 1)) (numbers '()))
    (if (negative? n) numbers (loop (- n 1) (cons n numbers)))))

(define (column-width sheet column rows)
  (apply max 6 (map (lambda (row) (string-length (text-at sheet (cell-name column row)))) rows)))

(define (show-cell sheet name width)
  (show-field (text-at sheet name) width (string? (value-at sheet name))))

(define (show-field text width left?)
  (display "| ")
  (display (if left? (pad-right text width) (pad-left text width)))
  (display " "))

(define (padding text width) (make-string (max 0 (- width (string-length text))) #\space))

(define (pad-left text width) (string-append (padding text width) text))

(define (pad-right text width) (string-append text (padding text width)))

;; The cell NAME and, further in, the cells its formula reads, and so on. A cycle ends where it comes round.
(define (explain sheet name)
  (let visit ((name name) (path '()))
    (for-each display
              (list (make-string (* 2 (+ 1 (length path))) #\space)
                    name " is " (text-at sheet name) "   " (source-at sheet name)))
    (newline)
    (let ((cell (cell-at sheet name)))
      (if (and cell (not (memq name path)))
          (for-each (lambda (read) (visit read (cons name path))) (cell-reads cell))))))

;;; A session: a line is a command, a cell and what the command needs.

(define script
  "row A1 Cafe     | Jan      | Feb           | Mar      | Quarter
   row A2 Coffee   | 4200.50  | 3980          | 4410.25  | =SUM(B2:D2)
   row A3 Cakes    | 1310     | 1265.80       | 1502     | =SUM(B3:D3)
   row A4 Income   | =B2+B3   | =C2+C3        | =D2+D3   | =SUM(B4:D4)
   row A5 Rent     | 1800     | =B5           | =C5      | =SUM(B5:D5)
   row A6 Wages    | 2650     | =B6           | =C6*1.04 | =SUM(B6:D6)
   row A7 Beans    | =B2*0.18 | =C2*0.18      | =D2*0.18 | =SUM(B7:D7)
   row A8 Result   | =B4-SUM(B5:B7)  | =C4-SUM(C5:C7)  | =D4-SUM(D5:D7) | =SUM(B8:D8)
   row A9 Margin % | =ROUND(100*B8/B4, 1) | =ROUND(100*C8/C4, 1) | =ROUND(100*D8/D4, 1) | =ROUND(100*E8/E4, 1)
   row A10 Best    | =IF(B8=MAX(B8:D8), \"*\", \"\") | =IF(C8=MAX(B8:D8), \"*\", \"\") | =IF(D8=MAX(B8:D8), \"*\", \"\")
   show
   row C2 4150.75
   row B5 1950
   show
   explain C8
   checkpoint
   undo
   row B5 =E8/10
   show
   explain B5
   undo
   row A11 Per day | =B8/B12 | =C8/C12 | =D8/D12
   row A12 Days    | 26      | 24      | 0
   show
   row E12 =AVERGE(B12:D12)
   row E12 =AVERAGE(B12:D12
   row E12 =AVERAGE(B12:D12)
   row D12 26
   show")

(define cafe (new-sheet))

;; Enters the texts in FIELDS into the cells from NAME to the right.
(define (enter-row! sheet name fields)
  (for-each (lambda (column field) (report-change (lambda () (enter! sheet (cell-name column (row-of name)) field))))
            (map (lambda (offset) (+ offset (column-of name))) (iota (length fields)))
            fields))

(define (report-change change)
  (let-values (((computed cycle) (change)))
    (if (or (pair? cycle) (> (length computed) 1))
        (begin
          (for-each display (list "  computed: " computed))
          (if (pair? cycle) (for-each display (list ", cycle: " cycle)))
          (newline)))))

(define (run-script sheet text)
  (let ((lines (open-input-string text)))
    (let next ((line (read-line lines)))
      (unless (eof-object? line)
        (display (string-append "> " (trim line) "\n"))
        (run-command sheet (open-input-string line))
        (next (read-line lines))))))

(define (run-command sheet port)
  (let ((command (read port)))
    (case command
      ((row) (let ((name (read port)))
               (enter-row! sheet name (map trim (split (read-line port) #\|)))))
      ((undo) (report-change (lambda () (undo! sheet))))
      ((show) (show sheet))
      ((explain) (explain sheet (read port)))
      ((checkpoint) (checkpoint))
      (else (error "the session has no command" command)))))

(define (split text separator)
  (let ((port (open-input-string text)))
    (let next ((parts '()))
      (let ((parts (cons (read-while (lambda (char) (not (char=? char separator))) port) parts)))
        (if (eof-object? (read-char port))
            (reverse parts)
            (next parts))))))

(define (trim text)
  (let loop ((start 0) (end (string-length text)))
    (cond ((= start end) "")
          ((char-whitespace? (string-ref text start)) (loop (+ start 1) end))
          ((char-whitespace? (string-ref text (- end 1))) (loop start (- end 1)))
          (else (string-copy text start end)))))

;; With --save FILE the program ends here and the image in FILE begins here; otherwise nothing happens.
(define (checkpoint)
  (let ((option (member "--save" (command-line))))
    (if (and option (eq? (save-image (cadr option)) 'saved))
        (exit))))

(run-script cafe script)
