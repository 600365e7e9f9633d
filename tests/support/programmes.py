"""A team that delivers programmes, its groups, and people referred to it, by real actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from support.people import a_founder, joins
from support.service import Person, Service, a_person, managed
from throughcare.casework.courts.models import Requirement
from throughcare.casework.programmes import actions
from throughcare.casework.programmes.actions import Mark, NewGroup
from throughcare.casework.programmes.models import Enrolment, GroupSession
from throughcare.casework.programmes.rules import EnrolmentState, GroupKind, GroupSex, Slot
from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.casework.supervision.store.steps import subject_of
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import may_share
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import new_id
from throughcare.foundation.operating_model.rules import Function

BUILDING = "building-choices-moderate"
S = EnrolmentState


@dataclass(frozen=True)
class Delivery:
    """A team that delivers programmes: its lead, and two who facilitate, all trained."""

    organisation: UUID
    unit: UUID
    lead: Member
    one: Member
    two: Member


def a_delivery(
    service: Service, person: Person, *, agreed: bool = True, programme: str = BUILDING
) -> Delivery:
    """The team of whoever the operating model gives a person's programmes to, trained, with which everybody shares."""
    body = service.holder(Function.PROGRAMMES, subject_of(person.row))
    assert isinstance(body, UUID), body
    unit = access.record_unit(
        by=a_founder(), at=service.at, organisation_id=body, name=f"Programmes {new_id()}", kind="team"
    )
    made = Delivery(
        body, unit, joins(unit, "senior probation officer"), joins(unit, "probation services officer"),
        joins(unit, "probation services officer"),
    )  # fmt: skip
    for who in (made.lead, made.one, made.two):
        train(service, made, who, programme)
    for team in service.teams.values() if agreed else ():
        if not may_share(team.organisation, body, "referral", at=service.at):
            access.agree_to_share(
                by=a_founder(), at=service.at - timedelta(hours=1), shared_by=team.organisation, shared_with=body,
                purpose="referral", basis="a contract",
            )  # fmt: skip
    return made


def train(
    service: Service, delivery: Delivery, who: Member, programme: str = BUILDING, ends: date | None = None
) -> None:
    """Somebody trained in a programme since long ago."""
    actions.record_training(
        by=delivery.lead,
        at=service.later(),
        member_id=who.id,
        programme_key=programme,
        begins=date(2025, 1, 1),
        ends=ends,
    )


def ordered(service: Service, *, days: int = 30) -> Person:
    """Somebody whom a court ordered to complete a programme, with an offender manager."""
    return managed(a_person(service, requirements=f"programme {days} days"))


def requirement_of(person: Person) -> UUID:
    """Their programme requirement."""
    found = Requirement.objects.using("owner").get(sentence__person_id=person.id, kind="programme")
    return found.id


def refer(person: Person, delivery: Delivery, *, by: Member | None = None, programme: str = BUILDING) -> UUID:
    """Somebody referred under what the court ordered, by the officer of the team that answers for them."""
    return actions.refer_to_programme(
        by=by or person.team.officer, at=person.service.later(), person_id=person.id, programme_key=programme,
        to_unit=delivery.unit, because="Acts before thinking", requirement_id=requirement_of(person),
    )  # fmt: skip


def row_of(enrolment: UUID) -> Enrolment:
    """A referral's own row, whoever may see it."""
    return Enrolment.objects.using("owner").get(id=enrolment)


def move(person: Person, delivery: Delivery, enrolment: UUID, *to: EnrolmentState, **given: object) -> None:
    """Move a referral by the team that delivers, through some states."""
    for state in to:
        actions.move_enrolment(
            by=delivery.lead, at=person.service.later(), enrolment_id=enrolment, version=row_of(enrolment).version,
            to=state, **given,
        )  # fmt: skip


def waiting(person: Person, delivery: Delivery) -> UUID:
    """Somebody whom the programme suits, who waits for a group."""
    made = refer(person, delivery)
    move(person, delivery, made, S.AWAITING_ASSESSMENT, S.AWAITING_GROUP)
    return made


def a_group(service: Service, delivery: Delivery, opens_on: date | None = None, **given: object) -> UUID:
    """A closed group of women and men that meets on Tuesdays and Thursdays, opening today unless said otherwise."""
    said = {
        "programme": BUILDING, "code": new_id().hex[-12:], "kind": GroupKind.CLOSED, "sex": GroupSex.MIXED, "site": "The hall",
        "room": new_id().hex[-12:], "capacity": 12, "opens_on": opens_on or service.at.date(),
        "slots": [Slot(1, time(10)), Slot(3, time(10))], **_held_by(service, delivery, given),
    }  # fmt: skip
    return actions.plan_group(by=delivery.lead, at=service.later(), group=NewGroup(**said | given))


def _held_by(service: Service, delivery: Delivery, given: dict[str, object]) -> dict[str, object]:
    """Two who hold no other group, trained, unless somebody is named."""
    if "lead_id" in given:
        return {"facilitators": [delivery.two.id]}
    two = [joins(delivery.unit, "probation services officer") for _ in range(2)]
    for who in two:
        train(service, delivery, who)
    return {"lead_id": two[0].id, "facilitators": [two[1].id]}


def placed(person: Person, delivery: Delivery, group: UUID) -> UUID:
    """Somebody with a place in a group."""
    made = waiting(person, delivery)
    give(person, delivery, made, group)
    return made


def give(person: Person, delivery: Delivery, enrolment: UUID, group: UUID) -> None:
    """Give somebody who waits a place in a group."""
    actions.give_place(
        by=delivery.lead, at=person.service.later(), enrolment_id=enrolment, version=row_of(enrolment).version, group_id=group
    )  # fmt: skip


def sessions_of(group: UUID) -> list[GroupSession]:
    """The sessions of a group, in order."""
    return list(GroupSession.objects.using("owner").filter(group=group).order_by("place"))


def after(session: GroupSession, service: Service) -> datetime:
    """Let time pass until a session is over, and say what time it is."""
    service.at = max(service.at, (session.starts_at + timedelta(hours=3)).astimezone(UTC))
    return service.at


def attend(
    service: Service, delivery: Delivery, session: GroupSession, *enrolments: UUID, outcome: Outcome = Outcome.ATTENDED,
    by: Member | None = None, **given: object,
):  # fmt: skip
    """Record what came of a session for some people, all alike."""
    marks = [Mark(one, outcome, **given) for one in enrolments]
    return actions.record_attendance(
        by=by or delivery.one, at=after(session, service), session_id=session.id, marks=marks
    )
