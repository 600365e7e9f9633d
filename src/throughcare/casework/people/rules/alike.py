"""How alike two words are: Jaro-Winkler likeness and Levenshtein edits, the model's two measures."""

from __future__ import annotations

_BOOST_ABOVE = 0.7
_PREFIX = 4
_SCALE = 0.1


def likeness(one: str, other: str) -> float:
    """Jaro-Winkler likeness, 0 to 1: letters in common near the same place, a shared start counting more.

    Source: W. E. Winkler, "String comparator metrics" (1990); the start counts only above 0.7.
    """
    jaro = _jaro(one, other)
    if jaro <= _BOOST_ABOVE:
        return jaro
    shared = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return jaro + min(shared, _PREFIX) * _SCALE * (1 - jaro)


def _jaro(one: str, other: str) -> float:
    if not one or not other:
        return 1.0 if one == other else 0.0
    ours, theirs = _in_common(one, other)
    if not ours:
        return 0.0
    moved = sum(a != b for a, b in zip(ours, theirs, strict=True)) // 2
    m = len(ours)
    return (m / len(one) + m / len(other) + (m - moved) / m) / 3


def _in_common(one: str, other: str) -> tuple[list[str], list[str]]:
    reach = max(0, max(len(one), len(other)) // 2 - 1)
    taken: set[int] = set()
    ours: list[str] = []
    for n, letter in enumerate(one):
        for k in range(max(0, n - reach), min(len(other), n + reach + 1)):
            if k not in taken and other[k] == letter:
                taken.add(k)
                ours.append(letter)
                break
    return ours, [other[k] for k in sorted(taken)]


def edits(one: str, other: str) -> int:
    """Levenshtein distance: letters put in, taken out or changed to make one word the other."""
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, start=1):
        before, row[0] = row[0], n
        for k, against in enumerate(other, start=1):
            before, row[k] = row[k], min(row[k] + 1, row[k - 1] + 1, before + (letter != against))
    return row[-1]
