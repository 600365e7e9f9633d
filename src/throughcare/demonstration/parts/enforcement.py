"""Enforcement in the demonstration: failures to comply at every stage, some of them late, of people on orders and on licence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from throughcare.casework.enforcement import actions, queries
from throughcare.casework.enforcement.rules import (
    CourtOutcome,
    FailureState,
    Means,
    Move,
    NotEnforceable,
    PaperKind,
)
from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.rules.absences import LICENCES, ORDERS
from throughcare.casework.supervision.rules.contacts import (
    Absence,
    ContactKind,
    Evidence,
    Outcome,
    Told,
    Whom,
)
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

from ..days import instant, this_morning
from ..held import Held
from ..history import History
from ..outside import outside_since
from ..part import Finish, Part

_MOST, _FIRST = 80, 60
"""How many people are looked at, and for how many days back failures are told of anybody."""
_WHAT = "The weekly appointment"
_NOTE = "Did not come, and did not ring. A message was left and a letter sent."
_SHOWN = "The appointment was given in writing and a reminder sent the day before; nobody answered two calls after it."


@dataclass(frozen=True)
class _Failing:
    """Somebody of whom a failure is told: by whom, the order that runs, and since when they were in the same hands and outside."""

    held: Held
    by: Member
    order: UUID | None
    since: date

    def fits(self, stage: _Stage, as_at: date) -> bool:
        """Whether everything that the stage tells of can have happened to them."""
        first = WorkingCalendar().add(as_at, -max(stage.missed))
        return (self.order is None) == stage.licence and first > self.since


def failures(history: History, given: Finish) -> None:
    """One failure at each stage; every other one in the team where the sign-in accounts are, while it has people left."""
    found = list(_found(history))
    home = [one for one in found if one.held.case.unit_id == history.staff.home_team]
    away = [one for one in found if one.held.case.unit_id != history.staff.home_team]
    for number, stage in enumerate(_STAGES):
        pools = (home, away) if number % 2 == 0 else (away, home)
        fits = [one for pool in pools for one in pool if one.fits(stage, history.as_at)]
        if fits:
            (home if fits[0] in home else away).remove(fits[0])
            _Course(history, fits[0]).to(stage)


def _found(history: History) -> Iterator[_Failing]:
    """People on an order or on licence, outside and in the same hands for some time, those of whom the least is told last."""
    home = history.staff.home_team
    held = history.ordered(
        lambda h: h.case.place == Place.COMMUNITY and bool(h.holder) and h.appointed_on is not None
    )
    longest = history.as_at - timedelta(days=_FIRST)
    since = {h.case.id: max(h.opened, h.appointed_on or h.opened, longest) for h in held}
    for one in sorted(held, key=lambda h: (h.case.unit_id != home, since[h.case.id]))[:_MOST]:
        found = _able(history, one, since[one.case.id])
        if found is not None:
            yield found


def _able(history: History, held: Held, since: date) -> _Failing | None:
    at = instant(history.as_at, 8)
    holder = held.holder.get("supervisor") or held.holder.get("offender manager")
    by = members.member(holder, at=at) if holder else None
    if by is None or not by.may(May.REFER_FAILURE):
        return None
    with viewing(by, instant(history.as_at, 8)):
        seen = cases.case_of(held.case.person_id, at=instant(history.as_at, 8))
        outside = outside_since(held.case.person_id, since)
    if seen is None or seen.case.closed_at is not None or not outside:
        return None
    if day_of(seen.case.opened_at) > since:  # another case than the one that the history tells of
        return None
    if held.case.sentence in LICENCES:
        return _Failing(held, by, None, since)
    running = held.running_on(history.as_at)
    orders = [id for id, result in held.sentences if result in running]
    return _Failing(held, by, orders[0], since) if held.case.sentence in ORDERS and orders else None


class _Course:
    """One failure on its way: what was missed, and then a step at a time, each at its own instant."""

    def __init__(self, history: History, one: _Failing) -> None:
        self.history, self.held, self.by, self.order = history, one.held, one.by, one.order
        self.at = instant(history.as_at, 9)
        self.contact: UUID | None = None

    def to(self, stage: _Stage) -> None:
        """Bring it to a stage, whatever was missed before it warned of; where the record or the model allows no more it stays."""
        try:
            *before, last = stage.missed
            for days in before:
                self.miss(days, stage.outcome)
                self.warn_of(days)
            self.miss(last, stage.outcome)
            self.take(stage.steps)
        except Refused:
            return

    def warn_of(self, days: int) -> None:
        """Warn of what was missed so many working days ago, where that can be done."""
        with suppress(Refused):
            self.take((*_warn(days - 1), (days - 2, lambda one: one.send(PaperKind.WARNING))))

    def take(self, steps: Iterable[Step]) -> None:
        """Each step on its day."""
        for days, step in steps:
            self.at = max(self.at + timedelta(minutes=20), self.day(days, 11))
            step(self)

    def day(self, working_days: int, hour: int) -> datetime:
        """An hour of the day so many working days before the last, whose own history ends in the morning."""
        if not working_days:
            return this_morning(self.history.as_at) - timedelta(minutes=20)
        return instant(WorkingCalendar().add(self.history.as_at, -working_days), hour)

    def miss(self, days: int, outcome: Outcome) -> None:
        """An appointment that was missed, recorded the same day by whoever had it."""
        self.at = self.day(days, 16)
        told = self.told(outcome, self.day(days, 14))
        meeting = supervision.Meeting(self.held.case.id, told, _NOTE, None)
        self.contact = supervision.record_contact(by=self.by, at=self.at, meeting=meeting).contact_id
        self.history.hear()

    def told(self, outcome: Outcome, happened: datetime) -> Told:
        """What is told of the appointment."""
        evidence = Evidence.NONE if outcome is Outcome.ABSENT_UNACCEPTABLE else None
        return Told(happened, ContactKind.OFFICE, outcome, Whom.PERSON, what=_WHAT, evidence=evidence)

    @property
    def line(self) -> queries.FailureLine:
        """The failure as it stands; refused where none was noted."""
        for viewer in (self.by, self._lead()):
            if viewer is None:
                continue
            with viewing(viewer, self.at):
                found = queries.failures_of(self.held.case.person_id, today=self.history.as_at)
            if found:
                return max(found, key=lambda one: one.number)
        raise Refused("Nothing was noted.")

    def _lead(self, unit: UUID | None = None) -> Member | None:
        return self.history.staff.leads.get(unit or self.held.case.unit_id)

    def decider(self) -> Member:
        """Whoever manages the case where their team decides, and else whoever leads the team that does."""
        unit = self.line.decider_unit
        held = self.held.holder.get("offender manager")
        own = members.member(held, at=self.at) if held else None
        found = own if own and own.unit_id == unit and own.may(May.DECIDE_FAILURE) else self._lead(unit)
        if unit is None or found is None:
            raise Refused("Nobody decides.")
        return found

    def act(self, act: Callable[..., object], *, by: Member | None = None, **given: Any) -> None:
        """One step of whoever decides, or of another."""
        line = self.line
        act(by=by or self.decider(), at=self.at, failure_id=line.id, version=line.version, **given)

    def refer(self) -> None:
        """Tell whoever decides, where that is another."""
        if self.line.state is FailureState.NOTED:
            self.act(actions.refer_failure, by=self.by, note=_SHOWN)

    def accept(self) -> None:
        """Take it as complete, where another told of it."""
        if self.line.state is FailureState.REFERRED:
            self.act(actions.accept_failure)

    def decide(self, decision: Move, why: str, reason: NotEnforceable | None = None) -> None:
        """Decide."""
        self.act(actions.decide_failure, decision=decision, note=why, reason=reason)

    def write(self, kind: PaperKind) -> UUID:
        """Draw a paper from the record."""
        return actions.draft_paper(by=self.decider(), at=self.at, failure_id=self.line.id, kind=kind)

    def sign(self, kind: PaperKind) -> UUID:
        """A paper drawn, reviewed by another and signed."""
        made, decider = self.write(kind), self.decider()
        others = [self._lead(decider.unit_id), *self._colleagues(decider.unit_id)]
        reviewer = next((one for one in others if one is not None and one.id != decider.id), None)
        if reviewer is None:
            raise Refused("Nobody else is there to review it.")
        actions.review_paper(by=reviewer, at=self.at + timedelta(minutes=5), paper_id=made)
        self.at += timedelta(minutes=10)
        actions.sign_paper(by=decider, at=self.at, paper_id=made)
        return made

    def _colleagues(self, unit: UUID) -> list[Member | None]:
        ids = self.history.staff.pools[unit]["offender manager"]
        return [members.member(one, at=self.at) for one in ids]

    def send(self, kind: PaperKind) -> None:
        """A paper that went out by post."""
        made = self.sign(kind)
        actions.deliver_paper(by=self.decider(), at=self.at, paper_id=made, means=Means.POST)

    def lodge(self, hearing_in: int | None = None) -> None:
        """Before the court, with its report signed."""
        self.sign(PaperKind.REPORT)
        hearing = self.history.as_at + timedelta(days=hearing_in) if hearing_in is not None else None
        self.act(actions.lodge_breach, sentence_id=self.order, hearing_on=hearing)

    def at_court(self, what: Move, until_in: int | None = None, note: str = "") -> None:
        """What happened at court."""
        until = self.history.as_at + timedelta(days=until_in) if until_in is not None else None
        self.act(actions.tell_of_court, what=what, until=until, note=note)

    def excuse(self) -> None:
        """A note came: the contact is put right, and the failure follows it."""
        line = self.line
        told = Told(
            instant(line.failed_on, 14), ContactKind.OFFICE, Outcome.ABSENT_ACCEPTABLE, Whom.PERSON, what=_WHAT,
            absence=Absence.MEDICAL, evidence=Evidence.SEEN,
        )  # fmt: skip
        assert self.contact is not None
        supervision.correct_contact(
            by=self.by, at=self.at, contact_id=self.contact, because="A letter from the hospital came by post.",
            meeting=supervision.Meeting(self.held.case.id, told, "In hospital that day; the letter was seen.", None),
        )  # fmt: skip
        self.history.hear()


Step = tuple[int, Callable[[_Course], object]]
"""How many working days before the last day, and what was done."""


@dataclass(frozen=True)
class _Stage:
    """How many working days ago something was missed, with what came of it, and what was done since; of somebody on licence or not."""

    missed: tuple[int, ...]
    steps: tuple[Step, ...] = ()
    outcome: Outcome = Outcome.ABSENT_UNACCEPTABLE
    licence: bool = False


_TWICE = "Missed twice within the year, and no reason was given for either."
_NO_REASON = "No reason was given, and they were told in writing."


def _told(days: int) -> tuple[Step, Step]:
    return (days, _Course.refer), (days, _Course.accept)


def _breach(days: int) -> tuple[Step, ...]:
    return *_told(days), (days, lambda one: one.decide(Move.BREACH_BEGUN, _TWICE))


def _warn(days: int) -> tuple[Step, ...]:
    return *_told(days), (days, lambda one: one.decide(Move.WARNED, _NO_REASON))


def _lodged(days: int, hearing_in: int | None = None) -> tuple[Step, ...]:
    return *_breach(days), (days - 1, lambda one: one.lodge(hearing_in))


_STAGES: Final = (
    _Stage((2,)),
    _Stage((12,)),
    _Stage((3,), outcome=Outcome.ABSENT_AWAITING),
    _Stage((9,), outcome=Outcome.ABSENT_AWAITING),
    _Stage((3,), ((1, _Course.refer),)),
    _Stage((7,), ((5, _Course.refer),)),
    _Stage((4,), ((2, _Course.refer), (1, lambda one: one.act(
        actions.return_failure, note="Which letter told them of it, and was it to their new address?"
    )))),
    _Stage((5,), _told(2)),
    _Stage((5,), (*_told(3), (3, lambda one: one.decide(
        Move.NOT_ENFORCEABLE, "They were at their child's school, called in that morning.", NotEnforceable.EXCUSED
    )))),
    _Stage((8,), ((3, _Course.excuse),)),
    _Stage((6,), (*_warn(4), (2, lambda one: one.write(PaperKind.WARNING)))),
    _Stage((10,), (*_warn(8), (7, lambda one: one.send(PaperKind.WARNING)))),
    _Stage((16, 3), _breach(1)),
    _Stage((25, 16), _breach(13)),
    _Stage((20, 10), _lodged(8, hearing_in=9)),
    _Stage((30, 18), (*_lodged(15), (4, lambda one: one.at_court(Move.ADJOURNED, 12)))),
    _Stage((30, 20), (*_lodged(17), (5, lambda one: one.at_court(Move.WARRANT_ISSUED)))),
    _Stage((38, 34), (*_lodged(31), (25, lambda one: one.at_court(Move.WARRANT_ISSUED)))),
    _Stage((30, 15), (*_lodged(12, hearing_in=6), (2, _Course.excuse), (1, lambda one: one.act(
        actions.withdraw_failure, note="The court office was told by e-mail, and took it out of the list."
    )))),
    _Stage((30, 15), (*_lodged(12, hearing_in=6), (0, _Course.excuse))),
    _Stage((38, 30), (*_lodged(27), (6, lambda one: one.act(
        actions.record_court_outcome, outcome=CourtOutcome.CONTINUED, note="A warning from the bench; the order goes on."
    )))),
    _Stage((4,), _told(3), licence=True),
    _Stage((6,), (*_told(4), (4, lambda one: one.decide(
        Move.PUT_FORWARD, "Third time, and nobody knows where they sleep."
    ))), licence=True),
    _Stage((9,), (*_warn(7), (6, lambda one: one.send(PaperKind.LICENCE))), licence=True),
)  # fmt: skip
"""Noted, awaited, referred, returned, to decide, excused, rescinded, to warn, warned, in breach, at court, on warrant, withdrawn, dealt with."""
PART = Part(at_the_end={63: failures})
