;;; save-image and its relatives.

;; CONTINUATION was captured outside: nothing of what is done here is in the image, neither frames nor handlers.
(define (save-image path . options)
  (if (not (string? path))
      (%type-error 'save-image "a string" path))
  (check-options options)
  (let ((toplevel (option 'toplevel options #f))
        (base (option 'base options #f))
        (compress (option 'compress options #f))
        (executable (option 'executable options #f))
        (random (option 'random options 'keep))
        (leave (option 'exit options #f)))
    (if (not (or (eq? toplevel #f) (procedure? toplevel)))
        (%type-error 'save-image "a procedure to start with" toplevel))
    (if (not (or (eq? base #f) (string? base)))
        (%type-error 'save-image "the name of an image to build on" base))
    (if (and base executable)
        (%failure "value" 'save-image "an executable cannot build on an image:" base))
    (if (not (memq random '(keep reseed)))
        (%type-error 'save-image "keep or reseed" random))
    (if toplevel
        (write-image path base compress executable #f toplevel random leave)
        (%call/cc
         (lambda (continuation)
           (write-image path base compress executable continuation #f random leave))))))

(define (write-image path base compress executable continuation toplevel random leave)
  (let ((winders (%winders)))
    (%check-continuation continuation)
    (with-save-hooks
     (lambda ()
       (let ((boot (cond ((eq? random 'reseed) reseed-and-boot!)
                         ((needs-boot?) boot!)
                         (else #f))))
         (if executable
             (%save-executable path compress continuation toplevel winders boot)
             (%save-image path base compress continuation toplevel winders boot)))))
    (if leave
        (%exit leave)
        'saved)))

(define (reseed-and-boot!)
  (%reseed-random!)
  (boot!))

(define (option name options default)
  (cond ((or (null? options) (null? (cdr options))) default)
        ((eq? (car options) name) (cadr options))
        (else (option name (cddr options) default))))

(define (check-options options)
  (cond ((null? options))
        ((not (memq (car options) '(toplevel base compress executable random exit)))
         (%failure "value" 'save-image
                   "expected one of the options toplevel, base, compress, executable, random and exit, got" (car options)))
        ((null? (cdr options))
         (%failure "value" 'save-image "there is no value for the option" (car options)))
        (else (check-options (cddr options)))))

;; What Python calls: an image with nothing to go on with, and what would keep one from being saved.
(define (save-without-entry path base compress)
  (with-save-hooks
   (lambda ()
     (%save-image path base compress #f #f '() (and (needs-boot?) boot!)))))

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
