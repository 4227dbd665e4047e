;;; What the tests in Scheme use beside (srfi 64), which they are written with.
;;;
;;; (test-stop! n thunk) has THUNK called when test N begins, for tests of what can happen at any moment.
;;; Loops that are long to show that something needs no space count to `many`: less where every call captures the stack.

(define-library (check)
  (export test-values test-output test-stop! many)
  (import (scheme base) (srfi 64))
  (begin
    (define many (if (memq 'stress (features)) 600 4000))

    (define (test-stop! n thunk)
      (define (count-down runner)
        (set! n (- n 1))
        (if (= n 0) (thunk)))
      (test-runner-factory
       (lambda ()
         (let ((runner (test-runner-simple)))
           (test-runner-on-test-begin! runner count-down)
           runner))))

    ;; what THUNK writes to the current output port
    (define (output-of thunk)
      (let ((port (open-output-string)))
        (parameterize ((current-output-port port))
          (thunk))
        (get-output-string port)))

    (define-syntax test-values
      (syntax-rules ()
        ((_ (expected ...) expression)
         (test-equal (list expected ...) (call-with-values (lambda () expression) list)))))

    (define-syntax test-output
      (syntax-rules ()
        ((_ expected expression)
         (test-equal expected (output-of (lambda () expression))))))))
