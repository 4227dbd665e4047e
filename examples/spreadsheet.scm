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

(import (scheme base) (scheme char) (scheme cxr) (scheme process-context) (scheme write) (srfi 69) (lisp image))

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
        (filter number? (map settled (filter values (map (lambda (name) (cell-at sheet name)) (references tree)))))
        (list (number tree))))
  (define (choose test consequent alternative)
    (if (memv (value test) '(#f 0)) (value alternative) (value consequent)))
  (cond ((symbol? tree)
         (let ((cell (cell-at sheet tree)))
           (if cell (settled cell) 0)))
        ((not (pair? tree)) tree)
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
