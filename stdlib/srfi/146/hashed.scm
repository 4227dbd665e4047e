;;; The store of hashmaps: a balanced tree from the hash of a key to the list of the (key . value) with that hash.

(define kind "hashmap")

(define (check-comparator comparator)
  (if (not (and (comparator? comparator) (comparator-hashable? comparator)))
      (error "a hashmap needs a comparator with a hash function" comparator)))

(define (bucket comparator store key)
  (let ((found (tree-find < store (comparator-hash comparator key))))
    (if found (value-of found) '())))

(define (find-entry comparator store key)
  (find (lambda (entry) (=? comparator (car entry) key))
        (bucket comparator store key)))

(define (others comparator store key)
  (remove (lambda (entry) (=? comparator (car entry) key))
          (bucket comparator store key)))

(define (put comparator store key value)
  (tree-put < store (comparator-hash comparator key) (cons (cons key value) (others comparator store key))))

(define (take-out comparator store key)
  (let ((number (comparator-hash comparator key))
        (rest (others comparator store key)))
    (if (null? rest)
        (tree-remove < store number)
        (tree-put < store number rest))))

(define (fold-store procedure state store)
  (tree-fold (lambda (number entries state)
               (fold (lambda (entry state) (procedure (car entry) (cdr entry) state)) state entries))
             state
             store))

(define (store-size store)
  (tree-fold (lambda (number entries count) (+ count (length entries))) 0 store))

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
