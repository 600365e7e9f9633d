"""Tells those who hold it: the sentences a team looks after, its victims and what each is owed, and how long victims wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from uuid import UUID

from django.db import connection
from django.db.models import Min

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from .models import CoveredSentence, StageReached, Victim, VictimHolder, VictimStep
from .rules import (
    OPEN_VICTIMS,
    Reached,
    Scheme,
    VictimKind,
    VictimMove,
    VictimMoveRow,
    VictimOwed,
    VictimState,
    first_letter_due,
    victim_moves_from,
)
from .store import owed, reached_of, registered_for, still_to_tell

CLOSED = "Somebody whose record is closed"


@dataclass(frozen=True)
class CoveredSeen:
    """A covered sentence as its team sees it: whose, its stages, and how many are registered for it in the team."""

    row: CoveredSentence
    called: str
    stages: tuple[StageReached, ...]
    registered: int

    @property
    def goes_on(self) -> bool:
        """Whether its victims are offered contact now."""
        return self.row.ended_on is None and Scheme(self.row.scheme).is_offered

    @property
    def awaits_referral(self) -> bool:
        """Whether the police are still to refer somebody, or to say that there is nobody."""
        return self.goes_on and not self.row.settled and self.registered == 0


@dataclass(frozen=True)
class HolderSeen:
    """Somebody who holds a record: their name, since when, and whether they lead on it."""

    member_id: UUID
    name: str
    since: datetime
    leads: bool


@dataclass(frozen=True)
class VictimSeen:
    """A victim as whoever holds their record sees them: what is owed, of which stages they are still to be told, and what may follow."""

    row: Victim
    covered: CoveredSeen
    owed: VictimOwed | None
    untold: tuple[Reached, ...]
    moves: tuple[VictimMoveRow, ...]
    steps: tuple[VictimStep, ...]
    holders: tuple[HolderSeen, ...]
    spoken_for_by: tuple[str, ...]

    @property
    def leads(self) -> UUID | None:
        """Who leads on the record."""
        return next((one.member_id for one in self.holders if one.leads), None)


def covered_sentences() -> list[CoveredSeen]:
    """The sentences that the viewer's team looks after and that are not over, the longest awaited referral first."""
    rows = list(CoveredSentence.objects.filter(ended_on=None).order_by("referral_due", "imposed_on", "id"))
    return _covered(rows)


def covered_sentence(covered_id: UUID) -> CoveredSeen | None:
    """One covered sentence of the viewer's team; None where there is none."""
    return next(iter(_covered(list(CoveredSentence.objects.filter(id=covered_id)))), None)


def _covered(rows: Sequence[CoveredSentence]) -> list[CoveredSeen]:
    ids = [row.id for row in rows]
    names = _whose(ids)
    stages = reached_of(ids)
    registered = registered_for(ids)
    return [
        CoveredSeen(row, names.get(row.id) or CLOSED, tuple(stages.get(row.id, ())), registered.get(row.id, 0))
        for row in rows
    ]  # fmt: skip


def _whose(covered: list[UUID]) -> dict[UUID, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT covered_id, person_id, called FROM victims_whose(%s)", [covered])
        rows = cursor.fetchall()
    concerns(person for _, person, _ in rows if person)
    return {covered_id: called for covered_id, _, called in rows if called}


def victims_held(*, at: datetime) -> list[VictimSeen]:
    """The victims whose records the viewer holds and who are not over, whoever is owed something soonest first."""
    rows = Victim.objects.filter(state__in=[one.value for one in OPEN_VICTIMS])
    found = _seen(list(rows.order_by("at", "id")))
    return sorted(found, key=lambda one: (one.owed.by if one.owed else date.max, str(one.row.id)))


def victim(victim_id: UUID) -> VictimSeen | None:
    """One victim whose record the viewer holds; None where there is none."""
    return next(iter(_seen(list(Victim.objects.filter(id=victim_id)))), None)


def _seen(rows: list[Victim]) -> list[VictimSeen]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    concerns(ids)
    covered = {
        one.row.id: one
        for one in _covered(list(CoveredSentence.objects.filter(id__in={row.covered_id for row in rows})))
    }
    steps, holders = _steps(ids), _holders(ids)
    speaking = _speaking(ids)
    calendar = WorkingCalendar()
    return [
        _one(
            row,
            covered[row.covered_id],
            steps.get(row.id, []),
            holders.get(row.id, []),
            speaking.get(row.id, []),
            calendar,
        )
        for row in rows
    ]


def _one(
    row: Victim, covered: CoveredSeen, steps: list[VictimStep], holders: list[HolderSeen], speaking: list[str], calendar: WorkingCalendar
) -> VictimSeen:  # fmt: skip
    left = still_to_tell(row, covered.stages, ())
    due = owed(row, covered.row, left, spoken_for=bool(speaking), last_letter=None, calendar=calendar)
    return VictimSeen(
        row, covered, due, tuple(left), _moves(row, covered), tuple(steps), tuple(holders), tuple(speaking)
    )


def _moves(row: Victim, covered: CoveredSeen) -> tuple[VictimMoveRow, ...]:
    over = covered.row.ended_on is not None
    able = [
        one for one in victim_moves_from(VictimState(row.state)) if one.move is not VictimMove.END or over
    ]
    if VictimKind(row.kind).is_spoken_for:
        able = [one for one in able if one.move in {VictimMove.END, VictimMove.NO_TRACE}]
    return tuple(able)


def _steps(ids: list[UUID]) -> dict[UUID, list[VictimStep]]:
    found: dict[UUID, list[VictimStep]] = {}
    for step in VictimStep.objects.filter(victim__in=ids).order_by("victim_id", "number"):
        found.setdefault(step.victim_id, []).append(step)
    return found


def _holders(ids: list[UUID]) -> dict[UUID, list[HolderSeen]]:
    rows = list(VictimHolder.objects.filter(victim__in=ids, ended_at=None).order_by("named_at", "id"))
    names = access.member_names({row.member_id for row in rows})
    found: dict[UUID, list[HolderSeen]] = {}
    for row in rows:
        said = HolderSeen(row.member_id, names.get(row.member_id, ""), row.named_at, row.leads)
        found.setdefault(row.victim_id, []).append(said)
    return found


def _speaking(ids: list[UUID]) -> dict[UUID, list[str]]:
    rows = Victim.objects.filter(speaks_for__in=ids).exclude(state=VictimState.ENDED).order_by("at", "id")
    found: dict[UUID, list[str]] = {}
    for whom, name in rows.values_list("speaks_for_id", "name"):
        found.setdefault(whom, []).append(name)
    return found


def beside(victim_seen: VictimSeen) -> list[Victim]:
    """The others of the same sentence whose records the viewer holds."""
    rows = Victim.objects.filter(covered=victim_seen.row.covered_id).exclude(id=victim_seen.row.id)
    return list(rows.order_by("at", "id"))


def victims_of(covered_id: UUID) -> list[Victim]:
    """The victims of a covered sentence whose records the viewer holds."""
    found = list(Victim.objects.filter(covered=covered_id).order_by("at", "id"))
    concerns(one.id for one in found)
    return found


@dataclass(frozen=True)
class Led:
    """How many records an officer of the viewer's team leads on."""

    member_id: UUID
    name: str
    led: int


def caseloads(*, by: Member, at: datetime) -> list[Led]:
    """How many records each victim liaison officer of the viewer's own team leads on, the most first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT member_id, led FROM victims_led()")
        counted: Mapping[UUID, int] = dict(cursor.fetchall())
    team = [one for one in access.members_of([by.unit_id], at=at) if one.may(Permission.KEEP_VICTIMS_TOLD)]
    return sorted(
        (Led(one.id, one.name, counted.get(one.id, 0)) for one in team), key=lambda one: (-one.led, one.name)
    )


def colleagues(*, by: Member, at: datetime) -> list[Led]:
    """The others of the viewer's team who keep victims told."""
    return [one for one in caseloads(by=by, at=at) if one.member_id != by.id]


@dataclass(frozen=True)
class Left:
    """A record that nobody leads on any more, and of which sentence."""

    victim_id: UUID
    covered_id: UUID
    called: str


def left_behind() -> list[Left]:
    """Records of the viewer's team that nobody leads on any more, because whoever did has left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT victim_id, covered_id FROM victims_left()")
        rows = cursor.fetchall()
    names = _whose([covered for _, covered in rows])
    return [Left(one, covered, names.get(covered) or CLOSED) for one, covered in rows]


@dataclass(frozen=True)
class Waits:
    """How victims waited, of the records that the viewer holds: days from the sentence to the referral and to the first letter, and answers.

    A median of None is of nobody; ``within`` are first letters sent within their limit, of ``sent``.
    """

    referred: int
    to_referral: float | None
    sent: int
    within: int
    to_letter: float | None
    answered: int
    waiting: int


def waits(*, at: datetime) -> Waits:
    """How long the viewer's victims waited, in days; who was never written to is counted as waiting, and never as a wait of nought."""
    rows = list(Victim.objects.select_related("covered").exclude(kind=VictimKind.CHILD.value))
    sent = dict(
        VictimStep.objects.filter(victim__in=[row.id for row in rows], move=VictimMove.INVITE.value)
        .values("victim")
        .annotate(first=Min("on"))
        .values_list("victim", "first")
    )
    calendar = WorkingCalendar()
    limits = {
        row.id: first_letter_due(
            Scheme(row.covered.scheme), row.covered.imposed_on, row.referred_on, calendar
        )
        for row in rows
        if Scheme(row.covered.scheme).is_offered
    }
    said = {VictimMove.OPT_IN.value, VictimMove.OPT_OUT.value, VictimMove.LATER.value}
    answered = set(VictimStep.objects.filter(victim__in=sent, move__in=said).values_list("victim", flat=True))
    return Waits(
        len(rows), _median((row.referred_on - row.covered.imposed_on).days for row in rows), len(sent),
        sum(sent[one] <= limits[one] for one in sent if one in limits),
        _median((sent[row.id] - row.covered.imposed_on).days for row in rows if row.id in sent), len(answered),
        sum(row.id not in sent and row.state == VictimState.REFERRED for row in rows),
    )  # fmt: skip


def _median(days: Iterable[int]) -> float | None:
    known = list(days)
    return median(known) if known else None


def overdue_referrals(*, at: datetime) -> list[CoveredSeen]:
    """Covered sentences of the viewer's team for which the police have referred nobody by the day they should have."""
    today = day_of(at)
    return [
        one
        for one in covered_sentences()
        if one.awaits_referral and one.row.referral_due and one.row.referral_due < today
    ]
