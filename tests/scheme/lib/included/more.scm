(define more-variable (+ included-variable 1))
