"""Build a list of tuples (key, index) with scattered keys, merge sort it by key, check the order."""


def build(n):
    items = []
    seed = 42
    for i in range(n):
        seed = (seed * 1103515245 + 12345) % 2147483648
        items.append((seed, i))
    return items


def merge(a, b):
    merged = []
    i = j = 0
    while i < len(a) and j < len(b):
        if b[j][0] < a[i][0]:
            merged.append(b[j])
            j += 1
        else:
            merged.append(a[i])
            i += 1
    merged.extend(a[i:])
    merged.extend(b[j:])
    return merged


def merge_sort(items):
    if len(items) < 2:
        return items[:]
    half = len(items) // 2
    return merge(merge_sort(items[:half]), merge_sort(items[half:]))


def checksum(items):
    total = 0
    for rank, item in enumerate(items, 1):
        total += rank * item[1]
    return total


def run(n):
    return checksum(merge_sort(build(n)))
