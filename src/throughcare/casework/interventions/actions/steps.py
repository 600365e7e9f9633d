"""What every step of a referral does: look at it locked, hold it against the table, write it, say what is owed next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import must_say

from ..events import ReferralMoved
from ..models import Referral, ReferralStep
from ..rules.referral import OPEN_REFERRALS, check_step, due_of, sessions_left_of
from ..rules.words import ReferralState, StepKind
from ..store import sides_of

LONGEST_NOTE = 5000
MOVED_ON = "Somebody else took a step on this referral while you had it open"


def said(words: str, field: str, otherwise: str, most: int = LONGEST_NOTE) -> str:
    """Words that must be given; refused when there are none or too many."""
    return must_say(words, field, otherwise, most)


def check_side(referral_id: UUID, by: Member, *, sender: bool) -> Referral:
    """A referral, locked; refused where there is none to be seen, or when the member is not of the side that may do this."""
    row = Referral.objects.select_for_update().filter(id=referral_id).first()
    if row is None:
        raise Refused("There is no such referral, or it is not yours to see.")
    concerns(row.person_id)
    add_to_line(referral=row.id)
    sides, units = sides_of(row), units_below(by.unit_id)
    if not (sides.is_senders(units) if sender else sides.is_receivers(units)):
        which = "team that sent it, or that answers for the case," if sender else "service it was sent to"
        raise Refused(f"Only the {which} can do this.")
    return row


def first_step(row: Referral, by: Member, at: datetime) -> ReferralStep:
    """The sending of a referral, not yet written, with what is owed first put on the row."""
    _owe(row, ReferralState.SENT, [(StepKind.SENT, day_of(at))], None)
    Referral.objects.filter(id=row.id).update(
        due=row.due, due_by_provider=row.due_by_provider, due_on=row.due_on
    )
    return _step(row, StepKind.SENT, by, at, note=row.because)


def take_step(
    by: Member,
    at: datetime,
    referral_id: UUID,
    kind: StepKind,
    *,
    version: int,
    columns: dict[str, Any] | None = None,
    **more: Any,
) -> None:
    """Take one step of a locked referral; refused when the table has no such step or it changed since it was read."""
    row = Referral.objects.get(id=referral_id)
    if row.version != version:
        raise Refused(f"{MOVED_ON}{_lately(row)} Look again.")
    past = steps_of(row)
    state = check_step(ReferralState(row.state), kind, [step for step, _ in past])
    insert_all([_step(row, kind, by, at, **more)])
    taken = [*past, (kind, day_of(at))]
    changed = _after(row, state, kind, taken, at, columns or {})
    if not Referral.objects.filter(id=row.id, version=version).update(**changed, version=version + 1):
        raise Refused(f"{MOVED_ON}{_lately(row)} Look again.")
    announce(ReferralMoved(row.id, row.person_id, kind), at=at, by=by.id)
    if state not in OPEN_REFERRALS:
        derive_grants("referral", [row.id])


def _lately(row: Referral) -> str:
    """The last step of a referral, for whoever took theirs too late: what it was and when."""
    last = ReferralStep.objects.filter(referral=row.id).order_by("-at", "-id").first()
    return f": {last.kind}, on {day_of(last.at):%-d %B %Y}." if last else "."


def steps_of(row: Referral) -> list[tuple[StepKind, date]]:
    """Every step of a referral so far with its day, in order."""
    rows = ReferralStep.objects.filter(referral=row.id).order_by("at", "id").values_list("kind", "at")
    return [(StepKind(kind), day_of(at)) for kind, at in rows]


def outcomes_of(row: Referral) -> list[Outcome]:
    """What came of each session of a referral so far."""
    told = ReferralStep.objects.filter(referral=row.id, kind=StepKind.SESSION)
    return [Outcome(one) for one in told.order_by("at", "id").values_list("reason", flat=True)]


def sessions_left(row: Referral) -> int | None:
    """How many planned sessions are still to be held; None where no plan says how many there are."""
    return sessions_left_of(row.sessions, outcomes_of(row))


def _after(
    row: Referral,
    state: ReferralState,
    kind: StepKind,
    taken: Sequence[tuple[StepKind, date]],
    at: datetime,
    columns: dict[str, Any],
) -> dict[str, Any]:
    for name, value in columns.items():
        setattr(row, name, value)
    _owe(row, state, taken, sessions_left(row))
    owed = {"due": row.due, "due_by_provider": row.due_by_provider, "due_on": row.due_on}
    changed = {"state": state.value, **owed, **columns}
    if kind is StepKind.ACCEPTED:
        changed["answered_at"] = at
    if state not in OPEN_REFERRALS:
        changed |= {"ended_at": at, "sight": TimestamptzRange(row.sight.lower, max(at, row.sight.lower))}
    return changed


def _owe(
    row: Referral, state: ReferralState, taken: Sequence[tuple[StepKind, date]], left: int | None
) -> None:
    owed = due_of(state, taken, WorkingCalendar(), sessions_left=left)
    row.due, row.due_on = (owed.step.value, owed.on) if owed else ("", None)
    row.due_by_provider = owed.by_provider if owed else True


def _step(row: Referral, kind: StepKind, by: Member, at: datetime, **more: Any) -> ReferralStep:
    return ReferralStep(
        id=new_id(), person_id=row.person_id, referral_id=row.id, kind=kind, at=at, member_id=by.id,
        organisation_id=by.organisation_id, **more,
    )  # fmt: skip
