"""Public protection in the demonstration: everybody whose sentence proposes a category, levels 1 to 3 with their meetings, and a referral that waits and one refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from throughcare.casework.protection import actions, queries
from throughcare.casework.protection.rules import (
    QUESTIONS,
    Category,
    LevelReferral,
    ProtectionAnswer,
    ProtectionLevel,
)
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May

from ..days import instant
from ..held import Held
from ..history import History
from ..part import Finish, Part
from ..protection_course import Course, calls, closes, discloses, discloses_nothing, meets

_SINCE = 70
_MOST = 400
_YES, _NO = ProtectionAnswer.YES, ProtectionAnswer.NO
_NOTHING: Mapping[str, ProtectionAnswer] = dict.fromkeys(QUESTIONS, _NO)
_MEETINGS = {**_NOTHING, "meetings_add_value": _YES, "needs_coordination": _YES}
_SENIORS = {**_MEETINGS, "large_resources": _YES}


def protection(history: History, given: Finish) -> None:
    """Everybody whose sentence proposes a category, each at some stage, and two referrals to category 3."""
    stages = iter(_STAGES)
    third = list(_THIRD)
    for course, category in islice(_people(history, third), _MOST):
        if category is not None:
            course.confirmed(category)
            stage = next(stages, _at_level_1) if course.chair else _at_level_1
            stage(course)
        elif third and course.chair:
            third.pop(0)(course)


def _people(history: History, others: Sequence[object]) -> Iterator[tuple[Course, Category | None]]:
    """Whom somebody manages in a team with a senior, with the category that their sentences propose; those at home first.

    Those of whom the sentences propose none are thought of only while some ``others`` are still to be made of them.
    """
    now = instant(history.as_at, 9)
    signed = history.staff.signed_in("public protection chair", now)
    own = set(members.units_below(signed.unit_id)) if signed else set()
    leads: dict[UUID, tuple[Member | None, Member | None]] = {}
    held = history.ordered(lambda h: "offender manager" in h.holder)
    proposed: dict[UUID, frozenset[UUID]] = {}
    for one in sorted(held, key=lambda h: h.case.unit_id not in own):
        officer, unit = members.member(one.holder["offender manager"], at=now), one.case.unit_id
        if unit not in leads:
            leads[unit] = _senior(unit, now), signed if unit in own else _chair(unit, now)
        senior, chair = leads[unit]
        if officer is None or senior is None or not officer.may(May.SCREEN_PROTECTION):
            continue
        if unit not in proposed:
            proposed[unit] = _proposed(
                [h.case.person_id for h in held if h.case.unit_id == unit], senior, now
            )
        if one.case.person_id not in proposed[unit] and not others:
            continue
        found = _begun(one, officer, history.as_at)
        if found is not None:
            until = instant(history.as_at - timedelta(days=1), 8)
            yield Course(one.case.person_id, officer, senior, chair, found[0], until), found[1]


def _proposed(people: list[UUID], senior: Member, now: datetime) -> frozenset[UUID]:
    """Of a team's people those of whom the sentences propose a category: asked at once, and of them alone one by one."""
    with viewing(senior, now):
        return frozenset(queries.proposals_owed(people, at=now))


def _long_ago(as_at: date) -> date:
    return as_at - timedelta(days=_SINCE)


def _senior(unit: UUID, now: datetime) -> Member | None:
    there = members.members_of([unit], at=now)
    return next((one for one in there if one.may(May.CONFIRM_PROTECTION) and one.unit_id == unit), None)


def _chair(unit: UUID, now: datetime) -> Member | None:
    """Whoever may chair for a team: of it, or above it."""
    able = members.members_who_may(May.CHAIR_PROTECTION, at=now)
    return next((one for one in able if unit in members.units_below(one.unit_id)), None)


def _begun(one: Held, officer: Member, as_at: date) -> tuple[datetime, Category | None] | None:
    """From when it is thought of, and what the sentences propose; None where no sentence counts, or their officer has them since yesterday."""
    now = instant(as_at, 9)
    with viewing(officer, now):
        found = queries.protection_of(one.case.person_id, by=officer, at=now)
        case = supervision.case_of(one.case.person_id, at=now)
    begun = case.now.get("offender manager") if case else None
    if begun is None or found.ruling is None or begun.since > instant(as_at - timedelta(days=2), 8):
        return None
    return max(instant(_long_ago(as_at), 10), begun.since + timedelta(hours=1)), found.ruling.category


def _at_level_1(course: Course) -> None:
    course.screened(_NOTHING, "One agency manages the risk, and nobody else is needed.")


def _at_level_2(course: Course) -> None:
    _accepted_at_level_2(course)
    if (held := meets(course, ProtectionLevel.TWO)) is not None:
        discloses(held)
        closes(held)


def _held_at_level_2(course: Course) -> None:
    """Held, and not closed yet: it owes its decision on disclosure."""
    _accepted_at_level_2(course)
    meets(course, ProtectionLevel.TWO)


def _accepted_at_level_2(course: Course) -> None:
    course.screened(_MEETINGS, "Police, housing and a child's social worker have to act on one plan.")
    course.decided(LevelReferral.LEVEL_2, "A meeting brings together what each of them knows.")


def _at_level_3(course: Course) -> None:
    course.screened(_SENIORS, "It needs people whom only senior managers can give.")
    course.decided(LevelReferral.LEVEL_3, "Each agency sends somebody who can commit its means.")
    if (held := meets(course, ProtectionLevel.THREE)) is not None:
        discloses_nothing(held)
        closes(held)
        course.wait(28)
        calls(course, 12)


def _refused(course: Course) -> None:
    course.screened(_MEETINGS, "Two agencies are involved.")
    course.decided(LevelReferral.REFUSED, "The two speak to each other already; a meeting would add nothing.")


def _waits(course: Course) -> None:
    course.wait(_SINCE - 14)
    course.screened(_MEETINGS, "Housing and health do not know of each other.")


def _third_waits(course: Course) -> None:
    course.wait(_SINCE - 12)
    _third(course)


def _third_refused(course: Course) -> None:
    _third(course)
    course.decided(LevelReferral.REFUSED_3, "What was told does not show a capacity for serious harm.")


def _third(course: Course) -> None:
    course.id = actions.refer_to_category_3(
        by=course.officer, at=course.later(), person_id=course.person, answers=_MEETINGS, because="Threats that no court has heard of."
    )  # fmt: skip


_STAGES: Sequence[Callable[[Course], None]] = (
    _at_level_3, _at_level_2, _refused, _waits, _at_level_1, _held_at_level_2,
)  # fmt: skip
"""What becomes of each, the first at home; of everybody after them level 1."""
_THIRD: Sequence[Callable[[Course], None]] = (_third_refused, _third_waits)

PART = Part(at_the_end={67: protection})
