;;; A static site: a folder of pages in Markdown becomes a folder of HTML.
;;;
;;;   lisp examples/site.scm examples/data/site /tmp/site      writes what is new or has changed; everything with --force
;;;   lisp build examples/site.scm -o site                     makes one file of this program
;;;
;;; A page is a file X.md. It may begin with lines `key: value` between two lines `---`: title, date, draft (yes). The rest is
;;; Markdown: headings, paragraphs, lists, quotes, code, tables, rules; *emphasis*, **strong**, `code`, links, images.
;;; Each page is put into template.html of the source folder, or a plain one, in place of {{content}}; {{title}}, {{date}},
;;; {{site}} and {{root}} (the way back to the top) are filled in too. {{pages}}, in a page or the template, is the list of all
;;; pages, the latest first; without an index.md, index.html is made of it. All other files are copied.

(import (scheme base) (scheme char) (scheme process-context) (scheme write) (only (srfi 1) filter any append-map)

        (only (srfi 152) string-prefix? string-suffix? string-contains string-split string-join string-trim-both)
        (lisp sort) (lisp files) (lisp args))

;;; Text

(define (escaped text)
  (let ((out (open-output-string)))
    (string-for-each (lambda (char)
                       (case char
                         ((#\&) (write-string "&amp;" out))
                         ((#\<) (write-string "&lt;" out))
                         ((#\>) (write-string "&gt;" out))
                         ((#\") (write-string "&quot;" out))
                         (else (write-char char out))))
                     text)
    (get-output-string out)))

(define (element name . content)
  (string-append "<" name ">" (apply string-append content) "</" (car (string-split name " ")) ">"))

;; The TEMPLATE with {{name}} replaced; VALUES: an association list. What is not in it stays.
(define (filled template values)
  (let next ((parts (if (string=? template "") '("") (string-split template "{{"))) (out '()))
    (let* ((part (car parts))
           (end (and (pair? out) (string-contains part "}}" 0)))
           (value (and end (assoc (string-trim-both (string-copy part 0 end)) values)))
           (text (cond (value (string-append (cdr value) (string-copy part (+ end 2))))
                       ((pair? out) (string-append "{{" part))
                       (else part))))
      (if (null? (cdr parts))
          (apply string-append (reverse (cons text out)))
          (next (cdr parts) (cons text out))))))

;;; Markdown within a line

(define (inline text)
  (define out (open-output-string))
  (define (put . parts) (for-each (lambda (part) (write-string part out)) parts))

  ;; What is between K and the next MARK goes through FORMAT, and reading goes on after it; #f if there is no MARK.
  (define (between k mark format)
    (let ((end (string-contains text mark k)))
      (and end (> end k)
           (begin (put (format (string-copy text k end)))
                  (+ end (string-length mark))))))

  ;; [label](address) from the bracket at K on.
  (define (link k format)
    (let* ((middle (string-contains text "](" k))
           (end (and middle (string-contains text ")" middle))))
      (and end
           (begin (put (format (string-copy text (+ k 1) middle) (string-copy text (+ middle 2) end)))
                  (+ end 1)))))

  (define (special k)
    (define (at? mark) (string-prefix? mark text 0 (string-length mark) k))
    (case (string-ref text k)
      ((#\\) (and (< (+ k 1) (string-length text))
                  (begin (put (escaped (string (string-ref text (+ k 1))))) (+ k 2))))
      ((#\`) (between (+ k 1) "`" (lambda (code) (element "code" (escaped code)))))
      ((#\*) (if (at? "**")
                 (between (+ k 2) "**" (lambda (part) (element "strong" (inline part))))
                 (between (+ k 1) "*" (lambda (part) (element "em" (inline part))))))
      ((#\!) (and (at? "![")
                  (link (+ k 1) (lambda (label address)
                                  (string-append "<img src=\"" (escaped address) "\" alt=\"" (escaped label) "\">")))))
      ((#\[) (link k (lambda (label address)
                       (element (string-append "a href=\"" (escaped (page-address address)) "\"") (inline label)))))
      ((#\<) (and (or (at? "<http://") (at? "<https://"))
                  (between (+ k 1) ">" (lambda (address)
                                         (string-append "<a href=\"" (escaped address) "\">" (escaped address) "</a>")))))
      (else #f)))

  (let next ((k 0))
    (if (< k (string-length text))
        (next (or (special k)
                  (begin (put (escaped (string (string-ref text k)))) (+ k 1))))))
  (get-output-string out))

;; A link to X.md goes to X.html, unless it leaves the site.
(define (page-address address)
  (let ((parts (string-split address "#")))
    (if (and (pair? parts)
             (string=? (path-extension (car parts)) ".md") (not (string-contains address "://" 0)))
        (string-join (cons (string-append (path-without-extension (car parts)) ".html") (cdr parts)) "#")
        address)))

;;; Markdown in blocks: a list of lines becomes HTML

(define (blank? line) (string=? (string-trim-both line) ""))
(define (fence? line) (string-prefix? "```" line))
(define (indented? line) (string-prefix? "    " line))
(define (placeholder? line) (and (string-prefix? "{{" line) (string-suffix? "}}" line)))
(define (rule? line) (and (member (string-trim-both line) '("---" "***" "___")) #t))
(define (table? lines)
  (and (string-prefix? "|" (car lines)) (pair? (cdr lines)) (string-prefix? "|" (cadr lines))
       (pair? (table-cells (cadr lines)))
       (not (any (lambda (cell) (any (lambda (char) (not (memv char '(#\- #\: #\space)))) (string->list cell)))
                 (table-cells (cadr lines))))))

;; How many # LINE begins with, if a space follows.
(define (heading-level line)
  (let next ((k 0))
    (cond ((= k (string-length line)) #f)
          ((char=? (string-ref line k) #\#) (next (+ k 1)))
          (else (and (<= 1 k 6) (char=? (string-ref line k) #\space) k)))))

;; "ul" or "ol" and where the text of the item begins, or #f.
(define (item-of line)
  (define (marker-end k)
    (if (and (< k (string-length line)) (char-numeric? (string-ref line k))) (marker-end (+ k 1)) k))
  (let ((digits (marker-end 0)))
    (cond ((or (string-prefix? "- " line) (string-prefix? "* " line)) (cons "ul" 2))
          ((and (positive? digits) (string-prefix? ". " (string-copy line digits))) (cons "ol" (+ digits 2)))
          (else #f))))

(define (starts-block? lines)
  (let ((line (car lines)))
    (or (blank? line) (fence? line) (placeholder? line) (rule? line) (heading-level line) (item-of line)
        (string-prefix? ">" line) (table? lines))))

;; The lines before the first place where STOP? holds of those that are left, and these.
(define (lines-until stop? lines)
  (let next ((lines lines) (taken '()))
    (if (or (null? lines) (stop? lines))
        (values (reverse taken) lines)
        (next (cdr lines) (cons (car lines) taken)))))

(define (blocks lines)
  (if (null? lines)
      ""
      (let ((line (car lines)))
        (define (then format stop? lines)
          (let-values (((taken rest) (lines-until stop? lines)))
            (string-append (format taken) "\n" (blocks rest))))
        (cond ((blank? line) (blocks (cdr lines)))
              ((heading-level line)
               => (lambda (level)
                    (string-append (heading level (string-trim-both (string-copy line level))) "\n" (blocks (cdr lines)))))
              ((placeholder? line) (string-append line "\n" (blocks (cdr lines))))
              ((rule? line) (string-append "<hr>\n" (blocks (cdr lines))))
              ((fence? line) (code-block (string-trim-both (string-copy line 3)) (cdr lines)))
              ((indented? line) (then indented-code (lambda (rest) (not (indented? (car rest)))) lines))
              ((string-prefix? ">" line) (then quotation (lambda (rest) (not (string-prefix? ">" (car rest)))) lines))
              ((table? lines) (then table (lambda (rest) (not (string-prefix? "|" (car rest)))) lines))
              ((item-of line) => (lambda (item) (then (list-of-kind (car item)) (after-list? (car item)) lines)))
              (else (let-values (((more rest) (lines-until starts-block? (cdr lines))))
                      (string-append (element "p" (inline (string-join (map string-trim-both (cons line more)) "\n"))) "\n"
                                     (blocks rest))))))))

(define (heading level text)
  (let ((name (string-append "h" (number->string level))))
    (string-append "<" name " id=\"" (identifier text) "\">" (inline text) "</" name ">")))

;; The letters and digits of TEXT with hyphens between the words.
(define (identifier text)
  (let ((words (filter (lambda (word) (not (string=? word "")))
                       (string-split (string-map (lambda (char)
                                            (if (or (char-alphabetic? char) (char-numeric? char)) (char-downcase char) #\space))
                                          text)
                              " "))))
    (string-join words "-")))

(define (code-block language lines)
  (let-values (((taken rest) (lines-until (lambda (rest) (fence? (car rest))) lines)))
    (string-append (code (string-append "code" (if (string=? language "") "" (class-of language))) taken)
                   "\n"
                   (blocks (if (null? rest) rest (cdr rest))))))

(define (class-of language)
  (string-append " class=\"language-" (escaped language) "\""))

(define (indented-code lines)
  (code "code" (map (lambda (line) (string-copy line 4)) lines)))

(define (code tag lines)
  (element "pre" (apply element tag (map (lambda (line) (string-append (escaped line) "\n")) lines))))

(define (quotation lines)
  (string-append "<blockquote>\n"
                 (blocks (map (lambda (line) (string-copy line (if (string-prefix? "> " line) 2 1))) lines))
                 "</blockquote>"))

;; A list ends before a line that is no item of its kind and not indented.
(define (after-list? kind)
  (lambda (lines)
    (let ((line (car lines)))
      (not (or (string-prefix? "  " line)
               (let ((item (item-of line))) (and item (string=? (car item) kind)))
               (and (blank? line) (pair? (cdr lines)) (not ((after-list? kind) (cdr lines)))))))))

(define ((list-of-kind kind) lines)
  (let next ((lines lines) (items '()))
    (if (null? lines)
        (string-append "<" kind ">\n" (apply string-append (reverse items)) "</" kind ">")
        (let-values (((more rest) (lines-until (lambda (rest) (item-of (car rest))) (cdr lines))))
          (let* ((start (cdr (item-of (car lines))))
                 (text (string-copy (car lines) start)))
            (next rest (cons (list-item text (map (lambda (line) (without-indent line start)) more)) items)))))))

(define (without-indent line most)
  (let next ((k 0))
    (if (and (< k most) (< k (string-length line)) (char=? (string-ref line k) #\space))
        (next (+ k 1))
        (string-copy line k))))

;; An item of one paragraph stands without <p>.
(define (list-item text more)
  (let-values (((paragraph rest) (if (null? more) (values '() '()) (lines-until starts-block? more))))
    (let ((inner (blocks rest)))
      (string-append "<li>" (inline (string-join (cons text (map string-trim-both paragraph)) "\n"))
                     (if (string=? inner "") "" (string-append "\n" inner)) "</li>\n"))))

(define (table-cells line)
  (let ((cells (map string-trim-both (string-split (string-trim-both line) "|"))))
    (if (or (null? (cdr cells)) (null? (cddr cells))) '() (reverse (cdr (reverse (cdr cells)))))))

(define (table lines)
  (define (row cell line)
    (element "tr" (apply string-append (map (lambda (text) (element cell (inline text))) (table-cells line)))))
  (string-append "<table>\n" (row "th" (car lines)) "\n"
                 (apply string-append (map (lambda (line) (string-append (row "td" line) "\n")) (cddr lines)))
                 "</table>"))

;;; Pages

(define-record-type <page>
  (make-page path properties lines)
  page?
  (path page-path)               ; of the result, relative to the site
  (properties page-properties)
  (lines page-lines))

(define (page-property page name default)
  (let ((entry (assoc name (page-properties page))))
    (if entry (cdr entry) default)))
;; The title is given, or the first heading, or the name of the file.
(define (page-title page)
  (let ((headings (filter heading-level (page-lines page))))
    (page-property page "title"
                   (if (null? headings)
                       (path-file (path-without-extension (page-path page)))
                       (string-trim-both (string-copy (car headings) (heading-level (car headings))))))))
(define (draft? page) (string=? (page-property page "draft" "no") "yes"))

(define (read-page folder path)
  (let ((lines (string-split (filled-ends (read-text-file (path-join folder path))) "\n"))
        (target (string-append (path-without-extension path) ".html")))
    (if (and (pair? lines) (rule? (car lines)))
        (let-values (((properties rest) (lines-until (lambda (rest) (rule? (car rest))) (cdr lines))))
          (if (null? rest) (leave (path-join folder path) ": the front matter does not end"))
          (make-page target (append-map (front-matter path) properties) (cdr rest)))
        (make-page target '() lines))))

;; TEXT with ends of lines as they are on Unix.
(define (filled-ends text) (string-join (string-split text "\r\n") "\n"))

(define ((front-matter path) line)
  (let ((place (string-contains line ":" 0)))
    (cond ((blank? line) '())
          (place (list (cons (string-trim-both (string-copy line 0 place)) (string-trim-both (string-copy line (+ place 1))))))
          (else (leave path ": expected `key: value` in the front matter, got " line)))))

(define plain-template "<!doctype html>
<html><head><meta charset=\"utf-8\"><title>{{title}}</title></head>
<body>
{{content}}</body></html>
")

;; The way from the page at PATH to the top of the site: "", "../", …
(define (way-up path)
  (apply string-append (map (lambda (part) "../") (cdr (string-split path "/")))))

;; The list of PAGES, the latest first, as seen from the page at PATH.
(define (list-of-pages pages path)
  (define (entry page)
    (let ((date (page-property page "date" "")))
      (string-append "<li>" (if (string=? date "") "" (string-append (element "time" (escaped date)) " "))
                     "<a href=\"" (escaped (string-append (way-up path) (page-path page))) "\">"
                     (escaped (page-title page)) "</a></li>\n")))
  (define (later? a b)
    (let ((date-a (page-property a "date" "")) (date-b (page-property b "date" "")))
      (if (string=? date-a date-b) (string<? (page-title a) (page-title b)) (string>? date-a date-b))))
  (string-append "<ul class=\"pages\">\n"
                 (apply string-append
                        (map entry (sort later? (filter (lambda (page) (not (string=? (page-path page) "index.html"))) pages))))
                 "</ul>"))

(define (html page pages template site)
  (let* ((path (page-path page))
         (values (list (cons "title" (escaped (page-title page)))
                       (cons "date" (escaped (page-property page "date" "")))
                       (cons "site" (escaped site))
                       (cons "root" (way-up path))
                       (cons "pages" (list-of-pages pages path))))
         (content (filled (blocks (page-lines page)) values)))
    (filled template (cons (cons "content" content) values))))

;;; The program

(define (leave . parts)
  (for-each (lambda (part) (display part (current-error-port))) `("site: " ,@parts "\n"))
  (exit 1))

(define site
  (command "site" "Make HTML of the Markdown in the folder SOURCE, in the folder OUTPUT."
    (flag 'force "-f, --force" "write everything, not only what has changed")
    (flag 'drafts "-d, --drafts" "write pages that say `draft: yes` too")
    (flag 'verbose "-v, --verbose" "name each file that is written")
    (option 'title "-t, --title=TEXT" "the name of the site, {{site}} in the template" 'default "A site")
    (argument 'source "SOURCE" "the folder with the pages" 'type 'folder)
    (argument 'output "OUTPUT" "where the site is written; made if it is missing")))

(define (main args)
  (define source (args 'source))
  (define output (args 'output))
  (define template-path (path-join source "template.html"))
  (define written 0)
  (define (page-file? path) (string=? (path-extension path) ".md"))
  (define (hidden? path) (any (lambda (part) (string-prefix? "." part)) (string-split path "/")))

  (define (write! path make)
    (let ((target (path-join output path)))
      (create-directories (path-directory target))
      (make target)
      (set! written (+ written 1))
      (if (args 'verbose) (begin (display target) (newline)))))

  ;; A page depends on its text, on the template, and on the other pages where it lists them: what is there is compared.
  (define (write-page! page pages template)
    (let ((target (path-join output (page-path page)))
          (text (html page pages template (args 'title))))
      (if (or (args 'force)
              (not (file-exists? target))
              (not (equal? text (old-text target))))
          (write! (page-path page) (lambda (target) (write-text-file target text))))))

  ;; What is in the file at PATH; #f if it is not text.
  (define (old-text path)
    (guard (problem ((file-error? problem) #f))
      (read-text-file path)))

  (define (copy! path)
    (if (or (args 'force) (file-newer? (path-join source path) (path-join output path)))
        (write! path (lambda (target) (copy-file (path-join source path) target)))))

  (create-directories output)
  (if (string-prefix? (path-join (real-path source) "") (path-join (real-path output) ""))
      (leave "OUTPUT must not be SOURCE or a folder in it"))
  (let* ((paths (filter (lambda (path) (not (or (hidden? path) (string=? path "template.html")))) (directory-tree source)))
         (found (map (lambda (path) (read-page source path)) (filter page-file? paths)))
         (pages (filter (lambda (page) (or (args 'drafts) (not (draft? page)))) found))
         (index? (any (lambda (page) (string=? (page-path page) "index.html")) pages))
         (all (if index? pages (cons (make-page "index.html" (list (cons "title" (args 'title))) '("{{pages}}")) pages)))
         (template (if (file-exists? template-path) (read-text-file template-path) plain-template)))
    (for-each (lambda (page) (write-page! page pages template)) all)
    (for-each copy! (filter (lambda (path) (not (page-file? path))) paths))
    (for-each display (list (length all) " pages, " (- (length paths) (length found)) " other files: " written " written\n"))))

(let ((args (parse-command-line site)))
  (guard (problem ((file-error? problem)
                   (leave (error-object-message problem)
                          (string-join (map (lambda (path) (string-append " " path)) (error-object-irritants problem)) ""))))
    (main args)))
