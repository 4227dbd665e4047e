;;; What sets and bags share: a table from each distinct element to (element . times it is there), always once in a set.

(define-record-type <collection>
  (make-collection bag? comparator table)
  collection?
  (bag? is-bag?)
  (comparator comparator-of)
  (table table-of replace-table!))

(define (empty-collection bag? comparator)
  (if (not (comparator? comparator))
      (error (string-append (if bag? "bag" "set") ": expected a comparator") comparator))
  (make-collection bag?
                   comparator
                   (make-table (comparator-equality-predicate comparator)
                               (and (comparator-hashable? comparator) (comparator-hash-function comparator)))))

(define (empty-like c)
  (empty-collection (is-bag? c) (comparator-of c)))

(define (copy c)
  (make-collection (is-bag? c) (comparator-of c) (table-copy (table-of c))))

;; A fresh list of (element . times).
(define (entries c)
  (map cdr (table-entries (table-of c))))

;; The first true (procedure (element . times)), or #f.
(define (any-entry procedure c)
  (table-any (lambda (key entry) (procedure entry)) (table-of c)))

(define (times c element)
  (let ((entry (table-ref (table-of c) element #f)))
    (if entry (cdr entry) 0)))

;; Say that ELEMENT is NUMBER times in C. An equal element that is there stays.
(define (set-times! c element number)
  (let ((entry (table-ref (table-of c) element #f)))
    (if (> number 0)
        (table-set! (table-of c)
                    element
                    (cons (if entry (car entry) element)
                          (if (is-bag? c) number 1)))
        (if entry
            (table-delete! (table-of c) element)))))

(define (add! c element number)
  (comparator-check-type (comparator-of c) element)
  (set-times! c element (+ (times c element) number)))

(define (adjoin-all! c elements)
  (for-each (lambda (element) (add! c element 1)) elements)
  c)

(define (delete-all! c elements)
  (for-each (lambda (element) (set-times! c element (- (times c element) 1))) elements)
  c)

(define (replace! c element)
  (let ((number (times c element)))
    (if (> number 0)
        (begin
          (table-delete! (table-of c) element)
          (add! c element number)))
    c))

(define (member-of c element default)
  (let ((entry (table-ref (table-of c) element #f)))
    (if entry (car entry) default)))

(define (search! c element failure success)
  (let ((entry (table-ref (table-of c) element #f)))
    (if entry
        (success (car entry)
                 (lambda (new obj)
                   (delete-all! c (list element))
                   (add! c new 1)
                   (values c obj))
                 (lambda (obj)
                   (delete-all! c (list element))
                   (values c obj)))
        (failure (lambda (obj)
                   (add! c element 1)
                   (values c obj))
                 (lambda (obj)
                   (values c obj))))))

(define (empty? c)
  (= (table-size (table-of c)) 0))

(define (size c)
  (if (is-bag? c)
      (fold (lambda (entry total) (+ (cdr entry) total)) 0 (entries c))
      (table-size (table-of c))))

;; The elements, each as often as it is there.
(define (elements c)
  (let loop ((rest (reverse (entries c))) (result '()))
    (if (null? rest)
        result
        (loop (cdr rest)
              (if (is-bag? c)
                  (append (make-list (cdr (car rest)) (car (car rest))) result)
                  (cons (car (car rest)) result))))))

(define (find-element matches? c failure)
  (let ((found (any-entry (lambda (entry) (and (matches? (car entry)) entry)) c)))
    (if found (car found) (failure))))

(define (count-elements matches? c)
  (count matches? (elements c)))

(define (any-element? matches? c)
  (any-entry (lambda (entry) (and (matches? (car entry)) #t)) c))

(define (every-element? matches? c)
  (not (any-entry (lambda (entry) (not (matches? (car entry)))) c)))

(define (map-elements bag? comparator procedure c)
  (adjoin-all! (empty-collection bag? comparator) (map procedure (elements c))))

(define (fold-elements procedure seed c)
  (fold procedure seed (elements c)))

(define (divide matches? c)
  (let ((in (empty-like c)) (out (empty-like c)))
    (for-each (lambda (entry)
                (set-times! (if (matches? (car entry)) in out) (car entry) (cdr entry)))
              (entries c))
    (values in out)))

(define (filter-elements matches? c)
  (let-values (((in out) (divide matches? c)))
    in))

(define (remove-elements matches? c)
  (filter-elements (lambda (element) (not (matches? element))) c))

;; C, changed into OTHER.
(define (become! c other)
  (replace-table! c (table-of other))
  c)

(define (unfold-elements bag? arguments)
  (define (unfold comparator stop? procedure next seed)
    (let ((c (empty-collection bag? comparator)))
      (let loop ((seed seed))
        (if (not (stop? seed))
            (begin
              (add! c (procedure seed) 1)
              (loop (next seed)))))
      c))
  (if (comparator? (car arguments))
      (apply unfold arguments)
      (apply (lambda (stop? procedure next seed comparator) (unfold comparator stop? procedure next seed))
             arguments)))

;; The comparator and the procedure of set-map, which come in either order.
(define (map-either bag? a b c)
  (if (comparator? a)
      (map-elements bag? a b c)
      (map-elements bag? b a c)))

(define (hash-of c)
  (modulo (fold (lambda (entry sum) (+ sum (* (cdr entry) (comparator-hash (comparator-of c) (car entry)))))
                0
                (entries c))
          (hash-bound)))
