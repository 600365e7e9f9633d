"""One case of the demonstration as its history is made: what the generator knows of it, and how its sentences end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from throughcare.casework.courts.actions import Ending
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.supervision.queries import OpenCase
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.operating_model.rules import Place

from .lives import Result

Move = tuple[date, MovementKind, str]


@dataclass
class Held:
    """What the demonstration remembers of a case it brought in; ``moves`` are those out of prison and back, still to come.

    ``credited`` are the hours of unpaid work done under each sentence; ``scored_on`` is when they were last scored.
    """

    key: str
    case: OpenCase
    opened: date
    asked_until: date | None = None
    sentences: list[tuple[UUID, Result]] = field(default_factory=list)
    ended: set[UUID] = field(default_factory=set)
    moves: list[Move] = field(default_factory=list)
    holder: dict[str, UUID] = field(default_factory=dict)
    told_until: date | None = None
    next_contact: date | None = None
    hours_done: int = 0
    credited: dict[UUID, int] = field(default_factory=dict)
    days_done: dict[UUID, int] = field(default_factory=dict)
    appointed_on: date | None = None
    managed_since: date | None = None
    prison: str = ""
    moved_on: bool = False
    is_assessed: bool = False
    scored_on: date | None = None

    def appointed(self, kind: str, member: UUID, on: date) -> None:
        """Somebody holds a role from a day; the first of them is when anybody manages the person at all."""
        self.holder[kind], self.appointed_on = member, on
        self.managed_since = self.managed_since or on

    @property
    def ends_on(self) -> date | None:
        """The last day of the last sentence, or None where one has no end; before sentence, until when a court is waited for."""
        if not self.sentences:
            return self.asked_until
        ends = [result.ends_on for _, result in self.sentences]
        known = [day for day in ends if day is not None]
        return max(known) if len(known) == len(ends) else None

    def is_over(self, day: date, told_before: date) -> bool:
        """Whether nothing is left on a day: what a court's own file ended counts where it ended before another day."""
        if self.ends_on is None or self.ends_on >= day:
            return False
        return all(
            not r.told or (r.ends_on is not None and r.ends_on < told_before) for _, r in self.sentences
        )

    def inside_on(self, on: date) -> bool:
        """Whether the person is in a prison on a day, by what is planned from where the case stands."""
        inside = self.case.place == Place.CUSTODY
        for day, kind, _ in self.moves:
            if day <= on:
                inside = kind is not MovementKind.RELEASED
        return inside

    def running_on(self, on: date) -> list[Result]:
        """The sentences that run on a day."""
        return [
            result
            for _, result in self.sentences
            if result.on <= on and (result.ends_on is None or on <= result.ends_on)
        ]


def endings_of(held: Held, before: date) -> Iterator[Ending]:
    """The sentences that have run out before a day; what the court's own file has ended is not ended again."""
    for id, result in held.sentences:
        if id in held.ended or result.ends_on is None or result.ends_on >= before:
            continue
        held.ended.add(id)
        if not result.told:
            yield Ending(id, result.ends_on, SentenceState.COMPLETED, "")


def why_closed(held: Held) -> str:
    """Why a case is closed: nothing followed a report, or its last sentence ended."""
    ended, never = "the last sentence ended", "the report was sent and no sentence followed for probation"
    return ended if held.sentences else never
