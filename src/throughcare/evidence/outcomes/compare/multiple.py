"""Several comparisons at once: corrected, so that looking often does not find what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Correction(StrEnum):
    """Holm keeps the chance of any false claim; Benjamini and Hochberg the share of false claims."""

    HOLM = "holm"
    BENJAMINI_HOCHBERG = "benjamini_hochberg"


def corrected(p_values: Sequence[float], by: Correction = Correction.HOLM) -> tuple[float, ...]:
    """Corrected p-values in the order given; one alone is left as it is."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    found = _holm(p_values, order) if by is Correction.HOLM else _benjamini_hochberg(p_values, order)
    return tuple(found[i] for i in range(len(p_values)))


def _holm(p_values: Sequence[float], order: list[int]) -> dict[int, float]:
    found, reached = {}, 0.0
    for rank, i in enumerate(order):
        reached = max(reached, min(1.0, (len(order) - rank) * p_values[i]))
        found[i] = reached
    return found


def _benjamini_hochberg(p_values: Sequence[float], order: list[int]) -> dict[int, float]:
    found, reached = {}, 1.0
    for rank in range(len(order), 0, -1):
        i = order[rank - 1]
        reached = min(reached, len(order) / rank * p_values[i])
        found[i] = reached
    return found
