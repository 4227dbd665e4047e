;;; The template and its directives.

(define (format . arguments)
  (cond ((null? arguments) (error "format: expected a template"))
        ((string? (car arguments)) (render (car arguments) (cdr arguments)))
        ((or (null? (cdr arguments)) (not (string? (cadr arguments))))
         (error "format: expected a template" arguments))
        ((not (car arguments)) (render (cadr arguments) (cddr arguments)))
        ((eq? (car arguments) #t)
         (write-string (render (cadr arguments) (cddr arguments))))
        ((output-port? (car arguments))
         (write-string (render (cadr arguments) (cddr arguments)) (car arguments)))
        (else (error "format: expected a port, #t or #f" (car arguments)))))

;; The text is gathered in a port; LAST is the last character of it, which ~& looks at.
(define (render template objs)
  (let ((port (open-output-string))
        (last #f))
    (define (put text)
      (if (not (string=? text ""))
          (begin
            (set! last (string-ref text (- (string-length text) 1)))
            (write-string text port))))
    (define (put-line-start)
      (if (not (eqv? last #\newline))
          (put "\n")))
    (render-with put put-line-start template objs)
    (get-output-string port)))

(define (render-with put put-line-start template objs)
  (let ((length (string-length template)))
    (let loop ((k 0) (objs objs))
      (let ((tilde (next-tilde template k length)))
        (put (substring template k tilde))
        (if (= tilde length)
            (if (pair? objs)
                (error "format: too many objects for the template" template objs))
            (let-values (((char width digits end) (directive template (+ tilde 1) length)))
              (loop end (direct char width digits objs put put-line-start template))))))))

(define (next-tilde template k length)
  (cond ((= k length) length)
        ((char=? (string-ref template k) #\~) k)
        (else (next-tilde template (+ k 1) length))))

;; The directive at START: its character, width and digits (or #f), and where it ends.
(define (directive template start length)
  (let*-values (((width k) (natural template start length))
                ((digits k) (if (and width (< k length) (char=? (string-ref template k) #\,))
                                (natural template (+ k 1) length)
                                (values #f k))))
    (if (= k length)
        (error "format: the template ends in the middle of a directive" template))
    (let ((char (char-downcase (string-ref template k))))
      (if (and width (not (char=? char #\f)))
          (error "format: this directive takes no width" (substring template (- start 1) (+ k 1)) template))
      (values char width digits (+ k 1)))))

;; The decimal number at START, or #f, and where it ends.
(define (natural template start length)
  (let loop ((k start))
    (if (and (< k length) (char<=? #\0 (string-ref template k) #\9))
        (loop (+ k 1))
        (values (string->number (substring template start k)) k))))

;; Put what a directive asks for; the objects that are left.
(define (direct char width digits objs put put-line-start template)
  (define (next)
    (if (null? objs)
        (error "format: too few objects for the template" template)
        (car objs)))
  (define (number radix)
    (if (number? (next))
        (number->string (next) radix)
        (error "format: expected a number" (next) template)))
  (define (one text)
    (put text)
    (cdr objs))
  (case char
    ((#\a) (one (text-by display (next))))
    ((#\s #\y) (one (text-by write (next))))
    ((#\w) (one (text-by write-shared (next))))
    ((#\d) (one (number 10)))
    ((#\x) (one (number 16)))
    ((#\o) (one (number 8)))
    ((#\b) (one (number 2)))
    ((#\c) (one (if (char? (next)) (string (next)) (error "format: expected a character" (next) template))))
    ((#\f) (one (fixed (next) width digits)))
    ((#\? #\k)
     (if (not (and (string? (next)) (pair? (cdr objs)) (list? (cadr objs))))
         (error "format: expected a template and a list of objects" objs template))
     (render-with put put-line-start (next) (cadr objs))
     (cddr objs))
    (else
     (case char
       ((#\~) (put "~"))
       ((#\t) (put "\t"))
       ((#\%) (put "\n"))
       ((#\_) (put " "))
       ((#\&) (put-line-start))
       ((#\h) (put help))
       (else (error "format: there is no directive" (string #\~ char) template)))
     objs)))

(define (text-by writer obj)
  (let ((port (open-output-string)))
    (writer obj port)
    (get-output-string port)))

(define help
  "(format [<port>] <template> [<obj> ...]) -- <port> is #t, #f or an output port
~H	[help]		this text; strings are Unicode text
~A	[any]		display the object
~S	[slashified]	write the object
~W	[circular]	write the object with labels for its shared parts
~Y	[yuppify]	write the object
~D	[decimal]	the number in radix 10
~X	[hexadecimal]	the number in radix 16
~O	[octal]		the number in radix 8
~B	[binary]	the number in radix 2
~w,dF	[fixed]		the string or number in w columns, d digits after the point
~C	[character]	the character
~?	[indirection]	the next two objects are a template and a list of its objects
~K	[indirection]	the same as ~?
~~	[tilde]		a tilde
~T	[tab]		a tab
~%	[newline]	a newline
~&	[fresh line]	a newline unless the character before is one
~_	[space]		a space
")
