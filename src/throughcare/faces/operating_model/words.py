"""Words of a change of model."""

from __future__ import annotations

from collections.abc import Mapping

from throughcare.casework.supervision.rules.carrying import Fate
from throughcare.foundation.kernel import Published
from throughcare.foundation.operating_model.rules import InFlight

RULES: Mapping[InFlight, str] = {
    InFlight.STAY: "Stay: every case stays with its team until it ends or is transferred",
    InFlight.MOVE: "Move: every case passes on the day to the body the new model names",
    InFlight.DECIDE_AGAIN: "Decide again: each case stays until somebody decides, and shows what has to be decided",
}
FATES: Mapping[Fate, str] = {
    Fate.UNTOUCHED: "Nothing changes hands",
    Fate.STAYS: "Stays, though the model would give it elsewhere",
    Fate.MOVES: "Moves",
    Fate.TO_DECIDE: "To be decided again",
}


def said_of(fates: Mapping[Fate, Published]) -> str:
    """The fates of some cases in a few words; those of none or of few are left out."""
    said = [f"{many.value:,} {fate.value.replace('_', ' ')}" for fate, many in fates.items() if many.value]
    return ", ".join(said) or "See"


def counted(many: Published) -> str:
    """A count of cases, or that there are too few to say."""
    return "Fewer than 10" if many.value is None else f"{many.value:,}"
