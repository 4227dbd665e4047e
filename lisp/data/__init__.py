"""Floor 0: what a program holds. This package knows nobody above it and imports nothing heavy."""
