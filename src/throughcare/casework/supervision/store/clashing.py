"""With what a wanted time clashes, by what is recorded: asked before an appointment is made, and kept where it is made all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.casework.people.rules.distances import district_in
from throughcare.foundation.kernel import Finding, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, day_of

from ..models import Appointment, Commitment
from ..rules.commitments import CommitmentKind, Weekly
from ..rules.contacts import ContactKind
from ..rules.diary import Busy, Taken, Wanted, clashes

_RUNNING = {"in force", "in breach"}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Time:
    """A time that is wanted for an appointment: when, how long (None: not said), of what kind, and where."""

    starts_at: datetime
    minutes: int | None
    kind: ContactKind
    place: str = ""


def clashes_of(
    person_id: UUID, times: Sequence[Time], held_by: UUID, *, but: UUID | None = None
) -> list[tuple[Finding, ...]]:
    """What stands in the way of each time, in a fixed number of questions; ``but`` is one that it takes the place of."""
    if not times:
        return []
    days = [day_of(one.starts_at) for one in times]
    around = _around(min(days), max(days), person_id, held_by)
    rows = list(around.exclude(id=but) if but else around)
    homes = people.home_districts({row.person_id for row in rows} | {person_id})
    commitments = weekly_of(person_id)
    curfew, carer, calendar = _has_curfew(person_id), _cares_for(person_id, min(days)), WorkingCalendar()
    found = []
    for one, day in zip(times, days, strict=True):
        near = [
            row
            for row in rows
            if abs(day_of(row.starts_at) - day) <= DAY and not _is_the_same(row, one, person_id, held_by)
        ]
        taken = Taken(
            persons=[_busy(row, homes) for row in near if row.person_id == person_id],
            holders=[_busy(row, homes) for row in near if row.person_id != person_id],
            curfew=curfew,
            carer=carer,
            commitments=commitments,
            home=homes.get(person_id, ""),
        )
        district = _district(one.kind, one.place, homes.get(person_id, ""))
        found.append(clashes(Wanted(one.starts_at, one.minutes, one.kind, district), taken, calendar))
    return found


def _is_the_same(row: Appointment, one: Time, person_id: UUID, held_by: UUID) -> bool:
    """Whether this very appointment was made already, as when a form is sent twice: it does not clash with itself."""
    said = (row.person_id, row.held_by, row.starts_at, row.minutes, row.kind, row.place)
    return said == (person_id, held_by, one.starts_at, one.minutes, one.kind.value, one.place.strip())


def _around(first: date, last: date, person_id: UUID, held_by: UUID) -> QuerySet[Appointment]:
    """What the person or the holder has from the day before to the day after."""
    since, until = (datetime.combine(day, time(), LONDON) for day in (first - DAY, last + 2 * DAY))
    standing = Appointment.objects.filter(called_off_at=None, case__closed_at=None)
    return standing.filter(
        Q(person_id=person_id) | Q(held_by=held_by), starts_at__gte=since, starts_at__lt=until
    ).order_by("starts_at", "id")


def _busy(row: Appointment, homes: dict[UUID, str]) -> Busy:
    kind = ContactKind(row.kind)
    words = f"another appointment ({kind.words.lower()})"
    return Busy(
        row.starts_at, row.minutes, kind, words, _district(kind, row.place, homes.get(row.person_id, ""))
    )


def _district(kind: ContactKind, place: str, home: str) -> str:
    """Where an appointment is, as far as its place or the person's home tells."""
    return district_in(place) or (home if kind is ContactKind.HOME else "")


def weekly_of(person_id: UUID) -> tuple[Weekly, ...]:
    """The hours of the week that hold a person, as the rule takes them."""
    return tuple(as_weekly(row) for row in Commitment.objects.filter(person_id=person_id, ended_at=None))


def as_weekly(row: Commitment) -> Weekly:
    """A row as the rule takes it."""
    return Weekly(CommitmentKind(row.kind), tuple(row.weekdays), row.starts, row.ends, row.since, row.until)


def _has_curfew(person_id: UUID) -> bool:
    return any(
        requirement.kind == "curfew" and requirement.ended_on is None
        for sentence in courts.sentences_of(person_id)
        if sentence.state in _RUNNING
        for requirement in sentence.requirements
    )


def _cares_for(person_id: UUID, on: date) -> str:
    known = people.person_page(person_id, on=on)
    return " and ".join(
        f"{one.how_many} {'children' if one.whom == 'child' else 'adults'}"
        if one.how_many > 1
        else one.get_whom_display()
        for one in (known.caring if known else ())
    )


def words_of(found: Iterable[Finding]) -> list[str]:
    """What was found, in words that are kept."""
    return [one.because[:300] for one in found]
