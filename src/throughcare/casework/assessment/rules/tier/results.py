"""What a tier rule says: the tier, the step that decided it, every other step, and whether it may change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from throughcare.foundation.kernel import Finding


class Outcome(StrEnum):
    """Outcomes that are not a tier, each named: nobody is without one from the first minute."""

    NOT_SUPERVISED = "not_supervised"
    AWAITING_ASSESSMENT = "awaiting_assessment"


@dataclass(frozen=True)
class Step:
    """What one step gave: a tier or points, or None when it did not apply; and why, in words."""

    name: str
    gave: str | int | None
    because: str


def step_words(name: str) -> str:
    """The name of a step as people say it; abbreviations keep their capitals."""
    words = name.replace("_", " ")
    for short in ("mappa", "ipp"):
        words = " ".join(short.upper() if word == short else word for word in words.split(" "))
    return (
        words.replace("rosh", "risk of serious harm")
        .replace("ogrs", "chance of reconviction")
        .replace("rsr", "chance of serious reoffending")
    )


@dataclass(frozen=True)
class Doubt:
    """Why a tier is provisional, in words."""

    because: str


@dataclass(frozen=True)
class TierResult:
    """A tier with its reasons.

    ``tier`` is a letter (v3), a letter and a figure with an S for the unsupervised part (v2), or None with
    ``outcome`` saying why there is none. ``lowest`` and ``highest`` are the tiers it could become when what
    is missing is known. ``protect`` and ``change`` are v2's points by step, and their levels.
    """

    tier: str | None
    edition: str
    finding: Finding
    decided_by: tuple[str, ...]
    steps: tuple[Step, ...]
    outcome: Outcome | None = None
    doubts: tuple[Doubt, ...] = ()
    lowest: str | None = None
    highest: str | None = None
    protect_level: str | None = None
    protect_points: int | None = None
    change_level: int | None = None
    change_points: int | None = None

    @property
    def is_provisional(self) -> bool:
        """Whether something not known, or history alone, stands behind the tier."""
        return bool(self.doubts)

    @property
    def other_steps(self) -> tuple[Step, ...]:
        """The steps that did not decide."""
        return tuple(step for step in self.steps if step.name not in self.decided_by)
