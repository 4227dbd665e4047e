;;; Balanced trees that are never changed: weight-balanced, as S. Adams described them. A tree is #f or a node; what
;;; compares keys is given as LESS?. In a balanced node no side is more than three times as large as the other.

(define-record-type <node>
  (make-node left key value right size)
  node?
  (left left-of)
  (key key-of)
  (value value-of)
  (right right-of)
  (size size-of))

(define (size tree)
  (if tree (size-of tree) 0))

(define (node left key value right)
  (make-node left key value right (+ (size left) (size right) 1)))

;; A node of two trees one of which is a member larger or smaller than when they were balanced.
(define (balanced left key value right)
  (let ((l (size left)) (r (size right)))
    (cond ((< (+ l r) 2) (node left key value right))
          ((> r (* 3 l)) (rotated-left left key value right))
          ((> l (* 3 r)) (rotated-right left key value right))
          (else (node left key value right)))))

(define (rotated-left left key value right)
  (let ((inner (left-of right)) (outer (right-of right)))
    (if (< (size inner) (* 2 (size outer)))
        (node (node left key value inner) (key-of right) (value-of right) outer)
        (node (node left key value (left-of inner))
              (key-of inner)
              (value-of inner)
              (node (right-of inner) (key-of right) (value-of right) outer)))))

(define (rotated-right left key value right)
  (let ((outer (left-of left)) (inner (right-of left)))
    (if (< (size inner) (* 2 (size outer)))
        (node outer (key-of left) (value-of left) (node inner key value right))
        (node (node outer (key-of left) (value-of left) (left-of inner))
              (key-of inner)
              (value-of inner)
              (node (right-of inner) key value right)))))

;; The node of KEY, or #f.
(define (tree-find less? tree key)
  (cond ((not tree) #f)
        ((less? key (key-of tree)) (tree-find less? (left-of tree) key))
        ((less? (key-of tree) key) (tree-find less? (right-of tree) key))
        (else tree)))

;; TREE with KEY and VALUE, in place of an equal key.
(define (tree-put less? tree key value)
  (cond ((not tree) (node #f key value #f))
        ((less? key (key-of tree))
         (balanced (tree-put less? (left-of tree) key value) (key-of tree) (value-of tree) (right-of tree)))
        ((less? (key-of tree) key)
         (balanced (left-of tree) (key-of tree) (value-of tree) (tree-put less? (right-of tree) key value)))
        (else (node (left-of tree) key value (right-of tree)))))

(define (tree-remove less? tree key)
  (cond ((not tree) #f)
        ((less? key (key-of tree))
         (balanced (tree-remove less? (left-of tree) key) (key-of tree) (value-of tree) (right-of tree)))
        ((less? (key-of tree) key)
         (balanced (left-of tree) (key-of tree) (value-of tree) (tree-remove less? (right-of tree) key)))
        (else (glued (left-of tree) (right-of tree)))))

;; A tree of two balanced neighbours.
(define (glued left right)
  (cond ((not left) right)
        ((not right) left)
        ((> (size left) (size right))
         (let ((last (tree-last left)))
           (balanced (without-last left) (key-of last) (value-of last) right)))
        (else
         (let ((first (tree-first right)))
           (balanced left (key-of first) (value-of first) (without-first right))))))

(define (tree-first tree)
  (if (left-of tree) (tree-first (left-of tree)) tree))

(define (tree-last tree)
  (if (right-of tree) (tree-last (right-of tree)) tree))

(define (without-first tree)
  (if (left-of tree)
      (balanced (without-first (left-of tree)) (key-of tree) (value-of tree) (right-of tree))
      (right-of tree)))

(define (without-last tree)
  (if (right-of tree)
      (balanced (left-of tree) (key-of tree) (value-of tree) (without-last (right-of tree)))
      (left-of tree)))

;; The last node whose key is less than KEY, and the first whose key is greater; #f if there is none.
(define (tree-before less? tree key)
  (let loop ((tree tree) (best #f))
    (cond ((not tree) best)
          ((less? (key-of tree) key) (loop (right-of tree) tree))
          (else (loop (left-of tree) best)))))

(define (tree-after less? tree key)
  (let loop ((tree tree) (best #f))
    (cond ((not tree) best)
          ((less? key (key-of tree)) (loop (left-of tree) tree))
          (else (loop (right-of tree) best)))))

;; (procedure key value state) in the order of the keys, and in the reverse order.
(define (tree-fold procedure state tree)
  (if tree
      (let ((state (tree-fold procedure state (left-of tree))))
        (tree-fold procedure (procedure (key-of tree) (value-of tree) state) (right-of tree)))
      state))

(define (tree-fold-right procedure state tree)
  (if tree
      (let ((state (tree-fold-right procedure state (right-of tree))))
        (tree-fold-right procedure (procedure (key-of tree) (value-of tree) state) (left-of tree)))
      state))

;; The first true (procedure key value) in the order of the keys, or #f.
(define (tree-any procedure tree)
  (and tree
       (or (tree-any procedure (left-of tree))
           (procedure (key-of tree) (value-of tree))
           (tree-any procedure (right-of tree)))))

(define (tree->alist tree)
  (tree-fold-right (lambda (key value entries) (cons (cons key value) entries)) '() tree))

;; The tree of ENTRIES, whose keys ascend.
(define (sorted->tree entries)
  (let ((entries (list->vector entries)))
    (let build ((start 0) (end (vector-length entries)))
      (and (< start end)
           (let* ((middle (quotient (+ start end) 2))
                  (entry (vector-ref entries middle))
                  (left (build start middle))
                  (right (build (+ middle 1) end)))
             (node left (car entry) (cdr entry) right))))))
