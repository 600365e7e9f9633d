"""How hard a search for a plan may look, and what it tells on its way; apart from the search, which needs numpy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far the search has come: its stage in words, and the best plan and bound so far."""

    stage: str
    objective: float
    bound: float


@dataclass(frozen=True)
class Effort:
    """How hard to look: the gap that is good enough, and the most seconds the exact step may take."""

    gap: float = 0.01
    exact_seconds: float = 15.0
