;;; A generator on re-entrant continuations: each step goes into the producer's continuation and back out by another.

(import (scheme base))

;; A procedure that gives the items which PRODUCE, called with a procedure `yield`, yields; afterwards #f.
(define (make-generator produce)
  (define return #f)
  (define (yield item)
    (call/cc
     (lambda (rest)
       (set! resume rest)
       (return item))))
  (define (resume ignored)
    (produce yield)
    (set! resume (lambda (ignored) (return #f)))
    (return #f))
  (lambda ()
    (call/cc
     (lambda (caller)
       (set! return caller)
       (resume #f)))))

(define (count-to n)
  (make-generator
   (lambda (yield)
     (let loop ((i 1))
       (if (<= i n)
           (begin
             (yield i)
             (loop (+ i 1))))))))

(define (run n)
  (let ((next (count-to n)))
    (let loop ((sum 0))
      (let ((item (next)))
        (if item
            (loop (+ sum item))
            sum)))))
