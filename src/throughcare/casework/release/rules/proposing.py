"""A condition that somebody asks for: one of the policy list and nothing else, so that no words show who asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Refused, WorkingCalendar

from .conditions import Condition, chosen, filled, policy_list
from .zones import Corner, zone_of

ANSWER_WITHIN = 10
"""Working days within which a condition asked for is answered: assumed."""


def answer_by(asked_on: date, calendar: WorkingCalendar) -> date:
    """The day by which a condition asked for is answered."""
    return calendar.add(asked_on, ANSWER_WITHIN)


@dataclass(frozen=True)
class Proposed:
    """What is asked for: the words of the policy list with their gaps filled, the area that goes with them, and until when."""

    on: date
    code: str
    words: str
    plain: str
    area: Sequence[Corner] | None
    until: date | None

    def as_row(self) -> dict[str, object]:
        """As the one function of the database takes it, whoever asks."""
        return {
            "proposed_on": str(self.on), "code": self.code, "words": self.words, "plain": self.plain,
            "area": [list(one) for one in self.area] if self.area else None, "until": str(self.until) if self.until else None,
        }  # fmt: skip


def proposed(code: str, said: Mapping[str, str], area: str, until: date | None, *, on: date) -> Proposed:
    """A condition of the policy list of the day, whole; refused where it is none, is not whole, or would show whom it protects."""
    one = chosen(code, policy_list(on).table)
    words, plain = filled(one, said)
    if until is not None and until <= on:
        raise Refused("The last day for which it is asked comes after today.", field="until")
    return Proposed(on, one.code, words, plain, area_of(one, area, on=on), until)


def area_of(one: Condition, area: str, *, on: date) -> tuple[Corner, ...] | None:
    """The corners of the area that goes with a condition on a map; refused where they are missing, or none goes with it."""
    if one.on_map and not area.strip():
        raise Refused("A map goes with this condition: give the corners of the area.", field="area")
    if area.strip() and not one.on_map:
        raise Refused("No map goes with this condition. Leave the corners out.", field="area")
    return zone_of(area, on=on) if one.on_map else None
