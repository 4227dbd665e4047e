;;; Exceptions (report, 6.11). The installed handlers are a list, innermost first, in a register of the machine.
;;; A handler runs with the handlers outside it installed.

(define (with-exception-handler handler thunk)
  (if (not (procedure? handler))
      (%type-error 'with-exception-handler "a procedure" handler))
  (let ((outer (%handlers)))
    (%set-handlers! (cons handler outer))
    (let ((result (thunk)))
      (%set-handlers! outer)
      result)))

(define (raise obj)
  (let ((handlers (%handlers)))
    (if (null? handlers)
        (%uncaught obj)
        (let ((handler (car handlers)))
          (%set-handlers! (cdr handlers))
          (handler obj)
          (raise (%handler-returned obj))))))

(define (raise-continuable obj)
  (let ((handlers (%handlers)))
    (if (null? handlers)
        (%uncaught obj)
        (let ((handler (car handlers)))
          (%set-handlers! (cdr handlers))
          (let ((result (handler obj)))
            (%set-handlers! handlers)
            result)))))

;; What the runtime calls where a program failed: OBJ is the condition. Only an interrupt can be continued.
(define (%raise-failure obj continuable?)
  (if continuable? (raise-continuable obj) (raise obj)))

;; (guard (name clause ...) body ...) calls this with a procedure that does the clauses, given the raised object and a
;; thunk that raises it again where it was raised, and with the body as a thunk.
;;
;; The handler goes back to the pending call of BODY, whose frame is known by its MARK, with (mark obj . reraise) as the
;; result: nothing needs to be captured on the way in, and the clauses are called in tail position. No other frame that
;; waits may hold the mark: an after that fails while the handler unwinds is caught here as well. Nor may this one be where
;; it does not wait for BODY while the handler is installed, so another procedure installs it: an interrupt may come between.
(define (%guard handle body)
  (let ((mark (list 'guard))
        (handlers (%handlers))
        (winders (%winders)))
    (define (escape! obj reraise)
      (%escape mark (lambda () (cons mark (cons obj reraise)))))
    (let ((result (call-with-handlers (cons (catcher escape! winders) handlers) body)))
      (%set-handlers! handlers)
      (if (and (pair? result) (eq? (car result) mark))
          (handle (cadr result) (cddr result))
          result))))

(define (call-with-handlers handlers thunk)
  (%set-handlers! handlers)
  (thunk))

(define (catcher escape! winders)
  (lambda (obj)
    ((%call/cc
      (lambda (raiser)
        (let ((inner (%winders)))
          (define (reraise)
            (if (not (eq? inner (%winders)))
                (rewind! inner))
            (raiser (lambda () (raise-continuable obj))))
          (if (not (eq? winders inner))
              (rewind! winders))
          (escape! obj reraise)))))))

(define (%assertion-failed expression)
  (%failure "assertion" 'assert "the assertion is false:" expression))
