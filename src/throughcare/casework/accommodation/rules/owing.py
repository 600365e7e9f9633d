"""What is owed on an application, by which side and by when: one thing at every instant while it is open. And who goes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from throughcare.casework.interventions.rules.task_deadlines import task_deadline
from throughcare.foundation.kernel import Clause, Finding, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, day_of

from .moves import CLOSED
from .terms import AccommodationTerms, accommodation_terms
from .words import ApplicationState, Notice, PlacingSide, Priority

_TASK = {Notice.STANDARD: "standard", Notice.SHORT: "shortNotice", Notice.EMERGENCY: "emergency"}


@dataclass(frozen=True)
class Standing:
    """An application as the clocks ask about it.

    ``clock_from`` is when its assessment was last asked for, ``moved_at`` its last move; ``arrival`` the day they are to arrive, and
    ``arrives`` and ``leaves`` the days of the booking there is now; ``moves_on`` whether it is said where they go on to.
    """

    state: ApplicationState
    notice: Notice
    clock_from: datetime
    moved_at: datetime
    arrival: date | None = None
    arrives: date | None = None
    leaves: date | None = None
    moves_on: bool = False


@dataclass(frozen=True)
class Owed:
    """What is owed: what in words, by which side, by when, and on what authority."""

    what: str
    side: PlacingSide
    by: datetime
    finding: Finding


_ANSWERS: Mapping[ApplicationState, tuple[str, str]] = {
    ApplicationState.ASKED: ("information", "Give the information asked for"),
    ApplicationState.REFUSED: ("refused", "Say what follows from the refusal"),
    ApplicationState.NO_BED: ("no bed", "Say what follows, for no bed is found"),
    ApplicationState.NOT_ARRIVED: ("not arrived", "Say whether a bed is still needed"),
}


def owed_on(one: Standing, *, at: datetime, calendar: WorkingCalendar) -> Owed | None:
    """The one thing owed at an instant; None once the application is closed."""
    if one.state in CLOSED:
        return None
    edition = accommodation_terms(day_of(at))
    clause = Clause(edition.table.source, edition.name)
    if one.state in _ANSWERS:
        return _an_answer(one, edition.table, clause, calendar)
    if one.state in {ApplicationState.SENT, ApplicationState.ASSESSED}:
        return _assessment(one, calendar)
    if one.state is ApplicationState.WAITING:
        return _a_bed(one, calendar)
    if one.state is ApplicationState.PLACED:
        arrives = one.arrives or day_of(one.moved_at)
        why = Finding("arrival", clause, f"booked from {arrives:%-d %B %Y}")
        return Owed("Record whether they arrived", PlacingSide.DELIVERER, _evening(arrives), why)
    return _leaving(one, edition.table, clause, at)


def _an_answer(one: Standing, terms: AccommodationTerms, clause: Clause, calendar: WorkingCalendar) -> Owed:
    kind, what = _ANSWERS[one.state]
    days = terms.answer[kind]
    because = f"{one.state} since {day_of(one.moved_at):%-d %B %Y}, answered within {days} working days ({terms.answer_basis})"
    by = _evening(calendar.add(day_of(one.moved_at), days))
    return Owed(what, PlacingSide.SENDER, by, Finding("answer", clause, because))


def _assessment(one: Standing, calendar: WorkingCalendar) -> Owed:
    by, finding = task_deadline("assessment", _TASK[one.notice], one.clock_from, calendar)
    what = "Begin to assess it" if one.state is ApplicationState.SENT else "Say whether it is suitable"
    return Owed(what, PlacingSide.DELIVERER, by, finding)


def _a_bed(one: Standing, calendar: WorkingCalendar) -> Owed:
    """A bed is owed in the edition's days, and never later than the day they are to arrive."""
    by, finding = task_deadline("placement application", _TASK[one.notice], one.moved_at, calendar)
    if one.arrival is not None and one.arrival < day_of(by):
        first = max(one.arrival, day_of(one.moved_at))
        by, finding = (
            _evening(first),
            Finding("bed", finding.clause, f"they are to arrive on {one.arrival:%-d %B %Y}"),
        )
    return Owed("Book a bed", PlacingSide.DELIVERER, by, finding)


def _leaving(one: Standing, terms: AccommodationTerms, clause: Clause, at: datetime) -> Owed:
    """Of a resident: where they go on to, from the side that asked, until it is said or the last day has come; then that they left."""
    leaves = one.leaves or day_of(one.moved_at)
    if not one.moves_on and day_of(at) < leaves:
        before = terms.answer["move_on_before"]
        by = max(leaves - timedelta(days=before), day_of(one.moved_at))
        because = f"they are to leave on {leaves:%-d %B %Y}; said {before} days before ({terms.answer_basis})"
        return Owed(
            "Say where they go on to", PlacingSide.SENDER, _evening(by), Finding("move on", clause, because)
        )
    why = Finding("leaving", clause, f"they are to leave on {leaves:%-d %B %Y}")
    return Owed("Record that they left", PlacingSide.DELIVERER, _evening(leaves), why)


def _evening(day: date) -> datetime:
    """The end of a day's work, by which something of that day is to be done."""
    return datetime.combine(day, time(17), LONDON)


def priority_of(risk: str, notice: Notice, *, on: date) -> tuple[Priority, Finding]:
    """The band in which somebody waits, from their risk of serious harm and the notice; a risk nobody assessed goes with high."""
    edition = accommodation_terms(on)
    terms = edition.table
    clause = Clause(terms.source, f"{edition.name}, priority ({terms.priority_basis})")
    for band, said in terms.bands.items():
        if risk in said.get("risk", ()):
            words = (
                "nobody has assessed the risk, which goes with high"
                if risk == "not_assessed"
                else f"{risk.replace('_', ' ')} risk"
            )
            return band, Finding("priority", clause, words)
        if notice in said.get("notice", ()):
            return band, Finding("priority", clause, f"{notice} notice")
    return Priority.THIRD, Finding("priority", clause, "nothing puts them before others")
