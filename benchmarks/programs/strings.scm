;;; Build a text of numbered words twice: written to a string port, and appended from a list of pieces.

(import (scheme base) (scheme write))

(define (word i)
  (string-append "word-" (number->string i) (if (even? i) ";" ",")))

(define (write-words n)
  (let ((port (open-output-string)))
    (do ((i 0 (+ i 1)))
        ((= i n) (get-output-string port))
      (write-string (word i) port)
      (display i port)
      (write-char #\space port))))

(define (append-words n)
  (let loop ((i (- n 1)) (pieces '()))
    (if (< i 0)
        (apply string-append pieces)
        (loop (- i 1) (cons (word i) pieces)))))

(define (run n) (string-append (write-words n) (append-words n)))
