;;; SRFI 125, hash tables.

(import (scheme base) (scheme char) (srfi 128) (except (srfi 125) string-hash string-ci-hash)
        (prefix (only (srfi 69) make-hash-table hash-table-set!) old:) (only (srfi 132) list-sort)
        (only (scheme hash-table)) (srfi 64))

(test-begin "srfi-125")

(define default (make-default-comparator))
(define numbers (make-comparator number? = < number-hash))
(define clash (make-comparator number? = < (lambda (n) (modulo n 2))))

(define (sorted table)
  (list-sort (lambda (a b) (<? default a b)) (hash-table->alist table)))

;; The same table over a primitive equivalence, a comparator, and one whose hashes clash.
(define (tables)
  (map (lambda (c) (hash-table c 1 'a 2 'b 3 'c)) (list (make-eqv-comparator) numbers clash default)))

(define-syntax test-tables
  (syntax-rules ()
    ((_ expected (table) expression)
     (for-each (lambda (table) (test-equal expected expression)) (tables)))))

(test-group "SRFI 125 constructors"
  (test-equal #t (hash-table? (make-hash-table default)))
  (test-equal #t (hash-table? (make-hash-table equal? hash)))
  (test-equal #t (hash-table? (make-hash-table string=? 100 'weak-keys)))
  (test-equal '(#f #t) (map hash-table? (list '() (old:make-hash-table))))
  (test-error (make-hash-table (lambda (a b) (eq? a b))))
  (test-error (make-hash-table 'a))
  (test-error (hash-table default 'a))
  (test-error (hash-table default 'a 1 'a 2))
  (test-equal '((0 . 0) (1 . 1) (2 . 4))
              (sorted (hash-table-unfold (lambda (x) (= x 3)) (lambda (x) (values x (* x x))) (lambda (x) (+ x 1)) 0
                                         numbers)))
  (test-equal '((a . 1) (b . 2)) (sorted (alist->hash-table '((a . 1) (b . 2) (a . 3)) default)))
  (test-equal '(("Ab" . 1)) (sorted (alist->hash-table '(("Ab" . 1) ("aB" . 2)) string-ci=?))))

(test-group "SRFI 125 predicates and accessors"
  (test-tables '(#t #f) (t) (list (hash-table-contains? t 1) (hash-table-exists? t 4)))
  (test-equal '(#t #f) (list (hash-table-empty? (hash-table default)) (hash-table-empty? (hash-table default 1 2))))
  (test-tables #t (t) (hash-table-mutable? t))
  (test-tables '(#t #f #f) (t)
               (list (hash-table=? default t (hash-table-copy t #t))
                     (hash-table=? default t (hash-table-empty-copy t))
                     (let ((other (hash-table-copy t #t)))
                       (hash-table-set! other 1 'z)
                       (hash-table=? default t other))))
  (test-tables 'a (t) (hash-table-ref t 1))
  (test-tables 'none (t) (hash-table-ref t 9 (lambda () 'none)))
  (test-tables '(a) (t) (hash-table-ref t 1 (lambda () 'none) list))
  (for-each (lambda (t) (test-error (hash-table-ref t 9))) (tables))
  (test-tables '(b 0) (t) (list (hash-table-ref/default t 2 0) (hash-table-ref/default t 9 0))))

(test-group "SRFI 125 mutators"
  (test-tables '((1 . x) (2 . b) (3 . c) (4 . y)) (t) (begin (hash-table-set! t 1 'x 4 'y) (sorted t)))
  (test-tables '(2 ((3 . c))) (t) (let ((n (hash-table-delete! t 1 2 9))) (list n (sorted t))))
  (test-tables '(a new ((1 . a) (2 . b) (3 . c) (4 . new))) (t)
               (let* ((old (hash-table-intern! t 1 (lambda () 'new))) (new (hash-table-intern! t 4 (lambda () 'new))))
                 (list old new (sorted t))))
  (test-tables '((1 a) (2 . b) (3 . c)) (t) (begin (hash-table-update! t 1 list) (sorted t)))
  (test-tables '(none) (t) (begin (hash-table-update! t 9 list (lambda () 'none)) (hash-table-ref t 9)))
  (test-tables '((a)) (t) (begin (hash-table-update! t 1 list (lambda () 'none) list) (hash-table-ref t 1)))
  (test-tables '(7) (t) (begin (hash-table-update!/default t 9 list 7) (hash-table-ref t 9)))
  (for-each (lambda (t) (test-error (hash-table-update! t 9 list))) (tables))
  (test-tables '(2 #t) (t)
               (let-values (((key value) (hash-table-pop! t)))
                 (list (hash-table-size t) (and (memv key '(1 2 3)) (memq value '(a b c)) #t))))
  (test-error (hash-table-pop! (hash-table default)))
  (test-tables 0 (t) (begin (hash-table-clear! t) (hash-table-size t))))

(test-group "SRFI 125 whole tables"
  (test-tables 3 (t) (hash-table-size t))
  (test-tables '(1 2 3) (t) (list-sort < (hash-table-keys t)))
  (test-tables 3 (t) (length (hash-table-values t)))
  (test-tables '((1 . a) (2 . b) (3 . c)) (t)
               (let-values (((keys values) (hash-table-entries t)))
                 (list-sort (lambda (a b) (< (car a) (car b))) (map cons keys values))))
  (test-tables '(2 b) (t) (hash-table-find (lambda (k v) (and (eq? v 'b) (list k v))) t (lambda () 'none)))
  (test-tables 'none (t) (hash-table-find (lambda (k v) #f) t (lambda () 'none)))
  (test-tables 2 (t) (hash-table-count (lambda (k v) (odd? k)) t))
  (test-tables '((1 a) (2 b) (3 c)) (t) (sorted (hash-table-map list numbers t)))
  (test-tables 6 (t) (let ((sum 0)) (hash-table-for-each (lambda (k v) (set! sum (+ sum k))) t) sum))
  (test-tables 6 (t) (let ((sum 0)) (hash-table-walk t (lambda (k v) (set! sum (+ sum k)))) sum))
  (test-tables '((1 1 a) (2 2 b) (3 3 c)) (t) (begin (hash-table-map! list t) (sorted t)))
  (test-tables '(1 2 3) (t) (list-sort < (hash-table-map->list (lambda (k v) k) t)))
  (test-tables '(6 6) (t)
               (let ((add (lambda (k v sum) (+ k sum))))
                 (list (hash-table-fold add 0 t) (hash-table-fold t add 0))))
  (test-tables '((2 . b)) (t) (begin (hash-table-prune! (lambda (k v) (odd? k)) t) (sorted t)))
  (test-tables '(3 4) (t)
               (let ((copy (hash-table-copy t #t)))
                 (hash-table-set! copy 9 'z)
                 (list (hash-table-size t) (hash-table-size copy)))))

(test-group "SRFI 125 tables as sets"
  (define (other t) (let ((o (hash-table-empty-copy t))) (hash-table-set! o 3 'x 4 'y) o))
  (test-tables '((1 . a) (2 . b) (3 . c) (4 . y)) (t) (sorted (hash-table-union! t (other t))))
  (test-tables '((3 . c)) (t) (sorted (hash-table-intersection! t (other t))))
  (test-tables '((1 . a) (2 . b)) (t) (sorted (hash-table-difference! t (other t))))
  (test-tables '((1 . a) (2 . b) (4 . y)) (t) (sorted (hash-table-xor! t (other t))))
  (test-tables '() (t) (sorted (hash-table-xor! t t))))

(test-group "SRFI 125 keys that the equivalence does not tell apart"
  (define t (hash-table numbers 1 'exact))
  (hash-table-set! t 1.0 'inexact)
  (test-equal '((1 . inexact)) (sorted t))
  (test-equal #f (hash-table-contains? (hash-table (make-eqv-comparator) 1 'exact) 1.0)))

(test-group "SRFI 125 reflection and the tables of SRFI 69"
  (define old (old:make-hash-table))
  (old:hash-table-set! old "k" 1)
  (test-equal 1 (hash-table-ref old "k"))
  (test-equal #t (eq? equal? (hash-table-equivalence-function old)))
  (test-equal #t (eq? = (hash-table-equivalence-function (hash-table numbers))))
  (test-equal (number-hash 5) ((hash-table-hash-function (hash-table numbers)) 5))
  (test-equal (hash '(1 "a") 9) (hash (list 1 "a") 9)))

;; Each of these took many seconds when every call listed the whole table.
(test-group "SRFI 125 large tables"
  (define (filled comparator size)
    (let ((table (make-hash-table comparator)))
      (do ((k 0 (+ k 1)))
          ((= k size) table)
        (hash-table-set! table k (- k)))))
  (for-each
   (lambda (comparator)
     (define table (filled comparator 5000))
     (define calls 0)
     (define (at-key wanted)
       (lambda (key value)
         (set! calls (+ calls 1))
         (and (= key wanted) (list key value))))
     (test-equal '(4999 -4999) (hash-table-find (at-key 4999) table (lambda () 'none)))
     (test-equal 'none (hash-table-find (at-key -1) table (lambda () 'none)))
     (test-equal 10000 calls)
     (test-equal '(10 -10)
                 (let loop ((k 0))
                   (let ((found (hash-table-find (at-key 10) table (lambda () 'none))))
                     (if (= k 300) found (loop (+ k 1))))))
     (test-equal 12497500
                 (let loop ((sum 0))
                   (if (hash-table-empty? table)
                       sum
                       (let-values (((key value) (hash-table-pop! table)))
                         (loop (- sum value))))))
     (let ((table (filled comparator 100)) (seen 0))
       (test-equal '(none 0 100)
                   (let ((found (hash-table-find (lambda (key value)
                                                   (set! seen (+ seen 1))
                                                   (hash-table-delete! table key)
                                                   #f)
                                                 table
                                                 (lambda () 'none))))
                     (list found (hash-table-size table) seen)))))
   (list (make-eqv-comparator) numbers))
  (let ((table (filled clash 4)))
    (test-equal '(0 1 2 3)
                (list-sort < (let loop ((keys '()))
                               (if (hash-table-empty? table)
                                   keys
                                   (let-values (((key value) (hash-table-pop! table)))
                                     (loop (cons key keys)))))))
    (test-equal 0 (hash-table-size table))))

(test-end)
