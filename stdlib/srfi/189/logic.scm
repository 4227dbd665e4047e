;;; Logic of three values: Just #f is false, any other Just is true, and there is Nothing.

(define (false? maybe)
  (and (full? maybes maybe) (not (single maybes maybe))))

(define (true? maybe)
  (and (full? maybes maybe) (single maybes maybe) #t))

(define (check-all objs)
  (for-each (lambda (maybe) (check maybes maybe)) objs))

(define (tri-not maybe)
  (if (full? maybes maybe)
      (just (not (single maybes maybe)))
      maybe))

(define (tri=? first . more)
  (let ((all (cons first more)))
    (check-all all)
    (just (or (every true? all) (every false? all)))))

;; The first of OBJS that MATCHES?, or DEFAULT.
(define (first-that matches? objs default)
  (check-all objs)
  (or (find matches? objs) default))

(define (tri-and . objs)
  (first-that (lambda (maybe) (not (true? maybe))) objs (just #t)))

(define (tri-or . objs)
  (first-that (lambda (maybe) (not (false? maybe))) objs (just #f)))

(define (tri-merge . objs)
  (first-that just? objs the-nothing))
