"""Executables: one file that holds a launcher, the runtime and an image (docs/executables.md)."""
