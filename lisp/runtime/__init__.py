"""Floor 3: running compiled code, and turning the Python stack into heap frames and back."""
