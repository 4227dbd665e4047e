"""Floor 2: text → data. Lark is imported when the first text is read."""
