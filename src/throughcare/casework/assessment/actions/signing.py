"""Signing, countersigning, returning, locking and rolling back, each a step of the one table."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import is_me
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import MemberId, Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..events import AssessmentCompleted, HarmLevelAssessed
from ..models import Assessment, Registration, StepTaken
from ..rules.harm.analysis import countersignature_needed
from ..rules.harm.tables import harm_on
from ..rules.needs.life_cycle import (
    Signature,
    State,
    Step,
    check_signatory,
    is_complete,
    is_editable,
    next_state,
)
from ..rules.tier.registers import HARM, level_falls
from ..store.drafts import change, check_version, found_assessment, missing_to_sign
from .registering import levels_of, register
from .tiering import work_out
from .writing import complete, keep_record, take_level

_UNDOING = {Step.RETURN.value, Step.ROLL_BACK.value}


@action(Permission.SIGN_ASSESSMENT)
def sign(*, by: Member, at: datetime, assessment_id: UUID, version: int, countersign: bool = False) -> str:
    """Sign an assessment; it goes on to a countersignature where its level of harm, a fall in it, or the signer, asks for one.

    Returns the state it is in. Refused with everything that is missing.
    """
    found = found_assessment(assessment_id)
    check_version(found, version)
    if is_editable(State(found.state)):
        _make_ready(found, by, at)
    falls = level_falls(levels_of([found.person_id]).get(found.person_id, ""), found.harm_level)
    needed = falls or countersignature_needed(found.harm_level, harm_on(day_of(at)))
    step = Step.SIGN_FOR_COUNTERSIGN if needed or countersign else Step.SIGN
    return _take(found, step, found.version, by, at)


def _make_ready(found: Assessment, by: Member, at: datetime) -> None:
    """Refuse what is not all there; what is on record stands as it does now, and an analysis of harm with no gap is complete."""
    missing = missing_to_sign(found, day_of(at))
    if missing:
        raise Refused("It cannot be signed yet: " + "; ".join(gap.because for gap in missing) + ".")
    keep_record(found, at)
    if not found.harm_level:
        complete(found, by=by, at=at)


@action(Permission.COUNTERSIGN_ASSESSMENT)
def countersign(
    *, by: Member, at: datetime, assessment_id: UUID, version: int, second: bool = False, because: str = ""
) -> str:
    """Countersign an assessment that somebody else signed, with a comment; ``second`` asks for one countersignature more."""
    found = found_assessment(assessment_id)
    if found.state == State.AWAITING_SECOND_COUNTERSIGN.value:
        return _take(found, Step.COUNTERSIGN_AGAIN, version, by, at, because)
    step = Step.COUNTERSIGN_FOR_SECOND if second else Step.COUNTERSIGN
    return _take(found, step, version, by, at, because)


@action(Permission.COUNTERSIGN_ASSESSMENT)
def return_assessment(*, by: Member, at: datetime, assessment_id: UUID, version: int, because: str) -> str:
    """Return an assessment for changes, saying which."""
    _check_reason(because)
    return _take(found_assessment(assessment_id), Step.RETURN, version, by, at, because)


@action(Permission.SIGN_ASSESSMENT)
def lock(*, by: Member, at: datetime, assessment_id: UUID, version: int, because: str = "") -> str:
    """Lock a finished assessment, or an unfinished one as incomplete, which needs a reason."""
    found = found_assessment(assessment_id)
    if is_complete(State(found.state)):
        return _take(found, Step.LOCK, version, by, at, because)
    _check_reason(because)
    return _take(found, Step.LOCK_INCOMPLETE, version, by, at, because)


@action(Permission.ROLL_BACK_ASSESSMENT)
def roll_back(*, by: Member, at: datetime, assessment_id: UUID, version: int, because: str) -> str:
    """Open a signed or locked assessment again, saying why; its signatures no longer stand."""
    _check_reason(because)
    return _take(found_assessment(assessment_id), Step.ROLL_BACK, version, by, at, because)


def _check_reason(because: str) -> None:
    if not because.strip():
        raise Refused("Say why.", field="because")


def _take(found: Assessment, step: Step, version: int, by: Member, at: datetime, because: str = "") -> str:
    check_version(found, version)
    state = next_state(State(found.state), step)
    check_signatory(step, MemberId(by.id), _signatures(found, by))
    was_complete = is_complete(State(found.state))
    complete = is_complete(state)
    change(found, state=state.value, signed_at=(found.signed_at or at) if complete else None)
    taken = StepTaken(
        person_id=found.person_id, assessment_id=found.id, step=step.value, state=state.value,
        version=found.version, member_id=by.id, at=at, because=because.strip()[:500],
    )  # fmt: skip
    insert_all([taken])
    add_to_line(step=step.value)
    if complete and not was_complete:
        _take_level(found, by, at)
        announce(AssessmentCompleted(found.id, found.person_id), at=at, by=by.id)
    if was_complete and not complete:
        _give_level_back(found, by, at)
    if complete != was_complete:
        work_out([found.person_id], by=by, at=at)
    return state.value


def _take_level(found: Assessment, by: Member, at: datetime) -> None:
    """What the signatures agree to is the person's level from now on, where it is another than stands."""
    if found.harm_level and levels_of([found.person_id]).get(found.person_id) != found.harm_level:
        take_level(found, "as signed in the assessment", by=by, at=at)


def _give_level_back(found: Assessment, by: Member, at: datetime) -> None:
    """A fall stands on its signatures: when they no longer stand, neither does it."""
    rows = Registration.objects.filter(person_id=found.person_id, kind=HARM, during__isempty=False)
    now, *earlier = rows.order_by("-during")[:2]
    if now.about_id != found.id or not earlier or not level_falls(earlier[0].value, now.value):
        return
    because = "the assessment that lowered it was opened again"
    register(found.person_id, HARM, earlier[0].value, by=by, at=at, because=because)
    announce(HarmLevelAssessed(found.id, found.person_id), at=at, by=by.id)


def _signatures(found: Assessment, by: Member) -> list[Signature]:
    """The signatures that stand, those since it was last returned or rolled back; whoever acts is themselves under any hat."""
    standing: list[Signature] = []
    for row in StepTaken.objects.filter(assessment=found.id).order_by("at", "id"):
        who = by.id if is_me(row.member_id) else row.member_id
        standing = [] if row.step in _UNDOING else [*standing, Signature(Step(row.step), MemberId(who))]
    return standing
