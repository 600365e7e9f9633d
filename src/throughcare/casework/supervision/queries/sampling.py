"""Tells inspectors of their samples: what was drawn and how, and which cases are still to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access

from ..models import Sample, Sampled

_PAGES = ["person", "timeline", "sentence", "assessments", "identity", "get_person"]


@dataclass(frozen=True)
class SampleSeen:
    """A sample of the viewer's units, with how it was drawn."""

    id: UUID
    at: datetime
    member: str
    organisation: str
    because: str
    seed: int
    size: int
    drawn: int
    drawn_from: int
    until: datetime
    over: bool


@dataclass(frozen=True)
class SampledCase:
    """One case of a sample that may be read now, and whether anybody of the unit has opened it."""

    sample_id: UUID
    person_id: UUID
    name: str
    risk: str
    sentence: str
    place: int
    until: datetime
    opened: bool


def samples(*, at: datetime, most: int = 20) -> list[SampleSeen]:
    """The latest samples of the viewer's units."""
    rows = list(Sample.objects.select_related("organisation").order_by("-at", "-id")[:most])
    names = access.member_names({row.member_id for row in rows})
    read = list(Sampled.objects.filter(sample__in=rows).values_list("sample_id", "drawn_from", "during"))
    return [
        _seen(row, names, [(n, during) for sample, n, during in read if sample == row.id], at) for row in rows
    ]


def _seen(row: Sample, names: dict[UUID, str], read: list[tuple[int, object]], at: datetime) -> SampleSeen:
    return SampleSeen(
        row.id, row.at, names.get(row.member_id, "not known"), row.organisation.name, row.because, row.seed, row.size,
        len(read), max((n for n, _ in read), default=0), row.until, row.until <= at or not read,
    )  # fmt: skip


def sampled_cases(*, at: datetime) -> list[SampledCase]:
    """The cases that samples let the viewer's unit read now, those nobody opened first; each person once."""
    rows = Sampled.objects.filter(during__contains=at).select_related("case").order_by("sample_id", "place")
    found = {row.person_id: row for row in rows}
    names = people.names_of(found)
    opened = _opened(list(found))
    seen = [
        SampledCase(
            row.sample_id, person, names[person].name, row.case.risk, row.case.sentence, row.place, row.during.upper,
            person in opened,
        )
        for person, row in found.items()
        if person in names
    ]  # fmt: skip
    return sorted(seen, key=lambda case: (case.opened, case.until, case.place))


def _opened(person_ids: list[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM supervision_opened_here(%s::uuid[], %s::text[])", [person_ids, _PAGES])
        return {row[0] for row in cursor.fetchall()}
