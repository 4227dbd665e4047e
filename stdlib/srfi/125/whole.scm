;;; Whole tables. Their entries are listed before a procedure is called: it may change the table.

(define (hash-table-size table)
  (table-size table))

(define (hash-table-empty? table)
  (= (table-size table) 0))

(define (hash-table->alist table)
  (table-entries table))

(define (hash-table-keys table)
  (map car (table-entries table)))

(define (hash-table-values table)
  (map cdr (table-entries table)))

(define (hash-table-entries table)
  (let ((entries (table-entries table)))
    (values (map car entries) (map cdr entries))))

(define (hash-table=? value-comparator a b)
  (and (= (table-size a) (table-size b))
       (let loop ((rest (table-entries a)))
         (or (null? rest)
             (let ((value (table-ref b (car (car rest)) missing)))
               (and (not (eq? value missing))
                    (=? value-comparator (cdr (car rest)) value)
                    (loop (cdr rest))))))))

(define (hash-table-find procedure table failure)
  (or (table-any procedure table)
      (failure)))

(define (hash-table-fold a b c)
  (if (table? a)
      (fold-entries b c a)
      (fold-entries a b c)))

(define (fold-entries procedure seed table)
  (let loop ((rest (table-entries table)) (state seed))
    (if (null? rest)
        state
        (loop (cdr rest) (procedure (car (car rest)) (cdr (car rest)) state)))))

(define (hash-table-count a b)
  (let-values (((matches? table) (if (table? a) (values b a) (values a b))))
    (fold-entries (lambda (key value count) (if (matches? key value) (+ count 1) count)) 0 table)))

(define (hash-table-map procedure comparator table)
  (let ((result (make-hash-table comparator)))
    (fold-entries (lambda (key value state) (table-set! result key (procedure value))) #f table)
    result))

(define (hash-table-for-each a b)
  (if (table? a)
      (hash-table-walk a b)
      (hash-table-walk b a)))

(define (hash-table-walk table procedure)
  (for-each (lambda (entry) (procedure (car entry) (cdr entry)))
            (table-entries table)))

(define (hash-table-map! procedure table)
  (hash-table-walk table (lambda (key value) (table-set! table key (procedure key value)))))

(define (hash-table-map->list procedure table)
  (map (lambda (entry) (procedure (car entry) (cdr entry)))
       (table-entries table)))

(define (hash-table-prune! procedure table)
  (hash-table-walk table
                   (lambda (key value)
                     (if (procedure key value)
                         (table-delete! table key)))))

(define (hash-table-copy table . mutable?)
  (table-copy table))

(define (hash-table-empty-copy table)
  (make-table (table-equivalence table) (table-hash-function table)))

(define (hash-table-union! a b)
  (hash-table-walk b
                   (lambda (key value)
                     (if (not (table-contains? a key))
                         (table-set! a key value))))
  a)

(define (hash-table-intersection! a b)
  (hash-table-walk a
                   (lambda (key value)
                     (if (not (table-contains? b key))
                         (table-delete! a key))))
  a)

(define (hash-table-difference! a b)
  (hash-table-walk a
                   (lambda (key value)
                     (if (table-contains? b key)
                         (table-delete! a key))))
  a)

(define (hash-table-xor! a b)
  (hash-table-walk (table-copy b)
                   (lambda (key value)
                     (if (table-contains? a key)
                         (table-delete! a key)
                         (table-set! a key value))))
  a)
