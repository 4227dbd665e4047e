;;; The store of mappings, a balanced tree by the ordering of the comparator; and what only mappings have.

(define kind "mapping")

(define (check-comparator comparator)
  (if (not (and (comparator? comparator) (comparator-ordered? comparator)))
      (error "a mapping needs a comparator with an ordering" comparator)))

(define (find-entry comparator store key)
  (let ((found (tree-find (comparator-ordering-predicate comparator) store key)))
    (and found (cons (key-of found) (value-of found)))))

(define (put comparator store key value)
  (tree-put (comparator-ordering-predicate comparator) store key value))

(define (take-out comparator store key)
  (tree-remove (comparator-ordering-predicate comparator) store key))

(define fold-store tree-fold)
(define any-in-store tree-any)
(define store-size size)

(define (less-of map)
  (comparator-ordering-predicate (comparator-of (check map))))

;; ENTRIES in ascending order, as a map.
(define (ordered-map comparator entries)
  (check-comparator comparator)
  (let ((less? (comparator-ordering-predicate comparator)))
    (let loop ((rest entries))
      (if (and (pair? rest) (pair? (cdr rest)))
          (if (less? (car (car rest)) (car (cadr rest)))
              (loop (cdr rest))
              (error "the keys of a mapping are not in order" (car (car rest)) (car (cadr rest))))))
    (make-map comparator (sorted->tree entries))))

(define (m/ordered comparator . arguments)
  (let loop ((rest arguments) (entries '()))
    (cond ((null? rest) (ordered-map comparator (reverse entries)))
          ((null? (cdr rest)) (error "the last key has no value" (car rest)))
          (else (loop (cddr rest) (cons (cons (car rest) (cadr rest)) entries))))))

(define (m-unfold/ordered stop? mapper next seed comparator)
  (let loop ((seed seed) (entries '()))
    (if (stop? seed)
        (ordered-map comparator (reverse entries))
        (let-values (((key value) (mapper seed)))
          (loop (next seed) (cons (cons key value) entries))))))

(define (alist->m/ordered comparator entries)
  (ordered-map comparator entries))

(define (alist->m/ordered! map entries)
  (m-union map (ordered-map (m-key-comparator map) entries)))

(define (end-of map which)
  (if (m-empty? map)
      (error "the mapping is empty")
      (which (store-of map))))

(define (m-min-key map) (key-of (end-of map tree-first)))
(define (m-max-key map) (key-of (end-of map tree-last)))
(define (m-min-value map) (value-of (end-of map tree-first)))
(define (m-max-value map) (value-of (end-of map tree-last)))

(define (m-min-entry map)
  (values (m-min-key map) (m-min-value map)))

(define (m-max-entry map)
  (values (m-max-key map) (m-max-value map)))

(define (m-key-predecessor map obj failure)
  (let ((found (tree-before (less-of map) (store-of map) obj)))
    (if found (key-of found) (failure))))

(define (m-key-successor map obj failure)
  (let ((found (tree-after (less-of map) (store-of map) obj)))
    (if found (key-of found) (failure))))

(define (range map matches?)
  (with-store map
              (sorted->tree (let loop ((rest (m->alist map)) (kept '()))
                              (if (null? rest)
                                  (reverse kept)
                                  (loop (cdr rest)
                                        (if (matches? (car (car rest))) (cons (car rest) kept) kept)))))))

(define (m-range< map obj)
  (let ((less? (less-of map)))
    (range map (lambda (key) (less? key obj)))))

(define (m-range> map obj)
  (let ((less? (less-of map)))
    (range map (lambda (key) (less? obj key)))))

(define (m-range<= map obj)
  (let ((less? (less-of map)))
    (range map (lambda (key) (not (less? obj key))))))

(define (m-range>= map obj)
  (let ((less? (less-of map)))
    (range map (lambda (key) (not (less? key obj))))))

(define (m-range= map obj)
  (let ((entry (entry-of map obj)))
    (with-store map (sorted->tree (if entry (list entry) '())))))

(define (m-split map obj)
  (values (m-range< map obj) (m-range<= map obj) (m-range= map obj) (m-range>= map obj) (m-range> map obj)))

(define (m-catenate comparator a key value b)
  (ordered-map comparator (append (m->alist a) (list (cons key value)) (m->alist b))))

(define (m-catenate! a key value b)
  (m-catenate (m-key-comparator a) a key value b))

(define (m-map/monotone procedure comparator map)
  (ordered-map comparator
               (m-map->list (lambda (key value) (call-with-values (lambda () (procedure key value)) cons)) map)))

(define (m-fold/reverse procedure state map)
  (tree-fold-right procedure state (store-of (check map))))

;; The keys are compared first, then the values; a mapping that goes on is greater.
(define (make-m-comparator comparator)
  (make-comparator
   map?
   (lambda (a b) (m=? comparator a b))
   (lambda (a b)
     (let ((keys (comparator-of a)))
       (let loop ((a (m->alist a)) (b (m->alist b)))
         (cond ((null? b) #f)
               ((null? a) #t)
               ((<? keys (car (car a)) (car (car b))) #t)
               ((<? keys (car (car b)) (car (car a))) #f)
               ((<? comparator (cdr (car a)) (cdr (car b))) #t)
               ((<? comparator (cdr (car b)) (cdr (car a))) #f)
               (else (loop (cdr a) (cdr b)))))))
   #f))

(define m-comparator (make-m-comparator (make-default-comparator)))
(comparator-register-default! m-comparator)
