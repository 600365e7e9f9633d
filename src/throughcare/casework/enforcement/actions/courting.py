"""A breach before the court: laid there for an order, put off, a warrant issued, looked at again and executed, and what the court did."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused

from ..models import Failure
from ..rules import CourtOutcome, FailureState, Move, PaperKind, Side
from ..store.papers import is_signed
from .steps import found, not_ahead, said, take

_RUNS = {"in force", "in breach"}
AT_COURT = frozenset({Move.ADJOURNED, Move.WARRANT_ISSUED, Move.WARRANT_REVIEWED, Move.WARRANT_EXECUTED})
"""What is told of a breach that is before the court, but for what the court did in the end."""


@action(Permission.DECIDE_FAILURE)
def lodge_breach(
    *, by: Member, at: datetime, failure_id: UUID, version: int, sentence_id: UUID, on: date | None = None, hearing_on: date | None = None
) -> UUID:  # fmt: skip
    """Say that a breach of an order is before the court, with its report signed, since a day; the hearing's day where it is known. Returns the step."""
    stands = found(failure_id, by, Side.DECIDER)
    orders = {
        one.id
        for one in courts.sentences_of(stands.row.person_id)
        if one.state in _RUNS and not one.is_custodial
    }
    if sentence_id not in orders:
        raise Refused("Choose an order of this person's that is in force.", field="sentence_id")
    if not is_signed(failure_id, PaperKind.REPORT):
        raise Refused("The breach report is written, reviewed and signed first.")
    day = not_ahead(on, stands, at)
    if hearing_on is not None and hearing_on < day:
        raise Refused("The hearing is on that day or after it.", field="hearing_on")
    Failure.objects.filter(id=failure_id).update(sentence_id=sentence_id)
    return take(stands, Move.LODGED, by, at, version=version, on=day, until=hearing_on)


@action(Permission.DECIDE_FAILURE)
def tell_of_court(
    *, by: Member, at: datetime, failure_id: UUID, version: int, what: Move, on: date | None = None, until: date | None = None, note: str = ""
) -> UUID:  # fmt: skip
    """Tell what happened to a breach at court: adjourned until a day, a warrant issued, looked at again, or executed. Returns the step."""
    if what not in AT_COURT:
        raise Refused("Choose what happened at court.", field="what")
    stands = found(failure_id, by, Side.DECIDER)
    if what is Move.ADJOURNED and until is None:
        raise Refused("Give the day of the next hearing.", field="until")
    day = not_ahead(on, stands, at)
    if until is not None and until < day:
        raise Refused("That day is before it.", field="until")
    kept = until if what in {Move.ADJOURNED, Move.WARRANT_EXECUTED} else None
    if what is Move.WARRANT_REVIEWED:
        said(note, "Say what was done about the warrant.")
    return take(stands, what, by, at, version=version, on=day, until=kept, note=note.strip())


@action(Permission.DECIDE_FAILURE)
def record_court_outcome(
    *, by: Member, at: datetime, failure_id: UUID, version: int, outcome: CourtOutcome, on: date | None = None, note: str = ""
) -> UUID:  # fmt: skip
    """Record what the court did about a breach, where its results have not told it. Returns the step."""
    stands = found(failure_id, by, Side.DECIDER)
    if outcome is CourtOutcome.PROVED or stands.state is FailureState.BREACH:
        raise Refused(
            "Record what the court did once the breach was before it and it decided.", field="outcome"
        )
    return take(
        stands, Move.COURT_DECIDED, by, at, version=version, reason=outcome, on=not_ahead(on, stands, at), note=note.strip()
    )  # fmt: skip


@action(Permission.DECIDE_FAILURE)
def withdraw_failure(*, by: Member, at: datetime, failure_id: UUID, version: int, note: str) -> UUID:
    """Say that a breach which was rescinded is withdrawn from the court; a warning is withdrawn by its letter. Returns the step."""
    stands = found(failure_id, by, Side.DECIDER)
    if Move.LETTER_SENT in stands.moves:
        raise Refused("A warning that was sent is withdrawn by a letter: write it.")
    return take(
        stands, Move.WITHDRAWN, by, at, version=version, note=said(note, "Say how the court was told.")
    )
