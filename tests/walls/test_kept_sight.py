"""Whoever sees a person for a time cannot, by SQL of their own, write what would let them go on seeing: no transfer to a team of
theirs, no tenure, no responsibility, no longer sight; and another body's team is let in under an agreement alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from psycopg.types.range import TimestamptzRange
from support.cases import another_team
from support.service import Person, Team, a_person, a_service, managed

from throughcare.casework.supervision.actions import offer_transfer, refuse_transfer, withdraw_transfer
from throughcare.casework.supervision.models import Case, Responsibility, Tenure, Transfer
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.models import Grant
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id

Written = Callable[[Person, Member], Any]


def begun(person: Person, by: Member) -> dict[str, Any]:
    """What every row that lets a team see says of the person."""
    return {"id": new_id(), "person_id": person.id, "case_id": person.case}


def a_transfer(person: Person, by: Member, **given: Any) -> Transfer:
    at = person.service.at
    said = {
        "kind": "permanent", "from_unit": person.row.unit_id, "to_unit": by.unit_id, "offered_by": by.id, "offered_at": at,
        "because": "mine", "address_by": at.date(), "whole_by": at.date(), "sight": TimestamptzRange(at, None),
    }  # fmt: skip
    return Transfer(**begun(person, by) | said | given)


def a_tenure(person: Person, by: Member, **given: Any) -> Tenure:
    said = {
        "kind": "supervisor", "member_id": by.id, "unit_id": by.unit_id, "organisation_id": by.organisation_id,
        "during": TimestamptzRange(person.service.at, None), "basis": "mine",
    }  # fmt: skip
    return Tenure(**begun(person, by) | said | given)


def a_responsibility(person: Person, by: Member, **given: Any) -> Responsibility:
    at = person.service.at
    said = {
        "organisation_id": by.organisation_id, "unit_id": by.unit_id, "sight": TimestamptzRange(at, None),
        "during": TimestamptzRange(at - timedelta(days=4000), at - timedelta(days=3999)),
    }  # fmt: skip
    return Responsibility(**begun(person, by) | said | given)


BY_ONE_WHO_SEES: dict[str, Written] = {
    "a transfer from the team that answers": a_transfer,
    "a transfer from one's own team": lambda p, by: a_transfer(p, by, from_unit=by.unit_id, to_unit=p.row.unit_id),
    "a transfer that was answered before it was made": lambda p, by: a_transfer(p, by, state="accepted", answered_at=p.service.at),
    "a tenure of one's own": a_tenure,
    "a tenure as if the answering team's": lambda p, by: a_tenure(p, by, organisation_id=p.row.organisation_id, shared_by=None),
    "a responsibility of long ago": a_responsibility,
    "a responsibility of no time": lambda p, by: a_responsibility(p, by, during=TimestamptzRange(empty=True)),
}  # fmt: skip


@pytest.fixture(scope="module")
def seen() -> tuple[Person, Member]:
    """A person, and a senior of another team of the same body who sees them while another's offer stands."""
    person = managed(a_person(a_service()))
    return person, offered_to(person, another_team(person.service, person.team.body))


def offered_to(person: Person, team: Team) -> Member:
    offer_transfer(
        by=person.team.senior,
        at=person.service.later(),
        case_id=person.case,
        to_unit=team.unit,
        because="a move",
    )
    return team.senior


def writes(row: Any, by: Member, at: Any) -> None:
    """Write a row and all that would follow from it, as a member with SQL of their own."""
    with viewing(by, at), transaction.atomic():
        type(row)._base_manager.bulk_create([row])


@pytest.mark.parametrize("what", BY_ONE_WHO_SEES)
def test_whoever_merely_sees_a_person_cannot_write(what: str, seen: tuple[Person, Member]) -> None:
    person, receiver = seen
    row = BY_ONE_WHO_SEES[what](person, receiver)
    with pytest.raises(ProgrammingError, match="row-level security"):
        writes(row, receiver, person.service.at)
    assert not type(row)._base_manager.using("owner").filter(id=row.id).exists()


CHANGES: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "whose responsibility it is": (Responsibility, {"unit_id": "mine"}),
    "whose tenure it is": (Tenure, {"unit_id": "mine"}),
    "to whom it was offered": (Transfer, {"to_unit": "mine"}),
    "until when a move lasts": (Transfer, {"until": "long"}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_says_who_sees_is_written_once(what: str, seen: tuple[Person, Member]) -> None:
    person, receiver = seen
    model, columns = CHANGES[what]
    values = {"mine": receiver.unit_id, "long": person.service.at.date() + timedelta(days=9999)}
    with pytest.raises(ProgrammingError, match="permission denied"), viewing(receiver, person.service.at):
        model.objects.filter(person_id=person.id).update(
            **{name: values[said] for name, said in columns.items()}
        )


def test_an_answer_does_not_lengthen_the_sight_that_it_ends() -> None:
    person = managed(a_person(a_service()))
    receiver = offered_to(person, another_team(person.service, person.team.body))
    at = person.service.later()
    long = TimestamptzRange(at - timedelta(minutes=1), at + timedelta(days=9999))
    for answered, sight in ((at, long), (at + timedelta(days=9999), long), (at, TimestamptzRange(at, None))):
        with pytest.raises(ProgrammingError, match="row-level security"), viewing(receiver, at):
            Transfer.objects.filter(person_id=person.id).update(
                state="refused", answered_at=answered, sight=sight
            )
    refuse_transfer(
        by=receiver,
        at=at,
        because="full",
        transfer_id=Transfer.objects.using("owner").get(person_id=person.id).id,
    )
    with viewing(receiver, person.service.later()):
        assert not Case.objects.filter(id=person.case).exists()


def test_a_tenure_cannot_be_made_to_end_by_itself_long_after() -> None:
    person = managed(a_person(a_service()))
    at, officer = person.service.later(), person.team.officer
    long = TimestamptzRange(at - timedelta(minutes=1), at + timedelta(days=9999))
    for model, more in ((Tenure, {"ended_because": "replaced"}), (Responsibility, {})):
        with pytest.raises(ProgrammingError, match="row-level security"), viewing(officer, at):
            model.objects.filter(person_id=person.id).update(during=long, **more)


def test_the_answering_team_lets_another_body_in_under_an_agreement_alone() -> None:
    service = a_service("transforming-rehabilitation-2014")
    person = managed(a_person(service))
    senior, other = (
        person.team.senior,
        next(t for t in service.teams.values() if t.organisation != person.team.organisation),
    )
    at = service.later()
    with pytest.raises(ProgrammingError, match="row-level security"):
        writes(a_transfer(person, senior, to_unit=other.unit, shared_by=None), senior, at)
    truly = a_transfer(person, senior, to_unit=other.unit, shared_by=person.team.organisation)
    truly.offered_at, truly.sight = at, TimestamptzRange(at, None)
    writes(truly, senior, at)
    with viewing(senior, at):
        derive_grants("transfer", [truly.id])
    granted = Grant.objects.using("owner").get(cause_kind="transfer", cause_id=truly.id)
    assert (granted.unit_id, granted.agreement_id is not None) == (other.unit, True)
    withdraw_transfer(by=senior, at=service.later(), transfer_id=truly.id)
