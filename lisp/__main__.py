"""`python -m lisp`: the command line."""

import sys

from lisp.cli import main

sys.exit(main())
