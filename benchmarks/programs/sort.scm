;;; Build a list of pairs (key . index) with scattered keys, merge sort it by key, check the order.

(import (scheme base))

(define (build n)
  (let loop ((i 0) (seed 42) (items '()))
    (if (= i n)
        (reverse items)
        (let ((seed (modulo (+ (* seed 1103515245) 12345) 2147483648)))
          (loop (+ i 1) seed (cons (cons seed i) items))))))

;; The merged list grows at its end.
(define (merge a b)
  (let ((head (list #f)))
    (let loop ((a a) (b b) (last head))
      (cond ((null? a) (set-cdr! last b))
            ((null? b) (set-cdr! last a))
            ((< (car (car b)) (car (car a)))
             (let ((next (list (car b))))
               (set-cdr! last next)
               (loop a (cdr b) next)))
            (else
             (let ((next (list (car a))))
               (set-cdr! last next)
               (loop (cdr a) b next)))))
    (cdr head)))

(define (merge-sort items count)
  (if (< count 2)
      (if (= count 0) '() (list (car items)))
      (let ((half (quotient count 2)))
        (merge (merge-sort items half)
               (merge-sort (list-tail items half) (- count half))))))

;; The sum of each index times its item's rank: the same only if the order is.
(define (checksum items)
  (let loop ((items items) (rank 1) (sum 0))
    (if (null? items)
        sum
        (loop (cdr items) (+ rank 1) (+ sum (* rank (cdr (car items))))))))

(define (run n) (checksum (merge-sort (build n) n)))
