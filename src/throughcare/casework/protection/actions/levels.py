"""A level set by screening, asked for by a referral, decided by whoever chairs, and reviewed; a referral refused is no level."""

from __future__ import annotations

from collections.abc import Mapping
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

from ..models import LevelReferred, Protection
from ..rules import (
    CHAIRED,
    QUESTIONS,
    Category,
    LevelReferral,
    LevelRuling,
    MeetingDecides,
    ProtectionAnswer,
    ProtectionLevel,
    ProtectionState,
    ProtectionStepKind,
    Screened,
    check_category_at,
    check_chairs,
    check_referral_outcome,
    check_screened,
    check_screens,
    level_by_screening,
    level_of_referral,
)
from .meeting_words import Said, write_decision
from .steps import CHANGED, found_protection, part_in, why_said, write_step

Answers = Mapping[str, ProtectionAnswer]


@action(Permission.SCREEN_PROTECTION)
def screen_level(
    *, by: Member, at: datetime, protection_id: UUID, version: int, answers: Answers, because: str
) -> ProtectionLevel:
    """Screen somebody for a level, at first or as the review of level 1: level 1 is set at once, level 2 or 3 is referred. Returns it."""
    found = found_protection(protection_id, by, at, version=version)
    words = why_said(because, "Say what the screening rests on.")
    check_screens(found.state, found.level, found.category, waits=found.waits is not None)
    assert found.case is not None
    ruling = _screened(answers, found.case.risk, at, was_level_3=found.was_level_3)
    if ruling.level is not ProtectionLevel.ONE:
        _refer(found.row, version + 1, ruling, answers, words, found.level, by, at)
        return ruling.level
    again = found.level is ProtectionLevel.ONE
    kind = ProtectionStepKind.REVIEWED if again else ProtectionStepKind.SCREENED
    write_step(
        found.row, version + 1, kind, ruling.level, by=by, at=at, findings=ruling.findings, because=words
    )  # fmt: skip
    follow_protection(
        by=by,
        at=at,
        person_id=found.row.person_id,
        protection_id=found.row.id,
        level=ruling.level.value,
        because="screened",
    )
    return ruling.level


@action(Permission.SCREEN_PROTECTION)
def refer_to_category_3(*, by: Member, at: datetime, person_id: UUID, answers: Answers, because: str) -> UUID:
    """Refer somebody whom no other category covers to level 2 or 3; until that is accepted they are in no category. Returns it."""
    words = why_said(because, "Say what shows a capacity for serious harm.")
    case = part_in(person_id, by)
    ruling = _screened(answers, case.risk, at, was_level_3=False)
    check_category_at(Category.OTHER, ruling.level, day_of(at))
    row = Protection(
        id=new_id(), person_id=person_id, case_id=case.id, category=Category.OTHER.value, because=words, opened_by=by.id, opened_at=at,
    )  # fmt: skip
    insert_all([row])
    _refer(row, 1, ruling, answers, words, ProtectionLevel.NOT_SET, by, at)
    add_to_line(protection=row.id)
    return row.id


def _screened(answers: Answers, harm: str, at: datetime, *, was_level_3: bool) -> LevelRuling:
    if unknown := answers.keys() - QUESTIONS.keys():
        raise Refused(f"“{min(unknown)[:40]}” is no question of the screening.", field="answers")
    ruling = level_by_screening(Screened(answers, harm, was_level_3), day_of(at))
    check_screened(ruling)
    return ruling


def _refer(
    row: Protection, number: int, ruling: LevelRuling, answers: Answers, words: str, stands: ProtectionLevel, by: Member, at: datetime
) -> None:  # fmt: skip
    made = LevelReferred(
        id=new_id(), person_id=row.person_id, protection_id=row.id, category=row.category, level=ruling.level.value,
        answers={name: said.value for name, said in answers.items()}, because=words, sent_by=by.id, sent_at=at,
    )  # fmt: skip
    insert_all([made])
    write_step(
        row, number, ProtectionStepKind.REFERRED, stands, by=by, at=at, findings=ruling.findings, because=words
    )  # fmt: skip


@action(Permission.CHAIR_PROTECTION)
def decide_level_referral(
    *, by: Member, at: datetime, protection_id: UUID, version: int, to: LevelReferral, because: str
) -> None:
    """Decide the referral that waits: accept it at level 2 or 3, or refuse it, which leaves level 1, and of category 3 nothing."""
    found = found_protection(protection_id, by, at, version=version)
    row, waits, words = found.row, found.waits, why_said(because, "Say why it is so decided.")
    if waits is None:
        raise Refused("No referral waits here.")
    check_referral_outcome(found.category, to)
    if is_me(waits.sent_by):
        raise Refused("You referred it. Somebody else decides it.")
    decided = {"state": to.value, "decided_by": by.id, "decided_at": at, "decided_because": words}
    if not LevelReferred.objects.filter(id=waits.id, state=LevelReferral.PENDING).update(**decided):
        raise Refused(CHANGED)
    level = level_of_referral(to)
    accepted = level in CHAIRED
    if found.category is Category.OTHER:
        _settle_category_3(row, to, by, at, accepted=accepted)
    kind = ProtectionStepKind.ACCEPTED if accepted else ProtectionStepKind.REFUSED
    write_step(row, version + 1, kind, level, by=by, at=at, because=words)
    if level is not ProtectionLevel.NOT_SET:
        follow_protection(
            by=by, at=at, person_id=row.person_id, protection_id=row.id, level=level.value, because=to.value
        )


def _settle_category_3(
    row: Protection, to: LevelReferral, by: Member, at: datetime, *, accepted: bool
) -> None:
    """Of category 3: accepted it is confirmed by whoever chairs, and refused they were never in it."""
    columns: dict[str, object] = (
        {"state": ProtectionState.CONFIRMED.value, "confirmed_by": by.id}
        if accepted
        else {"state": ProtectionState.ENDED.value, "ended_at": at, "ended_because": to.value}
    )
    Protection.objects.filter(id=row.id).update(**columns)


@action(Permission.CHAIR_PROTECTION)
def review_level(
    *,
    by: Member,
    at: datetime,
    protection_id: UUID,
    version: int,
    level: ProtectionLevel,
    because: str,
    dissent: str = "",
) -> None:
    """Review level 2 or 3 at the meeting that was held for it: it stays, rises or falls, with the reason and whoever differed."""
    found = found_protection(protection_id, by, at, version=version)
    words = why_said(because, "Say why this is the level.")
    check_chairs(found.state, found.level, waits=found.waits is not None, held=found.held is not None)
    assert found.held is not None
    if level is ProtectionLevel.NOT_SET:
        raise Refused("A review says which level it is.", field="level")
    check_category_at(found.category, level, day_of(at))
    said = Said(MeetingDecides.LEVEL, f"Level {level.value}", words, dissent)
    write_decision(found.held, said, by=by, at=at)
    write_step(found.row, version + 1, ProtectionStepKind.REVIEWED, level, by=by, at=at, because=words)
    follow_protection(
        by=by,
        at=at,
        person_id=found.row.person_id,
        protection_id=found.row.id,
        level=level.value,
        because="reviewed",
    )
