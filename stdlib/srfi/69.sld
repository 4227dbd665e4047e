;;; SRFI 69: basic hash tables. What calls a procedure is written here, the rest are primitives
;;; (lisp/primitives/tables.py). Keys are compared by eq?, eqv?, equal?, string=? or string-ci=?; a hash function may
;;; be given and is not needed.

(define-library (srfi 69)
  (import (scheme base) (scheme char) (lisp primitives))
  (export make-hash-table hash-table? alist->hash-table hash-table-equivalence-function hash-table-hash-function
          hash-table-ref hash-table-ref/default hash-table-set! hash-table-delete! hash-table-exists?
          hash-table-contains? hash-table-update! hash-table-update!/default hash-table-size hash-table-keys
          hash-table-values hash-table-walk hash-table-fold hash-table->alist hash-table-copy hash-table-merge!
          hash-table-clear! hash string-hash string-ci-hash hash-by-identity)
  (begin

    (define (table-kind equivalence)
      (cond ((eq? equivalence equal?) 'equal)
            ((eq? equivalence eqv?) 'eqv)
            ((eq? equivalence eq?) 'eq)
            ((eq? equivalence string=?) 'string)
            ((eq? equivalence string-ci=?) 'string-ci)
            (else
             (error "make-hash-table: keys can be compared by eq?, eqv?, equal?, string=? or string-ci=? only, not by"
                    equivalence))))

    (define (make-hash-table . arguments)
      (%make-table (if (null? arguments) 'equal (table-kind (car arguments)))))

    (define (alist->hash-table entries . arguments)
      (let ((table (apply make-hash-table arguments)))
        ;; the first entry of a key counts, as it does for assoc
        (for-each (lambda (entry) (hash-table-set! table (car entry) (cdr entry)))
                  (reverse entries))
        table))

    (define (hash-table-equivalence-function table)
      (case (%table-kind table)
        ((eq) eq?)
        ((eqv) eqv?)
        ((string) string=?)
        ((string-ci) string-ci=?)
        (else equal?)))

    (define (hash-table-hash-function table)
      (case (%table-kind table)
        ((eq eqv) hash-by-identity)
        ((string) string-hash)
        ((string-ci) string-ci-hash)
        (else hash)))

    (define missing (list 'missing))

    (define (hash-table-ref table key . arguments)
      (let ((value (%table-ref table key missing)))
        (cond ((eq? value missing)
               (if (or (null? arguments) (not (car arguments)))
                   (error "hash-table-ref: the table has no entry for" key)
                   ((car arguments))))
              ((or (null? arguments) (null? (cdr arguments))) value)
              (else ((cadr arguments) value)))))

    (define (hash-table-ref/default table key default)
      (%table-ref table key default))

    (define (hash-table-exists? table key)
      (hash-table-contains? table key))

    (define (hash-table-update! table key procedure . arguments)
      (let ((value (%table-ref table key missing)))
        (hash-table-set! table key
                         (procedure
                          (cond ((not (eq? value missing)) value)
                                ((null? arguments) (error "hash-table-update!: the table has no entry for" key))
                                (else ((car arguments))))))))

    (define (hash-table-update!/default table key procedure default)
      (hash-table-set! table key (procedure (%table-ref table key default))))

    ;; The entries are listed first: the procedure may change the table.
    (define (hash-table-walk table procedure)
      (for-each (lambda (entry) (procedure (car entry) (cdr entry)))
                (hash-table->alist table)))

    (define (hash-table-fold table procedure seed)
      (let loop ((entries (hash-table->alist table)) (result seed))
        (if (null? entries)
            result
            (loop (cdr entries)
                  (procedure (car (car entries)) (cdr (car entries)) result)))))

    (define (hash-table-merge! table other)
      (hash-table-walk other (lambda (key value) (hash-table-set! table key value)))
      table)))
