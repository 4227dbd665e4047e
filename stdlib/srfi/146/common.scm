;;; What mappings and hashmaps share. A map is a comparator and a store, which is never changed: a linear-update
;;; procedure is its functional counterpart. The stores of the two libraries come with find-entry (the pair of a key
;;; and its value, or #f), put, take-out, fold-store, any-in-store (the first true result of a procedure, or #f), store-size
;;; and check-comparator. An empty store is #f.

(define-record-type <map>
  (make-map comparator store)
  map?
  (comparator comparator-of)
  (store store-of))

(define (check obj)
  (if (map? obj)
      obj
      (error (string-append "expected a " kind ", got") obj)))

(define (with-store map store)
  (make-map (comparator-of map) store))

(define (entry-of map key)
  (find-entry (comparator-of map) (store-of (check map)) key))

;; MAP with KEY and VALUE, in place of an equal key.
(define (put-in map key value)
  (comparator-check-type (comparator-of map) key)
  (with-store map (put (comparator-of map) (store-of map) key value)))

(define (put-new map key value)
  (if (entry-of map key)
      map
      (put-in map key value)))

(define (remove-from map key)
  (with-store map (take-out (comparator-of map) (store-of map) key)))

;; MAP after PUT! (put-in or put-new) of each pair of ARGUMENTS.
(define (put-all putter map arguments)
  (let loop ((map (check map)) (rest arguments))
    (cond ((null? rest) map)
          ((null? (cdr rest)) (error "the last key has no value" (car rest)))
          (else (loop (putter map (car rest) (cadr rest)) (cddr rest))))))

(define (put-alist map entries)
  (let loop ((map (check map)) (rest entries))
    (if (null? rest)
        map
        (loop (put-new map (car (car rest)) (cdr (car rest))) (cdr rest)))))

(define (empty comparator)
  (check-comparator comparator)
  (make-map comparator #f))

(define (m comparator . arguments)
  (put-all put-new (empty comparator) arguments))

(define (m-unfold stop? mapper next seed comparator)
  (let loop ((seed seed) (map (empty comparator)))
    (if (stop? seed)
        map
        (let-values (((key value) (mapper seed)))
          (loop (next seed) (put-new map key value))))))

(define (alist->m comparator entries)
  (put-alist (empty comparator) entries))

(define (m-contains? map key)
  (if (entry-of map key) #t #f))

(define (m-empty? map)
  (not (store-of (check map))))

(define (m-disjoint? a b)
  (check b)
  (not (m-any? (lambda (key value) (m-contains? b key)) a)))

(define (m-ref map key . arguments)
  (let ((entry (entry-of map key)))
    (cond (entry
           (if (and (pair? arguments) (pair? (cdr arguments)))
               ((cadr arguments) (cdr entry))
               (cdr entry)))
          ((pair? arguments) ((car arguments)))
          (else (error (string-append "the " kind " has no entry for") key)))))

(define (m-ref/default map key default)
  (let ((entry (entry-of map key)))
    (if entry (cdr entry) default)))

(define (m-key-comparator map)
  (comparator-of (check map)))

(define (m-adjoin map . arguments)
  (put-all put-new map arguments))

(define (m-set map . arguments)
  (put-all put-in map arguments))

(define (m-replace map key value)
  (if (entry-of map key)
      (put-in map key value)
      map))

(define (m-delete map . keys)
  (m-delete-all map keys))

(define (m-delete-all map keys)
  (let loop ((map (check map)) (rest keys))
    (if (null? rest)
        map
        (loop (remove-from map (car rest)) (cdr rest)))))

(define (m-intern map key failure)
  (let ((entry (entry-of map key)))
    (if entry
        (values map (cdr entry))
        (let ((value (failure)))
          (values (put-in map key value) value)))))

(define (m-update map key updater . arguments)
  (put-in map key (updater (apply m-ref map key arguments))))

(define (m-update/default map key updater default)
  (put-in map key (updater (m-ref/default map key default))))

(define (m-pop map . failure)
  (let ((entry (any-entry cons map)))
    (cond (entry (values (remove-from map (car entry)) (car entry) (cdr entry)))
          ((pair? failure) ((car failure)))
          (else (error (string-append "the " kind " is empty"))))))

(define (m-search map key failure success)
  (let ((entry (entry-of map key)))
    (if entry
        (success (car entry)
                 (cdr entry)
                 (lambda (new-key new-value obj) (values (put-in (remove-from map key) new-key new-value) obj))
                 (lambda (obj) (values (remove-from map key) obj)))
        (failure (lambda (value obj) (values (put-in map key value) obj))
                 (lambda (obj) (values map obj))))))

(define (m-size map)
  (store-size (store-of (check map))))

(define (m-fold procedure state map)
  (fold-store procedure state (store-of (check map))))

(define (any-entry procedure map)
  (any-in-store procedure (store-of (check map))))

(define (m->alist map)
  (reverse (m-fold (lambda (key value entries) (cons (cons key value) entries)) '() map)))

(define (m-find matches? map failure)
  (let ((entry (any-entry (lambda (key value) (and (matches? key value) (cons key value))) map)))
    (if entry
        (values (car entry) (cdr entry))
        (failure))))

(define (m-count matches? map)
  (m-fold (lambda (key value count) (if (matches? key value) (+ count 1) count)) 0 map))

(define (m-any? matches? map)
  (any-entry (lambda (key value) (and (matches? key value) #t)) map))

(define (m-every? matches? map)
  (not (m-any? (lambda (key value) (not (matches? key value))) map)))

(define (m-keys map)
  (map-list car (m->alist map)))

(define (m-values map)
  (map-list cdr (m->alist map)))

(define (m-entries map)
  (values (m-keys map) (m-values map)))

(define (m-map procedure comparator map)
  (m-fold (lambda (key value result)
            (let-values (((key value) (procedure key value)))
              (put-new result key value)))
          (empty comparator)
          map))

(define (m-for-each procedure map)
  (m-fold (lambda (key value state) (procedure key value) state) #f map))

(define (m-map->list procedure map)
  (reverse (m-fold (lambda (key value results) (cons (procedure key value) results)) '() map)))

(define (m-filter matches? map)
  (m-fold (lambda (key value result) (if (matches? key value) (put-in result key value) result))
          (with-store (check map) #f)
          map))

(define (m-remove matches? map)
  (m-filter (lambda (key value) (not (matches? key value))) map))

(define (m-partition matches? map)
  (let-values (((in out)
                (let loop ((rest (m->alist map)) (in (with-store map #f)) (out (with-store map #f)))
                  (if (null? rest)
                      (values in out)
                      (let ((key (car (car rest))) (value (cdr (car rest))))
                        (if (matches? key value)
                            (loop (cdr rest) (put-in in key value) out)
                            (loop (cdr rest) in (put-in out key value))))))))
    (values in out)))

(define (m-copy map)
  (with-store (check map) (store-of map)))

;; Whether every association of A is one of B, by the COMPARATOR of values.
(define (within? comparator a b)
  (and (eq? (comparator-of (check a)) (comparator-of (check b)))
       (m-every? (lambda (key value)
                   (let ((entry (entry-of b key)))
                     (and entry (=? comparator value (cdr entry)))))
                 a)))

(define (chain related?)
  (lambda (comparator first . more)
    (check first)
    (let loop ((a first) (rest more))
      (or (null? rest)
          (and (related? comparator a (car rest))
               (loop (car rest) (cdr rest)))))))

(define m<=? (chain within?))
(define m>=? (chain (lambda (comparator a b) (within? comparator b a))))
(define m=? (chain (lambda (comparator a b) (and (= (m-size a) (m-size b)) (within? comparator a b)))))
(define m<? (chain (lambda (comparator a b) (and (< (m-size a) (m-size b)) (within? comparator a b)))))
(define m>? (chain (lambda (comparator a b) (and (> (m-size a) (m-size b)) (within? comparator b a)))))

(define (m-union first . more)
  (let loop ((result (check first)) (rest more))
    (if (null? rest)
        result
        (loop (m-fold (lambda (key value result) (put-new result key value)) result (car rest))
              (cdr rest)))))

(define (m-intersection first . more)
  (for-each check more)
  (m-filter (lambda (key value) (every (lambda (other) (m-contains? other key)) more)) first))

(define (m-difference first . more)
  (for-each check more)
  (m-remove (lambda (key value) (any (lambda (other) (m-contains? other key)) more)) first))

(define (m-xor a b)
  (m-union (m-difference a b) (m-difference b a)))
