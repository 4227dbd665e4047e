;;; Files, folders and paths, with the names of SRFI 170 where it has them. What fails raises an error object for which
;;; file-error? holds, and whose message names the path. docs/command-line.md has a table.
;;;
;;;   (directory-files [folder [dotfiles?]])   names, sorted       (directory-tree folder)   all files below, sorted
;;;   (create-directory path)  (create-directories path)  (delete-directory path)  (delete-tree path)
;;;   (rename-file old new)  (copy-file source target)  (delete-file path)  (file-exists? path)
;;;   (file-directory? path)  (file-regular? path)
;;;   (file-info path [follow?])               with file-info-directory?, -regular?, -symlink?, and
;;;                                            file-info:size, :mtime (seconds since 1970), :mode, :device, :inode
;;;   (set-file-time! path [seconds])  (file-newer? path other)
;;;   (current-directory)  (set-current-directory! path)  (real-path path)
;;;   (create-temp-file [prefix])  (create-temp-directory [prefix])
;;;   (path-join path …)  (path-directory path)  (path-file path)  (path-extension path)  (path-without-extension path)
;;;   (path-absolute? path)  (path-normalized path)  (path-relative path folder)
;;;   (read-text-file path)  (write-text-file path text)  (read-text port)

(define-library (lisp files)
  (import (scheme base) (scheme file) (lisp primitives))
  (export directory-files directory-tree create-directory create-directories delete-directory delete-tree rename-file
          copy-file delete-file file-exists? file-directory? file-regular? file-info file-info? file-info-directory?
          file-info-regular? file-info-symlink? file-info:size file-info:mtime file-info:mode file-info:device
          file-info:inode set-file-time! file-newer? current-directory set-current-directory! real-path create-temp-file
          create-temp-directory path-join path-directory path-file path-extension path-without-extension path-absolute?
          path-normalized path-relative read-text-file write-text-file read-text)
  (begin

    (define-record-type <file-info>
      (make-file-info type size mtime mode device inode)
      file-info?
      (type file-info-type)      ; "file", "folder", "link" or "other"
      (size file-info:size)
      (mtime file-info:mtime)
      (mode file-info:mode)
      (device file-info:device)
      (inode file-info:inode))

    (define (file-info path . follow)
      (apply make-file-info (%file-info path (if (null? follow) #t (car follow)))))

    (define (file-info-directory? info) (string=? (file-info-type info) "folder"))
    (define (file-info-regular? info) (string=? (file-info-type info) "file"))
    (define (file-info-symlink? info) (string=? (file-info-type info) "link"))

    ;; Whether PATH was modified after OTHER, or OTHER is not there.
    (define (file-newer? path other)
      (let ((time (file-info:mtime (file-info path))))
        (or (not (file-exists? other))
            (> time (file-info:mtime (file-info other))))))

    (define (directory-tree folder)
      (%directory-tree folder))

    ;; All that is left in PORT.
    (define (read-text port)
      (let next ((parts '()))
        (let ((part (read-string 16000 port)))
          (if (eof-object? part)
              (apply string-append (reverse parts))
              (next (cons part parts))))))

    (define (read-text-file path)
      (call-with-input-file path read-text))

    (define (write-text-file path text)
      (call-with-output-file path
        (lambda (port) (write-string text port))))))
