;;; Making tables, and single associations.

;; ARGUMENTS: a comparator, or an equality predicate and perhaps a hash function; and what is ignored.
(define (make-hash-table . arguments)
  (if (null? arguments)
      (make-table equal? #f)
      (let ((first (car arguments)))
        (cond ((comparator? first)
               (make-table (comparator-equality-predicate first)
                           (and (comparator-hashable? first) (comparator-hash-function first))))
              ((procedure? first)
               (make-table first
                           (and (pair? (cdr arguments))
                                (procedure? (cadr arguments))
                                (cadr arguments))))
              (else (error "make-hash-table: expected a comparator or an equality predicate" first))))))

(define (hash-table comparator . keys-and-values)
  (let ((table (make-hash-table comparator)))
    (let loop ((rest keys-and-values))
      (if (pair? rest)
          (begin
            (if (and (pair? (cdr rest)) (table-contains? table (car rest)))
                (error "hash-table: the key is given twice" (car rest)))
            (set-all! 'hash-table table (list (car rest) (car-or-refuse 'hash-table (cdr rest))))
            (loop (cddr rest)))))
    table))

(define (car-or-refuse who rest)
  (if (pair? rest)
      (car rest)
      (error (string-append (symbol->string who) ": the last key has no value"))))

(define (hash-table-unfold stop? mapper next seed . arguments)
  (let ((table (apply make-hash-table arguments)))
    (let loop ((seed seed))
      (if (stop? seed)
          table
          (let-values (((key value) (mapper seed)))
            (table-set! table key value)
            (loop (next seed)))))))

(define (alist->hash-table entries . arguments)
  (let ((table (apply make-hash-table arguments)))
    (for-each (lambda (entry)
                (if (not (table-contains? table (car entry)))
                    (table-set! table (car entry) (cdr entry))))
              entries)
    table))

(define (hash-table-contains? table key)
  (table-contains? table key))

(define (hash-table-mutable? table)
  (table-size table)
  #t)

(define missing (list 'missing))

(define (hash-table-ref table key . arguments)
  (let ((value (table-ref table key missing)))
    (cond ((eq? value missing)
           (if (and (pair? arguments) (car arguments))
               ((car arguments))
               (error "hash-table-ref: the table has no entry for" key)))
          ((and (pair? arguments) (pair? (cdr arguments))) ((cadr arguments) value))
          (else value))))

(define (hash-table-ref/default table key default)
  (table-ref table key default))

(define (hash-table-set! table . keys-and-values)
  (set-all! 'hash-table-set! table keys-and-values))

(define (set-all! who table keys-and-values)
  (let loop ((rest keys-and-values))
    (if (pair? rest)
        (begin
          (table-set! table (car rest) (car-or-refuse who (cdr rest)))
          (loop (cddr rest))))))

(define (hash-table-delete! table . keys)
  (let ((before (table-size table)))
    (for-each (lambda (key) (table-delete! table key)) keys)
    (- before (table-size table))))

(define (hash-table-intern! table key failure)
  (hash-table-ref table key
                  (lambda ()
                    (let ((value (failure)))
                      (table-set! table key value)
                      value))))

(define (hash-table-update! table key updater . arguments)
  (table-set! table key (updater (apply hash-table-ref table key arguments))))

(define (hash-table-update!/default table key updater default)
  (table-set! table key (updater (table-ref table key default))))

(define (hash-table-pop! table)
  (let ((entry (table-pop! table)))
    (if (not entry)
        (error "hash-table-pop!: the table is empty"))
    (values (car entry) (cdr entry))))

(define (hash-table-clear! table)
  (table-clear! table))

(define (hash-table-equivalence-function table)
  (table-equivalence table))

(define (hash-table-hash-function table)
  (table-hash-function table))
