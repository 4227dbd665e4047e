;;; Hash tables over any equivalence: what SRFI 113, SRFI 125 and SRFI 146 are built on.
;;;
;;; A table is a primitive one (lisp/primitives/tables.py) where its equivalence is one that these know, and otherwise
;;; buckets: a primitive table from the hash of a key to a list of (key . value).

(define-library (lisp tables)
  (import (scheme base) (scheme char) (lisp primitives))
  (export make-table table? table-equivalence table-hash-function table-ref table-contains? table-set! table-delete!
          table-clear! table-size table-entries table-any table-pop! table-copy)
  (begin

    (define-record-type <bucket-table>
      (make-bucket-table same? hash buckets size)
      bucket-table?
      (same? equivalence-of)
      (hash hash-function-of)
      (buckets buckets-of)
      (size size-of set-size!))

    ;; The kind of primitive table whose keys are compared by SAME?, or #f.
    (define (kind-of same?)
      (cond ((eq? same? equal?) 'equal)
            ((eq? same? eqv?) 'eqv)
            ((eq? same? eq?) 'eq)
            ((eq? same? string=?) 'string)
            ((eq? same? string-ci=?) 'string-ci)
            ((or (eq? same? symbol=?) (eq? same? char=?) (eq? same? boolean=?)) 'eqv)
            (else #f)))

    ;; HASH may be #f if the equivalence is a known one.
    (define (make-table same? hash-function)
      (let ((kind (kind-of same?)))
        (cond (kind (%make-table kind))
              (hash-function (make-bucket-table same? hash-function (%make-table 'eqv) 0))
              ((eq? same? =) (make-table same? hash))
              (else (error "a hash table with this equivalence needs a hash function" same?)))))

    (define (table? obj)
      (or (hash-table? obj) (bucket-table? obj)))

    (define (table-equivalence table)
      (if (bucket-table? table)
          (equivalence-of table)
          (case (%table-kind table)
            ((eq) eq?)
            ((eqv) eqv?)
            ((string) string=?)
            ((string-ci) string-ci=?)
            (else equal?))))

    (define (table-hash-function table)
      (if (bucket-table? table)
          (hash-function-of table)
          (case (%table-kind table)
            ((eq eqv) hash-by-identity)
            ((string) string-hash)
            ((string-ci) string-ci-hash)
            (else hash))))

    (define (bucket table key)
      (%table-ref (buckets-of table) ((hash-function-of table) key) '()))

    (define (find-entry table key entries)
      (let ((same? (equivalence-of table)))
        (let loop ((rest entries))
          (cond ((null? rest) #f)
                ((same? (car (car rest)) key) (car rest))
                (else (loop (cdr rest)))))))

    (define (table-ref table key default)
      (if (bucket-table? table)
          (let ((entry (find-entry table key (bucket table key))))
            (if entry (cdr entry) default))
          (%table-ref table key default)))

    (define (table-contains? table key)
      (if (bucket-table? table)
          (and (find-entry table key (bucket table key)) #t)
          (hash-table-contains? table key)))

    (define (table-set! table key value)
      (if (bucket-table? table)
          (let* ((number ((hash-function-of table) key))
                 (entries (%table-ref (buckets-of table) number '()))
                 (entry (find-entry table key entries)))
            (if entry
                (set-cdr! entry value)
                (begin
                  (hash-table-set! (buckets-of table) number (cons (cons key value) entries))
                  (set-size! table (+ (size-of table) 1)))))
          (hash-table-set! table key value)))

    (define (table-delete! table key)
      (if (bucket-table? table)
          (let* ((number ((hash-function-of table) key))
                 (entries (%table-ref (buckets-of table) number '()))
                 (entry (find-entry table key entries)))
            (if entry
                (let ((rest (without entry entries)))
                  (if (null? rest)
                      (hash-table-delete! (buckets-of table) number)
                      (hash-table-set! (buckets-of table) number rest))
                  (set-size! table (- (size-of table) 1)))))
          (hash-table-delete! table key)))

    (define (without entry entries)
      (let loop ((rest entries) (kept '()))
        (cond ((null? rest) (reverse kept))
              ((eq? (car rest) entry) (loop (cdr rest) kept))
              (else (loop (cdr rest) (cons (car rest) kept))))))

    (define (table-clear! table)
      (if (bucket-table? table)
          (begin
            (hash-table-clear! (buckets-of table))
            (set-size! table 0))
          (hash-table-clear! table)))

    (define (table-size table)
      (if (bucket-table? table)
          (size-of table)
          (hash-table-size table)))

    ;; A fresh list of (key . value).
    (define (table-entries table)
      (if (bucket-table? table)
          (listed (hash-table-values (buckets-of table)))
          (hash-table->alist table)))

    ;; Fresh entries of BUCKETS, in one list.
    (define (listed buckets)
      (map (lambda (entry) (cons (car entry) (cdr entry)))
           (apply append (map reverse buckets))))

    ;; The first true (procedure key value), or #f. The first entries are listed, then ever more: what is found soon costs
    ;; little. PROCEDURE may change the table, and may then be given an entry twice.
    (define (table-any procedure table)
      (let ((size (table-size table)))
        (let loop ((seen '()) (count 8))
          (let ((entries (if (< count size) (first-entries table count) (table-entries table))))
            (or (any-entry procedure (after seen entries))
                (and (< count size)
                     (loop entries (* count 8))))))))

    ;; At least COUNT entries, if there are so many: the first of them that table-entries gives.
    (define (first-entries table count)
      (if (bucket-table? table)
          (listed (map cdr (%table-first (buckets-of table) count)))
          (%table-first table count)))

    (define (any-entry procedure entries)
      (and (pair? entries)
           (or (procedure (car (car entries)) (cdr (car entries)))
               (any-entry procedure (cdr entries)))))

    ;; ENTRIES without the keys at its start that are at the start of SEEN too.
    (define (after seen entries)
      (if (and (pair? seen)
               (pair? entries)
               (eqv? (car (car seen)) (car (car entries))))
          (after (cdr seen) (cdr entries))
          entries))

    ;; Take some entry out of TABLE, and return it as (key . value); #f if there is none.
    (define (table-pop! table)
      (if (bucket-table? table)
          (let ((bucket (%table-pop! (buckets-of table))))
            (and bucket
                 (let ((entries (cdr bucket)))
                   (if (pair? (cdr entries))
                       (hash-table-set! (buckets-of table) (car bucket) (cdr entries)))
                   (set-size! table (- (size-of table) 1))
                   (car entries))))
          (%table-pop! table)))

    (define (table-copy table)
      (if (bucket-table? table)
          (let ((copy (make-bucket-table (equivalence-of table) (hash-function-of table) (%make-table 'eqv) 0)))
            (for-each (lambda (entry) (table-set! copy (car entry) (cdr entry)))
                      (table-entries table))
            copy)
          (hash-table-copy table #t)))))
