"""Tells those who hold it: the sentences a team looks after, its victims and what each is owed, and how long victims wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..models import (
    CoveredSentence,
    Letter,
    LetterStep,
    StageReached,
    Statement,
    StatementStep,
    Victim,
    VictimHolder,
    VictimStep,
)
from ..rules import (
    LETTER_MOVES,
    OPEN_VICTIMS,
    STATEMENT_MOVES,
    Choice,
    LetterMove,
    LetterState,
    Means,
    MoveRow,
    Scheme,
    StatementMove,
    StatementState,
    VictimKind,
    VictimMove,
    VictimMoveRow,
    VictimOwed,
    VictimState,
    victim_moves_from,
)
from ..store import Around, letters_of, owed, reached_of, registered_for, statements_of, still_to_tell

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
    untold: tuple[StageReached, ...]
    moves: tuple[VictimMoveRow, ...]
    steps: tuple[VictimStep, ...]
    holders: tuple[HolderSeen, ...]
    spoken_for_by: tuple[str, ...]
    letters: tuple[Letter, ...]
    statements: tuple[Statement, ...]

    @property
    def leads(self) -> UUID | None:
        """Who leads on the record."""
        return next((one.member_id for one in self.holders if one.leads), None)

    def is_owed_by(self, member_id: UUID) -> bool:
        """Whether somebody is who owes what is owed next: whoever leads, or a colleague who checks what another wrote."""
        if self.owed is None:
            return False
        if not self.owed.checks:
            return self.leads == member_id
        waiting = [one for one in self.letters if one.state == LetterState.DRAFTED]
        return any(one.written_by != member_id for one in waiting)

    @property
    def yearly_may_be_written(self) -> bool:
        """Whether they chose a letter each year, and none is being written."""
        chose = self.row.state == VictimState.OPTED_IN and self.row.choice == Choice.YEARLY
        return chose and not any(
            one.is_of_the_year and LetterState(one.state).is_unsent for one in self.letters
        )

    @property
    def first_may_be_written(self) -> bool:
        """Whether contact is to be offered to them, and no letter that does is being written."""
        offers = VictimState(self.row.state).awaits_offer and self.covered.goes_on
        return offers and not any(one.first and LetterState(one.state).is_unsent for one in self.letters)

    @property
    def can_be_written_to(self) -> bool:
        """Whether there is something to write about now."""
        reached = self.row.means != Means.NONE and not VictimKind(self.row.kind).is_spoken_for
        return reached and (bool(self.may_write()) or self.yearly_may_be_written or self.first_may_be_written)

    @property
    def can_be_asked(self) -> bool:
        """Whether they can be asked for a statement to the Parole Board."""
        return self.row.state == VictimState.OPTED_IN and not VictimKind(self.row.kind).is_spoken_for

    def may_write(self) -> tuple[StageReached, ...]:
        """The stages of which nothing is being written yet."""
        under_way = {one.stage_id for one in self.letters if LetterState(one.state).is_unsent}
        return tuple(one for one in self.untold if one.id not in under_way)


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
    speaking, letters, statements = _speaking(ids), letters_of(ids), statements_of(ids)
    calendar = WorkingCalendar()
    return [
        _one(
            row,
            covered[row.covered_id],
            steps.get(row.id, []),
            holders.get(row.id, []),
            speaking.get(row.id, []),
            letters.get(row.id, []),
            statements.get(row.id, []),
            calendar,
        )
        for row in rows
    ]


def _one(
    row: Victim, covered: CoveredSeen, steps: list[VictimStep], holders: list[HolderSeen], speaking: list[str], letters: list[Letter],
    statements: list[Statement], calendar: WorkingCalendar,
) -> VictimSeen:  # fmt: skip
    left = still_to_tell(row, covered.stages, letters)
    around = Around(
        covered.row, left, letters, statements, bool(speaking), [one.member_id for one in holders]
    )
    return VictimSeen(
        row, covered, owed(row, around, calendar), tuple(left), _moves(row, covered), tuple(steps), tuple(holders),
        tuple(speaking), tuple(letters), tuple(statements),
    )  # fmt: skip


def _moves(row: Victim, covered: CoveredSeen) -> tuple[VictimMoveRow, ...]:
    over = covered.row.ended_on is not None
    able = [
        one
        for one in victim_moves_from(VictimState(row.state))
        if one.move is not VictimMove.INVITE and (one.move is not VictimMove.END or over)
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


@dataclass(frozen=True)
class LetterSeen:
    """A letter as whoever holds the record sees it: to whom, its steps, and what may follow."""

    row: Letter
    to: VictimSeen
    steps: tuple[LetterStep, ...]
    moves: tuple[MoveRow[LetterState, LetterMove], ...]
    writer: str


def letter(letter_id: UUID) -> LetterSeen | None:
    """One letter to a victim whose record the viewer holds; None where there is none."""
    row = Letter.objects.filter(id=letter_id).select_related("stage").first()
    to = victim(row.victim_id) if row else None
    if row is None or to is None:
        return None
    steps = tuple(LetterStep.objects.filter(letter=row.id).order_by("number"))
    writer = access.member_names({row.written_by}).get(row.written_by, "")
    moves = LETTER_MOVES.from_state(LetterState(row.state))
    if row.first and not LetterState(row.state).is_unsent:
        moves = ()  # what came of it is recorded as what they chose
    return LetterSeen(row, to, steps, moves, writer)


@dataclass(frozen=True)
class StatementSeen:
    """A statement as whoever holds the record sees it: whose, its words, its steps, and what may follow."""

    row: Statement
    of: VictimSeen
    steps: tuple[StatementStep, ...]
    moves: tuple[MoveRow[StatementState, StatementMove], ...]


def statement(statement_id: UUID) -> StatementSeen | None:
    """One statement of a victim whose record the viewer holds; None where there is none."""
    row = Statement.objects.filter(id=statement_id).first()
    of = victim(row.victim_id) if row else None
    if row is None or of is None:
        return None
    steps = tuple(StatementStep.objects.filter(statement=row.id).order_by("number"))
    return StatementSeen(row, of, steps, STATEMENT_MOVES.from_state(StatementState(row.state)))


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


def overdue_referrals(*, at: datetime) -> list[CoveredSeen]:
    """Covered sentences of the viewer's team for which the police have referred nobody by the day they should have."""
    today = day_of(at)
    return [
        one
        for one in covered_sentences()
        if one.awaits_referral and one.row.referral_due and one.row.referral_due < today
    ]
