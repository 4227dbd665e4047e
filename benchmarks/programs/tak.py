"""Takeuchi's function."""


def tak(x, y, z):
    if y < x:
        return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
    return z


def run(n):
    return tak(n, n * 2 // 3, n // 3)
