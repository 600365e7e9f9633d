"""Somebody whose sentence proposes a category of public protection, and each act on it, by real actions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from support.people import joins
from support.service import Person, Service, a_person, managed
from throughcare.casework.protection import actions
from throughcare.casework.protection.models import (
    LevelReferred,
    Meeting,
    MeetingInvited,
    Protection,
    ProtectionStep,
)
from throughcare.casework.protection.rules import (
    QUESTIONS,
    Came,
    Category,
    LevelReferral,
    MeetingDecides,
    ProtectionAnswer,
    ProtectionLevel,
)
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of

YES, NO = ProtectionAnswer.YES, ProtectionAnswer.NO
NOTHING = dict.fromkeys(QUESTIONS, NO)
MEETINGS = NOTHING | {"meetings_add_value": YES, "needs_coordination": YES}
SENIORS = MEETINGS | {"large_resources": YES}
VIOLENT = {
    "sentence_kind": "custody", "sentence_length": "24", "sentence_unit": "months", "requirements": "", "offence_code": "005/01",
}  # fmt: skip
"""A result that proposes category 2."""


def a_violent_person(service: Service, **given: str) -> Person:
    """Somebody sentenced to two years for wounding, whose officer manages them."""
    return managed(a_person(service, **(VIOLENT | given)))


def a_chair(person: Person) -> Member:
    """Whoever chairs in the team that answers for somebody."""
    return joins(person.team.unit, "public protection chair")


def row_of(person: Person) -> Protection:
    """Their latest row, whoever may see it."""
    return Protection.objects.using("owner").filter(person_id=person.id).latest("opened_at")


def version_of(person: Person) -> int:
    """How many steps their latest row has."""
    return ProtectionStep.objects.using("owner").filter(protection=row_of(person).id).count()


def waiting(person: Person) -> LevelReferred:
    """Their latest referral."""
    return LevelReferred.objects.using("owner").filter(person_id=person.id).latest("sent_at")


def acts(person: Person, act: Any, by: Member, *, at: datetime | None = None, **given: Any) -> Any:
    """Do something on somebody's row as it stands."""
    said = {"because": "The officer's report of the week."} | given
    return act(
        by=by,
        at=at or person.service.later(),
        protection_id=row_of(person).id,
        version=version_of(person),
        **said,
    )


def proposed(person: Person, category: Category = Category.VIOLENT, by: Member | None = None) -> UUID:
    """A category proposed by the officer."""
    return actions.propose_category(
        by=by or person.team.officer, at=person.service.later(), person_id=person.id, category=category, because="The sentence."
    )  # fmt: skip


def confirmed(person: Person, category: Category = Category.VIOLENT) -> Person:
    """The same, confirmed by the senior."""
    proposed(person, category)
    acts(person, actions.confirm_category, person.team.senior, category=category)
    return person


def screened(person: Person, answers: dict[str, ProtectionAnswer] | None = None) -> ProtectionLevel:
    """A level screened for by the officer: level 1 unless said."""
    found: ProtectionLevel = acts(
        person, actions.screen_level, person.team.officer, answers=answers or NOTHING
    )
    return found


def at_level(person: Person, to: LevelReferral, chair: Member | None = None) -> Person:
    """A referral decided by whoever chairs."""
    screened(person, SENIORS if to is LevelReferral.LEVEL_3 else MEETINGS)
    acts(person, actions.decide_level_referral, chair or a_chair(person), to=to)
    return person


def called(person: Person, chair: Member, **given: Any) -> UUID:
    """A meeting on somebody for the day that it is, to which the police and their officer are asked."""
    at = person.service.later()
    said = {
        "place": "10:00, at the town hall",
        "bodies": ["police"],
        "member_ids": [person.team.officer.id],
        "meets_on": day_of(at),
    }
    made: UUID = actions.call_meeting(
        by=chair, at=at, protection_id=row_of(person).id, version=version_of(person), **(said | given)
    )
    return made


def meeting_of(person: Person) -> Meeting:
    """Their latest meeting."""
    return Meeting.objects.using("owner").filter(person_id=person.id).latest("called_at", "id")


def at_meeting(person: Person, act: Any, by: Member, **given: Any) -> Any:
    """Do something at their latest meeting."""
    return act(by=by, at=person.service.later(), protection_meeting_id=meeting_of(person).id, **given)


def everybody(person: Person, came: Came = Came.ATTENDED, **but: Came) -> dict[UUID, Came]:
    """Of everybody asked to their latest meeting that they came, but of the body or the member named another thing."""
    rows = MeetingInvited.objects.using("owner").filter(meeting=meeting_of(person).id)
    return {one.id: but.get(one.body or "member", came) for one in rows}


def holds(person: Person, chair: Member, **given: Any) -> UUID:
    """A meeting called and held, to which everybody came."""
    meeting = called(person, chair, **given)
    at_meeting(person, actions.hold_meeting, chair, came=everybody(person))
    return meeting


MINUTES = {
    "shared": "The police told of two calls.",
    "assessed": "The risk is high.",
    "planned": "A visit each week.",
}
NOTHING_DISCLOSED = {"kind": MeetingDecides.NO_DISCLOSURE, "because": "Nobody else is at risk."}


def closes(person: Person, chair: Member) -> None:
    """Their latest meeting closed with nothing disclosed."""
    at_meeting(person, actions.decide_disclosure, chair, **NOTHING_DISCLOSED)
    at_meeting(person, actions.close_meeting, chair, **MINUTES)


def reviewed(person: Person, chair: Member, level: ProtectionLevel) -> None:
    """The level reviewed at a meeting of its own, which is closed."""
    holds(person, chair)
    acts(person, actions.review_level, chair, level=level)
    closes(person, chair)
