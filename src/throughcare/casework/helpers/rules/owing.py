"""What is owed on a pairing, by which side and by when: one next step at every instant, and beside it a check that lapses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.foundation.kernel import Clause, Finding, WorkingCalendar

from .checking import CheckStanding, lapses_on
from .jobs import JobTold, next_point
from .moves import CLOSED, PAIRED
from .terms import HelperTerms, helper_terms
from .words import HelperKind, PairingSide, PairingState


@dataclass(frozen=True)
class PairingStanding:
    """A pairing as the clocks ask about it: since when it stands so, when they last met, and the jobs under it.

    ``is_open`` says whether the case is: once it is closed nobody owes anything. ``checks`` are the helper's, for where the person is.
    """

    kind: HelperKind
    state: PairingState
    moved_on: date
    met_on: date | None = None
    jobs: Sequence[JobTold] = ()
    is_open: bool = True
    checks: Sequence[CheckStanding] = ()


@dataclass(frozen=True)
class Owed:
    """What is owed: what in words, by which side, until the end of which day, and on what authority."""

    what: str
    side: PairingSide
    by: date
    finding: Finding


def owed_next(one: PairingStanding, *, on: date, calendar: WorkingCalendar) -> Owed | None:
    """The one step owed on a day; None once the case is closed, or the pairing is and every point of its jobs is told.

    What came of a job is owed by the helpers' team while the pairing lasts, and by whoever answers for the case after it.
    """
    if not one.is_open:
        return None
    edition = helper_terms(on)
    terms, clause = edition.table, Clause(edition.table.source, f"{edition.name} ({edition.table.basis})")
    point = next_point(one.jobs)
    if one.state in CLOSED:
        return _job(point, PairingSide.SENDER, terms, clause, calendar) if point else None
    if one.state is PairingState.ASKED:
        by = calendar.add(one.moved_on, terms.answer["match"])
        return Owed(
            "Match them with a helper, or say that nobody can help",
            PairingSide.HELPERS,
            by,
            _why("match", clause, one),
        )
    if point:
        return _job(point, PairingSide.HELPERS, terms, clause, calendar)
    return _paired(one, terms, clause, calendar)


def _job(
    point: tuple[int, str, date],
    side: PairingSide,
    terms: HelperTerms,
    clause: Clause,
    calendar: WorkingCalendar,
) -> Owed:
    _, which, due = point
    because = Finding("job", clause, f"{which} is on {due:%-d %B %Y}")
    what = "Say whether the work started" if which == "start" else f"Say what came of the work at {which}"
    return Owed(what, side, calendar.add(due, terms.answer["job_told"]), because)


def _paired(one: PairingStanding, terms: HelperTerms, clause: Clause, calendar: WorkingCalendar) -> Owed:
    """Of somebody who has a helper and no point of a job ahead: the first meeting, the job, the next meeting, or that it ends."""
    side = PairingSide.HELPERS
    if one.jobs:
        by = calendar.add(one.moved_on, terms.answer["close"])
        return Owed("End it, or record other work", side, by, _why("close", clause, one))
    if one.kind is HelperKind.EMPLOYER:
        by = calendar.add(one.moved_on, terms.answer["job"])
        return Owed("Record the work agreed, or end it", side, by, _why("job agreed", clause, one))
    if one.met_on is None:
        by = calendar.add(one.moved_on, terms.answer["first_meeting"])
        return Owed("Record their first meeting", side, by, _why("first meeting", clause, one))
    by = one.met_on + timedelta(days=terms.answer["meet_days"])
    because = Finding("meeting", clause, f"they last met on {one.met_on:%-d %B %Y}")
    return Owed("Record their next meeting", side, by, because)


def _why(rule: str, clause: Clause, one: PairingStanding) -> Finding:
    return Finding(rule, clause, f"{one.state} since {one.moved_on:%-d %B %Y}")


def lapse_owed(one: PairingStanding, *, on: date) -> Owed | None:
    """That a check of the helper somebody is matched with lapses soon, or holds no longer; owed by whoever runs the helpers' team."""
    first = lapses_on(one.checks)
    if one.state not in PAIRED or not one.is_open or first is None:
        return None
    soon = on + timedelta(days=helper_terms(on).table.answer["lapse_days"])
    if first.holds and first.until is not None and first.until > soon:
        return None
    by = on if first.until is None else first.until
    return Owed(f"Renew the {first.kind}, or look for another helper", PairingSide.HELPERS, by, first.finding)
