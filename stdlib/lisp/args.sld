;;; Command lines: a program declares its options and arguments, and gets them parsed, checked, and explained by `--help`
;;; (docs/command-line.md).
;;;
;;;   (define greet
;;;     (command "greet" "Say hello to each NAME." 'version "1.2"
;;;       (option 'times "-n, --times=N" "how often" 'type 'integer 'default 1)
;;;       (flag 'loud "-l, --loud" "in capitals")
;;;       (argument 'names "NAME..." "whom to greet")))
;;;   (define args (parse-command-line greet))        ; explains and leaves with 2 where the command line is wrong
;;;   (args 'times)                                   ; => 1
;;;
;;;   (command name summary part …)          parts: options, flags, arguments, commands, and the properties
;;;                                          'version text, 'notes text (the end of --help), 'run procedure
;;;   (option key spelling help property …)  properties: 'type, 'default, 'required #t, 'repeated #t (a list of all values)
;;;   (flag key spelling help property …)    'default; 'repeated #t (how often it was given); `--no-x` undoes `--x`
;;;   (argument key spelling help property …)    "X", "[X]", "X..." (one or more), "[X...]"; 'type, 'default
;;;
;;; A type is string, integer, number, file (one that exists, or "-"), folder, a list of strings to choose from, or a
;;; procedure: text → value, which refuses by `error`.
;;;
;;;   (parse-command-line command [words])   (cdr (command-line)), or WORDS, as a procedure: key → value; 'command gives the
;;;                                          names of the subcommand, with spaces between, or #f; without key, all values
;;;   (run-command command [words])          calls the 'run of the command or subcommand with that procedure
;;;   (parse-arguments command words)        the same without leaving: raises an args-stop
;;;   (command-help command [width])         (command-usage command)
;;;   (args-stop? obj)  (args-stop-kind stop)  (args-stop-message stop)  (args-stop-usage stop)
;;;                                          kind: error, help or version; the usage comes with an error

(define-library (lisp args)
  (import (scheme base) (scheme char) (scheme file) (scheme process-context) (scheme write) (lisp primitives) (lisp app))
  (export command option flag argument parse-command-line parse-arguments run-command command-help command-usage
          args-stop? args-stop-kind args-stop-message args-stop-usage)
  (include "args/declare.scm"
           "args/text.scm"
           "args/values.scm"
           "args/parse.scm"
           "args/help.scm"))
