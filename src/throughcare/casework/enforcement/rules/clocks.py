"""The one thing that is owed on a failure, by whom, by which day, and by which clause; and how long each side took."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.casework.supervision.rules.absences import contact_terms
from throughcare.foundation.kernel import Clause, WorkingCalendar

from .moves import is_paused
from .terms import Clock, Term, enforcement_terms
from .words import DECISIONS, FailureState, Move, Side


@dataclass(frozen=True)
class Made:
    """One move that was made, on a day; ``until`` is the limit of a return or a pause, or the day of a hearing."""

    move: Move
    on: date
    until: date | None = None


@dataclass(frozen=True)
class Clocked:
    """What the clocks of a failure are counted from: its day, whether whoever recorded it decides too, and the days to refer."""

    failed_on: date
    same_body: bool
    refer: Term


@dataclass(frozen=True)
class Due:
    """What is owed: the move, by which side, by which day, and by which clause."""

    move: Move
    side: Side
    on: date
    clause: Clause


_PAUSES = {Move.RETURNED: {Move.ANSWERED, Move.ACCEPTED}, Move.PAUSED: {Move.RESUMED}}


def paused_days(made: Sequence[Made], calendar: WorkingCalendar, *, until: date) -> int:
    """The working days for which clocks were stopped up to a day: returned for evidence, or paused."""
    counted = 0
    for place, one in enumerate(made):
        if one.move in _PAUSES:
            ends = next((later.on for later in made[place + 1 :] if later.move in _PAUSES[one.move]), until)
            counted += calendar.between(one.on, max(one.on, min(ends, until)))
    return counted


def pauses(made: Sequence[Made]) -> int:
    """How many times clocks were stopped."""
    return sum(one.move in _PAUSES for one in made)


def known_from(made: Sequence[Made], clocked: Clocked) -> date | None:
    """The day from which whoever decides has known of a failure; None while nobody told them."""
    if clocked.same_body:
        found = [one.on for one in made if one.move is Move.FOUND]
        return max(found, default=clocked.failed_on)
    return next((one.on for one in made if one.move in {Move.REFERRED, Move.TAKEN_UP}), None)


def due_of(
    state: FailureState, made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar
) -> Due | None:
    """The one thing that is owed now; None where nothing is. While a clock is stopped, that it be taken up again is."""
    if is_paused(one.move for one in made) and state in {FailureState.ACCEPTED, FailureState.BREACH}:
        return _until_limit(Move.RESUMED, Side.DECIDER, Move.PAUSED, Clock.PAUSE, made, clocked, calendar)
    rule = _OWED.get(state)
    return rule(made, clocked, calendar) if rule else None


def _terms(clocked: Clocked) -> Mapping[Clock, Term]:
    return enforcement_terms(clocked.failed_on).table.clocks


def _last(made: Sequence[Made], *moves: Move) -> Made:
    return next(one for one in reversed(made) if one.move in moves)


def _evidence(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Due:
    terms = contact_terms(clocked.failed_on).table
    by = calendar.add(clocked.failed_on, terms.evidence_days)
    return Due(Move.FOUND, Side.NOTIFIER, by, terms.clauses["evidence"])


def _refer(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Due:
    since = max(
        (one.on for one in made if one.move is Move.FOUND and _was_rescinded(made)), default=clocked.failed_on
    )
    return Due(Move.REFERRED, Side.NOTIFIER, calendar.add(since, clocked.refer.days), clocked.refer.clause)


def _was_rescinded(made: Sequence[Made]) -> bool:
    return any(one.move is Move.RESCINDED for one in made)


def _accept(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Due:
    term, last = _terms(clocked)[Clock.ACCEPT], _last(made, Move.REFERRED, Move.ANSWERED)
    return Due(Move.ACCEPTED, Side.DECIDER, calendar.add(last.on, term.days), term.clause)


def _answer(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Due:
    return _until_limit(Move.ANSWERED, Side.NOTIFIER, Move.RETURNED, Clock.RETURN, made, clocked, calendar)


def _until_limit(
    move: Move,
    side: Side,
    began: Move,
    clock: Clock,
    made: Sequence[Made],
    clocked: Clocked,
    calendar: WorkingCalendar,
) -> Due:
    term, last = _terms(clocked)[clock], _last(made, began)
    return Due(move, side, last.until or calendar.add(last.on, term.days), term.clause)


def _from_known(
    move: Move, days: int, clause: Clause, made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar
) -> Due:
    """Counted from when whoever decides knew, with what was paused since added."""
    known = known_from(made, clocked) or clocked.failed_on
    last = max(one.on for one in made)
    return Due(
        move, Side.DECIDER, calendar.add(known, days + paused_days(made, calendar, until=last)), clause
    )


def _decide(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Due:
    term = _terms(clocked)[Clock.DECIDE]
    return _from_known(Move.WARNED, term.days, term.clause, made, clocked, calendar)


def _letter(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Due:
    terms = contact_terms(clocked.failed_on).table
    return _from_known(Move.LETTER_SENT, terms.letter_days, terms.clauses["letter"], made, clocked, calendar)


def _lodge(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Due:
    term = _terms(clocked)[Clock.COURT]
    return _from_known(Move.LODGED, term.days, term.clause, made, clocked, calendar)


def _result(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Due:
    there = (Move.LODGED, Move.ADJOURNED, Move.WARRANT_EXECUTED, Move.COURT_CORRECTED)
    return _until_first(Move.COURT_DECIDED, Clock.HEARING, _last(made, *there), clocked, calendar)


def _warrant(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Due:
    last = _last(made, Move.WARRANT_ISSUED, Move.WARRANT_REVIEWED)
    return _until_first(Move.WARRANT_REVIEWED, Clock.WARRANT, last, clocked, calendar)


def _withdraw(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Due:
    return _until_first(Move.WITHDRAWN, Clock.WITHDRAW, _last(made, Move.RESCINDED), clocked, calendar)


def _until_first(move: Move, clock: Clock, last: Made, clocked: Clocked, calendar: WorkingCalendar) -> Due:
    term = _terms(clocked)[clock]
    return Due(move, Side.DECIDER, last.until or calendar.add(last.on, term.days), term.clause)


_OWED: Mapping[FailureState, Callable[[Sequence[Made], Clocked, WorkingCalendar], Due]] = {
    FailureState.AWAITED: _evidence,
    FailureState.NOTED: _refer,
    FailureState.REFERRED: _accept,
    FailureState.RETURNED: _answer,
    FailureState.ACCEPTED: _decide,
    FailureState.WARNING: _letter,
    FailureState.BREACH: _lodge,
    FailureState.IN_COURT: _result,
    FailureState.WARRANT: _warrant,
    FailureState.WITHDRAWING: _withdraw,
}


@dataclass(frozen=True)
class Delays:
    """Working days that each side took and by how many it was late; None where it did not come to that (yet)."""

    notice: int | None
    notice_late: int | None
    decision: int | None
    decision_late: int | None
    pauses: int
    paused: int


def delays_of(made: Sequence[Made], clocked: Clocked, calendar: WorkingCalendar) -> Delays:
    """How long the notice and the decision took, measured apart; pauses count against neither."""
    known = known_from(made, clocked)
    decided = next((one.on for one in made if one.move in DECISIONS), None)
    stopped = paused_days(made, calendar, until=decided or max(one.on for one in made))
    notice = None if clocked.same_body or known is None else calendar.between(clocked.failed_on, known)
    decision = (
        None if known is None or decided is None else max(0, calendar.between(known, decided) - stopped)
    )
    return Delays(
        notice, _late(notice, clocked.refer.days), decision, _late(decision, _terms(clocked)[Clock.DECIDE].days),
        pauses(made), stopped,
    )  # fmt: skip


def _late(took: int | None, may_take: int) -> int | None:
    return None if took is None else max(0, took - may_take)
