;;; Report 6.2.5, Syntax of numerical constants; 6.2.7, Numerical input and output.

(import (scheme base) (scheme inexact) (scheme write) (srfi 64) (check))

(test-begin "6-02-numbers-as-text")

(test-group "6.2.5 numerical constants"
  (test-equal 255 #xFF)
  (test-equal 255 #XfF)
  (test-equal 5 #b101)
  (test-equal 8 #o10)
  (test-equal 10 #d10)
  (test-equal 1/2 #e.5)
  (test-equal 1.0 #i1)
  (test-equal .5 #i1/2)
  (test-equal 255.0 #i#xff)
  (test-equal 255.0 #x#iff)
  (test-equal 1/16 #x1/10)
  (test-equal 1000 #e1e3)
  (test-equal 100.0 1e2)
  (test-equal 100.0 1E2)
  (test-equal .015 1.5e-2)
  (test-equal 5.0 5.)
  (test-equal .5 .5)
  (test-equal -.5 -.5)
  (test-equal 5 +5)
  (test-equal 2 4/2)
  (test-equal -3/2 -6/4)
  (test-equal #t (nan? +nan.0))
  (test-equal #t (nan? -nan.0))
  (test-equal #t (infinite? -inf.0))
  (test-equal #t (infinite? -INF.0))
  (test-assert (= 1.0+2.0i 1+2i))
  (test-assert (= -1 (* +i +i)))
  (test-assert (= -1 (* -i -i)))
  (test-equal 3.141593 (/ (round (* 3.14159265358979F0 1000000)) 1000000))
  (test-equal .6 0.6L0)
  (test-equal '(symbol symbol symbol symbol)
    (map (lambda (x) (if (symbol? x) 'symbol x)) '(+ - ... 1+))))

(test-group "6.2.7 number->string"
  (test-equal "100" (number->string 100))
  (test-equal "100" (number->string 256 16))
  (test-equal "ff" (number->string 255 16))
  (test-equal "-101" (number->string -5 2))
  (test-equal "17" (number->string 15 8))
  (test-equal "1/3" (number->string 1/3))
  (test-equal "1/a" (number->string 1/10 16))
  (test-equal "1.5" (number->string 1.5))
  (test-equal "100.0" (number->string 100.0))
  (test-equal "-0.0" (number->string -0.0))
  (test-equal "+inf.0" (number->string +inf.0))
  (test-equal "-inf.0" (number->string -inf.0))
  (test-equal "+nan.0" (number->string +nan.0))
  (test-equal "0.1" (number->string .1))
  (test-equal ".30000000000000004" (let ((s (number->string (+ .1 .2)))) (substring s 1 (string-length s))))
  (test-error (number->string 'a))
  (test-error (number->string 10 1))
  (test-error (number->string 10 'x)))

(test-group "6.2.7 number->string and string->number are inverse"
  (define (same? number radix)
    (eqv? number
          (string->number (number->string number
                                          radix)
                          radix)))
  (define exact-numbers (list 0 1 -1 255 -256 1/3 -22/7 (expt 10 40) (/ (expt 3 50) (expt 2 70))))
  (define inexact-numbers
    (list 0.0 -0.0 1.0 .1 -1.5 1e21 1e22 1e100 1.7976931348623157e308 5e-324 2.2250738585072014e-308
          123456789.123 1e-7 +inf.0 -inf.0 1.5+2.5i -1e10-1e-10i +i 1.0-inf.0i 9007199254740993.0))
  (for-each (lambda (radix) (for-each (lambda (z) (test-assert (same? z radix))) exact-numbers)) '(2 8 10 16))
  (for-each (lambda (z) (test-assert (same? z 10))) inexact-numbers)
  (test-assert (nan? (string->number (number->string +nan.0)))))

(test-group "6.2.7 string->number"
  (test-equal 100 (string->number "100"))
  (test-equal 256 (string->number "100" 16))
  (test-equal 100.0 (string->number "1e2"))
  (test-equal 127 (string->number "#o177"))
  (test-equal 127 (string->number "#o177" 16))
  (test-equal 3 (string->number "#b11" 10))
  (test-equal 15 (string->number "F" 16))
  (test-equal -1/2 (string->number "-1/2"))
  (test-equal +inf.0 (string->number "+inf.0"))
  (test-equal 1.0 (string->number "#i1"))
  (test-equal 482 (string->number "1e2" 16))
  (test-equal #f (string->number "1e400x"))
  (test-error (string->number 'a))
  (test-error (string->number "1" 1)))

(test-group "6.2.7 string->number, what is no number"
  (for-each (lambda (text) (test-equal #f (string->number text)))
            '("" " 1" "1 " "abc" "-" "+" "." "1/0" "1/" "/2" "1.2.3" "1e" "e5" "--1" "+-1" "#xg" "#b2" "#x" "#e" "1_000"
              "0x10" "0b1" "inf" "nan" "+inf" "infinity" "1e5e5" "1/2.5" "1.5/2" "#e+inf.0" "#q1" "١" "1,000" "1+" "i"
              "1+2" "1i" "#x#x1" "#e#i1" "i1" "\n1"))
  (test-equal #f (string->number "2" 2))
  (test-equal #f (string->number "1.5" 16)))

(test-group "6.2.7 what is written reads back"
  (test-output "(1 -1/2 2.5 1e21 +inf.0 1.0+2.0i)" (write '(1 -1/2 2.5 1e21 +inf.0 1.0+2.0i)))
  (test-output "0.001 1e-7 123456.0" (begin (write .001) (display " ") (write 1e-7) (display " ") (write 123456.)))
  (test-output "+i" (write +1.0i)))

(test-end)
