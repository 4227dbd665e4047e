;;; The procedures of bags.

(define (bag? obj)
  (and (collection? obj) (is-bag? obj)))

(define (check-bag who obj)
  (if (bag? obj)
      obj
      (error (string-append (symbol->string who) ": expected a bag") obj)))

(define (check-bags who objs)
  (for-each (lambda (obj) (check-bag who obj)) objs))

(define (bag comparator . elements)
  (adjoin-all! (empty-collection #t comparator) elements))

(define (bag-unfold . arguments)
  (unfold-elements #t arguments))

(define (list->bag comparator elements)
  (adjoin-all! (empty-collection #t comparator) elements))

(define (list->bag! bag elements)
  (adjoin-all! (check-bag 'list->bag! bag) elements))

(define (bag-copy bag)
  (copy (check-bag 'bag-copy bag)))

(define (bag->list bag)
  (elements (check-bag 'bag->list bag)))

(define (bag-element-comparator bag)
  (comparator-of (check-bag 'bag-element-comparator bag)))

(define (bag-contains? bag element)
  (> (times (check-bag 'bag-contains? bag) element) 0))

(define (bag-empty? bag)
  (empty? (check-bag 'bag-empty? bag)))

(define (bag-disjoint? a b)
  (check-bags 'bag-disjoint? (list a b))
  (disjoint? a b))

(define (bag-member bag element default)
  (member-of (check-bag 'bag-member bag) element default))

(define (bag-adjoin bag . elements)
  (adjoin-all! (copy (check-bag 'bag-adjoin bag)) elements))

(define (bag-adjoin! bag . elements)
  (adjoin-all! (check-bag 'bag-adjoin! bag) elements))

(define (bag-replace bag element)
  (replace! (copy (check-bag 'bag-replace bag)) element))

(define (bag-replace! bag element)
  (replace! (check-bag 'bag-replace! bag) element))

(define (bag-delete bag . elements)
  (delete-all! (copy (check-bag 'bag-delete bag)) elements))

(define (bag-delete! bag . elements)
  (delete-all! (check-bag 'bag-delete! bag) elements))

(define (bag-delete-all bag elements)
  (delete-all! (copy (check-bag 'bag-delete-all bag)) elements))

(define (bag-delete-all! bag elements)
  (delete-all! (check-bag 'bag-delete-all! bag) elements))

(define (bag-search! bag element failure success)
  (search! (check-bag 'bag-search! bag) element failure success))

(define (bag-size bag)
  (size (check-bag 'bag-size bag)))

(define (bag-find matches? bag failure)
  (find-element matches? (check-bag 'bag-find bag) failure))

(define (bag-count matches? bag)
  (count-elements matches? (check-bag 'bag-count bag)))

(define (bag-any? matches? bag)
  (any-element? matches? (check-bag 'bag-any? bag)))

(define (bag-every? matches? bag)
  (every-element? matches? (check-bag 'bag-every? bag)))

(define (bag-map comparator procedure bag)
  (map-either #t comparator procedure (check-bag 'bag-map bag)))

(define (bag-for-each procedure bag)
  (for-each procedure (elements (check-bag 'bag-for-each bag))))

(define (bag-fold procedure seed bag)
  (fold-elements procedure seed (check-bag 'bag-fold bag)))

(define (bag-filter matches? bag)
  (filter-elements matches? (check-bag 'bag-filter bag)))

(define (bag-filter! matches? bag)
  (become! bag (filter-elements matches? (check-bag 'bag-filter! bag))))

(define (bag-remove matches? bag)
  (remove-elements matches? (check-bag 'bag-remove bag)))

(define (bag-remove! matches? bag)
  (become! bag (remove-elements matches? (check-bag 'bag-remove! bag))))

(define (bag-partition matches? bag)
  (divide matches? (check-bag 'bag-partition bag)))

(define (bag-partition! matches? bag)
  (let-values (((in out) (divide matches? (check-bag 'bag-partition! bag))))
    (values (become! bag in) out)))

(define (bag=? bag . more)
  (check-bags 'bag=? (cons bag more))
  (chain 'bag=? same? bag more))

(define (bag<? bag . more)
  (check-bags 'bag<? (cons bag more))
  (chain 'bag<? properly-within? bag more))

(define (bag>? bag . more)
  (check-bags 'bag>? (cons bag more))
  (chain 'bag>? (lambda (a b) (properly-within? b a)) bag more))

(define (bag<=? bag . more)
  (check-bags 'bag<=? (cons bag more))
  (chain 'bag<=? within? bag more))

(define (bag>=? bag . more)
  (check-bags 'bag>=? (cons bag more))
  (chain 'bag>=? (lambda (a b) (within? b a)) bag more))

(define (bag-union bag . more)
  (combine! 'bag-union unite! (copy (check-bag 'bag-union bag)) more))

(define (bag-union! bag . more)
  (combine! 'bag-union! unite! (check-bag 'bag-union! bag) more))

(define (bag-intersection bag . more)
  (combine! 'bag-intersection intersect! (copy (check-bag 'bag-intersection bag)) more))

(define (bag-intersection! bag . more)
  (combine! 'bag-intersection! intersect! (check-bag 'bag-intersection! bag) more))

(define (bag-difference bag . more)
  (combine! 'bag-difference subtract! (copy (check-bag 'bag-difference bag)) more))

(define (bag-difference! bag . more)
  (combine! 'bag-difference! subtract! (check-bag 'bag-difference! bag) more))

(define (bag-xor bag other)
  (combine! 'bag-xor xor! (copy (check-bag 'bag-xor bag)) (list other)))

(define (bag-xor! bag other)
  (combine! 'bag-xor! xor! (check-bag 'bag-xor! bag) (list other)))

(define (bag-sum bag . more)
  (combine! 'bag-sum sum! (copy (check-bag 'bag-sum bag)) more))

(define (bag-sum! bag . more)
  (combine! 'bag-sum! sum! (check-bag 'bag-sum! bag) more))

(define bag-comparator
  (make-comparator bag? bag=? #f hash-of))
;;; What bags alone have.

(define (bag-product n bag)
  (bag-product! n (copy (check-bag 'bag-product bag))))

(define (bag-product! n bag)
  (if (not (and (exact-integer? n) (>= n 0)))
      (error "bag-product: expected an exact non-negative integer" n))
  (for-each (lambda (entry) (set-times! bag (car entry) (* n (cdr entry))))
            (entries (check-bag 'bag-product! bag)))
  bag)

(define (bag-unique-size bag)
  (table-size (table-of (check-bag 'bag-unique-size bag))))

(define (bag-element-count bag element)
  (times (check-bag 'bag-element-count bag) element))

(define (bag-for-each-unique procedure bag)
  (for-each (lambda (entry) (procedure (car entry) (cdr entry)))
            (entries (check-bag 'bag-for-each-unique bag))))

(define (bag-fold-unique procedure seed bag)
  (fold (lambda (entry state) (procedure (car entry) (cdr entry) state))
        seed
        (entries (check-bag 'bag-fold-unique bag))))

(define (bag-increment! bag element count)
  (add! (check-bag 'bag-increment! bag) element count)
  bag)

(define (bag-decrement! bag element count)
  (set-times! (check-bag 'bag-decrement! bag) element (- (times bag element) count))
  bag)

(define (bag->set bag)
  (let ((set (empty-collection #f (bag-element-comparator bag))))
    (adjoin-all! set (map car (entries bag)))))

(define (set->bag set)
  (adjoin-all! (empty-collection #t (set-element-comparator set)) (elements set)))

(define (set->bag! bag set)
  (check-comparators 'set->bag! (check-bag 'set->bag! bag) (list (check-set 'set->bag! set)))
  (adjoin-all! bag (elements set)))

(define (bag->alist bag)
  (entries (check-bag 'bag->alist bag)))

(define (alist->bag comparator entries)
  (let ((bag (empty-collection #t comparator)))
    (for-each (lambda (entry) (add! bag (car entry) (cdr entry))) entries)
    bag))
