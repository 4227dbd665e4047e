"""The same sum with one plain Python call for each step: the unit that a step of the Scheme generator is measured in."""


def step(i):
    return i + 1


def run(n):
    total = 0
    i = 0
    while i < n:
        i = step(i)
        total += i
    return total
