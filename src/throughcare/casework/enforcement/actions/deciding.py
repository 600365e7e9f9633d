"""The side that decides: takes a failure up, sends it back for evidence, stops its clock, decides, and rescinds."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.events import FailuresRescinded
from throughcare.casework.supervision.rules.absences import LICENCES
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided, Who
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused

from ..events import DeciderAskedFor
from ..models import Failure
from ..rules import DECISIONS, Clock, Move, Must, NotEnforceable, Pause, Side, enforcement_terms
from ..store.failures import Stands
from ..store.windows import position_of
from .steps import found, limit, said, take


@action(Permission.DECIDE_FAILURE)
def accept_failure(*, by: Member, at: datetime, failure_id: UUID, version: int) -> UUID:
    """Take a failure as complete enough to decide: one that was referred or sent back, or one that nobody told of yet. Returns the step."""
    stands = found(failure_id, by, Side.DECIDER)
    move = Move.TAKEN_UP if stands.row.state == "noted" else Move.ACCEPTED
    return take(stands, move, by, at, version=version)


@action(Permission.DECIDE_FAILURE)
def return_failure(
    *, by: Member, at: datetime, failure_id: UUID, version: int, note: str, until: date | None = None
) -> UUID:
    """Send a failure back for evidence: the clock of the decision stops until it comes, or until its limit. Returns the step."""
    stands = found(failure_id, by, Side.DECIDER)
    if stands.row.same_body:
        raise Refused("Your own organisation recorded it: there is nobody to send it back to.")
    words, day = said(note, "Say what is missing."), limit(stands, until, Clock.RETURN, at)
    return take(stands, Move.RETURNED, by, at, version=version, reason=Pause.EVIDENCE, note=words, until=day)


@action(Permission.DECIDE_FAILURE)
def pause_failure(
    *, by: Member, at: datetime, failure_id: UUID, version: int, reason: Pause, until: date | None = None, note: str = ""
) -> UUID:  # fmt: skip
    """Stop the clock for a reason and until a day; whoever decides owes that it is taken up again. Returns the step."""
    stands = found(failure_id, by, Side.DECIDER)
    day = limit(stands, until, Clock.PAUSE, at)
    return take(stands, Move.PAUSED, by, at, version=version, reason=reason, note=note.strip(), until=day)


@action(Permission.DECIDE_FAILURE)
def resume_failure(*, by: Member, at: datetime, failure_id: UUID, version: int) -> UUID:
    """Let a clock that was stopped go on. Returns the step."""
    return take(found(failure_id, by, Side.DECIDER), Move.RESUMED, by, at, version=version)


@action(Permission.DECIDE_FAILURE)
def decide_failure(
    *, by: Member, at: datetime, failure_id: UUID, version: int, decision: Move, note: str, reason: NotEnforceable | None = None
) -> UUID:  # fmt: skip
    """Decide what becomes of a failure: warned, breach begun, put forward for recall, or not enforceable with its reason. Returns the step.

    What was decided from is kept. Where the law asks for a court and something else is decided, the words say why.
    """
    stands = found(failure_id, by, Side.DECIDER)
    _check_decision(stands, decision, reason)
    words = said(note, "Say why, in words that whoever recorded it will read.")
    where = position_of(stands.row)
    step = take(stands, decision, by, at, version=version, reason=reason or "", note=words)
    row = stands.row
    kept = Decided(
        about="failure to comply", rule="decide_failure", edition=enforcement_terms(row.failed_on).name,
        inputs={
            "failure": row.id, "number": where.number, "since": where.since, "warned": where.warned_on,
            "must": where.must, "told": row.told,
        },
        outcome={"decision": decision, "reason": reason or "", "as the law asks": _as_asked(decision, where.must)},
        reasons=[str(where.finding), *where.cautions, words], person_id=row.person_id, about_id=row.id,
    )  # fmt: skip
    ledger.remember([kept], who=Who(member_id=by.id), at=at)
    return step


def _as_asked(decision: Move, must: Must) -> bool:
    asked = {Must.WARN: {Move.WARNED}, Must.COURT: {Move.BREACH_BEGUN}, Must.CONSIDER: DECISIONS}
    return decision in asked[must]


def _check_decision(stands: Stands, decision: Move, reason: NotEnforceable | None) -> None:
    if decision not in DECISIONS:
        raise Refused("Choose what is decided.", field="decision")
    licence = stands.row.sentence in {one.value for one in LICENCES}
    if decision is Move.BREACH_BEGUN and licence:
        raise Refused(
            "A failure on licence is put forward for recall; there is no breach of an order.",
            field="decision",
        )
    if decision is Move.PUT_FORWARD and not licence:
        raise Refused("Nobody is recalled on an order: begin a breach.", field="decision")
    if (decision is Move.NOT_ENFORCEABLE) != (reason is not None):
        raise Refused("Say why it is not enforceable, and only then.", field="reason")


@action(Permission.DECIDE_FAILURE)
def rescind_failure(*, by: Member, at: datetime, failure_id: UUID, version: int, note: str) -> UUID:
    """Rescind a failure, whatever was decided of it, because evidence came that excuses it; what went out is then to be withdrawn."""
    stands = found(failure_id, by, Side.DECIDER)
    step = take(stands, Move.RESCINDED, by, at, version=version, note=said(note, "Say what came."))
    announce(FailuresRescinded((stands.row.contact_id,)), at=at, by=by.id)
    return step


@action(Permission.DECIDE_FAILURE)
def ask_who_decides(*, by: Member, at: datetime, failure_id: UUID) -> None:
    """Ask the operating model again who decides a failure that nobody decides; the answer comes in a job."""
    row = Failure.objects.filter(id=failure_id).first()
    if row is None:
        raise Refused("There is no such failure, or it is not yours to see.")
    concerns(row.person_id)
    add_to_line(failure=row.id)
    if supervision.open_case(row.case_id) is None:
        raise Refused("The case is closed.")
    announce(DeciderAskedFor(row.id), at=at, by=by.id)
