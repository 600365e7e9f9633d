"""What courts write in a few ways over and over, as “12 months”, is read once and remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
SPELLINGS: Final = 4096
"""How many spellings of each kind are remembered."""
SHORT: Final = 100
"""Characters of the longest text that is remembered: a file may hold anything, and nothing of any size stays in memory."""


def read_once(make: Callable[P, R]) -> Callable[P, R]:
    """Remember what a pure reader makes of short texts; what it raises is raised anew each time."""
    kept = lru_cache(SPELLINGS)(make)

    @wraps(make)
    def read(*given: P.args, **named: P.kwargs) -> R:
        if all(isinstance(one, str) and len(one) <= SHORT for one in given):
            return kept(*given, **named)  # type: ignore[arg-type]
        return make(*given, **named)

    return read
