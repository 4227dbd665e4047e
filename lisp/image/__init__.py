"""Floor 4: images. A heap, written down in columns (docs/image-format.md); reading it back imports nothing heavy."""
