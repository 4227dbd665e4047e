"""Fill a list with squares, reverse it in place, sum it up."""


def fill(items):
    for i in range(len(items)):
        items[i] = i * i


def reverse(items):
    low = 0
    high = len(items) - 1
    while low < high:
        items[low], items[high] = items[high], items[low]
        low += 1
        high -= 1


def weigh(items):
    total = 0
    for i in range(len(items)):
        total += i * items[i]
    return total


def run(n):
    items = [0] * n
    fill(items)
    reverse(items)
    return weigh(items)
