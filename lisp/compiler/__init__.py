"""Floor 2, back: core forms → Python code objects. `pipeline` has the passes in order."""
