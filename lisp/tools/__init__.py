"""Tools for images, `lisp image …`: what an image holds, why, and what differs. Nothing of an image runs here.

heap.py decodes the whole image with an untrusted context: procedures are descriptions, primitives and host objects are names.
What refers to what is edges.py's; a tool is a module or two above these, which makes plain data (what `--json` shows) and
text of it. command.py is the command line.
"""
