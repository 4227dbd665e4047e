;;; What takes the values of generators.

(define (generator->reverse-list source . limit)
  (let loop ((left (optional limit #f)) (items '()))
    (if (eqv? left 0)
        items
        (let ((value (source)))
          (if (eof-object? value)
              items
              (loop (and left (- left 1)) (cons value items)))))))

(define (generator->list source . limit)
  (reverse (apply generator->reverse-list source limit)))

(define (generator->vector source . limit)
  (list->vector (apply generator->list source limit)))

(define (generator->string source . limit)
  (list->string (apply generator->list source limit)))

(define (generator->vector! vector at source)
  (let ((length (vector-length vector)))
    (let loop ((k at))
      (if (>= k length)
          (- k at)
          (let ((value (source)))
            (if (eof-object? value)
                (- k at)
                (begin
                  (vector-set! vector k value)
                  (loop (+ k 1)))))))))

(define (generator-fold procedure seed source . sources)
  (if (null? sources)
      (let loop ((state seed))
        (let ((value (source)))
          (if (eof-object? value)
              state
              (loop (procedure value state)))))
      (let loop ((state seed))
        (let ((items (next-of-each (cons source sources))))
          (if (eof-object? items)
              state
              (loop (apply procedure (append items (list state)))))))))

(define (generator-for-each procedure source . sources)
  (let loop ()
    (let ((items (next-of-each (cons source sources))))
      (if (not (eof-object? items))
          (begin
            (apply procedure items)
            (loop))))))

(define (generator-map->list procedure source . sources)
  (generator->list (apply gmap procedure source sources)))

(define (generator-find matches? source)
  (let loop ()
    (let ((value (source)))
      (cond ((eof-object? value) #f)
            ((matches? value) value)
            (else (loop))))))

(define (generator-count matches? source)
  (generator-fold (lambda (value count) (if (matches? value) (+ count 1) count)) 0 source))

(define (generator-any matches? source)
  (let loop ()
    (let ((value (source)))
      (and (not (eof-object? value))
           (or (matches? value)
               (loop))))))

(define (generator-every matches? source)
  (let loop ((result #t))
    (let ((value (source)))
      (if (eof-object? value)
          result
          (let ((result (matches? value)))
            (and result (loop result)))))))

(define (generator-unfold source unfold . arguments)
  (apply unfold eof-object? (lambda (value) value) (lambda (value) (source)) (source) arguments))
