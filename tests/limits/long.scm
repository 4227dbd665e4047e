;;; Data a million long (or as long as the argument says) and a hundred thousand deep: each line of output is a name and
;;; whether the answer is right.

(import (scheme base) (scheme write) (scheme read) (scheme sort) (scheme process-context) (srfi 69))

(define million
  (if (pair? (cdr (command-line))) (string->number (cadr (command-line))) 1000000))
(define depth 100000)

(define (report name ok?)
  (display name)
  (display (if ok? ": right" ": WRONG"))
  (newline))

(define (numbers n)
  (let loop ((n n) (items '()))
    (if (= n 0) items (loop (- n 1) (cons n items)))))

(define (text-of obj)
  (let ((port (open-output-string)))
    (write obj port)
    (get-output-string port)))

(define (read-from text)
  (read (open-input-string text)))

(define items (numbers million))
(define same (numbers million))
(report "built" (= (length items) million))
(report "equal" (equal? items same))
(report "not equal" (not (equal? items (append (numbers (- million 1)) '(0)))))
(report "copied" (equal? (list-copy items) items))
(report "reversed" (equal? (reverse (reverse items)) items))
(report "appended" (= (length (append items same)) (* 2 million)))
(report "mapped" (= (apply + (map (lambda (x) 1) items)) million))
(report "sorted" (equal? (list-sort < (reverse items)) items))
(report "written" (char=? #\) (string-ref (text-of items) (- (string-length (text-of items)) 1))))
(report "read" (equal? (read-from (text-of items)) items))
(report "as a vector" (equal? (vector->list (list->vector items)) items))
(report "vector filled" (let ((v (make-vector million 0))) (vector-fill! v 7) (= (vector-ref v (- million 1)) 7)))
(report "string" (= (string-length (string-append (make-string million #\a) (make-string million #\b))) (* 2 million)))
(set! items '())
(set! same '())

(define (nested n wrap)
  (let loop ((n n) (obj 'bottom))
    (if (= n 0) obj (loop (- n 1) (wrap obj)))))

(for-each
 (lambda (name wrap unwrap)
   (let ((one (nested depth wrap)) (two (nested depth wrap)))
     (report (string-append name " equal") (equal? one two))
     (report (string-append name " written and read") (equal? (read-from (text-of one)) two))
     (report (string-append name " as a key")
             (let ((table (make-hash-table)))
               (hash-table-set! table one 'found)
               (eq? (hash-table-ref/default table two #f) 'found)))
     (report (string-append name " taken apart")
             (let loop ((obj one) (n 0)) (if (eq? obj 'bottom) (= n depth) (loop (unwrap obj) (+ n 1)))))))
 '("lists in lists" "vectors in vectors" "dotted pairs")
 (list list vector (lambda (obj) (cons obj 'tail)))
 (list car (lambda (v) (vector-ref v 0)) car))

(define circle (list 1 2 3))
(set-cdr! (cddr circle) circle)
(report "a circle" (equal? (text-of circle) "#0=(1 2 3 . #0#)"))
