;;; SRFI 28 and 48: format.

(import (scheme base) (scheme complex) (scheme inexact) (srfi 64) (check) (prefix (srfi 28) basic:) (srfi 48))

(test-begin "srfi-28-48")

(test-group "SRFI 28 format"
  (test-equal "Hello, World!" (basic:format "Hello, ~a" "World!"))
  (test-equal "Error, list is too short: (one \"two\" 3)\n"
              (basic:format "Error, list is too short: ~s~%" '(one "two" 3)))
  (test-equal "~ab" (basic:format "~~ab"))
  (test-error (basic:format "~a"))
  (test-error (basic:format "a" 1))
  (test-error (basic:format "a~"))
  (test-error (basic:format "~d" 1))
  (test-error (basic:format 'a)))

(test-group "SRFI 48 the document's examples"
  (test-equal "Hello, World!" (format "Hello, ~a" "World!"))
  (test-equal "Error, list is too short: (one \"two\" 3)" (format "Error, list is too short: ~s" '(one "two" 3)))
  (test-equal "test me" (format "test me"))
  (test-equal "this is a \"test\"" (format "~a ~s ~a ~s" 'this 'is "a" "test"))
  (test-output "#d32 #x20 #o40 #b100000\n" (format #t "#d~d #x~x #o~o #b~b~%" 32 32 32 32))
  (test-equal "a new test" (format "~a ~? ~a" 'a "~s" '(new) 'test))
  (test-equal "\n1\n2\n3\n" (format #f "~&1~&~&2~&~&~&3~%"))
  (test-equal "3  2 2  3 \n" (format #f "~a ~? ~a ~%" 3 " ~s ~s " '(2 2) 3))
  (test-equal "#0=(a b c . #0#)" (format "~w" (let ((c (list 'a 'b 'c))) (set-cdr! (cddr c) c) c)))
  (test-equal "   32.00" (format "~8,2F" 32))
  (test-equal "0.000+1.949i" (format "~8,3F" (sqrt -3.8)))
  (test-equal " 0.333" (format "~6,3F" 1/3))
  (test-equal "  12" (format "~4F" 12))
  (test-equal " 123.346" (format "~8,3F" 123.3456))
  (test-equal "123.346" (format "~6,3F" 123.3456))
  (test-equal "123.346" (format "~2,3F" 123.3456))
  (test-equal "     foo" (format "~8,3F" "foo"))
  (test-equal "\n" (format "~a~a~&" (list->string (list #\newline)) ""))
  (test-equal "    0.33" (format "~8,2F" 1/3))
  (test-equal "    32" (format "~6F" 32))
  (test-equal "4321.00" (format "~1,2F" 4321))
  (test-equal "0.00+1.97i" (format "~1,2F" (sqrt -3.9))))

(test-group "SRFI 48 directives"
  (test-equal "a\tb c" (format "a~tb~_c"))
  (test-equal "X" (format "~C" #\X))
  (test-equal "(1 2)" (format "~y" '(1 2)))
  (test-equal "1.5 -ff" (format "~d ~x" 1.5 -255))
  (test-equal "~" (format "~~"))
  (test-equal "a b" (format "~k" "~a ~a" '(a b)))
  (test-assert (< 100 (string-length (format "~h"))))
  (test-equal "yes" (let ((port (open-output-string))) (format port "~a" 'yes) (get-output-string port))))

(test-group "SRFI 48 fixed"
  (test-equal "-1.50" (format "~1,2F" -1.5))
  (test-equal "0.0" (format "~1,1F" -0.01))
  (test-equal "1.00" (format "~1,2F" 0.999))
  (test-equal "0.12" (format "~1,2F" 0.125))
  (test-equal "3." (format "~1,0F" 2.7))
  (test-equal "100000000000000000000.0" (format "~1,1F" 1e20))
  (test-equal "0.0000" (format "~1,4F" 1e-20))
  (test-equal "  +inf.0" (format "~8,2F" +inf.0))
  (test-equal "1/3" (format "~1F" 1/3)))

(test-group "SRFI 48 errors"
  (test-error (format))
  (test-error (format 'a "b"))
  (test-error (format #f))
  (test-error (format "~a"))
  (test-error (format "a" 1))
  (test-error (format "~d" 'a))
  (test-error (format "~c" "a"))
  (test-error (format "~q" 1))
  (test-error (format "~8a" 1))
  (test-error (format "~8,"))
  (test-error (format "~?" "~a" 'a))
  (test-error (format "~1,1F" 'a)))

(test-end)
