;;; Report 6.6, Characters.

(import (scheme base) (scheme char) (scheme write) (srfi 64) (check))

(test-begin "6-06-characters")

(test-group "6.6 names of characters"
  (test-equal '(7 8 127 27 10 0 13 32 9)
    (map char->integer '(#\alarm #\backspace #\delete #\escape #\newline #\null #\return #\space #\tab)))
  (test-equal #\x3BB #\λ)
  (test-equal 955 (char->integer #\x3bb))
  (test-equal #\x (integer->char 120))
  (test-equal #\( (string-ref "(" 0))
  (test-equal 32 (char->integer #\ ))
  (test-equal #f (eqv? #\a #\A))
  (test-output "#\\a #\\space #\\newline #\\x0 #\\λ #\\\\"
    (for-each (lambda (c) (if (not (eqv? c #\a)) (display " ")) (if (eqv? c #\null) (display "#\\x0") (write c)))
              '(#\a #\space #\newline #\null #\λ #\\))))

(test-group "6.6 char?"
  (test-equal #t (char? #\a))
  (test-equal #f (char? "a"))
  (test-equal #f (char? 'a))
  (test-equal #f (char? 97)))

(test-group "6.6 char=? char<? char>? char<=? char>=?"
  (test-equal #t (char=? #\a #\a))
  (test-equal #f (char=? #\a #\A))
  (test-equal #t (char=? #\a #\a #\a))
  (test-equal #f (char=? #\a #\a #\b))
  (test-equal #t (char<? #\A #\B #\a #\λ))
  (test-equal #f (char<? #\a #\a))
  (test-equal #t (char>? #\c #\b #\a))
  (test-equal #f (char>? #\c #\b #\b))
  (test-equal #t (char<=? #\a #\a #\b))
  (test-equal #t (char>=? #\b #\a #\a))
  (test-equal #f (char>=? #\a #\b))
  (test-equal #t (char<? #\0 #\9))
  (test-error (char=? #\a "a"))
  (test-error (char<? 1 2))
  (test-error (char<? #\b #\a 5))
  (test-error (char>? #\a 'b)))

(test-group "6.6 char-ci=? and its relatives"
  (test-equal #t (char-ci=? #\a #\A))
  (test-equal #t (char-ci=? #\Λ #\λ #\Λ))
  (test-equal #f (char-ci=? #\a #\b))
  (test-equal #t (char-ci<? #\a #\B #\c))
  (test-equal #t (char-ci>? #\C #\b #\A))
  (test-equal #t (char-ci<=? #\a #\A #\b))
  (test-equal #t (char-ci>=? #\B #\b #\A))
  (test-equal #t (char-ci=? #\ς #\σ #\Σ))
  (test-error (char-ci=? #\a "a"))
  (test-error (char-ci<? 'a #\b)))

(test-group "6.6 char-alphabetic? char-numeric? char-whitespace? char-upper-case? char-lower-case?"
  (test-equal '(#t #t #t #t #f #f #f) (map char-alphabetic? '(#\a #\Z #\λ #\字 #\1 #\space #\-)))
  (test-equal '(#t #t #t #f #f #f) (map char-numeric? '(#\0 #\9 #\x0664 #\a #\. #\½)))
  (test-equal '(#t #t #t #t #t #f #f) (map char-whitespace? '(#\space #\tab #\newline #\return #\xA0 #\a #\_)))
  (test-equal '(#t #t #f #f #f) (map char-upper-case? '(#\A #\Λ #\a #\1 #\字)))
  (test-equal '(#t #t #f #f #f) (map char-lower-case? '(#\a #\λ #\A #\1 #\字)))
  (test-error (char-alphabetic? "a"))
  (test-error (char-numeric? 1))
  (test-error (char-whitespace? 'a))
  (test-error (char-upper-case? "A"))
  (test-error (char-lower-case? "a")))

(test-group "6.6 digit-value"
  (test-equal 3 (digit-value #\3))
  (test-equal 4 (digit-value #\x0664))
  (test-equal 0 (digit-value #\x0AE6))
  (test-equal #f (digit-value #\x0EA6))
  (test-equal #f (digit-value #\a))
  (test-equal #f (digit-value #\²))
  (test-error (digit-value "3")))

(test-group "6.6 char->integer, integer->char"
  (test-equal 65 (char->integer #\A))
  (test-equal #\A (integer->char 65))
  (test-equal #x10FFFF (char->integer (integer->char #x10FFFF)))
  (test-equal #t (eqv? (integer->char 955) #\λ))
  (test-error (integer->char #x110000))
  (test-error (integer->char -1))
  (test-error (integer->char #xD800))
  (test-error (integer->char 65.0))
  (test-error (integer->char "A"))
  (test-error (char->integer "A")))

(test-group "6.6 char-upcase char-downcase char-foldcase"
  (test-equal #\A (char-upcase #\a))
  (test-equal #\A (char-upcase #\A))
  (test-equal #\a (char-downcase #\A))
  (test-equal #\a (char-foldcase #\A))
  (test-equal '(#\Λ #\λ #\λ) (list (char-upcase #\λ) (char-downcase #\Λ) (char-foldcase #\Λ)))
  (test-equal #\1 (char-upcase #\1))
  ;; a character whose upper case is two characters stays as it is
  (test-equal #\ß (char-upcase #\ß))
  (test-equal #\ß (char-foldcase #\ß))
  (test-equal #\σ (char-foldcase #\ς))
  (test-error (char-upcase "a"))
  (test-error (char-downcase 'a)))

(test-end)
