;;; Calling procedures: apply (report, 6.10) and what case-lambda expands into (report, 4.2.9).

(define (apply procedure argument . arguments)
  (if (null? arguments)
      (%apply procedure argument)
      (%apply procedure (%apply cons* argument arguments))))

(define (%case-lambda . clauses)
  (lambda arguments
    (let ((count (length arguments)))
      (let loop ((rest clauses))
        (if (null? rest)
            (%failure "arity"
                      (if (pair? clauses) (string->symbol (%procedure-name (car clauses))) 'case-lambda)
                      "no clause takes this many arguments:" count)
            (let ((clause (car rest)))
              (if (%procedure-accepts? clause count)
                  (%apply clause arguments)
                  (loop (cdr rest)))))))))
