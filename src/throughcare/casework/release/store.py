"""Loads what is said of people's releases, and works their days out: what actions and queries both need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.queries import InCustody
from throughcare.casework.courts.rules import INDETERMINATE, SentenceKind
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.movements import Moved, MovementKind, released_on
from throughcare.foundation.access.asked_once import once_for_each
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

from .models import (
    DaysSaid,
    Figure,
    InsideSaid,
    Licence,
    LicenceCondition,
    LicenceStep,
    Looked,
    NeedSaid,
    ParoleStep,
    Said,
    TermSaid,
)
from .rules import (
    Adjusted,
    BoardSays,
    Clock,
    Custodial,
    DateKind,
    EarlyReason,
    Group,
    Handover,
    Inside,
    Known,
    LicenceEnds,
    LicenceMove,
    LicenceState,
    NeedKind,
    NeedState,
    Owes,
    ParoleKind,
    Spell,
    Step,
    TermKind,
    Worked,
    as_the_days_have_it,
    earliest_release,
    early_allocation,
    in_force_of,
    in_hard_stop,
    is_time_served,
    latest_end,
    licence_start,
    licence_state,
    ran_out,
    who_is_responsible,
    work_out,
)

S = TypeVar("S", bound=Said)
_KINDS = {
    SentenceKind.CUSTODY: TermKind.STANDARD,
    SentenceKind.YOUNG_ADULT_DETENTION: TermKind.STANDARD,
    SentenceKind.EXTENDED_SENTENCE: TermKind.EXTENDED,
    **dict.fromkeys(INDETERMINATE, TermKind.LIFE),
    SentenceKind.DETENTION_AND_TRAINING_ORDER: TermKind.TRAINING,
}
FIRST_ROUND = 0


@dataclass(frozen=True)
class LicenceStands:
    """A licence with its moves and conditions, and where the days have it now; ``moved_by`` are the moves that the days made."""

    row: Licence
    steps: tuple[LicenceStep, ...]
    conditions: tuple[LicenceCondition, ...]
    clock: Clock
    written: LicenceState
    state: LicenceState
    moved_by: tuple[LicenceMove, ...]

    @property
    def round(self) -> int:
        """The round of writing that goes on, or was last: the first is that of the licence itself."""
        return sum(step.move == LicenceMove.VARY for step in self.steps)

    @property
    def approved(self) -> frozenset[int]:
        """The rounds that somebody approved."""
        found, at = set(), FIRST_ROUND
        for step in self.steps:
            at += step.move == LicenceMove.VARY
            if step.move == LicenceMove.APPROVE:
                found.add(at)
            elif step.move == LicenceMove.REOPEN:
                found.discard(at)
        return frozenset(found)

    @property
    def taken_out(self) -> Mapping[UUID, tuple[int, ...]]:
        """In which rounds each condition was taken out."""
        found: dict[UUID, tuple[int, ...]] = {}
        for one in self.conditions:
            if one.takes_out_id:
                found[one.takes_out_id] = (*found.get(one.takes_out_id, ()), one.round)
        return found

    def in_force(self) -> list[LicenceCondition]:
        """The conditions that bind: of approved rounds, and taken out in none that was."""
        return self._of(self.approved)

    def as_written(self) -> list[LicenceCondition]:
        """The conditions as the round that goes on leaves them."""
        return self._of(self.approved | {self.round})

    def _of(self, rounds: frozenset[int]) -> list[LicenceCondition]:
        return [
            one
            for one in self.conditions
            if one.takes_out_id is None
            and all(in_force_of(one.round, gone, rounds) for gone in self.taken_out.get(one.id, (None,)))
        ]

    def sent_by(self) -> frozenset[UUID]:
        """Whoever ever sent it for approval: none of them approves it."""
        sent = {LicenceMove.SUBMIT.value, LicenceMove.MAKE_STANDARD.value}
        return frozenset(step.member_id for step in self.steps if step.move in sent)


@dataclass(frozen=True)
class Facts:
    """Everything that is said of one case's release, the latest of each."""

    terms: Mapping[UUID, TermSaid] = field(default_factory=dict)
    figures: Mapping[DateKind, Figure] = field(default_factory=dict)
    days: tuple[DaysSaid, ...] = ()
    inside: InsideSaid | None = None
    looked: Looked | None = None
    needs: Mapping[NeedKind, NeedSaid] = field(default_factory=dict)
    steps: tuple[ParoleStep, ...] = ()

    def known(self) -> dict[NeedKind, Known]:
        """What is known of each need."""
        return {kind: Known(NeedState(one.state), one.due) for kind, one in self.needs.items()}

    def parole(self) -> list[Step]:
        """The steps to parole, as the rules ask about them."""
        return [_step(one) for one in self.steps]


def _step(row: ParoleStep) -> Step:
    done = getattr(row, "done", None)
    return Step(
        ParoleKind(row.kind), Owes(row.owes), row.due, done.on if done else None,
        BoardSays(done.says) if done and done.says else None,
    )  # fmt: skip


def facts_of(case_ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """What is said of the release of each of these cases; seven questions, however many they are."""
    ids = list(case_ids)
    terms, figures, days = _rows(TermSaid, ids), _rows(Figure, ids), _rows(DaysSaid, ids)
    inside, looked, needs = _rows(InsideSaid, ids), _rows(Looked, ids), _rows(NeedSaid, ids)
    steps: dict[UUID, list[ParoleStep]] = {}
    for row in ParoleStep.objects.filter(case__in=ids).select_related("done").order_by("number"):
        steps.setdefault(row.case_id, []).append(row)
    return {
        case: Facts(
            {one.sentence_id: one for one in terms.get(case, ())},
            {DateKind(one.kind): one for one in figures.get(case, ())},
            tuple(days.get(case, ())),
            next(reversed(inside.get(case, [])), None),
            next(reversed(looked.get(case, [])), None),
            {NeedKind(one.kind): one for one in needs.get(case, ())},
            tuple(steps.get(case, ())),
        )
        for case in ids
    }


def _rows(model: type[S], case_ids: Sequence[UUID]) -> dict[UUID, list[S]]:
    found: dict[UUID, list[S]] = {}
    for row in model._default_manager.filter(case__in=case_ids).order_by("number"):
        found.setdefault(row.case_id, []).append(row)
    return found


@dataclass(frozen=True)
class Stands:
    """Somebody's release as it stands: what they serve, its days, who is responsible, and what is said of it.

    ``worked`` is None where no custodial sentence runs. ``starts`` is the day on which the licence begins, which is the day
    they leave; ``handover`` None where they are not in custody. ``released_on`` None for whoever went back since; ``let_out_on`` is
    the last release all the same: a return never makes a licence one that has not begun. ``first_out`` is the first release since the
    first of the sentences was passed, ``kinds`` what they are.
    """

    case: supervision.OpenCase
    facts: Facts
    terms: tuple[Custodial, ...]
    adjusted: Adjusted
    worked: Worked | None
    handover: Handover | None
    starts: date | None
    released_on: date | None
    let_out_on: date | None
    whole_life: bool
    first_out: date | None = None
    kinds: frozenset[SentenceKind] = frozenset()
    licence: LicenceStands | None = None

    @property
    def is_inside(self) -> bool:
        """Whether they are in custody now."""
        return self.case.place == Place.CUSTODY

    @property
    def is_indeterminate(self) -> bool:
        """Whether a sentence of theirs has no end."""
        return any(one.kind is TermKind.LIFE for one in self.terms)

    def licence_ends(self, on: date) -> LicenceEnds | None:
        """How a licence for public protection stands to its end on a day; None for life, and where nothing of that kind runs."""
        return latest_end(self.kinds, self.first_out, self.released_on, on=on)

    @property
    def tariff(self) -> date | None:
        """The end of the minimum term: the prison's own day where it gives one."""
        return self.day(DateKind.TARIFF)

    def day(self, kind: DateKind) -> date | None:
        """A day of the sentence: the prison's where it gives one, else ours; None where neither has one."""
        given = self.facts.figures.get(kind)
        if given is not None:
            return given.on
        return self.worked.on(kind) if self.worked else None

    @property
    def release(self) -> date | None:
        """The day on which they are released without anybody's decision; None where none is known."""
        kinds = (DateKind.CONDITIONAL, DateKind.AUTOMATIC, DateKind.MIDPOINT)
        return next((day for kind in kinds if (day := self.day(kind)) is not None), None)

    @property
    def days(self) -> dict[str, str]:
        """Every day as it now stands, by its name: what somebody who looks at them has seen."""
        found = {kind: self.day(kind) for kind in DateKind}
        return {kind.value: day.isoformat() for kind, day in found.items() if day is not None}


@once_for_each
def stands_of(person_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, Stands]:
    """How the release of each of these people stands, of those with an open case that the viewer sees and custody to serve."""
    wanted = list(person_ids)
    cases = supervision.open_cases_of(wanted) if wanted else {}
    if not cases:
        return {}
    served = courts.custody_of(cases)
    people = [person for person in cases if person in served]
    if not people:
        return {}
    facts = facts_of(cases[person].id for person in people)
    moved = supervision.movements_among(people)
    large = supervision.times_at_large(people)
    arrived = supervision.days_received(people)
    today = day_of(at)
    found = {
        person: _stands(
            cases[person], served[person], facts[cases[person].id], moved.get(person, []),
            tuple(Spell(first, last or today) for first, last in large.get(person, ())), today,
        )
        for person in people
    }  # fmt: skip
    licences = licences_of([one.case.id for one in found.values()], found, on=today)
    return {
        person: _whole(replace(one, licence=licences.get(one.case.id)), arrived.get(person), today)
        for person, one in found.items()
    }


def _whole(stands: Stands, arrived: date | None, today: date) -> Stands:
    return replace(stands, handover=_handover(stands, arrived, today)) if stands.is_inside else stands


def _stands(
    case: supervision.OpenCase, served: Sequence[InCustody], facts: Facts, moved: Sequence[Moved],
    large: tuple[Spell, ...], today: date,
) -> Stands:  # fmt: skip
    terms = tuple(_term(one, facts.terms.get(one.id)) for one in served)
    adjusted = Adjusted(added=sum(one.days for one in facts.days), at_large=large)
    said = facts.inside
    worked = work_out(terms, adjusted, on=today, barred_from_curfew=bool(said and said.no_curfew))
    whole = any(one.whole_life for one in served)
    outs = [day_of(one.at) for one in moved if one.kind is MovementKind.RELEASED]
    begun = min(one.imposed_on for one in served)
    plain = Stands(
        case, facts, terms, adjusted, worked, None, None, released_on(moved), outs[-1] if outs else None, whole,
        next((day for day in outs if day >= begun), None), frozenset(one.kind for one in served),
    )  # fmt: skip
    confirmed, held = said.confirmed_release if said else None, bool(said and said.immigration)
    starts = licence_start(plain.release, confirmed, WorkingCalendar(), held_otherwise=held)
    return replace(plain, starts=starts)


def _term(one: InCustody, said: TermSaid | None) -> Custodial:
    credit = said.credit_days if said and said.credit_days is not None else one.credit_days or 0
    if one.time_served and one.length:
        credit = one.length.days_from(one.imposed_on)
    return Custodial(
        str(one.id), _KINDS[one.kind], one.imposed_on, one.length, one.extension,
        Group(said.group) if said else Group.STANDARD, bool(said and said.youth),
        str(one.follows) if one.follows else None, one.offence_on, credit, one.minimum,
    )  # fmt: skip


def _handover(stands: Stands, arrived: date | None, today: date) -> Handover:
    said, steps = stands.facts.inside, stands.facts.parole()
    told = [one for one in steps if one.kind is ParoleKind.DECISION and one.done_on is not None]
    last = max(told, key=lambda one: one.done_on or today, default=None)
    hearing = next((one.due for one in steps if one.kind is ParoleKind.HEARING and one.done_on is None), None)
    days = {
        "parole": stands.day(DateKind.PAROLE), "automatic": stands.day(DateKind.AUTOMATIC),
        "conditional": stands.day(DateKind.CONDITIONAL) or stands.day(DateKind.MIDPOINT),
    }  # fmt: skip
    found = earliest_release(
        indeterminate=stands.is_indeterminate, today=today, tariff=stands.tariff, hearing=hearing, **days
    )
    earliest = found[1] if found else None
    reasons = frozenset(EarlyReason(one) for one in said.early_reasons) if said else frozenset()
    early = early_allocation(reasons, agreed=said.early_agreed if said else None, earliest=earliest, on=today)
    recalled = stands.licence is not None and stands.licence.written is LicenceState.RECALLED
    inside = Inside(
        sentence_start=min(one.passed_on for one in stands.terms), earliest=earliest,
        indeterminate=stands.is_indeterminate, parole=bool(days["parole"]), early_allocation=early is not None,
        open_conditions=bool(said and said.open_since), recalled=recalled, immigration=bool(said and said.immigration),
        more_to_come=bool(said and said.more_to_come), refused=bool(last and last.says is BoardSays.REFUSED),
        managed_together=bool(said and said.managed_together), hearing=hearing,
        womens_prison=bool(said and said.womens_prison), open_since=said.open_since if said else None, arrived=arrived,
    )  # fmt: skip
    return who_is_responsible(inside, on=today)


def licences_of(
    case_ids: Sequence[UUID], stands: Mapping[UUID, Stands], *, on: date
) -> dict[UUID, LicenceStands]:
    """The latest licence of each case, as it stands on a day; three questions."""
    rows = list(Licence.objects.filter(case__in=case_ids).order_by("case_id", "-number").distinct("case_id"))
    return {row.case_id: licence_stands(row, stands.get(row.person_id), on=on) for row in _loaded(rows)}


def _loaded(rows: Sequence[Licence]) -> Sequence[Licence]:
    """The same rows with their steps and conditions, read at once."""
    steps = _of_licences(LicenceStep, rows)
    conditions = _of_licences(LicenceCondition, rows)
    for row in rows:
        row.read = (tuple(steps.get(row.id, ())), tuple(conditions.get(row.id, ())))  # type: ignore[attr-defined]
    return rows


def _of_licences(model: type[Any], rows: Sequence[Licence]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for one in model.objects.filter(licence__in=[row.id for row in rows]).order_by("number"):
        found.setdefault(one.licence_id, []).append(one)
    return found


def licence_stands(row: Licence, stands: Stands | None, *, on: date) -> LicenceStands:
    """A licence as it stands on a day, by what is known of whoever it is for."""
    steps, conditions = getattr(row, "read", None) or _loaded([row])[0].read  # type: ignore[attr-defined]
    written = licence_state(LicenceMove(step.move) for step in steps)
    clock = _clock(stands, row, on)
    return LicenceStands(row, steps, conditions, clock, written, *as_the_days_have_it(written, clock))


def _clock(stands: Stands | None, row: Licence, on: date) -> Clock:
    if stands is None:
        return Clock()
    out = stands.let_out_on is not None and stands.let_out_on >= day_of(row.at)
    expiry = stands.day(DateKind.EXPIRY)
    served = any(is_time_served(one.passed_on, stands.release, on=on) for one in stands.terms)
    stopped = not out and in_hard_stop(stands.starts, WorkingCalendar(), on=on, time_served=served)
    return Clock(stopped, out, out and not stands.is_indeterminate and ran_out(expiry, on=on))
