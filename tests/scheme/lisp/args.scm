;;; (lisp args): command lines.

(import (scheme base) (lisp args) (srfi 64))

(test-begin "args")

(define greet
  (command "greet" "Say hello." 'version "1.2"
    (option 'times "-n, --times=N" "how often" 'type 'integer 'default 1)
    (option 'factor "--factor" "a factor" 'type 'number)
    (option 'style "--style" "how" 'type '("plain" "fancy") 'default "plain")
    (option 'tags "-t TAG, --tag" "a tag" 'repeated #t)
    (option 'even "--even" "an even number"
            'type (lambda (text)
                    (let ((n (string->number text)))
                      (if (and n (even? n)) n (error "expected an even number")))))
    (flag 'loud "-l, --loud" "in capitals")
    (flag 'color "--[no-]color" "in colour" 'default #t)
    (flag 'verbose "-v, --verbose" "say more" 'repeated #t)
    (argument 'names "NAME..." "whom")))

(define tool
  (command "tool" "Work."
    (flag 'verbose "-v" "say more")
    (command "remote" "Remotes."
      (command "add" "Add one." (option 'branch "--branch" "which" 'required #t)
        (argument 'name "NAME" "its name") (argument 'url "[URL]" "where" 'default "here")))
    (command "status" "Say how it is." (argument 'files "[FILE...]" "which") 'run (lambda (args) (list 'ran (args 'files))))))

(define copy
  (command "copy" #f (argument 'from "FROM..." "") (argument 'to "TO" "")))

(define (value key . words) ((parse-arguments greet words) key))

(define (message command . words)
  (guard (stop ((args-stop? stop) (args-stop-message stop)))
    (parse-arguments command words)
    'fine))

(define (stop-kind . words)
  (guard (stop ((args-stop? stop) (args-stop-kind stop)))
    (parse-arguments greet words)))

(test-group "options"
  (test-equal '(1 3 3 3 3 -3)
              (map (lambda (words) (apply value 'times (cons "x" words)))
                   '(() ("-n3") ("-n" "3") ("--times=3") ("--times" "3") ("-n" "-3"))))
  (test-equal '(1/2 0.25 1000.0) (map (lambda (text) (value 'factor "--factor" text "x")) '("1/2" ".25" "1e3")))
  (test-equal "fancy" (value 'style "--style=plain" "x" "--style=fancy"))
  (test-equal '("a" "" "b") (value 'tags "-ta" "x" "--tag=" "-t" "b"))
  (test-equal '() (value 'tags "x"))
  (test-equal 4 (value 'even "--even=4" "x"))
  (test-equal #f (value 'even "x")))

(test-group "flags"
  (test-equal '(#f #t #t) (map (lambda (words) (apply value 'loud "x" words)) '(() ("-l") ("--loud"))))
  (test-equal '(#t #f #t #f #t)
              (map (lambda (words) (apply value 'color "x" words))
                   '(() ("--no-color") ("--color") ("--color" "--no-color") ("--no-color" "--color"))))
  (test-equal '(0 1 3 0) (map (lambda (words) (apply value 'verbose "x" words))
                              '(() ("-v") ("-vv" "--verbose") ("-v" "--no-verbose"))))
  (test-equal '(#t 2 "vl") (let ((args (parse-arguments greet '("-lvvt" "vl" "x"))))
                             (list (args 'loud) (args 'verbose) (car (args 'tags))))))

(test-group "arguments"
  (test-equal '("a" "-" "-5" "-l" "--") (value 'names "a" "-" "-5" "--" "-l" "--"))
  (test-equal '("a" "\x3bb;") (value 'names "a" "\x3bb;"))
  (test-equal '((("a") "b") (("a" "b") "c"))
              (map (lambda (words) (let ((args (parse-arguments copy words))) (list (args 'from) (args 'to))))
                   '(("a" "b") ("a" "b" "c"))))
  (test-equal "argument TO is missing" (message copy "a"))
  (test-equal "argument NAME is missing" (message greet)))

(test-group "subcommands"
  (test-equal '("remote add" #t "dev" "x" "here")
              (let ((args (parse-arguments tool '("remote" "add" "-v" "--branch" "dev" "x"))))
                (map args '(command verbose branch name url))))
  (test-equal '("status" #f ()) (map (parse-arguments tool '("status")) '(command verbose files)))
  (test-equal '(ran ("a")) (run-command tool '("-v" "status" "a")))
  (test-equal "option --branch is required" (message tool "remote" "add" "x"))
  (test-equal "unexpected argument \"z\"" (message tool "remote" "add" "x" "y" "z" "--branch=b"))
  (test-equal "expected a command: one of remote, status" (message tool))
  (test-equal "expected a command: one of add" (message tool "remote"))
  (test-equal "unknown command \"statos\"; did you mean status?" (message tool "statos"))
  (test-equal "usage: tool remote add [OPTION...] --branch=TEXT NAME [URL]\n"
              (guard (stop (#t (args-stop-usage stop))) (parse-arguments tool '("remote" "add")))))

(test-group "errors"
  (test-equal "unknown option --tiems; did you mean --times?" (message greet "--tiems=2"))
  (test-equal "unknown option --verb; did you mean --verbose?" (message greet "--verb"))
  (test-equal "unknown option --xyzzy" (message greet "--xyzzy"))
  (test-equal "unknown option -x in \"-lx\"" (message greet "-lx"))
  (test-equal "unknown option -o in \"-oud\"; did you mean --loud?" (message greet "-oud"))
  (test-equal "option -n needs a value, N" (message greet "x" "-n"))
  (test-equal "option --times: expected an integer, got \"2.5\"" (message greet "--times=2.5"))
  (test-equal "option --factor: expected a number, got \"#xff\"" (message greet "--factor=#xff"))
  (test-equal "option --style: expected one of plain, fancy, got \"fncy\"; did you mean fancy?" (message greet "--style=fncy"))
  (test-equal "option --even: expected an even number, got \"3\"" (message greet "--even" "3"))
  (test-equal "option --loud takes no value, got \"yes\"" (message greet "--loud=yes"))
  (test-equal '(error help help version) (map (lambda (word) (stop-kind word "-z")) '("-z" "-h" "--help" "--version")))
  (test-equal "greet 1.2\n" (message greet "--version"))
  (test-error (parse-arguments (command "x" #f) '("--version")))
  (test-error ((parse-arguments greet '("x")) 'no-such-key)))

(test-group "declarations"
  (test-error (option 'x "x" ""))
  (test-error (option 'x "-x" "" 'type 'colour))
  (test-error (option 'x "-x" "" 'defalt 1))
  (test-error (option 'x "-x" "" 'type))
  (test-error (command "x" #f (flag 'a "-a" "") (flag 'b "-a" "")))
  (test-error (command "x" #f (flag 'a "-a" "") (flag 'a "-b" "")))
  (test-error (command "x" #f (argument 'a "A..." "") (argument 'b "B..." "")))
  (test-error (command "x" #f (argument 'a "A" "") (command "y" #f))))

(test-group "help"
  (test-equal "usage: copy FROM... TO\n" (command-usage copy))
  (test-equal "usage: tool [OPTION...] COMMAND ...\n\nWork.\n\ncommands:
  remote      Remotes.
  status      Say how it is.

options:
  -v          say more
  -h, --help  show this and leave
" (command-help tool))
  (test-equal "usage: t [OPTION...] -c N [X]

One two three four five six seven
eight.

arguments:
  [X]         (default: 1)

options:
  -c N        a long explanation in
              more lines (required)
      --a-very-long-name=TEXT
              short
      --[no-]up
              (default: on)
  -h, --help  show this and leave

  as it is
"
              (command-help
               (command "t" "One two three four five six seven eight." 'notes "  as it is"
                 (option 'c "-c N" "a long explanation in more lines" 'required #t)
                 (option 'long "--a-very-long-name" "short")
                 (flag 'up "--[no-]up" "" 'default #t)
                 (argument 'x "[X]" "" 'default 1))
               36)))

(test-end)
