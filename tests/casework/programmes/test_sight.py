"""With SQL of their own nobody who merely sees a person refers them, moves them on, puts them in a group or keeps sight of them."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from psycopg.types.range import TimestamptzRange
from support.cases import another_team
from support.programmes import BUILDING, a_delivery, a_group, ordered, placed, refer, sessions_of
from support.service import a_service

from throughcare.casework.programmes.models import (
    Attendance,
    Enrolment,
    EnrolmentMove,
    Group,
    GroupSession,
    MeasureScore,
    Place,
    Training,
)
from throughcare.casework.supervision.actions import offer_transfer
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id

REFUSED = pytest.raises(ProgrammingError, match=r"row-level security|permission denied")


@pytest.fixture(scope="module")
def scene():
    """Somebody in a group of one team, seen by a senior of another to whom their case is offered."""
    service = a_service()
    person = ordered(service)
    delivery = a_delivery(service, person)
    group = a_group(service, delivery)
    made = placed(person, delivery, group)
    other = another_team(service, person.team.body)
    offer_transfer(
        by=person.team.senior, at=service.later(), case_id=person.case, to_unit=other.unit, because="a move"
    )
    return service, person, delivery, group, made, other.senior


def writes(row, by, at):
    with viewing(by, at), transaction.atomic():
        type(row)._base_manager.bulk_create([row])


def signed(by, at, person):
    return {"person_id": person.id, "member_id": by.id, "organisation_id": by.organisation_id, "at": at}


def test_whoever_merely_sees_a_person_neither_refers_nor_moves_nor_places_them(scene):
    service, person, _, group, made, onlooker = scene
    at, now = service.later(), TimestamptzRange(service.at, None)
    told = signed(onlooker, at, person)
    rows = [
        Enrolment(
            person_id=person.id, case_id=person.case, programme="thinking-skills", from_unit=onlooker.unit_id,
            to_unit=onlooker.unit_id, sent_by=onlooker.id, sent_at=at, because="mine", moved_at=at, sight=now,
        ),
        EnrolmentMove(enrolment_id=made, number=90, after="withdrawn", through="hand", **told),
        Attendance(enrolment_id=made, number=1, contact_id=new_id(), **told),
        MeasureScore(enrolment_id=made, measure="readiness", moment="before", number=9, value=1, on=at.date(), **told),
        Place(
            person_id=person.id, enrolment_id=made, group_id=group, unit_id=onlooker.unit_id, during=now, at=at,
            member_id=onlooker.id,
        ),
    ]  # fmt: skip
    for row in rows:
        with REFUSED:
            writes(row, onlooker, at)


def test_neither_side_lengthens_or_passes_on_what_is_seen(scene):
    service, person, delivery, _, _made, onlooker = scene
    at = service.later()
    far = TimestamptzRange(at - timedelta(minutes=1), at + timedelta(days=9999))
    for by in (onlooker, delivery.one, person.team.officer):
        for model, columns in (
            (Enrolment, {"sight": far}),
            (Enrolment, {"to_unit": by.unit_id}),
            (Enrolment, {"state": "withdrawn", "ended_at": at, "sight": TimestamptzRange(at, None)}),
            (Place, {"during": far}),
            (Place, {"unit_id": by.unit_id}),
        ):
            with REFUSED, viewing(by, at), transaction.atomic():
                if not model.objects.filter(person_id=person.id).update(**columns):
                    raise ProgrammingError("row-level security: no row may be changed")


def test_what_has_ended_is_not_opened_again_by_hand(scene):
    service, _, delivery, *_ = scene
    person = ordered(service)
    made = refer(person, delivery)
    at = service.later()
    Enrolment.objects.using("owner").filter(id=made).update(
        state="withdrawn",
        ended_at=at,
        due="",
        due_on=None,
        sight=TimestamptzRange(at - timedelta(minutes=1), at),
    )
    with REFUSED, viewing(person.team.officer, at):
        Enrolment.objects.filter(id=made).update(
            state="sent", ended_at=None, sight=TimestamptzRange(at, None)
        )


def test_groups_and_training_are_written_by_whoever_runs_them_in_their_own_unit(scene):
    service, _, delivery, group, _, onlooker = scene
    at, session = service.later(), sessions_of(group)[0]
    with REFUSED, viewing(onlooker, at):
        if not Group.objects.filter(id=group).update(capacity=1):
            raise ProgrammingError("row-level security: no row may be changed")
    with REFUSED, viewing(onlooker, at):
        if not GroupSession.objects.filter(id=session.id).update(starts_at=at):
            raise ProgrammingError("row-level security: no row may be changed")
    row = Training(
        unit_id=delivery.unit, member_id=delivery.one.id, programme=BUILDING, holds=(at.date(), None), made_at=at,
        made_by=onlooker.id,
    )  # fmt: skip
    with REFUSED:
        writes(row, onlooker, at)
