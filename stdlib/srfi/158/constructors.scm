;;; Generators of what is there, and of what a procedure makes.

(define eof (eof-object))

(define (optional arguments default)
  (if (pair? arguments) (car arguments) default))

(define (more arguments)
  (if (pair? arguments) (cdr arguments) '()))

(define (generator . objs)
  (list->generator objs))

(define (list->generator items)
  (lambda ()
    (if (pair? items)
        (let ((item (car items)))
          (set! items (cdr items))
          item)
        eof)))

(define (circular-generator obj . objs)
  (let* ((all (cons obj objs)) (rest all))
    (lambda ()
      (let ((item (car rest)))
        (set! rest (if (null? (cdr rest)) all (cdr rest)))
        item))))

;; START, START + STEP, …, as long as (GO-ON? number of the value, value).
(define (arithmetic-generator start step go-on?)
  (let ((value (if (and (exact? start) (exact? step)) start (inexact start)))
        (k 0))
    (lambda ()
      (if (go-on? k value)
          (let ((result value))
            (set! k (+ k 1))
            (set! value (+ value step))
            result)
          eof))))

(define (make-iota-generator count . arguments)
  (arithmetic-generator (optional arguments 0)
                        (optional (more arguments) 1)
                        (lambda (k value) (< k count))))

(define (make-range-generator start . arguments)
  (let ((end (optional arguments #f)))
    (arithmetic-generator start
                          (optional (more arguments) 1)
                          (lambda (k value) (or (not end) (< value end))))))

;; RETURN is where the value that is yielded goes, RESUME where the coroutine goes on.
(define (make-coroutine-generator procedure)
  (define return #f)
  (define resume #f)
  (define (yield value)
    (call/cc
     (lambda (here)
       (set! resume here)
       (return value))))
  (lambda ()
    (call/cc
     (lambda (caller)
       (set! return caller)
       (if resume
           (resume #t)
           (begin
             (procedure yield)
             (set! resume (lambda (ignored) (return eof)))
             (return eof)))))))

;; The members that REF gives from START to END, looked up when they are asked for.
(define (index-generator ref length obj range)
  (let ((k (optional range 0))
        (end (optional (more range) (length obj))))
    (check-range k end (length obj))
    (lambda ()
      (if (< k end)
          (let ((item (ref obj k)))
            (set! k (+ k 1))
            item)
          eof))))

(define (check-range start end length)
  (if (not (and (exact-integer? start) (exact-integer? end) (<= 0 start end length)))
      (error "the range of a generator is not within its object" start end)))

(define (vector->generator vector . range)
  (index-generator vector-ref vector-length vector range))

(define (string->generator string . range)
  (index-generator string-ref string-length string range))

(define (bytevector->generator bytevector . range)
  (index-generator bytevector-u8-ref bytevector-length bytevector range))

(define (reverse-vector->generator vector . range)
  (let ((start (optional range 0))
        (k (optional (more range) (vector-length vector))))
    (check-range start k (vector-length vector))
    (lambda ()
      (if (> k start)
          (begin
            (set! k (- k 1))
            (vector-ref vector k))
          eof))))

(define (make-for-each-generator for-each obj)
  (make-coroutine-generator
   (lambda (yield) (for-each yield obj))))

(define (make-unfold-generator stop? mapper next seed)
  (lambda ()
    (if (stop? seed)
        eof
        (let ((value (mapper seed)))
          (set! seed (next seed))
          value))))
