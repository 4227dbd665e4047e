;;; Promises (report, 4.2.5); the algorithm is that of section 7.3.

(define (force promise)
  (if (promise? promise)
      (let loop ()
        (if (%promise-done? promise)
            (%promise-value promise)
            (let ((next ((%promise-value promise))))
              (if (not (promise? next))
                  (%type-error 'delay-force "a promise" next))
              (if (not (%promise-done? promise))
                  (%promise-update! promise next))
              (loop))))
      promise))
