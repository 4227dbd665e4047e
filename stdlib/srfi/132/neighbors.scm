;;; Deleting duplicates that stand side by side. The first of a run of equal members stays.

(define (list-delete-neighbor-dups same? items)
  (if (null? items)
      '()
      (let loop ((kept (list (car items))) (rest (cdr items)))
        (cond ((null? rest) (reverse kept))
              ((same? (car kept) (car rest)) (loop kept (cdr rest)))
              (else (loop (cons (car rest) kept) (cdr rest)))))))

(define (list-delete-neighbor-dups! same? items)
  (if (pair? items)
      (let loop ((last items) (rest (cdr items)))
        (cond ((null? rest) (set-cdr! last '()))
              ((same? (car last) (car rest)) (loop last (cdr rest)))
              (else
               (set-cdr! last rest)
               (loop rest (cdr rest))))))
  items)

(define (vector-delete-neighbor-dups same? vector . range)
  (list->vector (list-delete-neighbor-dups same? (apply vector->list vector range))))

(define (vector-delete-neighbor-dups! same? vector . range)
  (let ((start (if (pair? range) (car range) 0))
        (kept (apply vector-delete-neighbor-dups same? vector range)))
    (vector-copy! vector start kept)
    (+ start (vector-length kept))))
