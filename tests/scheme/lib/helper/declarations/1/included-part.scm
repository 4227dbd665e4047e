(define (included-procedure x) (+ x 100))
