"""Tells how service levels look beside one another and beside chance: tests of gaming, and agreements side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of

from ..models import Agreement
from ..rules.agreed import Level, Timed
from ..rules.funnel import Counted
from ..rules.gaming import Examined, examined
from ..rules.monthly import Book
from ..rules.stating import counted_before
from ..store import AgreementStands, kept_statements, open_agreement
from ..store import agreements as _agreements


@dataclass(frozen=True)
class LevelWatched:
    """One service level with each test of whether it is reached without the work."""

    level: Level
    tests: list[Examined]


@dataclass(frozen=True)
class Beside:
    """One service level, by what it counts and within how many working days, in every agreement that the viewer sees."""

    measure: Timed
    within: int
    found: list[Counted]

    @property
    def key(self) -> str:
        """Its name in an address."""
        return f"{self.measure.value.replace(' ', '-')}-{self.within}"


def watched(agreement_id: UUID, *, at: datetime) -> list[LevelWatched]:
    """The service levels of the terms agreed last, each tested over every statement; refused where there are none for the viewer."""
    stands = open_agreement(agreement_id)
    kept = kept_statements(agreement_id)
    return [LevelWatched(level, examined(level, kept, day_of(at))) for level in stands.latest.agreed.levels]


def side_by_side(member: Member, *, at: datetime) -> list[Beside]:
    """Service levels of the viewer's team's agreements, those that count the same beside each other, over all that was stated."""
    found: dict[tuple[Timed, int], list[Counted]] = defaultdict(list)
    for stands in _agreements(Agreement.objects.order_by("title", "id")):
        if stands.side_of(member.unit_id) is not None and stands.editions:
            for level, counted in _counted(stands):
                found[level.measure, level.within].append(counted)
    return [Beside(measure, within, rows) for (measure, within), rows in sorted(found.items())]


def _counted(stands: AgreementStands) -> list[tuple[Level, Counted]]:
    kept = kept_statements(stands.row.id)
    if not kept:
        return []
    book = Book(tuple(stands.editions), tuple(counted_before(kept)), kept[-1].month, stands.ended)
    sums: dict[Level, tuple[int, int]] = {}
    for month in book.months:
        for one in book.levels(month):
            due, in_time = sums.get(one.level, (0, 0))
            sums[one.level] = due + len(one.due), in_time + len(one.in_time)
    return [(level, Counted(stands.row.title, due, in_time)) for level, (due, in_time) in sums.items()]
