;;; The procedures of sets.

(define (set? obj)
  (and (collection? obj) (not (is-bag? obj))))

(define (check-set who obj)
  (if (set? obj)
      obj
      (error (string-append (symbol->string who) ": expected a set") obj)))

(define (check-sets who objs)
  (for-each (lambda (obj) (check-set who obj)) objs))

(define (set comparator . elements)
  (adjoin-all! (empty-collection #f comparator) elements))

(define (set-unfold . arguments)
  (unfold-elements #f arguments))

(define (list->set comparator elements)
  (adjoin-all! (empty-collection #f comparator) elements))

(define (list->set! set elements)
  (adjoin-all! (check-set 'list->set! set) elements))

(define (set-copy set)
  (copy (check-set 'set-copy set)))

(define (set->list set)
  (elements (check-set 'set->list set)))

(define (set-element-comparator set)
  (comparator-of (check-set 'set-element-comparator set)))

(define (set-contains? set element)
  (> (times (check-set 'set-contains? set) element) 0))

(define (set-empty? set)
  (empty? (check-set 'set-empty? set)))

(define (set-disjoint? a b)
  (check-sets 'set-disjoint? (list a b))
  (disjoint? a b))

(define (set-member set element default)
  (member-of (check-set 'set-member set) element default))

(define (set-adjoin set . elements)
  (adjoin-all! (copy (check-set 'set-adjoin set)) elements))

(define (set-adjoin! set . elements)
  (adjoin-all! (check-set 'set-adjoin! set) elements))

(define (set-replace set element)
  (replace! (copy (check-set 'set-replace set)) element))

(define (set-replace! set element)
  (replace! (check-set 'set-replace! set) element))

(define (set-delete set . elements)
  (delete-all! (copy (check-set 'set-delete set)) elements))

(define (set-delete! set . elements)
  (delete-all! (check-set 'set-delete! set) elements))

(define (set-delete-all set elements)
  (delete-all! (copy (check-set 'set-delete-all set)) elements))

(define (set-delete-all! set elements)
  (delete-all! (check-set 'set-delete-all! set) elements))

(define (set-search! set element failure success)
  (search! (check-set 'set-search! set) element failure success))

(define (set-size set)
  (size (check-set 'set-size set)))

(define (set-find matches? set failure)
  (find-element matches? (check-set 'set-find set) failure))

(define (set-count matches? set)
  (count-elements matches? (check-set 'set-count set)))

(define (set-any? matches? set)
  (any-element? matches? (check-set 'set-any? set)))

(define (set-every? matches? set)
  (every-element? matches? (check-set 'set-every? set)))

(define (set-map comparator procedure set)
  (map-either #f comparator procedure (check-set 'set-map set)))

(define (set-for-each procedure set)
  (for-each procedure (elements (check-set 'set-for-each set))))

(define (set-fold procedure seed set)
  (fold-elements procedure seed (check-set 'set-fold set)))

(define (set-filter matches? set)
  (filter-elements matches? (check-set 'set-filter set)))

(define (set-filter! matches? set)
  (become! set (filter-elements matches? (check-set 'set-filter! set))))

(define (set-remove matches? set)
  (remove-elements matches? (check-set 'set-remove set)))

(define (set-remove! matches? set)
  (become! set (remove-elements matches? (check-set 'set-remove! set))))

(define (set-partition matches? set)
  (divide matches? (check-set 'set-partition set)))

(define (set-partition! matches? set)
  (let-values (((in out) (divide matches? (check-set 'set-partition! set))))
    (values (become! set in) out)))

(define (set=? set . more)
  (check-sets 'set=? (cons set more))
  (chain 'set=? same? set more))

(define (set<? set . more)
  (check-sets 'set<? (cons set more))
  (chain 'set<? properly-within? set more))

(define (set>? set . more)
  (check-sets 'set>? (cons set more))
  (chain 'set>? (lambda (a b) (properly-within? b a)) set more))

(define (set<=? set . more)
  (check-sets 'set<=? (cons set more))
  (chain 'set<=? within? set more))

(define (set>=? set . more)
  (check-sets 'set>=? (cons set more))
  (chain 'set>=? (lambda (a b) (within? b a)) set more))

(define (set-union set . more)
  (combine! 'set-union unite! (copy (check-set 'set-union set)) more))

(define (set-union! set . more)
  (combine! 'set-union! unite! (check-set 'set-union! set) more))

(define (set-intersection set . more)
  (combine! 'set-intersection intersect! (copy (check-set 'set-intersection set)) more))

(define (set-intersection! set . more)
  (combine! 'set-intersection! intersect! (check-set 'set-intersection! set) more))

(define (set-difference set . more)
  (combine! 'set-difference subtract! (copy (check-set 'set-difference set)) more))

(define (set-difference! set . more)
  (combine! 'set-difference! subtract! (check-set 'set-difference! set) more))

(define (set-xor set other)
  (combine! 'set-xor xor! (copy (check-set 'set-xor set)) (list other)))

(define (set-xor! set other)
  (combine! 'set-xor! xor! (check-set 'set-xor! set) (list other)))

(define set-comparator
  (make-comparator set? set=? #f hash-of))
