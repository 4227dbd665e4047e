;;; Access, join and bind, sequences, maps and folds.

(define (maybe-ref maybe failure . success)
  (if (full? maybes maybe)
      (apply (if (pair? success) (car success) values) (just-values maybe))
      (failure)))

(define (either-ref either failure . success)
  (if (full? eithers either)
      (apply (if (pair? success) (car success) values) (right-values either))
      (apply failure (left-values either))))

(define (ref/default kind)
  (lambda (obj . defaults)
    (apply values (if (full? kind obj) (values-of kind obj) defaults))))

(define maybe-ref/default (ref/default maybes))
(define either-ref/default (ref/default eithers))

(define (join kind)
  (lambda (obj)
    (if (full? kind obj)
        (check kind (single kind obj))
        obj)))

(define maybe-join (join maybes))
(define either-join (join eithers))

;; OBJ, or what comes of giving its values to the first of PROCEDURES, and so on until a failure.
(define (bind-all kind obj procedures)
  (cond ((not (full? kind obj)) obj)
        ((null? procedures) obj)
        ((null? (cdr procedures)) (apply (car procedures) (values-of kind obj)))
        (else (bind-all kind (apply (car procedures) (values-of kind obj)) (cdr procedures)))))

(define (compose kind)
  (lambda (procedure . procedures)
    (lambda objs
      (if (null? procedures)
          (apply procedure objs)
          (bind-all kind (apply procedure objs) procedures)))))

(define maybe-compose (compose maybes))
(define either-compose (compose eithers))

(define (maybe-bind maybe . procedures) (bind-all maybes maybe procedures))
(define (either-bind either . procedures) (bind-all eithers either procedures))

(define (maybe-length maybe) (if (full? maybes maybe) 1 0))
(define (either-length either) (if (full? eithers either) 1 0))

(define (filtering kind keep-if)
  (lambda (matches? obj . objs)
    (if (and (full? kind obj)
             (eq? keep-if (and (apply matches? (values-of kind obj)) #t)))
        obj
        ((kind-failed kind) objs))))

(define maybe-filter (filtering maybes #t))
(define maybe-remove (filtering maybes #f))
(define either-filter (filtering eithers #t))
(define either-remove (filtering eithers #f))

(define (sequence kind)
  (lambda (collection map . aggregators)
    (let ((aggregate (if (pair? aggregators) (car aggregators) list)))
      (call/cc
       (lambda (return)
         ((kind-made kind)
          (list (map (lambda (obj)
                       (if (full? kind obj)
                           (apply aggregate (values-of kind obj))
                           (return obj)))
                     collection))))))))

(define maybe-sequence (sequence maybes))
(define either-sequence (sequence eithers))

(define (mapping kind)
  (lambda (procedure obj)
    (if (full? kind obj)
        (call-with-values (lambda () (apply procedure (values-of kind obj)))
                          (lambda results ((kind-made kind) results)))
        obj)))

(define maybe-map (mapping maybes))
(define either-map (mapping eithers))

(define (each kind)
  (lambda (procedure obj)
    (if (full? kind obj)
        (apply procedure (values-of kind obj)))
    (if #f #f)))

(define maybe-for-each (each maybes))
(define either-for-each (each eithers))

(define (folding kind)
  (lambda (procedure state obj)
    (if (full? kind obj)
        (apply procedure (append (values-of kind obj) (list state)))
        state)))

(define maybe-fold (folding maybes))
(define either-fold (folding eithers))

(define (unfolding kind)
  (lambda (stop? mapper next . seeds)
    (if (apply stop? seeds)
        ((kind-failed kind) seeds)
        (call-with-values
         (lambda () (apply next seeds))
         (lambda later
           (if (not (apply stop? later))
               (error "an unfold into a Maybe or Either goes on after its first step" later))
           (call-with-values (lambda () (apply mapper seeds))
                             (lambda results ((kind-made kind) results))))))))

(define maybe-unfold (unfolding maybes))
(define either-unfold (unfolding eithers))
