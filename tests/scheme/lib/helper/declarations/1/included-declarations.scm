(export included-procedure upper second-procedure)
(import (rename (only (scheme base) lambda) (lambda fn)) (prefix (only (scheme base) quote) scheme-))
