;;; Folds, unfolds and maps. What goes from the right first lists what it goes through: nothing nests by a list's
;;; length.

(define (fold procedure seed items . more)
  (if (null? more)
      (let loop ((rest items) (result seed))
        (if (pair? rest)
            (loop (cdr rest) (procedure (car rest) result))
            (begin
              (check-end 'fold rest items)
              result)))
      (let loop ((lists (cons items more)) (result seed))
        (if (%all-pairs? 'fold lists)
            (loop (%cdrs lists) (apply procedure (append (%cars lists) (list result))))
            result))))

(define (fold-right procedure seed items . more)
  (if (null? more)
      (let loop ((rest (reverse items)) (result seed))
        (if (pair? rest)
            (loop (cdr rest) (procedure (car rest) result))
            result))
      (fold-rows procedure seed (rows 'fold-right %cars (cons items more)))))

;; What SELECT makes of the LISTS at each position, last first.
(define (rows who select lists)
  (let loop ((lists lists) (results '()))
    (if (%all-pairs? who lists)
        (loop (%cdrs lists) (cons (select lists) results))
        results)))

(define (fold-rows procedure seed rows)
  (if (pair? rows)
      (fold-rows procedure (apply procedure (append (car rows) (list seed))) (cdr rows))
      seed))

;; PROCEDURE may change the cdr of a pair: the next one is taken before.
(define (pair-fold procedure seed items . more)
  (if (null? more)
      (let loop ((rest items) (result seed))
        (if (pair? rest)
            (let ((next (cdr rest)))
              (loop next (procedure rest result)))
            (begin
              (check-end 'pair-fold rest items)
              result)))
      (let loop ((lists (cons items more)) (result seed))
        (if (%all-pairs? 'pair-fold lists)
            (let ((next (%cdrs lists)))
              (loop next (apply procedure (append lists (list result)))))
            result))))

(define (pair-fold-right procedure seed items . more)
  (fold-rows procedure seed (rows 'pair-fold-right (lambda (lists) lists) (cons items more))))

(define (reduce procedure identity items)
  (if (pair? items)
      (fold procedure (car items) (cdr items))
      (begin
        (check-end 'reduce items items)
        identity)))

(define (reduce-right procedure identity items)
  (let ((reversed (reverse items)))
    (if (pair? reversed)
        (fold procedure (car reversed) (cdr reversed))
        identity)))

(define (unfold stop? procedure next seed . arguments)
  (let loop ((seed seed) (results '()))
    (if (stop? seed)
        (%append-reverse results (if (pair? arguments) ((car arguments) seed) '()))
        (let ((result (procedure seed)))
          (loop (next seed) (cons result results))))))

(define (unfold-right stop? procedure next seed . arguments)
  (let loop ((seed seed) (results (if (pair? arguments) (car arguments) '())))
    (if (stop? seed)
        results
        (let ((result (procedure seed)))
          (loop (next seed) (cons result results))))))

(define (append-map procedure items . more)
  (%concatenate (apply map procedure items more)))

(define (pair-for-each procedure items . more)
  (if (null? more)
      (let loop ((rest items))
        (if (pair? rest)
            (let ((next (cdr rest)))
              (procedure rest)
              (loop next))
            (check-end 'pair-for-each rest items)))
      (let loop ((lists (cons items more)))
        (if (%all-pairs? 'pair-for-each lists)
            (let ((next (%cdrs lists)))
              (apply procedure lists)
              (loop next))))))

(define (filter-map procedure items . more)
  (if (null? more)
      (let loop ((rest items) (results '()))
        (if (pair? rest)
            (let ((result (procedure (car rest))))
              (loop (cdr rest) (if result (cons result results) results)))
            (begin
              (check-end 'filter-map rest items)
              (reverse results))))
      (let loop ((lists (cons items more)) (results '()))
        (if (%all-pairs? 'filter-map lists)
            (let ((result (apply procedure (%cars lists))))
              (loop (%cdrs lists) (if result (cons result results) results)))
            (reverse results)))))
