;;; The store of hashmaps: a balanced tree from the hash of a key to the list of the (key . value) with that hash, and how
;;; many these are in all.

(define-record-type <store>
  (make-store tree count)
  store?
  (tree full-tree)
  (count full-count))

(define (tree-of store)
  (and store (full-tree store)))

(define (store-size store)
  (if store (full-count store) 0))

(define kind "hashmap")

(define (check-comparator comparator)
  (if (not (and (comparator? comparator) (comparator-hashable? comparator)))
      (error "a hashmap needs a comparator with a hash function" comparator)))

(define (bucket store number)
  (let ((found (tree-find < (tree-of store) number)))
    (if found (value-of found) '())))

(define (find-entry comparator store key)
  (find (lambda (entry) (=? comparator (car entry) key))
        (bucket store (comparator-hash comparator key))))

(define (put comparator store key value)
  (change-bucket comparator store key (list (cons key value))))

(define (take-out comparator store key)
  (change-bucket comparator store key '()))

;; STORE with the entries NEW in place of that of KEY, whose hash theirs is.
(define (change-bucket comparator store key new)
  (let* ((number (comparator-hash comparator key))
         (old (bucket store number))
         (entries (append new (remove (lambda (entry) (=? comparator (car entry) key)) old)))
         (tree (if (null? entries)
                   (tree-remove < (tree-of store) number)
                   (tree-put < (tree-of store) number entries))))
    (and tree
         (make-store tree (+ (store-size store) (- (length entries) (length old)))))))

(define (fold-store procedure state store)
  (tree-fold (lambda (number entries state)
               (fold (lambda (entry state) (procedure (car entry) (cdr entry) state)) state entries))
             state
             (tree-of store)))

(define (any-in-store procedure store)
  (tree-any (lambda (number entries)
              (any (lambda (entry) (procedure (car entry) (cdr entry))) entries))
            (tree-of store)))

(define (make-m-comparator comparator)
  (make-comparator
   map?
   (lambda (a b) (m=? comparator a b))
   #f
   (and (comparator-hashable? comparator)
        (lambda (map . bound)
          (let ((keys (comparator-of map)))
            (m-fold (lambda (key value sum)
                      (modulo (+ sum (* (comparator-hash keys key) (+ 1 (comparator-hash comparator value))))
                              (if (pair? bound) (car bound) (hash-bound))))
                    0
                    map))))))

(define m-comparator (make-m-comparator (make-default-comparator)))
(comparator-register-default! m-comparator)
