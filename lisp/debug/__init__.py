"""What a running Lisp can say of itself: names and their documentation, callers, stopped computations. No terminal here."""
