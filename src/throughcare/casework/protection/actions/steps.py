"""What every act on somebody's public protection does: look at it as it stands, and write the step, which two cannot both write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import OpenCase
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Finding, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import at_most, must_say

from ..models import Protection, ProtectionStep
from ..rules import Category, ProtectionLevel, ProtectionStepKind, protection_terms
from ..store import Protected, protected_whole

LONGEST = 1000
CHANGED = "Somebody else changed this while you had it open. Look again."


def why_said(words: str, otherwise: str, field: str = "because") -> str:
    """A reason, which must be given."""
    return must_say(words, field, otherwise, LONGEST)


def at_most_said(words: str, field: str) -> str:
    """Words that may be left out."""
    return at_most(words, field, LONGEST)


def part_in(person_id: UUID, by: Member) -> OpenCase:
    """The open case of somebody, of which the member holds a role or whose team is theirs; refused in words otherwise."""
    case = supervision.open_cases_of([person_id]).get(person_id)
    if case is None:
        raise Refused("This person has no open case that you may see.")
    concerns(person_id)
    if case.unit_id not in units_below(by.unit_id) and person_id not in supervision.held_people(by.id):
        raise Refused(
            "Only somebody who holds a role in this case, or the team that answers for it, can do this."
        )
    return case


def found_protection(protection_id: UUID, by: Member, at: datetime, *, version: int) -> Protected:
    """Somebody's public protection as it stands; refused where it is not to be seen, or a step came since it was read."""
    row = Protection.objects.filter(id=protection_id).first()
    if row is None:
        raise Refused("There is no such category, or it is not yours to see.")
    concerns(row.person_id)
    add_to_line(protection=row.id)
    whole = protected_whole([row], at)[0]
    if len(whole.steps) != version:
        raise Refused(CHANGED)
    case = part_in(row.person_id, by)
    if case.id != row.case_id:
        raise Refused("The case in which this was decided is closed.")
    return whole


def write_step(
    row: Protection, number: int, kind: ProtectionStepKind, level: ProtectionLevel, *, by: Member, at: datetime,
    findings: Sequence[Finding] = (), because: str = "", category: Category | None = None,
) -> None:  # fmt: skip
    """Write a step, and remember what was decided with its rule."""
    placed = category or Category(row.category)
    rule = "; ".join(str(one) for one in findings)
    insert_all(
        [
            ProtectionStep(
                id=new_id(), person_id=row.person_id, protection_id=row.id, number=number, kind=kind.value, category=placed.value,
                level=level.value, rule=rule[:LONGEST], because=because, at=at, member_id=by.id,
            )
        ]
    )  # fmt: skip
    ledger.remember(
        [
            Decided(
                about="protection", about_id=row.id, rule=kind.value, edition=protection_terms(day_of(at)).name, person_id=row.person_id,
                inputs={"step": number}, outcome={"level": level.value}, reasons=[kind.value],
            )
        ],
        who=ledger.Who(member_id=by.id), at=at,
    )  # fmt: skip
