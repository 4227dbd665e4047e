;;; save-image and its relatives.

(define (save-image path . options)
  (if (not (string? path))
      (%type-error 'save-image "a string" path))
  (let ((toplevel (option 'toplevel options #f))
        (leave (option 'exit options #f)))
    (check-options options)
    (if (not (or (eq? toplevel #f) (procedure? toplevel)))
        (%type-error 'save-image "a procedure to start with" toplevel))
    (if toplevel
        (write-image path #f toplevel leave)
        (%call/cc
         (lambda (continuation)
           (write-image path continuation #f leave))))))

;; CONTINUATION was captured outside: nothing of what is done here is in the image, neither frames nor handlers.
(define (write-image path continuation toplevel leave)
  (let ((winders (%winders)))
    (%check-continuation continuation)
    (with-save-hooks
     (lambda ()
       (%save-image path continuation toplevel winders (and (needs-boot?) boot!))))
    (if leave
        (%exit leave)
        'saved)))

(define (option name options default)
  (cond ((or (null? options) (null? (cdr options))) default)
        ((eq? (car options) name) (cadr options))
        (else (option name (cddr options) default))))

(define (check-options options)
  (cond ((null? options))
        ((not (memq (car options) '(toplevel exit)))
         (%failure "value" 'save-image "expected one of the options toplevel and exit, got" (car options)))
        ((null? (cdr options))
         (%failure "value" 'save-image "there is no value for the option" (car options)))
        (else (check-options (cddr options)))))

;; What Python calls: an image with nothing to go on with, and what would keep one from being saved.
(define (save-without-entry path)
  (with-save-hooks
   (lambda ()
     (%save-image path #f #f '() (and (needs-boot?) boot!)))))

(define (check-without-entry)
  (with-save-hooks
   (lambda ()
     (%check-image #f))))

(define (check-image)
  (%call/cc
   (lambda (continuation)
     (with-save-hooks
      (lambda ()
        (%check-image continuation))))))

(define (image-boots)
  (%image-boots))

(define (image-age)
  (%image-age))
