"""The steps of somebody whose release the Parole Board decides: agreed, and done."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import ParoleDone, ParoleStep
from ..rules import BoardSays, DateKind, Owes, ParoleKind, check_done, check_step, parole_terms
from .steps import at_most, stands_open

MOST_STEPS = 100


@action(Permission.RECORD_RELEASE)
def agree_step(
    *, by: Member, at: datetime, case_id: UUID, kind: ParoleKind, due: date, owes: Owes | None = None, note: str = "",
    seen: int | None = None,
) -> UUID:  # fmt: skip
    """Agree a step on the way to release: which side owes it (as policy has it, unless said), and by when. Returns it.

    ``seen`` is how many steps there were when the page was read; refused when another was agreed since.
    """
    stands, today = stands_open(case_id, by, at), day_of(at)
    if not stands.is_indeterminate and stands.day(DateKind.PAROLE) is None:
        raise Refused("The Parole Board does not decide this person's release.")
    check_step(kind, due=due, today=today)
    steps = stands.facts.steps
    if seen is not None and seen != len(steps):
        raise Refused("Somebody else agreed a step while you had this open. Look again.")
    if len(steps) >= MOST_STEPS:
        raise Refused(f"At most {MOST_STEPS} steps are kept of one sentence.")
    row = ParoleStep(
        id=new_id(), person_id=stands.case.person_id, case_id=case_id, number=len(steps) + 1, kind=kind.value,
        owes=(owes or parole_terms(today).owes[kind]).value, due=due, note=at_most(note, "note"), at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    add_to_line(step=row.id)
    return row.id


@action(Permission.RECORD_RELEASE)
def record_step_done(
    *, by: Member, at: datetime, step_id: UUID, on: date, says: BoardSays | None = None, note: str = ""
) -> None:
    """Record that a step was done, on which day, and what the Parole Board decided where it was its decision."""
    row = ParoleStep.objects.filter(id=step_id).select_related("done").first()
    if row is None:
        raise Refused("There is no such step, or it is not yours to see.")
    stands_open(row.case_id, by, at)
    if getattr(row, "done", None) is not None:
        raise Refused("That step is done already.")
    check_done(ParoleKind(row.kind), says, on=on, today=day_of(at))
    done = ParoleDone(
        id=new_id(), person_id=row.person_id, step_id=step_id, on=on, says=says.value if says else "",
        note=at_most(note, "note"), at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([done])
    add_to_line(step=step_id)
