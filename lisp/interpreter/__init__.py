"""Floor 6: the interpreter: a World and the services that it needs of the floors below (files, libraries, images)."""
