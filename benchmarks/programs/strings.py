"""Build a text of numbered words twice: written to a StringIO, and joined from a list of pieces."""

import io


def word(i):
    return "word-" + str(i) + (";" if i % 2 == 0 else ",")


def write_words(n):
    out = io.StringIO()
    for i in range(n):
        out.write(word(i))
        out.write(str(i))
        out.write(" ")
    return out.getvalue()


def append_words(n):
    pieces = []
    for i in range(n):
        pieces.append(word(i))
    return "".join(pieces)


def run(n):
    return write_words(n) + append_words(n)
