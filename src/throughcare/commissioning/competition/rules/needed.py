"""Whether the units of a round are for the need that was cited: each for its intention's need, within the people it foresees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from throughcare.foundation.kernel import Refused

from .offers import Unit


@dataclass(frozen=True)
class Foreseen:
    """An approved intention as a round rests on it: its need and people in a year, and the figure it cites as it stood."""

    intention: UUID
    title: str
    need: str
    low: int
    high: int
    place: str
    quarter: tuple[str, str]
    figure: dict[str, Any]


def check_needed(units: Sequence[Unit], foreseen: Sequence[Foreseen]) -> None:
    """Refuse units that name a need no intention is about, that do not say for how many, or are for others than it foresees."""
    by_need = {one.need: one for one in foreseen}
    if len(by_need) < len(foreseen):
        raise Refused("Two of the intentions are about one need. Choose one of them.", field="intentions")
    for unit in units:
        if unit.need:
            _check_unit(unit, by_need.get(unit.need))
    for one in foreseen:
        _check_together([unit for unit in units if unit.need == one.need], one)


def _check_unit(unit: Unit, rests_on: Foreseen | None) -> None:
    said = f"The unit “{unit.name}” is for the need “{unit.need}”"
    if rests_on is None:
        raise Refused(f"{said}, and no intention about it was chosen.", field="intentions")
    if unit.people is None:
        raise Refused(
            f"{said}. Say for how many in a year, as people: {{least: 60, most: 120}}.", field="terms"
        )
    if unit.people[1] > rests_on.high:
        raise Refused(
            f"{said} of up to {unit.people[1]:,} people in a year. “{rests_on.title}” foresees {rests_on.high:,} at most.", field="terms"
        )  # fmt: skip


def _check_together(units: Sequence[Unit], rests_on: Foreseen) -> None:
    if not units:
        raise Refused(
            f"No unit is for the need “{rests_on.need}”, which “{rests_on.title}” is about. Say of its units: need: {rests_on.need}",
            field="terms",
        )
    most = sum(unit.people[1] for unit in units if unit.people)
    if most < rests_on.low:
        raise Refused(
            f"The units for the need “{rests_on.need}” are for {most:,} people in a year at most. “{rests_on.title}” foresees"
            f" {rests_on.low:,} at least.", field="terms",
        )  # fmt: skip
