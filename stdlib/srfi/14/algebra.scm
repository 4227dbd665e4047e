;;; Unions and their relatives.

(define (combine who operation a b)
  (make-char-set (%combine-ranges operation (ranges-of who a) (ranges-of who b))))

(define (char-set-adjoin set . chars)
  (combine 'char-set-adjoin 'union set (list->char-set chars)))

(define (char-set-delete set . chars)
  (combine 'char-set-delete 'difference set (list->char-set chars)))

(define (char-set-complement set)
  (combine 'char-set-complement 'difference char-set:full set))

;; Each gives a set of its own, even of one argument.
(define (char-set-union . sets)
  (fold (lambda (set result) (combine 'char-set-union 'union result set)) char-set:empty sets))

(define (char-set-intersection . sets)
  (fold (lambda (set result) (combine 'char-set-intersection 'intersection result set)) char-set:full sets))

(define (char-set-xor . sets)
  (fold (lambda (set result) (combine 'char-set-xor 'xor result set)) char-set:empty sets))

(define (char-set-difference set . sets)
  (combine 'char-set-difference 'difference set (apply char-set-union sets)))

(define (char-set-diff+intersection set . sets)
  (let ((others (apply char-set-union sets)))
    (values (combine 'char-set-diff+intersection 'difference set others)
            (combine 'char-set-diff+intersection 'intersection set others))))
