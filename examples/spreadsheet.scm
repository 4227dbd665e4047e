;;; A spreadsheet: formulas, recalculation of what a change affects, circular references, undo.
;;;
;;;   lisp examples/spreadsheet.scm               runs the session at the end of this file
;;;   lisp examples/spreadsheet.scm --save FILE   stops in the middle of it, with everything kept in the image FILE
;;;   lisp -i FILE                                goes on from there, in another process
;;;   lisp -i FILE -e "(enter! cafe 'B5 \"0\")" -e '(show cafe)'      does something else with the sheet that was saved
;;;
;;; A cell holds a number, a text or a formula, which starts with "=". A formula is read into a tree, =SUM(B2:B5)*2
;;; into (* (SUM (range B2 B5)) 2), and the sheet knows for each cell which formulas read it. A change is followed along
;;; those readers: each is computed once, after everything it reads. Numbers are exact: 0.1+0.2 is 0.3.

(import (scheme base) (scheme char) (scheme cxr) (scheme process-context) (scheme write) (srfi 69) (lisp image))

;;; The sheet

(define-record-type <sheet>
  (make-sheet cells readers history)
  sheet?
  (cells sheet-cells)                         ; name -> cell; a name is a symbol such as B2
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

(define (cell-at sheet name) (hash-table-ref/default (sheet-cells sheet) name empty))

;; What is where nothing was entered. In a formula it is 0.
(define empty (make-cell "" '(text "") '() ""))

(define (readers-of sheet name) (hash-table-ref/default (sheet-readers sheet) name '()))

;;; Names: column 1, row 2 is B2.

(define (cell-name column row)
  (string->symbol (string-append (column-letter column) (number->string row))))
(define (column-letter column) (string (integer->char (+ column (char->integer #\A)))))
(define (column-of name) (- (char->integer (string-ref (symbol->string name) 0)) (char->integer #\A)))
(define (row-of name) (string->number (string-copy (symbol->string name) 1)))

(define (cell-name? name)
  (and (> (string-length (symbol->string name)) 1)
       (<= 0 (column-of name) 25)
       (exact-integer? (row-of name))
       (positive? (row-of name))))

;; The cells of the rectangle from the corner FIRST to the corner LAST, row by row.
(define (range-names first last)
  (let loop ((column (column-of last)) (row (row-of last)) (names '()))
    (cond ((< row (row-of first)) names)
          ((< column (column-of first)) (loop (column-of last) (- row 1) names))
          (else (loop (- column 1) row (cons (cell-name column row) names))))))

;;; Lists

(define (filter keep? items)
  (cond ((null? items) '())
        ((keep? (car items)) (cons (car items) (filter keep? (cdr items))))
        (else (filter keep? (cdr items)))))

(define (fold combine result items)
  (if (null? items)
      result
      (fold combine (combine (car items) result) (cdr items))))

(define (adjoin item items) (if (memq item items) items (cons item items)))
(define (interval from to) (if (> from to) '() (cons from (interval (+ from 1) to))))

;;; Formulas: text -> tree, by recursive descent. Operators bind the tighter the later they come here.

(define operator-levels '((#\= #\< #\>) (#\+ #\-) (#\* #\/)))

(define (parse-formula text)
  (let ((port (open-input-string text)))

    (define (upcoming)
      (let ((char (peek-char port)))
        (cond ((and (char? char) (char-whitespace? char)) (read-char port) (upcoming))
              (else char))))
    (define (take-if! char) (and (eqv? (upcoming) char) (read-char port)))
    (define (expect! char) (or (take-if! char) (fail "#SYNTAX!")))
    (define (expression) (operation operator-levels))

    (define (operation levels)
      (if (null? levels)
          (operand)
          (let more ((left (operation (cdr levels))))
            (if (memv (upcoming) (car levels))
                (let* ((operator (string->symbol (string (read-char port))))
                       (right (operation (cdr levels))))
                  (more (list operator left right)))
                left))))

    (define (operand)
      (let ((char (upcoming)))
        (cond ((eof-object? char) (fail "#SYNTAX!"))
              ((char-numeric? char) (or (text->number (read-while part-of-number? port)) (fail "#SYNTAX!")))
              ((char-alphabetic? char) (reference-or-call (read-word)))
              ((take-if! #\-) (list '- 0 (operand)))
              ((take-if! #\() (let ((inner (expression))) (expect! #\)) inner))
              ((take-if! #\") (let ((content (read-while not-quote? port))) (expect! #\") (list 'text content)))
              (else (fail "#SYNTAX!")))))

    (define (read-word) (string->symbol (string-upcase (read-while part-of-word? port))))

    (define (reference-or-call word)
      (cond ((take-if! #\() (cons word (arguments)))
            ((take-if! #\:) (list 'range (reference word) (reference (read-word))))
            (else (reference word))))
    (define (reference word) (if (cell-name? word) word (fail "#NAME?")))

    (define (arguments)
      (let more ((found (list (expression))))
        (cond ((take-if! #\,) (more (cons (expression) found)))
              (else (expect! #\)) (reverse found)))))

    (let ((tree (expression)))
      (if (eof-object? (upcoming)) tree (fail "#SYNTAX!")))))

(define (part-of-number? char) (or (char-numeric? char) (char=? char #\.)))
(define (part-of-word? char) (or (char-alphabetic? char) (char-numeric? char)))
(define (not-quote? char) (not (char=? char #\")))

(define (read-while accept? port)
  (let ((taken (open-output-string)))
    (let next ()
      (let ((char (peek-char port)))
        (cond ((or (eof-object? char) (not (accept? char))) (get-output-string taken))
              (else (write-char (read-char port) taken) (next)))))))

;; Decimals as exact numbers: 0.1 is 1/10. #f if TEXT is no number.
(define (text->number text) (string->number (string-append "#e" text)))

;; The names of the cells that the formula TREE reads, each once.
(define (references tree)
  (let visit ((tree tree) (found '()))
    (cond ((symbol? tree) (adjoin tree found))
          ((not (pair? tree)) found)
          ((eq? (car tree) 'range) (fold adjoin found (apply range-names (cdr tree))))
          (else (fold visit found (cdr tree))))))

;;; Formulas: tree -> value

(define (divide a b) (if (zero? b) (fail "#DIV/0!") (/ a b)))
(define (average . numbers) (divide (apply + numbers) (length numbers)))

;; A half is rounded away from zero, as accountants do, not to the even neighbour, as round does.
(define (round-to number places)
  (let* ((unit (expt 10 places))
         (units (floor (+ (* unit (abs number)) 1/2))))
    (/ (if (negative? number) (- units) units) unit)))

;; What takes a fixed number of numbers, and what takes all the numbers in ranges.
(define operations `((+ . ,+) (- . ,-) (* . ,*) (/ . ,divide) (< . ,<) (> . ,>) (ROUND . ,round-to)))

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
  (define (filled? name) (not (eq? (cell-at sheet name) empty)))
  (define (choose test consequent alternative)
    (if (memv (value test) '(#f 0)) (value alternative) (value consequent)))
  (cond ((symbol? tree)
         (if (filled? tree) (settled (cell-value (cell-at sheet tree))) 0))
        ((not (pair? tree)) (settled tree))
        ((eq? (car tree) 'text) (cadr tree))
        ((eq? (car tree) 'IF) (apply choose (cdr tree)))
        ((eq? (car tree) '=) (equal? (value (cadr tree)) (value (caddr tree))))
        ((assq (car tree) operations)
         => (lambda (entry) (apply (cdr entry) (map number (cdr tree)))))
        ((assq (car tree) aggregates)
         => (lambda (entry) (apply (cdr entry) (apply append (map numbers (cdr tree))))))
        (else (fail "#NAME?"))))

(define (settled value) (if (failure? value) (raise value) value))

;;; Changes

;; Puts SOURCE into the cell NAME and computes what depends on it. Two values: the names of the cells that were
;; computed, in that order, and a cycle of formulas that read each other, '() if there is none.
(define (enter! sheet name source)
  (let ((before (cell-source (cell-at sheet name))))
    (set-sheet-history! sheet (cons (lambda () (replace! sheet name before)) (sheet-history sheet)))
    (replace! sheet name source)))

(define (undo! sheet)
  (if (null? (sheet-history sheet)) (error "undo!: there is nothing to take back"))
  (let ((take-back (car (sheet-history sheet))))
    (set-sheet-history! sheet (cdr (sheet-history sheet)))
    (take-back)))

(define (replace! sheet name source)
  (let* ((tree (parse-source source))
         (reads (references tree)))
    (for-each (lambda (read) (remove-reader! sheet read name)) (cell-reads (cell-at sheet name)))
    (cond ((string=? source "") (hash-table-delete! (sheet-cells sheet) name))
          (else
           (hash-table-set! (sheet-cells sheet) name (make-cell source tree (reverse reads) 0))
           (for-each (lambda (read) (add-reader! sheet read name)) reads)))
    (recalculate! sheet name)))

(define (parse-source source)
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

;; Each cell that depends on CHANGED has a count of the cells it reads that are still to be computed. At 0 it is its
;; turn. Cells whose count never gets there are on a cycle, or read one.
(define (recalculate! sheet changed)
  (let ((pending (count-pending sheet changed)))
    (define (count-down! name) (hash-table-update! pending name (lambda (count) (- count 1))))
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
    (set-cell-value! cell
                     (guard (problem ((failure? problem) problem)
                                     ((error-object? problem) (make-failure "#VALUE!")))
                       (evaluate (cell-formula cell) sheet)))))

;; Every stuck cell reads a stuck cell: follow these, from CHANGED if it is one, until one comes again.
(define (find-cycle sheet stuck changed)
  (define (stuck? name) (memq name stuck))
  (let follow ((names (if (stuck? changed) (list changed) stuck)) (path '()))
    (cond ((null? names) '())
          ((memq (car names) path) (append (memq (car names) (reverse path)) (list (car names))))
          (else (follow (filter stuck? (cell-reads (cell-at sheet (car names)))) (cons (car names) path))))))

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
      (let* ((hundredths (* 100 (abs (round-to number 2))))
             (cents (number->string (modulo hundredths 100))))
        (string-append (if (negative? number) "-" "")
                       (number->string (quotient hundredths 100))
                       (if (= (string-length cents) 1) ".0" ".")
                       cents))))

(define (text-at sheet name) (value->text (cell-value (cell-at sheet name))))

(define (show sheet)
  (let* ((names (hash-table-keys (sheet-cells sheet)))
         (columns (interval 0 (apply max 0 (map column-of names))))
         (rows (interval 1 (apply max 1 (map row-of names)))))
    (define (width column)
      (apply max 6 (map (lambda (row) (string-length (text-at sheet (cell-name column row)))) rows)))
    (define (show-line label field)
      (say (pad-left label 3) (apply string-append (map field columns)) " |"))
    (show-line "" (lambda (column) (string-append " | " (pad-left (column-letter column) (width column)))))
    (for-each (lambda (row)
                (show-line (number->string row)
                           (lambda (column) (show-field sheet (cell-name column row) (width column)))))
              rows)))

;; Texts are flush left, everything else right.
(define (show-field sheet name width)
  (let ((pad (if (string? (cell-value (cell-at sheet name))) pad-right pad-left)))
    (string-append " | " (pad (text-at sheet name) width))))

(define (padding text width) (make-string (max 0 (- width (string-length text))) #\space))

(define (pad-left text width) (string-append (padding text width) text))
(define (pad-right text width) (string-append text (padding text width)))

(define (say . things)
  (for-each display things)
  (newline))

;; The cell NAME and, further in, the cells its formula reads, and so on. A cycle ends where it comes round.
(define (explain sheet name)
  (let visit ((name name) (path '()))
    (let ((cell (cell-at sheet name)))
      (say (make-string (* 2 (length path)) #\space) name " is " (text-at sheet name) "   " (cell-source cell))
      (if (not (memq name path))
          (for-each (lambda (read) (visit read (cons name path))) (cell-reads cell))))))

;;; A session

;; Enters SOURCES into the cells from NAME to the right, and says what that changes in other cells.
(define (row! sheet name . sources)
  (let next ((column (column-of name)) (sources sources))
    (when (pair? sources)
      (report (lambda () (enter! sheet (cell-name column (row-of name)) (car sources))))
      (next (+ column 1) (cdr sources)))))

(define (report change)
  (let-values (((computed cycle) (change)))
    (if (> (length computed) 1) (say "computed: " computed))
    (if (pair? cycle) (say "in a circle: " cycle))))

;; With --save FILE the program ends here, and the image in FILE begins here. Otherwise nothing happens.
(define (checkpoint)
  (let ((option (member "--save" (command-line))))
    (if (and option (eq? (save-image (cadr option)) 'saved))
        (exit))))

(define cafe (new-sheet))

(say "The first quarter of a café")
(row! cafe 'A1 "Café"     "Jan"       "Feb"       "Mar"       "Quarter")
(row! cafe 'A2 "Coffee"   "4200.50"   "3980"      "4410.25"   "=SUM(B2:D2)")
(row! cafe 'A3 "Cakes"    "1310"      "1265.80"   "1502"      "=SUM(B3:D3)")
(row! cafe 'A4 "Income"   "=B2+B3"    "=C2+C3"    "=D2+D3"    "=SUM(B4:D4)")
(row! cafe 'A5 "Rent"     "1800"      "=B5"       "=C5"       "=SUM(B5:D5)")
(row! cafe 'A6 "Wages"    "2650"      "=B6"       "=C6*1.04"  "=SUM(B6:D6)")
(row! cafe 'A7 "Beans"    "=B2*0.18"  "=C2*0.18"  "=D2*0.18"  "=SUM(B7:D7)")
(row! cafe 'A8 "Result"   "=B4-SUM(B5:B7)" "=C4-SUM(C5:C7)" "=D4-SUM(D5:D7)" "=SUM(B8:D8)")
(row! cafe 'A9 "Margin %" "=ROUND(100*B8/B4,1)" "=ROUND(100*C8/C4,1)" "=ROUND(100*D8/D4,1)" "=ROUND(100*E8/E4,1)")
(row! cafe 'A10 "Best"    "=IF(B8=E10,\"*\",\"\")" "=IF(C8=E10,\"*\",\"\")" "=IF(D8=E10,\"*\",\"\")" "=MAX(B8:D8)")
(show cafe)

(say "\nFebruary was better, and the rent goes up")
(row! cafe 'C2 "4150.75")
(row! cafe 'B5 "1950")
(show cafe)
(explain cafe 'C8)
(checkpoint)

(say "\nThe rent as a share of what remains after the rent")
(row! cafe 'B5 "=E8/10")
(show cafe)

(say "\nBack to the number, and to the one before")
(report (lambda () (undo! cafe)))
(report (lambda () (undo! cafe)))
(show cafe)

(say "\nThe result of each day, and some mistakes")
(row! cafe 'A11 "Per day" "=B8/B12" "=C8/C12" "=D8/D12" "=AVERGE(B11:D11)")
(row! cafe 'A12 "Days"    "26"      "24"      "0"       "=AVERAGE(B12:D12" "=A12*2")
(show cafe)

(say "\nThe mistakes corrected")
(row! cafe 'D12 "26" "=AVERAGE(B12:D12)" "")
(row! cafe 'E11 "=E8/SUM(B12:D12)")
(show cafe)
