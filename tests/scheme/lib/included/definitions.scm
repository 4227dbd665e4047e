;; Included by the tests of 4.1.7 and 5.6.
(define included-variable 17)
(define (included-procedure x) (list x included-variable))
