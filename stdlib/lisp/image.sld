;;; Images (docs/images.md).
;;;
;;;   (save-image path option value …)   writes the image: every library, definition and object, and this computation.
;;;                                      It returns `saved` here; booted, the image goes on here, with `booted`.
;;;       'toplevel procedure            booted, the image calls PROCEDURE instead and ends
;;;       'base image                    store only what differs from IMAGE, the one that this world was booted from; the image
;;;                                      then needs it to boot
;;;       'compress #t                   write a smaller file that takes longer to save and somewhat longer to boot
;;;       'executable #t                 write an executable file (docs/executables.md)
;;;       'random mode                   reseed: booted, the image's default-random-source (SRFI 27) begins anew; keep (the
;;;                                      default): it goes on where it was
;;;       'exit code                     the process that saved leaves with CODE (#t: 0) instead of going on
;;;   (check-image)                      what would keep an image from being saved: a list of (path object reason)
;;;   (add-save-hook! procedure [priority])   (add-boot-hook! procedure [priority])
;;;   (define-volatile name init)        a variable that images leave out; INIT is evaluated again at each boot
;;;   (image-boots)  (image-age)         how often this world was booted; seconds since its image was written, or #f

(define-library (lisp image)
  (import (scheme base) (lisp primitives))
  (export save-image check-image add-save-hook! add-boot-hook! define-volatile image-boots image-age)
  (include "image/hooks.scm"
           "image/save.scm"))
