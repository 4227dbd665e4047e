;;; What happens around saving and booting: hooks and volatile variables.

;; Hooks are pairs (priority . procedure), in the order in which they run at boot: the least priority first, then as they
;; were added. Save hooks run the other way round, so that a part that others rely on is up first and put aside last.
(define save-hooks '())
(define boot-hooks '())

(define (add-save-hook! procedure . priority)
  (set! save-hooks (with-hook save-hooks (new-hook 'add-save-hook! procedure priority))))

(define (add-boot-hook! procedure . priority)
  (set! boot-hooks (with-hook boot-hooks (new-hook 'add-boot-hook! procedure priority))))

(define (new-hook who procedure priority)
  (if (not (procedure? procedure))
      (%type-error who "a procedure" procedure))
  (cond ((null? priority) (cons 0 procedure))
        ((not (real? (car priority))) (%type-error who "a real number" (car priority)))
        ((pair? (cdr priority)) (%failure "arity" who "expected 1 or 2 arguments, got more:" priority))
        (else (cons (car priority) procedure))))

(define (with-hook hooks hook)
  (if (or (null? hooks) (< (car hook) (car (car hooks))))
      (cons hook hooks)
      (cons (car hooks) (with-hook (cdr hooks) hook))))

;; Volatile variables: lists (name library getter setter init), in the order of their definitions.
(define volatiles '())

(define-syntax define-volatile
  (syntax-rules ()
    ((_ name init)
     (begin
       (define name init)
       (add-volatile! 'name (lambda () name) (lambda (value) (set! name value)) (lambda () init))))))

;; A variable that is defined again takes the place of what it was.
(define (add-volatile! name getter setter init)
  (let* ((library (%procedure-library setter))
         (new (list name library getter setter init)))
    (define (same? other)
      (and (eq? (car other) name) (equal? (cadr other) library)))
    (set! volatiles
          (let loop ((rest volatiles))
            (cond ((null? rest) (list new))
                  ((same? (car rest)) (cons new (cdr rest)))
                  (else (cons (car rest) (loop (cdr rest)))))))))

(define (volatile-value volatile)
  ((list-ref volatile 2)))

(define (set-volatile! volatile value)
  ((list-ref volatile 3) value))

(define (volatile-init volatile)
  ((list-ref volatile 4)))

;; What a booted image does before anything else.
(define (boot!)
  (for-each (lambda (volatile) (set-volatile! volatile (volatile-init volatile))) volatiles)
  (for-each (lambda (hook) ((cdr hook))) boot-hooks))

(define (needs-boot?)
  (or (pair? volatiles) (pair? boot-hooks)))

;; The value of (WRITE), called after the save hooks and without the values of volatile variables. What the hooks gave back
;; is called afterwards, the last first, whether that went well or not, so that this process can go on as before.
(define (with-save-hooks write)
  (let ((undo '()))
    (define (undo!)
      (if (pair? undo)
          (let ((last (car undo)))
            (set! undo (cdr undo))
            (last)
            (undo!))))
    (let ((result
           (guard (failure (#t (undo!) (raise failure)))
             (for-each (lambda (hook)
                         (let ((back ((cdr hook))))
                           (if (procedure? back)
                               (set! undo (cons back undo)))))
                       (reverse save-hooks))
             (without-volatiles write))))
      (undo!)
      result)))

(define (without-volatiles write)
  (let* ((variables volatiles)
         (contents (map volatile-value variables)))
    (define (restore!)
      (for-each set-volatile! variables contents))
    (for-each (lambda (volatile) (set-volatile! volatile #f)) variables)
    (let ((result (guard (failure (#t (restore!) (raise failure)))
                    (write))))
      (restore!)
      result)))
