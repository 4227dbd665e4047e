;;; A spreadsheet: formulas, recalculation of what a change affects, circular references, undo.
;;;
;;;   lisp examples/spreadsheet.scm               runs the session at the end of this file
;;;   lisp examples/spreadsheet.scm --save FILE   stops in the middle of it, with everything kept in the image FILE
;;;   lisp -i FILE                                goes on from there, in another process
;;;   lisp -i FILE -e "(enter! cafe 'B5 \"0\")" -e '(show cafe)'      does something else with the sheet that was saved
;;;
;;; A cell holds a number, a text or a formula, which starts with "=". A formula is read into a tree, =SUM(B2:B5)*2 into
;;; (* (SUM (range B2 B5)) 2), and the sheet knows for each cell which formulas read it. A change is followed along those
;;; readers: each is computed once, after everything it reads. Numbers are exact: 0.1+0.2 is 0.3.

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

(define (cell-at sheet name) (hash-table-ref/default (sheet-cells sheet) name #f))

(define (source-at sheet name)
  (let ((cell (cell-at sheet name)))
    (if cell (cell-source cell) "")))

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
              ((char-alphabetic? char) (reference-or-call (word)))
              ((take-if! #\-) (list '- 0 (operand)))
              ((take-if! #\() (let ((inner (expression))) (expect! #\)) inner))
              ((take-if! #\") (let ((content (read-while not-quote? port))) (expect! #\") (list 'text content)))
              (else (fail "#SYNTAX!")))))

    (define (word) (string->symbol (string-upcase (read-while part-of-word? port))))

    (define (reference-or-call word)
      (cond ((take-if! #\() (cons word (arguments)))
            ((take-if! #\:) (upcoming) (list 'range (reference word) (reference (corner))))
            (else (reference word))))

    (define (corner) (upcoming) (word))

    (define (reference word) (if (and (not (eq? word '||)) (cell-name? word)) word (fail "#NAME?")))

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
