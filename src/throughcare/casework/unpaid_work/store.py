"""An order's hours, its turns and a project, from their rows, as rules, actions and pages ask about them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import connection

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import SentenceKind
from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.foundation.kernel import Period, Refused

from .models import Credit, Placement, Project, Told, Turn, Work
from .rules.crediting import is_failure
from .rules.earning import Day
from .rules.matching import Coming, Engagement, Offering, Suits, suits
from .rules.scheduling import Placed
from .rules.scheduling import Turn as Laid
from .rules.standing import Hours, hours
from .rules.words import CreditKind, Frequency, ProjectKind, ProjectState

EARNS = frozenset({SentenceKind.COMMUNITY_ORDER, SentenceKind.SUSPENDED_SENTENCE_ORDER})
"""Kinds of sentence whose hours can be earned off (the service's published scope)."""

HIGH = frozenset({"high", "very_high"})
"""Levels of risk of serious harm to somebody for which a project may bar."""


@dataclass(frozen=True)
class TurnStands:
    """One turn with every word of what came of it, the latest last."""

    row: Turn
    told: tuple[Told, ...]

    @property
    def last(self) -> Told | None:
        """What stands of it; None while nobody said."""
        return self.told[-1] if self.told else None

    @property
    def is_open(self) -> bool:
        """Whether it is neither called off nor told of."""
        return self.row.off_at is None and not self.told


@dataclass(frozen=True)
class WorkStands:
    """One order's hours with all that was arranged, worked and credited; ``ordered`` in minutes, None where the court gave none."""

    row: Work
    ordered: int | None
    imposed_on: date | None
    earns: bool
    placements: tuple[Placement, ...]
    turns: tuple[TurnStands, ...]
    credits: tuple[Credit, ...]
    elsewhere: tuple[Day, ...] = ()

    @property
    def days(self) -> list[Day]:
        """What each told turn brought, and each contact that counts towards the order and is no turn's, as the rules ask about it."""
        told = [(turn.row.on, turn.last) for turn in self.turns if turn.row.off_at is None and turn.last]
        turns = [Day(on, last.counted, is_failure(Outcome(last.outcome))) for on, last in told]
        return sorted([*self.elsewhere, *turns], key=lambda day: day.on)

    @property
    def worked_elsewhere(self) -> int:
        """Minutes that count towards the order by contacts that are no turn of these hours."""
        return sum(day.worked for day in self.elsewhere)

    @property
    def credited(self) -> int:
        """Minutes credited beside turns."""
        return sum(one.minutes for one in self.credits if one.withdrawn_at is None)

    @property
    def learnt(self) -> int:
        """Minutes of learning credited."""
        kept = [one for one in self.credits if one.withdrawn_at is None and one.kind == CreditKind.EDUCATION]
        return sum(one.minutes for one in kept)

    def hours(self, on: date) -> Hours | None:
        """What is left on a day; None where the court gave no number."""
        if self.ordered is None:
            return None
        return hours(self.ordered, self.days, self.credited, on=on, eligible=self.earns)


def works(rows: Iterable[Work]) -> list[WorkStands]:
    """Orders' hours whole, in a few questions however many there are."""
    known = list(rows)
    ids = [row.id for row in known]
    required = courts.requirements([row.requirement_id for row in known]) if known else {}
    placed = list(Placement.objects.filter(work__in=ids).order_by("first", "id")) if ids else []
    turns = _turns(Turn.objects.filter(work__in=ids).order_by("on", "starts", "id")) if ids else []
    credits = list(Credit.objects.filter(work__in=ids).order_by("on", "at", "id")) if ids else []
    elsewhere = _elsewhere(known, turns, credits)
    return [
        WorkStands(
            row, *_ordered(required.get(row.requirement_id)),
            tuple(one for one in placed if one.work_id == row.id), tuple(one for one in turns if one.row.work_id == row.id),
            tuple(one for one in credits if one.work_id == row.id), tuple(elsewhere[row.id]),
        )
        for row in known
    ]  # fmt: skip


def _elsewhere(
    rows: Sequence[Work], turns: Sequence[TurnStands], credits: Sequence[Credit]
) -> dict[UUID, list[Day]]:
    """What others recorded towards each order: contacts that come from no turn and no credit of these very hours."""
    required = {row.requirement_id for row in rows}
    told = supervision.towards(required) if required else []
    found: dict[UUID, list[Day]] = {}
    for row in rows:
        ours = {said.contact_id for turn in turns if turn.row.work_id == row.id for said in turn.told}
        ours |= {one.contact_id for one in credits if one.work_id == row.id}
        found[row.id] = [
            Day(one.on, int((one.done or 0) * 60), is_failure(one.outcome))
            for one in told
            if one.requirement_id == row.requirement_id and one.contact_id not in ours
        ]
    return found


def _ordered(found: courts.RequirementSeen | None) -> tuple[int | None, date | None, bool]:
    """Minutes ordered, the day they were ordered, and whether hours of that kind of order can be earned off."""
    if found is None:
        return None, None, False
    minutes = found.amount * 60 if found.amount is not None and found.unit == "hours" else None
    return minutes, found.imposed_on, found.sentence_kind in EARNS


def _turns(rows: Iterable[Turn]) -> list[TurnStands]:
    known = list(rows)
    told = list(Told.objects.filter(turn__in=[row.id for row in known]).order_by("number"))
    of: dict[UUID, list[Told]] = {row.id: [] for row in known}
    for one in told:
        of[one.turn_id].append(one)
    return [TurnStands(row, tuple(of[row.id])) for row in known]


def turns_on(project_id: UUID, on: date) -> list[TurnStands]:
    """The turns of a project on a day that are not called off, by when they start."""
    rows = Turn.objects.filter(project=project_id, on=on, off_at=None).select_related("work", "project")
    return _turns(rows.order_by("starts", "id"))


def placed_of(row: Placement) -> Placed:
    """A placement as the rules ask about it."""
    return Placed(
        str(row.id), str(row.project_id), Frequency(row.frequency), row.weekday, row.starts, row.until, row.first, row.last
    )  # fmt: skip


def fixed(turns: Sequence[TurnStands], today: date) -> list[Laid]:
    """The turns that are not laid anew: told of, past or of today, called off by the service, or made by hand."""
    return [
        Laid(
            str(one.row.project_id), _placement(one), one.row.on,
            one.row.starts, one.row.until, _credited(one),
        )
        for one in turns
        if one.told or one.row.on <= today or one.row.placement_id is None or one.row.stood_down
        if one.row.off_at is None or one.row.stood_down
    ]  # fmt: skip


def _placement(one: TurnStands) -> str | None:
    """The placement that a turn was had under; one that the service called off was not had, so a place for once still is to be."""
    return str(one.row.placement_id) if one.row.placement_id and not one.row.stood_down else None


def _credited(one: TurnStands) -> int | None:
    if one.row.off_at is not None:
        return 0
    return one.last.counted if one.last else None


def offering_of(row: Project, taken: int) -> Offering | None:
    """A project as the rules ask about it; None while nobody has said when it runs."""
    if row.starts is None or row.until is None or row.runs is None or row.places is None:
        return None
    return Offering(
        ProjectState(row.state), ProjectKind(row.kind), Period(row.runs.lower, row.runs.upper), frozenset(row.weekdays),
        row.starts, row.until, row.places, row.takes_women, row.takes_men, frozenset(row.bars), taken,
    )  # fmt: skip


def places_taken(project_ids: Iterable[UUID], today: date) -> dict[UUID, dict[int, int]]:
    """How many hold a place on each project by weekday, seen or not: numbers alone, of projects of the viewer's organisation."""
    told: dict[UUID, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM unpaid_work_places_taken(%s, %s)", [list(project_ids), today])
        for project, weekday, taken in cursor.fetchall():
            days = told.setdefault(project, {})
            if weekday is not None:
                days[weekday] = taken
    return told


def suited(project: Project, person_id: UUID, weekday: int | None, *, on: date) -> Suits:
    """Whether a project suits somebody, by what is recorded of both."""
    taken = places_taken([project.id], on).get(project.id)
    if taken is None:
        raise Refused("Only the organisation that runs that project says who suits it.", field="project_id")
    days = [weekday] if weekday is not None else list(project.weekdays)
    offering = offering_of(project, min((taken.get(day, 0) for day in days), default=0))
    if offering is None:
        raise Refused("Nobody has said yet when that project runs.", field="project_id")
    return suits(offering, coming_of(person_id, on), on=on, weekdays=days)


def coming_of(person_id: UUID, on: date) -> Coming:
    """Somebody as the rules of suitability ask about them: their sex, to whom a signed assessment finds a high risk,
    and the hours that hold them."""
    traits = people.traits_of([person_id]).get(person_id)
    signed = assessment.last_signed(person_id)
    risks = None
    if signed is not None:
        told = assessment.risks_told(signed.id)
        risks = frozenset(one.group for one in told if one.level in HIGH)
    return Coming(traits.sex if traits else None, risks, engaged_on(person_id, on))


def engaged_on(person_id: UUID, on: date) -> list[Engagement]:
    """The hours of each weekday that hold somebody from a day on, as the rules ask: work, caring, learning, worship, a curfew."""
    return [
        Engagement(weekday - 1, starts, ends, one.kind.value)
        for one in supervision.commitments_of(person_id)
        if one.since <= on and (one.until is None or on <= one.until)
        for weekday in one.weekdays
        for starts, ends in _of_the_day(one.starts, one.ends)
    ]


def _of_the_day(starts: time, ends: time) -> list[tuple[time, time]]:
    """The part of recurring hours on the day that they begin: those that run over midnight hold the rest of it."""
    return [(starts, ends)] if starts < ends else [(starts, time(23, 59))]


def digest_of(secret: str) -> str:
    """What is kept of the secret of whoever asked without an account, by which what they asked for is found."""
    return hashlib.sha256(secret.encode()).hexdigest()
