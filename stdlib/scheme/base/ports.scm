;;; Ports (report, 6.13.1): the current ports, and what calls a procedure with one.

(define current-input-port (%input-parameter))
(define current-output-port (%output-parameter))
(define current-error-port (%error-parameter))

;; The port is closed when PROCEDURE returns, and only then: it may be entered again.
(define (call-with-port port procedure)
  (let ((result (procedure port)))
    (close-port port)
    result))
