;; State that all importers share, a macro that uses what is not exported, and a variable that the library assigns.
(define-library (helper counter)
  (export count! current with-count (rename internal-name external-name) last-seen times-loaded)
  (import (scheme base))
  (begin
    (define count 0)
    (define last-seen 'nothing)
    (define times-loaded 0)
    (set! times-loaded (+ times-loaded 1))
    (define internal-name 'renamed)
    (define (count!) (set! count (+ count 1)) (set! last-seen (list 'seen count)) count)
    (define (current) count)
    (define-syntax with-count
      (syntax-rules ()
        ((_ name body) (let ((name (begin (count!) count))) body))))))
