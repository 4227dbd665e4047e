;;; SRFI 41: streams, lists whose members and rest are computed when they are first asked for.
;;;
;;; A stream is a promise of its own type; forced, it is the null object or a pair of a promise and a stream. It is
;;; built on delay-force: a loop that produces streams runs in constant space.

(define-library (srfi 41)
  (import (scheme base) (scheme lazy))
  (export stream-null stream-cons stream? stream-null? stream-pair? stream-car stream-cdr stream-lambda
          define-stream list->stream port->stream stream stream->list stream-append stream-concat stream-constant
          stream-drop stream-drop-while stream-filter stream-fold stream-for-each stream-from stream-iterate
          stream-length stream-let stream-map stream-match _ stream-of stream-range stream-ref stream-reverse
          stream-scan stream-take stream-take-while stream-unfold stream-unfolds stream-zip)
  (include "41/primitive.scm"
           "41/syntax.scm"
           "41/derived.scm"
           "41/produce.scm"))
