;;; Generators of generators. Once exhausted, they do not ask their sources again.

;; A generator that calls NEXT until that says it is at the end.
(define (until-end next)
  (let ((ended #f))
    (lambda ()
      (if ended
          eof
          (let ((value (next)))
            (if (eof-object? value)
                (set! ended #t))
            value)))))

(define (gcons* . arguments)
  (lambda ()
    (if (null? (cdr arguments))
        ((car arguments))
        (let ((item (car arguments)))
          (set! arguments (cdr arguments))
          item))))

(define (gappend . generators)
  (define (next)
    (if (null? generators)
        eof
        (let ((value ((car generators))))
          (if (eof-object? value)
              (begin
                (set! generators (cdr generators))
                (next))
              value))))
  next)

(define (gflatten source)
  (let ((items '()))
    (define (next)
      (cond ((eof-object? items) eof)
            ((pair? items)
             (let ((item (car items)))
               (set! items (cdr items))
               item))
            (else
             (set! items (source))
             (next))))
    next))

(define (ggroup source size . padding)
  (until-end
   (lambda ()
     (let loop ((k 0) (items '()))
       (if (= k size)
           (reverse items)
           (let ((item (source)))
             (cond ((not (eof-object? item)) (loop (+ k 1) (cons item items)))
                   ((= k 0) eof)
                   ((null? padding) (reverse items))
                   (else (append-reverse items (make-list (- size k) (car padding)))))))))))

;; HEADS are the next values of the sources that have one, and these sources: (value . source) …
(define (gmerge less? source . sources)
  (let ((heads #f))
    (define (fetch sources)
      (let loop ((rest sources) (heads '()))
        (if (null? rest)
            (reverse heads)
            (let ((value ((car rest))))
              (loop (cdr rest) (if (eof-object? value) heads (cons (cons value (car rest)) heads)))))))
    (define (least)
      (let loop ((best (car heads)) (rest (cdr heads)))
        (cond ((null? rest) best)
              ((less? (car (car rest)) (car best)) (loop (car rest) (cdr rest)))
              (else (loop best (cdr rest))))))
    (define (replace head)
      (let loop ((rest heads) (kept '()))
        (if (eq? (car rest) head)
            (append-reverse kept (append (fetch (list (cdr head))) (cdr rest)))
            (loop (cdr rest) (cons (car rest) kept)))))
    (if (null? sources)
        source
        (lambda ()
          (if (not heads)
              (set! heads (fetch (cons source sources))))
          (if (null? heads)
              eof
              (let ((head (least)))
                (set! heads (replace head))
                (car head)))))))

;; The next value of each source as a list, or an end-of-file object if one has none.
(define (next-of-each sources)
  (let ((values (map (lambda (source) (source)) sources)))
    (if (any eof-object? values) eof values)))

(define (gmap procedure source . sources)
  (until-end
   (if (null? sources)
       (lambda ()
         (let ((value (source)))
           (if (eof-object? value) eof (procedure value))))
       (lambda ()
         (let ((values (next-of-each (cons source sources))))
           (if (eof-object? values) eof (apply procedure values)))))))

(define (gcombine procedure seed source . sources)
  (until-end
   (lambda ()
     (let ((items (next-of-each (cons source sources))))
       (if (eof-object? items)
           eof
           (let-values (((value next) (apply procedure (append items (list seed)))))
             (set! seed next)
             value))))))

(define (gfilter matches? source)
  (until-end
   (lambda ()
     (let loop ((value (source)))
       (if (or (eof-object? value) (matches? value))
           value
           (loop (source)))))))

(define (gremove matches? source)
  (gfilter (lambda (value) (not (matches? value))) source))

(define (gstate-filter procedure seed source)
  (gfilter (lambda (value)
             (let-values (((keep? next) (procedure value seed)))
               (set! seed next)
               keep?))
           source))

(define (gtake source count . padding)
  (lambda ()
    (if (<= count 0)
        eof
        (let ((value (source)))
          (set! count (- count 1))
          (cond ((not (eof-object? value)) value)
                ((pair? padding) (car padding))
                (else
                 (set! count 0)
                 eof))))))

(define (gdrop source count)
  (lambda ()
    (let loop ()
      (if (> count 0)
          (begin
            (set! count (- count 1))
            (if (eof-object? (source))
                (set! count 0))
            (loop))
          (source)))))

(define (gtake-while matches? source)
  (until-end
   (lambda ()
     (let ((value (source)))
       (if (or (eof-object? value) (matches? value)) value eof)))))

(define (gdrop-while matches? source)
  (let ((dropping #t))
    (lambda ()
      (let loop ((value (source)))
        (if (and dropping (not (eof-object? value)) (matches? value))
            (loop (source))
            (begin
              (set! dropping #f)
              value))))))

(define (gdelete item source . arguments)
  (let ((same? (optional arguments equal?)))
    (gremove (lambda (value) (same? item value)) source)))

(define (gdelete-neighbor-dups source . arguments)
  (let ((same? (optional arguments equal?))
        (first #t)
        (previous #f))
    (gfilter (lambda (value)
               (let ((keep? (or first (not (same? previous value)))))
                 (set! first #f)
                 (set! previous value)
                 keep?))
             source)))

(define (gindex values indices)
  (let ((place 0))
    (until-end
     (lambda ()
       (let ((index (indices)))
         (cond ((eof-object? index) eof)
               ((< index place) (error "gindex: the indices are not strictly increasing" index))
               (else
                (let loop ((value (values)))
                  (set! place (+ place 1))
                  (if (or (eof-object? value) (= place (+ index 1)))
                      value
                      (loop (values)))))))))))

(define (gselect values truths)
  (until-end
   (lambda ()
     (let loop ()
       (let ((value (values)) (truth (truths)))
         (cond ((or (eof-object? value) (eof-object? truth)) eof)
               (truth value)
               (else (loop))))))))
