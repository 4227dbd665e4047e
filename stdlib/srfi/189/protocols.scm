;;; Conversion from and to other ways to tell success from failure.

(define (maybe->list maybe) (if (full? maybes maybe) (just-values maybe) '()))
(define (either->list either) (if (full? eithers either) (right-values either) '()))
(define (list->maybe objs) (if (null? objs) the-nothing (list->just objs)))
(define (list->either objs . failed) (if (null? objs) (list->left failed) (list->right objs)))

(define (maybe->truth maybe) (and (full? maybes maybe) (single maybes maybe)))
(define (either->truth either) (and (full? eithers either) (single eithers either)))
(define (truth->maybe obj) (if obj (just obj) the-nothing))
(define (truth->either obj . failed) (if obj (right obj) (list->left failed)))

(define (maybe->list-truth maybe) (and (full? maybes maybe) (just-values maybe)))
(define (either->list-truth either) (and (full? eithers either) (right-values either)))
(define (list-truth->maybe objs) (if objs (list->just objs) the-nothing))
(define (list-truth->either objs . failed) (if objs (list->right objs) (list->left failed)))

(define (maybe->generation maybe) (if (full? maybes maybe) (single maybes maybe) (eof-object)))
(define (either->generation either) (if (full? eithers either) (single eithers either) (eof-object)))
(define (generation->maybe obj) (if (eof-object? obj) the-nothing (just obj)))
(define (generation->either obj . failed) (if (eof-object? obj) (list->left failed) (right obj)))

(define (maybe->values maybe) (apply values (maybe->list maybe)))
(define (either->values either) (apply values (either->list either)))
(define (values->maybe producer) (call-with-values producer (lambda objs (list->maybe objs))))

(define (values->either producer . failed)
  (call-with-values producer (lambda objs (apply list->either objs failed))))

(define (maybe->two-values maybe)
  (if (full? maybes maybe)
      (values (single maybes maybe) #t)
      (values #f #f)))

(define (two-values->maybe producer)
  (call-with-values producer (lambda (obj success?) (if success? (just obj) the-nothing))))

(define (exception->either matches? thunk)
  (guard (condition ((matches? condition) (left condition)))
    (call-with-values thunk right)))
