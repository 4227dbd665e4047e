;;; A query tool for JSON, in the manner of jq.
;;;
;;;   lisp examples/jsonq.scm '.people[] | select(.age > 30) | .name' people.json
;;;   curl -s https://pypi.org/pypi/lark/json | lisp examples/jsonq.scm -r '.releases | keys | length'
;;;   lisp build examples/jsonq.scm -o jsonq --version 1.0      makes one file of it
;;;
;;; A filter takes a value and gives any number of values. The text of one becomes a tree of tokens, and the tree a
;;; procedure of the value, the variables and a procedure EMIT, which is called with each result.
;;;
;;; JSON is represented as SRFI 180 says: objects are association lists, arrays vectors, null is the symbol null.

(import (scheme base) (scheme char) (scheme file) (scheme inexact) (scheme process-context) (scheme write)
        (only (srfi 1) filter fold every iota last)
        (only (srfi 152) string-prefix? string-suffix? string-contains string-split string-join)
        (lisp sort) (lisp files) (lisp args) (lisp json))

;;; What can go wrong

(define-record-type <failure>
  (make-failure value)
  failure?
  (value failure-value))       ; JSON: a string, or what `error` was given

(define (fail . parts) (raise (make-failure (apply string-append parts))))

;; OBJ in an error message: as JSON, cut.
(define (shown obj)
  (let ((text (json->string obj)))
    (string-append (json-type obj) " "
                   (if (> (string-length text) 40) (string-append (string-copy text 0 37) "...") text))))

(define-record-type <syntax-problem>
  (make-syntax-problem message place)
  syntax-problem?
  (message problem-message)
  (place problem-place))

(define (syntax-fail place . parts)
  (raise (make-syntax-problem (apply string-append parts) place)))

;;; Tokens

(define-record-type <token>
  (make-token kind value place)
  token?
  (kind token-kind)            ; number, string, field, variable, name, sign or end
  (value token-value)          ; a number; the parts of a string; a string
  (place token-place))

(define signs '("//" "==" "!=" "<=" ">=" ".." "|" "," "." "[" "]" "{" "}" "(" ")" ":" ";" "<" ">" "+" "-" "*" "/" "%" "?"))

(define (name-char? char)
  (or (char-alphabetic? char) (char-numeric? char) (char=? char #\_)))

;; The first place from K on at which TEXT has a character that is not MATCHES?.
(define (skip-while text k matches?)
  (if (and (< k (string-length text)) (matches? (string-ref text k)))
      (skip-while text (+ k 1) matches?)
      k))

(define (starts-at? text k sign)
  (string-prefix? sign text 0 (string-length sign) k))

;; The tokens of TEXT.
(define (tokens text)
  (let next ((k 0) (found '()))
    (define (word kind start)
      (let ((end (skip-while text start name-char?)))
        (next end (cons (make-token kind (string-copy text start end) k) found))))
    (let ((char (and (< k (string-length text)) (string-ref text k)))
          (after (and (< (+ k 1) (string-length text)) (string-ref text (+ k 1)))))
      (cond ((not char) (reverse (cons (make-token 'end "the end" k) found)))
            ((char-whitespace? char) (next (+ k 1) found))
            ((char=? char #\#) (next (skip-while text k (lambda (c) (not (char=? c #\newline)))) found))
            ((char=? char #\")
             (let-values (((parts end) (string-parts text (+ k 1))))
               (next end (cons (make-token 'string parts k) found))))
            ((char-numeric? char)
             (let* ((end (skip-while text k (lambda (c) (or (char-numeric? c) (memv c '(#\. #\e #\E))))))
                    (number (string->number (string-copy text k end))))
               (if (not number) (syntax-fail k "not a number: " (string-copy text k end)))
               (next end (cons (make-token 'number number k) found))))
            ((and (char=? char #\.) after (or (char-alphabetic? after) (char=? after #\_))) (word 'field (+ k 1)))
            ((and (char=? char #\$) after (name-char? after)) (word 'variable (+ k 1)))
            ((or (char-alphabetic? char) (char=? char #\_)) (word 'name k))
            (else
             (let try ((rest signs))
               (cond ((null? rest) (syntax-fail k "unexpected character " (string char)))
                     ((starts-at? text k (car rest))
                      (next (+ k (string-length (car rest))) (cons (make-token 'sign (car rest) k) found)))
                     (else (try (cdr rest))))))))))

;; The parts of the string that begins at K, after its quotation mark: strings, and the filters of "\(...)"; and where it ends.
(define (string-parts text k)
  (let next ((at k) (start k) (parts '()))
    (define (with-text)
      (if (= at start) parts (cons (string->json (string-append "\"" (string-copy text start at) "\"")) parts)))
    (cond ((>= at (string-length text)) (syntax-fail (- k 1) "the string does not end"))
          ((char=? (string-ref text at) #\") (values (reverse (with-text)) (+ at 1)))
          ((starts-at? text at "\\(")
           (let ((end (closing-place text (+ at 2))))
             (next end end (cons (parse (string-copy text (+ at 2) (- end 1))) (with-text)))))
          ((char=? (string-ref text at) #\\) (next (+ at 2) start parts))
          (else (next (+ at 1) start parts)))))

;; The place after the parenthesis that closes the one before K.
(define (closing-place text k)
  (let next ((at k) (depth 1))
    (if (>= at (string-length text)) (syntax-fail k "the parenthesis is not closed"))
    (case (string-ref text at)
      ((#\() (next (+ at 1) (+ depth 1)))
      ((#\)) (if (= depth 1) (+ at 1) (next (+ at 1) (- depth 1))))
      ((#\") (let-values (((parts end) (string-parts text (+ at 1)))) (next end depth)))
      (else (next (+ at 1) depth)))))

;;; Parsing: text -> filter

(define (parse text)
  (define left (tokens text))
  (define (peek) (car left))
  (define (take!)
    (let ((token (car left)))
      (set! left (cdr left))
      token))
  (define (sign? text) (and (memq (token-kind (peek)) '(sign name)) (string=? (token-value (peek)) text)))
  (define (take-sign? text) (and (sign? text) (take!) #t))
  (define (unexpected wanted)
    (syntax-fail (token-place (peek)) "expected " wanted ", got "
                 (if (string? (token-value (peek))) (token-value (peek)) (symbol->string (token-kind (peek))))))
  (define (expect! text) (if (not (take-sign? text)) (unexpected text)))

  (define (pipe)
    (let ((first (comma)))
      (cond ((take-sign? "|") (piped first (pipe)))
            ((take-sign? "as")
             (let ((name (if (eq? (token-kind (peek)) 'variable) (token-value (take!)) (unexpected "a variable"))))
               (expect! "|")
               (bound first name (pipe))))
            (else first))))

  ;; Operators of one strength, from the left. OPERATORS: (sign . procedure of two filters)
  (define (binary operand operators)
    (let next ((result (operand)))
      (let ((found (find-sign operators)))
        (if found
            (begin (take!) (next ((cdr found) result (operand))))
            result))))
  (define (find-sign operators)
    (cond ((null? operators) #f)
          ((sign? (car (car operators))) (car operators))
          (else (find-sign (cdr operators)))))

  (define (comma) (binary alternative (list (cons "," both))))
  (define (alternative)
    (let ((first (disjunction)))
      (if (take-sign? "//") (or-else first (alternative)) first)))
  (define (disjunction)
    (binary conjunction (list (cons "or" (logical (lambda (a b) (or (truth? a) (truth? (b)))))))))
  (define (conjunction)
    (binary comparison (list (cons "and" (logical (lambda (a b) (and (truth? a) (truth? (b)))))))))
  (define (comparison)
    (binary sum (list (cons "==" (computed json=?)) (cons "!=" (computed (lambda (a b) (not (json=? a b)))))
                      (cons "<=" (computed (lambda (a b) (not (json<? b a))))) (cons "<" (computed json<?))
                      (cons ">=" (computed (lambda (a b) (not (json<? a b)))))
                      (cons ">" (computed (lambda (a b) (json<? b a)))))))
  (define (sum) (binary product (list (cons "+" (computed plus)) (cons "-" (computed minus)))))
  (define (product)
    (binary suffixed (list (cons "*" (computed times)) (cons "/" (computed divided)) (cons "%" (computed modulus)))))

  (define (suffixed)
    (let next ((filter (term)))
      (cond ((eq? (token-kind (peek)) 'field) (next (indexed filter (constant (token-value (take!))))))
            ((take-sign? "?") (next (tolerant filter)))
            ((take-sign? "[") (next (brackets filter)))
            ((and (sign? ".") (pair? (cdr left)) (eq? (token-kind (cadr left)) 'string))
             (take!)
             (next (indexed filter (text-filter (token-value (take!))))))
            ((and (sign? ".") (pair? (cdr left)) (equal? (token-value (cadr left)) "["))
             (take!) (take!)
             (next (brackets filter)))
            (else filter))))

  ;; What follows a bracket: .[], .[index], .[from:to]
  (define (brackets filter)
    (if (take-sign? "]")
        (piped filter each)
        (let* ((from (if (sign? ":") (constant 'null) (pipe)))
               (result (if (take-sign? ":")
                           (sliced filter from (if (sign? "]") (constant 'null) (pipe)))
                           (indexed filter from))))
          (expect! "]")
          result)))

  (define (term)
    (case (token-kind (peek))
      ((number) (constant (token-value (take!))))
      ((string) (text-filter (token-value (take!))))
      ((field) (indexed identity (constant (token-value (take!)))))
      ((variable) (variable (token-value (take!))))
      ((name) (named (take!)))
      (else
       (cond ((take-sign? "..") recurse)
             ((sign? ".") (take!) (if (eq? (token-kind (peek)) 'string)
                                      (indexed identity (text-filter (token-value (take!))))
                                      identity))
             ((take-sign? "-") ((computed minus) (constant 0) (suffixed)))
             ((take-sign? "(") (closed (pipe) ")"))
             ((take-sign? "[") (if (take-sign? "]") (constant #()) (collected (closed (pipe) "]"))))
             ((take-sign? "{") (object-filter (entries "}" '())))
             (else (unexpected "a filter"))))))

  (define (closed filter sign)
    (expect! sign)
    filter)

  (define (entries end found)
    (cond ((take-sign? end) (reverse found))
          (else
           (let* ((token (peek))
                  (key (case (token-kind token)
                         ((name variable) (constant (token-value (take!))))
                         ((string) (text-filter (token-value (take!))))
                         (else (if (take-sign? "(") (closed (pipe) ")") (unexpected "a key")))))
                  (value (cond ((take-sign? ":") (alternative))
                               ((eq? (token-kind token) 'variable) (variable (token-value token)))
                               (else (indexed identity key)))))
             (if (not (sign? end)) (expect! ","))
             (entries end (cons (cons key value) found))))))

  (define (named token)
    (let ((name (token-value token)))
      (cond ((string=? name "if") (conditional-filter))
            ((assoc name '(("true" . #t) ("false" . #f) ("null" . null))) => (lambda (entry) (constant (cdr entry))))
            (else
             (let* ((arguments (if (take-sign? "(") (argument-filters) '()))
                    (entry (assoc (cons name (length arguments)) functions)))
               (if (not entry)
                   (syntax-fail (token-place token) "there is no function " name " of " (number->string (length arguments))
                                " arguments"))
               (apply (cdr entry) arguments))))))
  (define (argument-filters)
    (let ((first (pipe)))
      (if (take-sign? ";")
          (cons first (argument-filters))
          (begin (expect! ")") (list first)))))
  (define (conditional-filter)
    (let ((test (pipe)))
      (expect! "then")
      (let ((then (pipe)))
        (cond ((take-sign? "elif") (conditional test then (conditional-filter)))
              ((take-sign? "else") (conditional test then (closed (pipe) "end")))
              (else (closed (conditional test then identity) "end"))))))

  (let ((filter (if (eq? (token-kind (peek)) 'end) identity (pipe))))
    (if (not (eq? (token-kind (peek)) 'end)) (unexpected "an operator"))
    filter))

;;; Filters: procedures of a value, the variables (an association list) and EMIT

(define (identity value env emit) (emit value))
(define (constant result) (lambda (value env emit) (emit result)))
(define (piped first second)
  (lambda (value env emit) (first value env (lambda (result) (second result env emit)))))
(define (both first second)
  (lambda (value env emit) (first value env emit) (second value env emit)))
(define (bound source name body)
  (lambda (value env emit)
    (source value env (lambda (result) (body value (cons (cons name result) env) emit)))))
(define (variable name)
  (lambda (value env emit)
    (let ((entry (assoc name env)))
      (if entry (emit (cdr entry)) (fail "$" name " is not defined")))))

;; All results of FILTER, as a list.
(define (results filter value env)
  (let ((found '()))
    (filter value env (lambda (result) (set! found (cons result found))))
    (reverse found)))

(define (collected filter) (lambda (value env emit) (emit (list->vector (results filter value env)))))
(define (conditional test then else)
  (lambda (value env emit)
    (test value env (lambda (result) ((if (truth? result) then else) value env emit)))))

(define (tolerant filter)
  (lambda (value env emit)
    (for-each emit (let ((found '()))
                     (guard (problem ((failure? problem)))
                       (filter value env (lambda (result) (set! found (cons result found)))))
                     (reverse found)))))

(define (or-else first second)
  (lambda (value env emit)
    (let ((good (filter truth? (results (tolerant first) value env))))
      (if (null? good) (second value env emit) (for-each emit good)))))

;; An operator of two values as one of two filters.
(define (computed operator)
  (lambda (left right)
    (lambda (value env emit)
      (right value env (lambda (b) (left value env (lambda (a) (emit (operator a b)))))))))
(define (logical operator)
  (lambda (left right)
    (lambda (value env emit)
      (left value env (lambda (a) (emit (operator a (lambda () (last (results right value env))))))))))

(define (text-filter parts)
  (if (and (pair? parts) (null? (cdr parts)) (string? (car parts)))
      (constant (car parts))
      (lambda (value env emit)
        (emit (apply string-append
                     (map (lambda (part) (if (string? part) part (text-of (last (results part value env))))) parts))))))

(define (indexed filter key)
  (lambda (value env emit)
    (filter value env (lambda (result) (key value env (lambda (k) (emit (item result k))))))))
(define (sliced filter from to)
  (lambda (value env emit)
    (filter value env
            (lambda (result)
              (from value env (lambda (start) (to value env (lambda (end) (emit (slice result start end))))))))))

(define (each value env emit)
  (cond ((vector? value) (vector-for-each emit value))
        ((object? value) (for-each (lambda (entry) (emit (cdr entry))) value))
        (else (fail "cannot iterate over " (shown value)))))

(define (recurse value env emit)
  (emit value)
  (if (or (vector? value) (object? value))
      (each value env (lambda (part) (recurse part env emit)))))

(define (object-filter entries)
  (lambda (value env emit)
    (let next ((rest entries) (object '()))
      (if (null? rest)
          (emit (reverse object))
          ((car (car rest)) value env
           (lambda (key)
             (if (not (string? key)) (fail "an object key must be a string, not " (shown key)))
             ((cdr (car rest)) value env
              (lambda (part)
                (let ((key (string->symbol key)))
                  (next (cdr rest)
                        (cons (cons key part) (filter (lambda (entry) (not (eq? (car entry) key))) object))))))))))))

;;; Values

(define (object? value) (or (pair? value) (null? value)))
(define (truth? value) (not (memq value '(#f null))))

(define (text-of value) (if (string? value) value (json->string value)))

;; Numbers come as exact integers wherever they are integers.
(define (number value)
  (let ((value (if (and (exact? value) (not (integer? value))) (inexact value) value)))
    (if (and (inexact? value) (integer? value) (< (abs value) 1e15)) (exact value) value)))

(define (item value key)
  (cond ((eq? value 'null) 'null)
        ((and (object? value) (string? key))
         (let ((entry (assq (string->symbol key) value)))
           (if entry (cdr entry) 'null)))
        ((and (vector? value) (number? key))
         (let* ((k (exact (floor key)))
                (k (if (negative? k) (+ k (vector-length value)) k)))
           (if (< -1 k (vector-length value)) (vector-ref value k) 'null)))
        (else (fail "cannot index " (shown value) " with " (shown key)))))

(define (slice value start end)
  (if (eq? value 'null) value (part-of value start end)))
(define (part-of value start end)
  (let ((length (cond ((vector? value) (vector-length value))
                      ((string? value) (string-length value))
                      (else (fail "cannot take a slice of " (shown value))))))
    (define (place at default)
      (let ((at (if (number? at) (exact (floor at)) default)))
        (max 0 (min length (if (negative? at) (+ at length) at)))))
    (let* ((start (place start 0))
           (end (max start (place end length))))
      (if (vector? value) (vector-copy value start end) (string-copy value start end)))))

;;; Operators

(define (no-operation a what b) (fail (shown a) " and " (shown b) " cannot be " what))
(define (plus a b)
  (cond ((eq? a 'null) b)
        ((eq? b 'null) a)
        ((and (number? a) (number? b)) (number (+ a b)))
        ((and (string? a) (string? b)) (string-append a b))
        ((and (vector? a) (vector? b)) (vector-append a b))
        ((and (object? a) (object? b))
         (append (map (lambda (entry) (or (assq (car entry) b) entry)) a)
                 (filter (lambda (entry) (not (assq (car entry) a))) b)))
        (else (no-operation a "added" b))))
(define (minus a b)
  (cond ((and (number? a) (number? b)) (number (- a b)))
        ((and (vector? a) (vector? b))
         (let ((without (vector->list b)))
           (list->vector (filter (lambda (x) (not (member x without json=?))) (vector->list a)))))
        (else (no-operation a "subtracted" b))))
(define (times a b)
  (if (and (number? a) (number? b)) (number (* a b)) (no-operation a "multiplied" b)))
(define (divided a b)
  (cond ((and (number? a) (number? b) (not (zero? b))) (number (/ a b)))
        ((and (string? a) (string? b)) (split a b))
        (else (no-operation a "divided" b))))
(define (modulus a b)
  (if (and (number? a) (number? b) (>= (abs b) 1))
      (truncate-remainder (exact (truncate a)) (exact (truncate b)))
      (no-operation a "divided" b)))

(define (split text separator) (list->vector (string-split text separator)))

;;; Functions: ((name . number of arguments) . procedure of their filters that gives a filter)

(define (items-of value)
  (cond ((vector? value) (vector->list value))
        ((object? value) (map cdr value))
        (else (fail "cannot iterate over " (shown value)))))

;; The items of VALUE with what FILTER makes of each, (vector of results . item), in the order of these.
(define (ranked filter value env)
  (sort (lambda (a b) (json<? (car a) (car b)))
        (map (lambda (x) (cons (list->vector (results filter x env)) x)) (items-of value))))

;; Functions that sort: PROCEDURE makes the result of the ranked items.
(define (sorting procedure)
  (lambda (filter) (lambda (value env emit) (emit (procedure (ranked filter value env))))))

;; The runs of items of one rank, in lists.
(define (runs ranked)
  (if (null? ranked)
      '()
      (let next ((rest (cdr ranked)) (run (list (car ranked))))
        (if (or (null? rest) (json<? (car (car run)) (car (car rest))))
            (cons (map cdr (reverse run)) (runs rest))
            (next (cdr rest) (cons (car rest) run))))))

(define (sorted items) (list->vector (map cdr items)))
(define (grouped items) (list->vector (map list->vector (runs items))))
(define (without-doubles items) (list->vector (map car (runs items))))
(define (least items) (if (null? items) 'null (cdr (car items))))
(define (greatest items) (if (null? items) 'null (cdr (last items))))

(define (size value)
  (cond ((eq? value 'null) 0)
        ((string? value) (string-length value))
        ((number? value) (abs value))
        ((boolean? value) (fail (shown value) " has no length"))
        (else (length (items-of value)))))

(define (keys value)
  (cond ((vector? value) (list->vector (iota (vector-length value))))
        ((object? value) (list->vector (sort string<? (map (lambda (entry) (symbol->string (car entry))) value))))
        (else (fail (shown value) " has no keys"))))

(define (has? value key)
  (cond ((and (object? value) (string? key)) (and (assq (string->symbol key) value) #t))
        ((and (vector? value) (number? key)) (< -1 key (vector-length value)))
        (else (fail "cannot look for " (shown key) " in " (shown value)))))

(define (contains? value part)
  (cond ((and (string? value) (string? part)) (and (string-contains value part) #t))
        ((and (object? value) (object? part))
         (every (lambda (entry) (and (assq (car entry) value) (contains? (cdr (assq (car entry) value)) (cdr entry)))) part))
        ((and (vector? value) (vector? part))
         (every (lambda (b) (pair? (filter (lambda (a) (contains? a b)) (items-of value)))) (items-of part)))
        (else (json=? value part))))
(define (entries-of object)
  (list->vector (map (lambda (entry) (list (cons 'key (symbol->string (car entry))) (cons 'value (cdr entry)))) object)))
(define (object-of entries)
  (fold (lambda (entry object)
          (plus object (list (cons (string->symbol (text-of (item entry "key"))) (item entry "value")))))
        '() (items-of entries)))

(define (flat value)
  (list->vector (fold (lambda (x found) (append found (if (vector? x) (items-of (flat x)) (list x)))) '() (items-of value))))

(define (joined value separator)
  (string-join (map (lambda (x) (if (eq? x 'null) "" (text-of x))) (items-of value)) separator))

(define (to-number value)
  (let ((result (if (string? value) (string->number value) value)))
    (if (real? result) result (fail (shown value) " is not a number"))))

(define (strings-only procedure)
  (lambda (value . more)
    (if (every string? (cons value more)) (apply procedure value more) (fail "expected a string, got " (shown value)))))

;; At most COUNT results of FILTER.
(define (limited count filter)
  (lambda (value env emit)
    (count value env
           (lambda (most)
             (if (positive? most)
                 (for-each emit (call/cc
                                 (lambda (return)
                                   (let ((found '()))
                                     (filter value env (lambda (result)
                                                         (set! found (cons result found))
                                                         (if (= (length found) most) (return (reverse found)))))
                                     (reverse found))))))))))

(define (range from to)
  (lambda (value env emit)
    (from value env (lambda (start)
                      (to value env (lambda (end)
                                      (let next ((n start)) (if (< n end) (begin (emit n) (next (+ n 1)))))))))))

(define (select filter)
  (lambda (value env emit)
    (filter value env (lambda (result) (if (truth? result) (emit value))))))

(define (of-type name)
  (lambda (value env emit)
    (if (string=? (json-type value) name) (emit value))))

(define (map-values filter)
  (lambda (value env emit)
    (emit (if (vector? value)
              (list->vector (apply append (map (lambda (part) (results filter part env)) (items-of value))))
              (fold (lambda (entry object)
                      (let ((found (results filter (cdr entry) env)))
                        (if (null? found) object (append object (list (cons (car entry) (car found)))))))
                    '() value)))))

(define (with-entries filter)
  (piped (of-value entries-of) (piped (collected (piped each filter)) (of-value object-of))))

;; A function of the value as a filter, and one of the value and of a result of another filter.
(define (of-value procedure)
  (lambda (value env emit) (emit (procedure value))))
(define (of-value-and procedure)
  (lambda (argument)
    (lambda (value env emit)
      (argument value env (lambda (result) (emit (procedure value result)))))))

;; An entry of `functions` for each NAME and PROCEDURE of PAIRS, with ARITY; MAKE makes the filter.
(define (entries arity make . pairs)
  (if (null? pairs)
      '()
      (cons (cons (cons (car pairs) arity) (make (cadr pairs)))
            (apply entries arity make (cddr pairs)))))

(define functions
  (append
   (entries 0 (lambda (procedure) (lambda () (of-value procedure)))
            "length" size "keys" keys "type" json-type "not" (lambda (value) (not (truth? value)))
            "add" (lambda (value) (fold (lambda (x sum) (plus sum x)) 'null (items-of value)))
            "any" (lambda (value) (pair? (filter truth? (items-of value))))
            "all" (lambda (value) (every truth? (items-of value)))
            "first" (lambda (value) (item value 0)) "last" (lambda (value) (item value -1))
            "reverse" (lambda (value) (list->vector (reverse (items-of value)))) "flatten" flat
            "to_entries" entries-of "from_entries" object-of
            "tostring" text-of "tonumber" to-number "tojson" json->string "fromjson" (strings-only string->json)
            "ascii_downcase" (strings-only string-downcase) "ascii_upcase" (strings-only string-upcase)
            "floor" (lambda (value) (number (floor (to-number value))))
            "sqrt" (lambda (value) (number (sqrt (to-number value))))
            "error" (lambda (value) (raise (make-failure value))))
   (entries 1 of-value-and
            "has" has? "contains" contains? "join" joined "split" (strings-only split)
            "startswith" (strings-only (lambda (text part) (string-prefix? part text)))
            "endswith" (strings-only (lambda (text part) (string-suffix? part text)))
            "error" (lambda (value message) (raise (make-failure message))))
   (entries 0 (lambda (procedure) (lambda () ((sorting procedure) identity)))
            "sort" sorted "unique" without-doubles "min" least "max" greatest)
   (entries 1 sorting
            "sort_by" sorted "group_by" grouped "unique_by" without-doubles "min_by" least "max_by" greatest)
   (entries 0 (lambda (name) (lambda () (of-type name)))
            "nulls" "null" "booleans" "boolean" "numbers" "number" "strings" "string" "arrays" "array" "objects" "object")
   (entries 0 (lambda (filter) (lambda () filter)) "recurse" recurse "empty" (lambda (value env emit) #f))
   (entries 1 (lambda (procedure) procedure)
            "select" select "map" (lambda (filter) (collected (piped each filter))) "map_values" map-values
            "with_entries" with-entries "range" (lambda (to) (range (constant 0) to))
            "first" (lambda (filter) (limited (constant 1) filter)))
   (entries 2 (lambda (procedure) procedure) "limit" limited "range" range)))

;;; The program

(define jsonq
  (command "jsonq" "Apply FILTER to each JSON value in the FILEs, or on standard input, and print what it gives."
    'notes "Filters: . .name .[0] .[2:4] .[] .. | , // and or == < + - * / % [f] {name, \"a b\": f} f as $x | g
         \"text \\(f)\" f? if f then g else h end

Functions: length keys has contains type map map_values select sort sort_by group_by unique unique_by min max min_by \
max_by add any all first last limit range reverse flatten to_entries from_entries with_entries join split startswith \
endswith ascii_downcase ascii_upcase tostring tonumber tojson fromjson floor sqrt not empty error recurse numbers strings \
arrays objects booleans nulls

Exit codes: 1 if the last result is false or null, with -e; 2 for a wrong command line or unreadable input; 3 for a \
wrong filter; 5 if a filter failed."
    (flag 'raw "-r, --raw-output" "print strings as they are")
    (flag 'compact "-c, --compact-output" "print each result on one line")
    (flag 'slurp "-s, --slurp" "read all values into one array first")
    (flag 'null "-n, --null-input" "read nothing: the filter is given null")
    (flag 'status "-e, --exit-status" "let the exit code tell of the last result")
    (option 'indent "--indent=N" "spaces a level" 'type 'integer 'default 2)
    (option 'variables "--arg NAME=TEXT" "define the variable $NAME" 'repeated #t
            'type (lambda (text)
                    (let ((place (string-contains text "=")))
                      (if (not place) (error "expected NAME=TEXT"))
                      (cons (string-copy text 0 place) (string-copy text (+ place 1))))))
    (argument 'filter "FILTER" "what to do with each value")
    (argument 'files "[FILE...]" "where the values are; - is standard input" 'type 'file)))

(define (complain . parts)
  (flush-output-port)
  (for-each (lambda (part) (display part (current-error-port))) `("jsonq: " ,@parts "\n")))

;; The filter that TEXT spells; the place of what is wrong is shown.
(define (parse-or-leave text)
  (guard (problem ((syntax-problem? problem)
                   (complain (problem-message problem) "\n  " text "\n  " (make-string (problem-place problem) #\space) "^")
                   (exit 3)))
    (parse text)))

;; Call USE with each value in the files at PATHS.
(define (for-each-value use paths)
  (define (read-all port path)
    (guard (problem ((json-error? problem)
                     (complain path ": " (json-error-reason problem))
                     (exit 2)))
      (let next ((value (json-read port)))
        (if (not (eof-object? value))
            (begin (use value) (next (json-read port)))))))
  (for-each (lambda (path)
              (if (string=? path "-")
                  (read-all (current-input-port) "standard input")
                  (call-with-input-file path (lambda (port) (read-all port path)))))
            (if (null? paths) '("-") paths)))

(define (main args)
  (define filter (parse-or-leave (args 'filter)))
  (define indent (if (args 'compact) 0 (args 'indent)))
  (define last-result 'none)
  (define failed? #f)
  (define (print result)
    (set! last-result result)
    (write-string (if (and (args 'raw) (string? result)) result (json->string result indent)))
    (newline))
  (define (apply-filter value)
    (guard (problem ((failure? problem)
                     (set! failed? #t)
                     (complain (text-of (failure-value problem)))))
      (filter value (args 'variables) print)))
  (cond ((args 'null) (apply-filter 'null))
        ((args 'slurp)
         (let ((values '()))
           (for-each-value (lambda (value) (set! values (cons value values))) (args 'files))
           (apply-filter (list->vector (reverse values)))))
        (else (for-each-value apply-filter (args 'files))))
  (exit (cond (failed? 5)
              ((and (args 'status) (not (truth? last-result))) 1)
              ((and (args 'status) (eq? last-result 'none)) 4)
              (else 0))))

(main (parse-command-line jsonq))
