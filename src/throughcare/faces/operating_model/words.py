"""Words of a change of model."""

from __future__ import annotations

from collections.abc import Mapping

from throughcare.casework.supervision.rules.carrying import Fate
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


def said_of(fates: Mapping[str, int]) -> str:
    """The fates of some cases in a few words."""
    said = [f"{fates[fate.value]:,} {fate.value.replace('_', ' ')}" for fate in Fate if fates.get(fate.value)]
    return ", ".join(said) or "See"
