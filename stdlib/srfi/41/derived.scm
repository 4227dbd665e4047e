;;; Procedures that take streams.

(define (stream->list . arguments)
  (let ((stream (check 'stream->list (if (or (null? arguments) (null? (cdr arguments)))
                                         (car arguments)
                                         (cadr arguments))))
        (limit (and (pair? (cdr arguments)) (car arguments))))
    (if limit
        (check-index 'stream->list limit))
    (let loop ((stream stream) (left limit) (items '()))
      (if (or (eqv? left 0) (stream-null? stream))
          (reverse items)
          (loop (stream-cdr stream) (and left (- left 1)) (cons (stream-car stream) items))))))

(define (stream-append . streams)
  (define-stream (append-from stream more)
    (cond ((null? more) stream)
          ((stream-null? stream) (append-from (car more) (cdr more)))
          (else (stream-cons (stream-car stream) (append-from (stream-cdr stream) more)))))
  (if (null? streams)
      stream-null
      (begin
        (check-all 'stream-append streams)
        (append-from (car streams) (cdr streams)))))

(define (stream-concat streams)
  (define-stream (concat streams)
    (if (stream-null? streams)
        stream-null
        (let ((first (check 'stream-concat (stream-car streams))))
          (if (stream-null? first)
              (concat (stream-cdr streams))
              (stream-cons (stream-car first)
                           (concat (stream-cons (stream-cdr first) (stream-cdr streams))))))))
  (concat (check 'stream-concat streams)))

(define (stream-drop n stream)
  (define-stream (drop n stream)
    (if (or (= n 0) (stream-null? stream))
        stream
        (drop (- n 1) (stream-cdr stream))))
  (check-index 'stream-drop n)
  (drop n (check 'stream-drop stream)))

(define (stream-drop-while matches? stream)
  (define-stream (drop stream)
    (if (and (stream-pair? stream) (matches? (stream-car stream)))
        (drop (stream-cdr stream))
        stream))
  (check-procedure 'stream-drop-while matches?)
  (drop (check 'stream-drop-while stream)))

(define (stream-take n stream)
  (define-stream (take n stream)
    (if (or (= n 0) (stream-null? stream))
        stream-null
        (stream-cons (stream-car stream) (take (- n 1) (stream-cdr stream)))))
  (check-index 'stream-take n)
  (take n (check 'stream-take stream)))

(define (stream-take-while matches? stream)
  (define-stream (take stream)
    (if (and (stream-pair? stream) (matches? (stream-car stream)))
        (stream-cons (stream-car stream) (take (stream-cdr stream)))
        stream-null))
  (check-procedure 'stream-take-while matches?)
  (take (check 'stream-take-while stream)))

(define (stream-filter matches? stream)
  (define-stream (filter stream)
    (cond ((stream-null? stream) stream-null)
          ((matches? (stream-car stream))
           (stream-cons (stream-car stream) (filter (stream-cdr stream))))
          (else (filter (stream-cdr stream)))))
  (check-procedure 'stream-filter matches?)
  (filter (check 'stream-filter stream)))

(define (stream-fold procedure seed stream)
  (check-procedure 'stream-fold procedure)
  (let loop ((state seed) (stream (check 'stream-fold stream)))
    (if (stream-null? stream)
        state
        (loop (procedure state (stream-car stream)) (stream-cdr stream)))))

(define (stream-scan procedure seed stream)
  (define-stream (scan state stream)
    (if (stream-null? stream)
        (stream-cons state stream-null)
        (stream-cons state (scan (procedure state (stream-car stream)) (stream-cdr stream)))))
  (check-procedure 'stream-scan procedure)
  (scan seed (check 'stream-scan stream)))

(define (any-null? streams)
  (and (pair? streams)
       (or (stream-null? (car streams))
           (any-null? (cdr streams)))))

(define (stream-for-each procedure . streams)
  (check-procedure 'stream-for-each procedure)
  (check-all 'stream-for-each streams)
  (let loop ((streams streams))
    (if (not (any-null? streams))
        (begin
          (apply procedure (map stream-car streams))
          (loop (map stream-cdr streams))))))

(define (stream-map procedure . streams)
  (define-stream (mapped streams)
    (if (any-null? streams)
        stream-null
        (stream-cons (apply procedure (map stream-car streams))
                     (mapped (map stream-cdr streams)))))
  (check-procedure 'stream-map procedure)
  (check-all 'stream-map streams)
  (mapped streams))

(define (stream-zip . streams)
  (check-all 'stream-zip streams)
  (apply stream-map list streams))

(define (stream-length stream)
  (let loop ((count 0) (stream (check 'stream-length stream)))
    (if (stream-null? stream)
        count
        (loop (+ count 1) (stream-cdr stream)))))

(define (stream-ref stream n)
  (check-index 'stream-ref n)
  (let loop ((stream (check 'stream-ref stream)) (left n))
    (cond ((stream-null? stream) (error "stream-ref: the index is beyond the end of the stream" n))
          ((= left 0) (stream-car stream))
          (else (loop (stream-cdr stream) (- left 1))))))

;; The members stay unevaluated.
(define (stream-reverse stream)
  (define-stream (reversed stream result)
    (if (stream-null? stream)
        result
        (reversed (stream-cdr stream)
                  (let ((first (content-first (content-of stream))))
                    (make-stream (make-promise (make-content first result)))))))
  (reversed (check 'stream-reverse stream) stream-null))
