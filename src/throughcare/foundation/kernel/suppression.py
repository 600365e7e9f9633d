"""The only door from a count of people to a figure that may be shown to others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """People counted, not yet fit to leave the building."""

    people: int

    def __post_init__(self) -> None:
        if self.people < 0:
            raise ValueError("a count of people cannot be below zero")


@dataclass(frozen=True)
class Published:
    """A figure that disclosure control has passed; ``None`` means suppressed."""

    value: int | None

    def __str__(self) -> str:
        return "suppressed" if self.value is None else f"{self.value:,}"


def disclose(count: Count, *, below: int = 10, to_nearest: int = 5) -> Published:
    """Suppress counts under ``below`` and round the rest to a multiple of ``to_nearest``."""
    if count.people < below:
        return Published(None)
    return Published(to_nearest * ((count.people + to_nearest // 2) // to_nearest))


def comes_to(parts: Iterable[Published]) -> Published:
    """What the parts that are shown come to; suppressed when none is.

    A total disclosed by itself, beside its parts, tells of a suppressed part by subtraction; this one
    is worked out from what is shown already, so it tells nothing more.
    """
    shown = [part.value for part in parts if part.value is not None]
    return Published(sum(shown) if shown else None)
