"""Floor 1: the contract between the front end, the compiler and the image: core forms, syntax, macros, primitives."""
