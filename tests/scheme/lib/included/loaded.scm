;; Loaded by the tests of 6.14.
(define loaded-variable 'loaded)
(define (loaded-procedure x) (list x loaded-variable))
(set! loaded-variable (list loaded-variable))
