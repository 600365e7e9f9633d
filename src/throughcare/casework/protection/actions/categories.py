"""A category proposed, confirmed by another or found to be none, and ended with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.casework.assessment.actions import follow_protection
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import is_me
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Protection
from ..rules import (
    Category,
    ProtectionEnd,
    ProtectionLevel,
    ProtectionState,
    ProtectionStepKind,
    categories_of,
    check_ends,
)
from ..store import rulings_of
from .steps import CHANGED, found_protection, part_in, why_said, write_step

NOT_SET = ProtectionLevel.NOT_SET


@action(Permission.SCREEN_PROTECTION)
def propose_category(*, by: Member, at: datetime, person_id: UUID, category: Category, because: str) -> UUID:
    """Propose a category for somebody, beside what their sentences propose by rule; another confirms it. Returns it."""
    words = why_said(because, "Say why they are in this category.")
    if category not in categories_of(day_of(at)):
        raise Refused(
            "Category 3 begins with a referral to level 2 or 3: refer them instead.", field="category"
        )
    case = part_in(person_id, by)
    ruling = rulings_of([person_id], day_of(at)).get(person_id)
    proposed = ruling[0].category if ruling else None
    row = Protection(
        id=new_id(), person_id=person_id, case_id=case.id, proposed=proposed.value if proposed else None, category=category.value,
        because=words, opened_by=by.id, opened_at=at,
    )  # fmt: skip
    insert_all([row])
    findings = ruling[0].findings if ruling and proposed is category else ()
    write_step(row, 1, ProtectionStepKind.PROPOSED, NOT_SET, by=by, at=at, findings=findings, because=words)
    add_to_line(protection=row.id)
    return row.id


@action(Permission.CONFIRM_PROTECTION)
def confirm_category(
    *, by: Member, at: datetime, protection_id: UUID, version: int, category: Category | None, because: str
) -> None:
    """Confirm the category that another proposed, or another one; None: they are in none."""
    found = found_protection(protection_id, by, at, version=version)
    row, words = found.row, why_said(because, "Say why.")
    if found.state is not ProtectionState.PROPOSED or found.waits:
        raise Refused(f"This is {found.state}: there is nothing to confirm.")
    if is_me(row.opened_by):
        raise Refused("You proposed it. Somebody else confirms it.")
    if category is None:
        _end(row, "found to be in no category", at)
        write_step(row, version + 1, ProtectionStepKind.NOT_IN, NOT_SET, by=by, at=at, because=words)
        return
    if category not in categories_of(day_of(at)):
        raise Refused("Category 3 begins with a referral to level 2 or 3.", field="category")
    _change(row, state=ProtectionState.CONFIRMED.value, category=category.value, confirmed_by=by.id)
    row.category = category.value
    write_step(row, version + 1, ProtectionStepKind.CONFIRMED, NOT_SET, by=by, at=at, because=words)
    follow_protection(
        by=by, at=at, person_id=row.person_id, protection_id=row.id, level=NOT_SET.value, because="category confirmed, no level set yet"
    )  # fmt: skip


@action(Permission.CONFIRM_PROTECTION)
def end_protection(
    *, by: Member, at: datetime, protection_id: UUID, version: int, why: ProtectionEnd, because: str
) -> None:
    """End a confirmed category with its level, for a reason from the list; nothing more is owed on it."""
    found = found_protection(protection_id, by, at, version=version)
    words = why_said(because, "Say what shows it.")
    check_ends(found.state, found.category, why, waits=found.waits is not None, held=found.held is not None)
    _end(found.row, why.value, at)
    said = f"{why.value}: {words}"[:1000]
    write_step(found.row, version + 1, ProtectionStepKind.ENDED, NOT_SET, by=by, at=at, because=said)
    follow_protection(
        by=by, at=at, person_id=found.row.person_id, protection_id=found.row.id, level=None, because=why.value
    )


def _end(row: Protection, why: str, at: datetime) -> None:
    _change(row, state=ProtectionState.ENDED.value, ended_at=at, ended_because=why)


def _change(row: Protection, **columns: object) -> None:
    if not Protection.objects.filter(id=row.id, state=row.state).update(**columns):
        raise Refused(CHANGED)
