(set! counter (+ counter 1))
(* counter 10)
