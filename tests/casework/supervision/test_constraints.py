"""What must never be twice at once is held by the database, and each rule broken says why in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import TimestamptzRange
from support.service import a_person, a_service, managed

from throughcare.casework.supervision.models import (
    Case,
    Catchment,
    Gap,
    Matter,
    Responsibility,
    Tenure,
    Transfer,
)
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access.constraints import sentence_for
from throughcare.foundation.kernel import new_id

HOUR = timedelta(hours=1)
FROM = datetime(2027, 1, 4, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def person():
    return managed(a_person(a_service("england-and-wales-2021")), TenureKind.OFFENDER_MANAGER)


def during(start=0, end=None):
    return TimestamptzRange(FROM + start * HOUR, None if end is None else FROM + end * HOUR)


def broken_by(*rows):
    """What somebody would be told who wrote these rows; fails when the database takes them."""
    with pytest.raises(IntegrityError) as broken, transaction.atomic(using="owner"):
        for row in rows:
            row.save(using="owner", force_insert=True)
    return sentence_for(broken.value)


def accepted(*rows):
    """Write rows and take them back: the database has nothing against them."""
    with transaction.atomic(using="owner"):
        for row in rows:
            row.save(using="owner", force_insert=True)
        transaction.set_rollback(True, using="owner")


def case(person, **given):
    row = Case.objects.using("owner").get(id=person.case)
    for name, value in ({"id": new_id(), "person_id": new_id()} | given).items():
        setattr(row, name, value)
    return row


def tenure(person, span, **given):
    known = {
        "person_id": person.id, "case_id": person.case, "kind": "supervisor", "member_id": new_id(), "unit_id": new_id(),
        "organisation_id": new_id(), "during": span, "basis": "a test", "ended_because": "" if span.upper is None else "replaced",
    }  # fmt: skip
    return Tenure(**(known | given))


def gap(person, span, **given):
    known = {"person_id": person.id, "case_id": person.case, "kind": "prison manager", "unit_id": new_id()}
    return Gap(**(known | {"during": span, "because": "a test"} | given))


def responsible(person, span, **given):
    known = {"person_id": person.id, "case_id": person.case, "organisation_id": new_id(), "unit_id": new_id()}
    return Responsibility(**(known | {"during": span, "sight": span} | given))


def transfer(person, **given):
    day = FROM.date()
    known = {
        "person_id": person.id, "case_id": person.case, "kind": "permanent", "from_unit": new_id(), "to_unit": new_id(),
        "offered_by": new_id(), "offered_at": FROM, "because": "x", "address_by": day, "whole_by": day, "sight": during(),
    }  # fmt: skip
    return Transfer(**(known | given))


def test_a_person_has_one_open_case_and_any_number_of_closed_ones(person):
    other = new_id()
    assert broken_by(case(person, person_id=other), case(person, person_id=other)) == (
        "This person already has an open case."
    )
    accepted(
        case(person, person_id=other),
        *(case(person, person_id=other, closed_at=FROM, closed_because="over") for _ in range(2)),
    )


def test_a_case_says_what_opened_it(person):
    assert "conflicts with what is already recorded" in broken_by(case(person, opened_because="a whim"))


@pytest.mark.parametrize(
    "spans",
    [
        (during(0), during(5)),
        (during(0, 10), during(5, 15)),
        (during(0, 10), during(2, 3)),
        (during(0, 10), during(9)),
    ],
)
def test_two_never_hold_one_kind_of_role_at_once(person, spans):
    said = broken_by(*(tenure(person, span) for span in spans))
    assert said == "Somebody else was appointed a moment ago. Look again."


def test_one_may_follow_another_at_the_same_instant_and_different_kinds_run_side_by_side(person):
    accepted(
        tenure(person, during(0, 5)),
        tenure(person, during(5)),
        tenure(person, during(0), kind="responsible officer"),
    )


@pytest.mark.parametrize(
    "given",
    [
        {"span": during(0), "ended_because": "replaced"},
        {"span": during(0, 5), "ended_because": ""},
        {"span": during(0), "kind": "landlord"},
    ],
)
def test_a_tenure_is_of_a_known_kind_and_says_why_it_ended_exactly_when_it_has(person, given):
    assert broken_by(tenure(person, given.pop("span"), **given))


def test_one_role_has_one_gap_at_a_time(person):
    assert broken_by(gap(person, during(0)), gap(person, during(3, 4))) == (
        "Somebody else ended that tenure a moment ago. Look again."
    )
    accepted(gap(person, during(0, 3)), gap(person, during(3)))


def test_one_team_answers_for_a_case_at_a_time(person):
    assert broken_by(responsible(person, during(0))) == "Another team took the case a moment ago. Look again."


def test_a_case_is_offered_to_one_team_at_a_time(person):
    assert broken_by(transfer(person), transfer(person)) == (
        "This case is already offered to another team. Withdraw that offer first."
    )
    refused = {"state": "refused", "answered_at": FROM, "answer": "full"}
    accepted(transfer(person, **refused), transfer(person, **refused), transfer(person))


def test_a_transfer_goes_somewhere_else(person):
    unit = new_id()
    assert broken_by(transfer(person, from_unit=unit, to_unit=unit)) == "The case is already with that team."


@pytest.mark.parametrize(
    "given",
    [
        {"state": "accepted"},
        {"answered_at": FROM},
        {"state": "lost", "answered_at": FROM},
        {"kind": "sideways"},
    ],
)
def test_a_transfer_is_answered_at_an_instant_and_is_in_a_known_state(person, given):
    assert broken_by(transfer(person, **given))


def test_a_matter_is_part_of_one_case_once(person):
    about = new_id()
    rows = [
        Matter(person_id=person.id, case_id=person.case, kind="sentence", about_id=about, at=FROM)
        for _ in range(2)
    ]
    assert broken_by(*rows) == "That sentence or report is already part of this case."


def test_an_organisation_has_one_team_for_an_area():
    area, organisation = f"T{new_id().hex[-12:]}", new_id()
    rows = [Catchment(area_code=area, organisation_id=organisation, unit_id=new_id()) for _ in range(2)]
    assert broken_by(*rows) == "That organisation already has a team for that area."
