;;; Medians and the smallest members, in linear time on average: each step divides what is left by a member of it.

;; A place below COUNT. It seems random: the middle, or any other fixed place, has the largest or the smallest of the
;; members in each step where these go up and then down, or the like.
(define (place-below count)
  (quotient (* count (modulo (* count 40503) 65536)) 65536))

;; Call PROCEDURE with ITEMS divided into those that come before one of them, those that neither come before nor after
;; it, and those that come after it.
(define (divide less? items count procedure)
  (let ((pivot (list-ref items (place-below count))))
    (let loop ((rest items) (before '()) (same '()) (after '()))
      (cond ((null? rest) (procedure (reverse before) (reverse same) (reverse after)))
            ((less? (car rest) pivot) (loop (cdr rest) (cons (car rest) before) same after))
            ((less? pivot (car rest)) (loop (cdr rest) before same (cons (car rest) after)))
            (else (loop (cdr rest) before (cons (car rest) same) after))))))

;; Member K of ITEMS in order.
(define (select less? items k)
  (let ((count (length items)))
    (if (not (< -1 k count))
        (error "vector-select!: the index is out of range" k))
    (divide less? items count
            (lambda (before same after)
              (let* ((first (length before))
                     (next (+ first (length same))))
                (cond ((< k first) (select less? before k))
                      ((< k next) (list-ref same (- k first)))
                      (else (select less? after (- k next)))))))))

;; ITEMS with the K smallest first.
(define (separate less? items k)
  (let loop ((items items) (k k) (smaller '()) (greater '()))
    (let ((count (length items)))
      (if (or (= k 0) (= k count))
          (append smaller items greater)
          (divide less? items count
                  (lambda (before same after)
                    (let* ((first (length before))
                           (next (+ first (length same))))
                      (cond ((< k first) (loop before k smaller (append same after greater)))
                            ((< k next) (append smaller before same after greater))
                            (else (loop after (- k next) (append smaller before same) greater))))))))))

(define (vector-select! less? vector k . range)
  (select less? (apply vector->list vector range) k))

(define (vector-separate! less? vector k . range)
  (let ((items (apply vector->list vector range)))
    (if (not (<= 0 k (length items)))
        (error "vector-separate!: the number is out of range" k))
    (vector-copy! vector (if (pair? range) (car range) 0) (list->vector (separate less? items k)))))

(define (average a b)
  (/ (+ a b) 2))

(define (vector-find-median less? vector default . arguments)
  (let* ((items (vector->list vector))
         (count (vector-length vector))
         (middle (quotient count 2)))
    (cond ((= count 0) default)
          ((odd? count) (select less? items middle))
          (else
           ((if (pair? arguments) (car arguments) average)
            (select less? items (- middle 1))
            (select less? items middle))))))

(define (vector-find-median! less? vector default . arguments)
  (vector-sort! less? vector)
  (apply vector-find-median less? vector default arguments))
