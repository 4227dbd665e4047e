;;; The types. What Maybe and Either share takes a KIND, which knows how one is checked, opened and made.

(define-record-type <just> (list->just values) just? (values just-values))
(define-record-type <nothing> (make-nothing) nothing?)
(define-record-type <right> (list->right values) right? (values right-values))
(define-record-type <left> (list->left values) left? (values left-values))

(define the-nothing (make-nothing))

(define (just . objs) (list->just objs))
(define (nothing) the-nothing)
(define (right . objs) (list->right objs))
(define (left . objs) (list->left objs))

(define (maybe? obj) (or (just? obj) (nothing? obj)))
(define (either? obj) (or (right? obj) (left? obj)))

;; `made` makes what holds a list of values, `failed` a failure of a list of values.
(define-record-type <kind>
  (make-kind name member? full? values-of made failed)
  kind?
  (name kind-name)
  (member? kind-member?)
  (full? kind-full?)
  (values-of kind-values-of)
  (made kind-made)
  (failed kind-failed))

(define maybes (make-kind "a Maybe" maybe? just? just-values list->just (lambda (objs) the-nothing)))
(define eithers (make-kind "an Either" either? right? right-values list->right list->left))

(define (check kind obj)
  (if ((kind-member? kind) obj)
      obj
      (error (string-append "expected " (kind-name kind) ", got") obj)))

;; Whether OBJ of KIND is a Just or Right.
(define (full? kind obj)
  ((kind-full? kind) (check kind obj)))

(define (values-of kind obj)
  ((kind-values-of kind) obj))

;; The only value in OBJ, which is a Just or Right.
(define (single kind obj)
  (let ((objs (values-of kind obj)))
    (if (and (pair? objs) (null? (cdr objs)))
        (car objs)
        (error "expected exactly one value in" obj))))

(define (maybe->either maybe . objs)
  (if (full? maybes maybe)
      (list->right (just-values maybe))
      (list->left objs)))

(define (either->maybe either)
  (if (full? eithers either)
      (list->just (right-values either))
      the-nothing))

(define (either-swap either)
  (if (full? eithers either)
      (list->left (right-values either))
      (list->right (left-values either))))

(define (same-lists? same? a b)
  (if (and (pair? a) (pair? b))
      (and (same? (car a) (car b))
           (same-lists? same? (cdr a) (cdr b)))
      (and (null? a) (null? b))))

(define (maybe= same? first . more)
  (for-each (lambda (maybe) (check maybes maybe)) (cons first more))
  (every (lambda (other)
           (if (just? first)
               (and (just? other) (same-lists? same? (just-values first) (just-values other)))
               (nothing? other)))
         more))

(define (either= same? first . more)
  (for-each (lambda (either) (check eithers either)) (cons first more))
  (every (lambda (other)
           (if (right? first)
               (and (right? other) (same-lists? same? (right-values first) (right-values other)))
               (and (left? other) (same-lists? same? (left-values first) (left-values other)))))
         more))
