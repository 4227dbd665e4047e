;;; A rule engine: facts, rules that derive more facts, queries, and the reasons for what was derived.
;;;
;;;   lisp examples/rules.scm               asks about the family of the Greek gods
;;;   lisp examples/rules.scm --save FILE   stops in the middle of a search, which is kept in the image FILE
;;;   lisp -i FILE                          goes on with that search, in another process
;;;   lisp -i FILE -e "(ask 'Sisters-of-Zeus: '?who '((sibling ?who Zeus) (mother ?who ?child)))"  asks something else
;;;
;;; The engine is a library, the first part of this file. A fact is a list such as (father Zeus Athena). A pattern is a
;;; fact with variables, symbols that start with a question mark. A rule says that for all values of its variables its
;;; conclusion holds if its premises do. What is learnt is followed through the rules until nothing new comes out
;;; (forward chaining); a query searches what is then known, by unification and backtracking.

(define-library (rules engine)
  (import (scheme base) (scheme write) (srfi 69))
  (export new-base base-size rules learn! answers all-answers holds? explain unify substitute)
  (begin

    ;;; Terms and variables. Bindings are an association list: variable -> term.

    (define (variable? term)
      (and (symbol? term)
           (char=? (string-ref (symbol->string term) 0) #\?)))

    ;; What TERM stands for: itself unless it is a variable with a value.
    (define (resolve term bindings)
      (let ((binding (and (variable? term) (assq term bindings))))
        (if binding (resolve (cdr binding) bindings) term)))

    ;; BINDINGS with what must be added to make A and B the same; #f if nothing can.
    (define (unify a b bindings)
      (let ((a (resolve a bindings))
            (b (resolve b bindings)))
        (cond ((eqv? a b) bindings)
              ((variable? a) (cons (cons a b) bindings))
              ((variable? b) (cons (cons b a) bindings))
              ((and (pair? a) (pair? b))
               (let ((extended (unify (car a) (car b) bindings)))
                 (and extended (unify (cdr a) (cdr b) extended))))
              (else (and (equal? a b) bindings)))))

    ;; TERM with the values of its variables in their place.
    (define (substitute term bindings)
      (let ((term (resolve term bindings)))
        (if (pair? term)
            (cons (substitute (car term) bindings) (substitute (cdr term) bindings))
            term)))

    ;;; Facts

    ;; The facts are indexed by what a goal may know of them: (father Zeus Athena) is found under (father), under
    ;; (father 1 Zeus) and under (father 2 Athena).
    (define-record-type <base>
      (make-base index reasons)
      base?
      (index base-index)        ; such a key -> facts, the latest first
      (reasons base-reasons))   ; fact -> (name of the rule, the facts it was applied to), '() for what was given

    (define (new-base) (make-base (make-hash-table equal?) (make-hash-table equal?)))

    (define (base-size base) (hash-table-size (base-reasons base)))

    (define (known? base fact) (hash-table-exists? (base-reasons base) fact))

    (define (keys fact)
      (let next ((arguments (cdr fact)) (place 1) (keys (list (list (car fact)))))
        (if (null? arguments)
            keys
            (next (cdr arguments) (+ place 1) (cons (list (car fact) place (car arguments)) keys)))))

    ;; The key of the first argument of PATTERN that is known.
    (define (best-key pattern)
      (let next ((arguments (cdr pattern)) (place 1))
        (cond ((null? arguments) (list (car pattern)))
              ((or (variable? (car arguments)) (pair? (car arguments))) (next (cdr arguments) (+ place 1)))
              (else (list (car pattern) place (car arguments))))))

    ;; The facts that may match PATTERN, in the order in which they became known.
    (define (candidates base pattern)
      (reverse (hash-table-ref/default (base-index base) (best-key pattern) '())))

    ;; Makes FACT known, for REASON; whether it was not known before.
    (define (assert! base fact . reason)
      (cond ((known? base fact) #f)
            (else
             (hash-table-set! (base-reasons base) fact reason)
             (for-each (lambda (key)
                         (hash-table-update!/default (base-index base) key (lambda (facts) (cons fact facts)) '()))
                       (keys fact))
             #t)))

    ;;; Search

    ;; Calls FOUND with the bindings of each way to make all GOALS true. A goal is a pattern, or (different A B), or
    ;; (not PATTERN), which comes after goals that bind the variables to be tested.
    (define (search base goals bindings found)
      (define (go-on bindings) (search base (cdr goals) bindings found))
      (if (null? goals)
          (found bindings)
          (let ((goal (substitute (car goals) bindings)))
            (case (car goal)
              ((different) (unless (equal? (cadr goal) (list-ref goal 2)) (go-on bindings)))
              ((not) (unless (holds? base (cadr goal)) (go-on bindings)))
              (else
               (for-each (lambda (fact)
                           (let ((extended (unify goal fact bindings)))
                             (if extended (go-on extended))))
                         (candidates base goal)))))))

    ;; Whether there is a way to make all GOALS true; the first one ends the search.
    (define (holds? base . goals)
      (call/cc
       (lambda (return)
         (search base goals '() (lambda (bindings) (return #t)))
         #f)))

    ;; A procedure that returns another answer each time it is called, an end-of-file object after the last. An answer
    ;; is TEMPLATE with the values for which all GOALS are true. Between two calls the search stands still: it is a
    ;; continuation.
    (define (answers base template goals)
      (define given (make-hash-table equal?))
      (define return #f)        ; where the caller waits for an answer

      (define (give! answer)
        (unless (hash-table-exists? given answer)
          (hash-table-set! given answer #t)
          (call/cc
           (lambda (rest-of-search)
             (set! resume! rest-of-search)
             (return answer)))))

      (define (resume! ignored)
        (search base goals '() (lambda (bindings) (give! (substitute template bindings))))
        (set! resume! (lambda (ignored) (return (eof-object))))
        (resume! #f))

      (lambda ()
        (call/cc
         (lambda (caller)
           (set! return caller)
           (resume! #f)))))

    (define (all-answers base template goals)
      (let ((next-answer (answers base template goals)))
        (let loop ((answer (next-answer)) (found '()))
          (if (eof-object? answer)
              (reverse found)
              (loop (next-answer) (cons answer found))))))

    ;;; Rules

    (define-record-type <rule>
      (make-rule name premises conclusion)
      rule?
      (name rule-name)
      (premises rule-premises)
      (conclusion rule-conclusion))

    ;; A list of rules. `not` has no place in a rule: what is not known now may be known later.
    (define-syntax rules
      (syntax-rules (=>)
        ((_ (name premise ... => conclusion) ...)
         (list (make-rule 'name '(premise ...) 'conclusion) ...))))

    ;; Makes FACTS known and all that follows by RULES. A round looks only for what the facts that were new in the round
    ;; before contribute to.
    (define (learn! base rules facts)
      (let next-round ((new-facts (collect (lambda (add!)
                                             (for-each (lambda (fact) (if (assert! base fact) (add! fact))) facts)))))
        (if (pair? new-facts)
            (next-round (collect (lambda (add!)
                                   (for-each (lambda (fact)
                                               (for-each (lambda (rule) (apply-rule! base rule fact add!)) rules))
                                             new-facts)))))))

    ;; The list of what PRODUCE passes to the procedure it is given.
    (define (collect produce)
      (let ((collected '()))
        (produce (lambda (item) (set! collected (cons item collected))))
        (reverse collected)))

    ;; Calls ADD! with each fact that RULE makes known with FACT as one of its premises.
    (define (apply-rule! base rule fact add!)
      (define (conclude! bindings)
        (let ((conclusion (substitute (rule-conclusion rule) bindings))
              (premises (substitute (rule-premises rule) bindings)))
          (if (apply assert! base conclusion (rule-name rule) premises)
              (add! conclusion))))
      (for-each (lambda (premise)
                  (let ((bindings (unify premise fact '())))
                    (if bindings
                        (search base (rule-premises rule) bindings conclude!))))
                (rule-premises rule)))

    ;;; Explanations

    ;; Prints why FACT holds: the rule and, further in, why each of its premises holds.
    (define (explain base fact)
      (let visit ((fact fact) (depth 0))
        (let ((reason (hash-table-ref/default (base-reasons base) fact '())))
          (display (make-string (* 2 depth) #\space))
          (write fact)
          (display (cond ((pair? reason) (string-append "  by " (symbol->string (car reason))))
                         ((known? base fact) "")
                         ((eq? (car fact) 'different) "")
                         (else "  is not known")))
          (newline)
          (if (pair? reason)
              (for-each (lambda (premise) (visit premise (+ depth 1))) (cdr reason))))))))

(import (scheme base) (scheme process-context) (scheme write) (rules engine) (lisp image))

;;; What is known: father, mother, children, mostly after Hesiod.

(define families
  '((Ouranos  Gaia      Kronos Rhea Okeanos Tethys Hyperion Theia Iapetos Koios Phoibe Themis Mnemosyne)
    (Kronos   Rhea      Hestia Demeter Hera Hades Poseidon Zeus)
    (Okeanos  Tethys    Metis Klymene Pleione)
    (Hyperion Theia     Helios Selene Eos)
    (Iapetos  Klymene   Atlas Prometheus Epimetheus)
    (Koios    Phoibe    Leto Asteria)
    (Atlas    Pleione   Maia)
    (Zeus     Metis     Athena)
    (Zeus     Hera      Ares Hebe Eileithyia)
    (Zeus     Leto      Apollo Artemis)
    (Zeus     Maia      Hermes)
    (Zeus     Demeter   Persephone)
    (Ares     Aphrodite Harmonia)
    (Kadmos   Harmonia  Semele)
    (Zeus     Semele    Dionysos)))

(define family-rules
  (rules
   (fathers-are-parents     (father ?x ?child) => (parent ?x ?child))
   (mothers-are-parents     (mother ?x ?child) => (parent ?x ?child))
   (parents-are-ancestors   (parent ?x ?y) => (ancestor ?x ?y))
   (parents-of-ancestors    (parent ?x ?y) (ancestor ?y ?z) => (ancestor ?x ?z))
   (couples-have-children   (father ?x ?child) (mother ?y ?child) => (couple ?x ?y))
   (siblings-share-parents  (father ?f ?x) (father ?f ?y) (different ?x ?y) (mother ?m ?x) (mother ?m ?y)
                            => (sibling ?x ?y))
   (siblings-of-parents     (sibling ?x ?parent) (parent ?parent ?y) => (aunt-or-uncle ?x ?y))
   (children-of-siblings    (aunt-or-uncle ?x ?y) (parent ?x ?z) => (cousin ?y ?z))))

;; FAMILY as facts.
(define (family-facts family)
  (let ((father (car family))
        (mother (cadr family)))
    (append (map (lambda (child) (list 'father father child)) (cddr family))
            (map (lambda (child) (list 'mother mother child)) (cddr family)))))

(define gods (new-base))

;;; What is asked

(define (say . things)
  (for-each display things)
  (newline))

(define (ask question template goals)
  (say question)
  (for-each (lambda (answer) (say "  " answer)) (all-answers gods template goals)))

;; With --save FILE the program ends here, and the image in FILE begins here. Otherwise nothing happens.
(define (checkpoint)
  (let ((option (member "--save" (command-line))))
    (if (and option (eq? (save-image (cadr option)) 'saved))
        (exit))))

(let ((facts (apply append (map family-facts families))))
  (learn! gods family-rules facts)
  (say (length facts) " facts were given, " (- (base-size gods) (length facts)) " follow."))

(ask "Which brothers and sisters had children with each other?"
     '(?x and ?y)
     '((couple ?x ?y) (sibling ?x ?y)))

(ask "Which children of Kronos have no children?"
     '?x
     '((father Kronos ?x) (not (parent ?x ?child))))

(ask "Which children of Zeus are not Hera's?"
     '(?child by ?mother)
     '((father Zeus ?child) (mother ?mother ?child) (not (mother Hera ?child))))

(ask "Who had a child with a descendant?"
     '(?x and ?y had ?child)
     '((father ?x ?child) (mother ?y ?child) (ancestor ?x ?y)))

(say "Who are the ancestors of Dionysos? Three of them:")
(define next-ancestor (answers gods '?who '((ancestor ?who Dionysos))))
(do ((count 0 (+ count 1)))
    ((= count 3))
  (say "  " (next-ancestor)))

(checkpoint)

(say "And the others:")
(let loop ((ancestor (next-ancestor)))
  (unless (eof-object? ancestor)
    (say "  " ancestor)
    (loop (next-ancestor))))

(say "Why is Ouranos one of them?")
(explain gods '(ancestor Ouranos Dionysos))

(ask "Does Harmonia have brothers or sisters?" '?x '((sibling ?x Harmonia)))
(learn! gods family-rules (family-facts '(Ares Aphrodite Eros Phobos Deimos)))
(ask "And now that we have heard more about Aphrodite?" '?x '((sibling ?x Harmonia)))
(say "Is Eros an uncle of Semele? " (if (holds? gods '(aunt-or-uncle Eros Semele)) "Yes." "No."))
(explain gods '(aunt-or-uncle Eros Semele))
