;;; Lists (report, 6.4 and 6.10): what calls a procedure.
;;; Results are gathered in a fresh list that is never changed, so that a continuation captured in PROCEDURE may be
;;; entered again without disturbing a result already returned.

(define (map procedure items . more)
  (if (null? more)
      (map-1 procedure items)
      (map-n procedure (cons items more))))

(define (map-1 procedure items)
  (let loop ((rest items) (results '()))
    (if (pair? rest)
        (loop (cdr rest) (cons (procedure (car rest)) results))
        (if (null? rest)
            (reverse results)
            (%type-error 'map "a list" items)))))

;; The lists may be circular as long as one is not.
(define (map-n procedure lists)
  (let loop ((lists lists) (results '()))
    (if (%all-pairs? 'map lists)
        (loop (%cdrs lists) (cons (%apply procedure (%cars lists)) results))
        (reverse results))))

(define (for-each procedure items . more)
  (if (null? more)
      (let loop ((rest items))
        (if (pair? rest)
            (if (null? (cdr rest))
                (procedure (car rest))
                (begin
                  (procedure (car rest))
                  (loop (cdr rest))))
            (if (not (null? rest))
                (%type-error 'for-each "a list" items))))
      (let loop ((lists (cons items more)))
        (if (%all-pairs? 'for-each lists)
            (begin
              (%apply procedure (%cars lists))
              (loop (%cdrs lists)))))))

(define (member obj items . compare)
  (if (null? compare)
      (%member obj items)
      (let ((same? (car compare)))
        (let loop ((rest items))
          (cond ((pair? rest) (if (same? obj (car rest)) rest (loop (cdr rest))))
                ((null? rest) #f)
                (else (%type-error 'member "a list" items)))))))

(define (assoc obj entries . compare)
  (if (null? compare)
      (%assoc obj entries)
      (let ((same? (car compare)))
        (let loop ((rest entries))
          (cond ((pair? rest) (if (same? obj (car (car rest))) (car rest) (loop (cdr rest))))
                ((null? rest) #f)
                (else (%type-error 'assoc "an association list" entries)))))))
