"""Floor 5: the primitives, a module a section of the report. `catalogue` gathers them."""
