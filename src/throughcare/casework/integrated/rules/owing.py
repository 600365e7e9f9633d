"""What is owed on somebody's selection, by which side and by when: one next step while something is proposed, and none else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from throughcare.foundation.kernel import Finding, WorkingCalendar

from .moves import WAITS, unanswered
from .terms import integrated_terms
from .words import IntegratedSide, PartnerAnswer, SelectionState


@dataclass(frozen=True)
class SelectionStanding:
    """A selection as the clocks ask about it: its state, since when something is proposed, who answered, and whether the case is open."""

    state: SelectionState
    since: date
    answers: Mapping[str, PartnerAnswer] = field(default_factory=dict)
    is_open: bool = True


@dataclass(frozen=True)
class IntegratedOwed:
    """What is owed: what in words, by which side, until the end of which day, and on what authority."""

    what: str
    side: IntegratedSide
    by: date
    finding: Finding


def integrated_owed(one: SelectionStanding, *, on: date, calendar: WorkingCalendar) -> IntegratedOwed | None:
    """The one step owed on a day; None where nothing is proposed or the case is closed."""
    if one.state not in WAITS or not one.is_open:
        return None
    terms = integrated_terms(on).table
    because = f"{one.state} on {one.since:%-d %B %Y}"
    if missing := unanswered(one.answers, on):
        by = calendar.add(one.since, terms.clocks.answer_working)
        what = f"Record what partners answer: {', '.join(missing)}"
        return IntegratedOwed(what, IntegratedSide.MANAGER, by, terms.found("answers", because))
    leaving = one.state is SelectionState.LEAVING
    what = "Decide whether they are removed" if leaving else "Decide whether they are selected"
    by = calendar.add(one.since, terms.clocks.decide_working)
    return IntegratedOwed(what, IntegratedSide.SENIOR, by, terms.found("decide", because))
