;;; A loop of additions: the named let as a while.

(import (scheme base))

(define (run n)
  (let loop ((i 0) (sum 0))
    (if (< i n)
        (loop (+ i 1) (+ sum i))
        sum)))
