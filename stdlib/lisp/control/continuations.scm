;;; Continuations and dynamic-wind (report, 6.10).
;;;
;;; A winder is (handlers before . after): the thunks of a dynamic-wind and the exception handlers around it. The list
;;; of winders that the computation is in, innermost first, is a register of the machine. A raw continuation of %call/cc
;;; restores the handlers but not the winders: the procedure that call/cc hands out winds first.

(define (call-with-values producer consumer)
  (%apply-values consumer (producer)))

(define (call/cc procedure)
  (if (not (procedure? procedure))
      (%type-error 'call/cc "a procedure" procedure))
  (%call/cc
   (lambda (k)
     (let ((winders (%winders)))
       (procedure
        (lambda results
          (if (not (eq? winders (%winders)))
              (rewind! winders))
          (%apply k results)))))))

(define call-with-current-continuation call/cc)

(define (dynamic-wind before thunk after)
  (if (not (procedure? after))
      (%type-error 'dynamic-wind "a procedure" after))
  (before)
  (let ((outer (%winders)))
    (%set-winders! (cons (cons (%handlers) (cons before after)) outer))
    (let ((result (thunk)))
      (%set-winders! outer)
      (after)
      result)))

;; Leave and enter dynamic-winds until the computation is in those of TARGET.
(define (rewind! target)
  (let ((common (common-tail (%winders) target)))
    (unwind! common)
    (wind! common target)))

(define (common-tail a b)
  (let ((length-a (length a)) (length-b (length b)))
    (let loop ((a (if (> length-a length-b) (list-tail a (- length-a length-b)) a))
               (b (if (> length-b length-a) (list-tail b (- length-b length-a)) b)))
      (if (eq? a b) a (loop (cdr a) (cdr b))))))

;; Call the afters of the winders inside TARGET, innermost first, each in the dynamic environment of its dynamic-wind.
(define (unwind! target)
  (let loop ()
    (let ((winders (%winders)))
      (if (not (eq? winders target))
          (let ((winder (car winders)))
            (%set-winders! (cdr winders))
            (%set-handlers! (car winder))
            ((cddr winder))
            (loop))))))

;; Call the befores of TARGET's winders inside OUTER, outermost first.
(define (wind! outer target)
  (let loop ((winders target) (pending '()))
    (if (eq? winders outer)
        (let enter ((pending pending))
          (if (pair? pending)
              (let ((winder (car (car pending))))
                (%set-handlers! (car winder))
                ((cadr winder))
                (%set-winders! (car pending))
                (enter (cdr pending)))))
        (loop (cdr winders) (cons winders pending)))))

(define (exit . code)
  (unwind! '())
  (%apply %exit code))

(define (emergency-exit . code)
  (%apply %exit code))
