"""A wall is raised by one and taken down by two; an agreement that is ended closes what it opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from support.people import NOW, a_founder, an_office, joins
from support.service import Service, a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.supervision.actions import draw_sample
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import may_see, member, walls_standing
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.access.walls_seen import every_wall
from throughcare.foundation.kernel import Refused, new_id


@dataclass
class Sides:
    """Two organisations, and two who keep walls."""

    one: UUID
    other: UUID
    first: Member
    second: Member


@pytest.fixture
def sides() -> Sides:
    one, other, desk = an_office(), an_office(), an_office()
    return Sides(
        one.organisation,
        other.organisation,
        joins(desk.unit, "administrator"),
        joins(desk.unit, "administrator"),
    )


def raised(sides: Sides) -> UUID:
    return access.raise_wall(
        by=sides.first, at=NOW, one_side=sides.one, other_side=sides.other, basis="A procurement"
    )


def stands(sides: Sides, *, minutes: int = 5) -> bool:
    with viewing(sides.first, NOW + timedelta(minutes=minutes)):
        pairs = [set(pair) for pair in walls_standing(at=NOW + timedelta(minutes=minutes))]
    return {sides.one, sides.other} in pairs


def test_a_wall_comes_down_by_two_with_a_reason(sides: Sides):
    wall = raised(sides)
    with pytest.raises(Refused, match="Nobody has asked"):
        access.take_down_wall(by=sides.second, at=NOW, wall_id=wall)
    with pytest.raises(Refused, match="Say why"):
        access.ask_wall_down(by=sides.first, at=NOW, wall_id=wall, because=" ")
    access.ask_wall_down(by=sides.first, at=NOW, wall_id=wall, because="The procurement is over")
    with pytest.raises(Refused, match="somebody else"):
        access.take_down_wall(by=sides.first, at=NOW, wall_id=wall)
    assert stands(sides)
    access.take_down_wall(by=sides.second, at=NOW + timedelta(minutes=1), wall_id=wall)
    assert not stands(sides)
    with viewing(sides.first, NOW):
        (seen,) = [one for one in every_wall() if one.id == wall]
    assert (seen.asked_by, seen.asked_because) == (sides.first.name, "The procurement is over")


def test_another_hat_of_whoever_asked_is_not_somebody_else(sides: Sides):
    wall = raised(sides)
    access.ask_wall_down(by=sides.first, at=NOW, wall_id=wall, because="It is over")
    made = access.add_member(
        by=a_founder(), at=NOW, unit_id=an_office().unit, role="administrator", name=sides.first.name,
        account_id=sides.first.account_id,
    )  # fmt: skip
    hat = member(made, at=NOW)
    assert hat is not None
    with pytest.raises(Refused, match="somebody else"):
        access.take_down_wall(by=hat, at=NOW, wall_id=wall)


@pytest.mark.parametrize("basis", ["", "  "])
def test_a_wall_stands_between_two_on_a_basis_and_once(sides: Sides, basis: str):
    with pytest.raises(Refused, match="basis"):
        access.raise_wall(by=sides.first, at=NOW, one_side=sides.one, other_side=sides.other, basis=basis)
    with pytest.raises(Refused, match="two different"):
        access.raise_wall(by=sides.first, at=NOW, one_side=sides.one, other_side=sides.one, basis="x")
    raised(sides)
    with pytest.raises(Refused, match="already"):
        access.raise_wall(by=sides.first, at=NOW, one_side=sides.other, other_side=sides.one, basis="x")


def test_pages_and_operations_raise_ask_down_take_down_and_certify(sides: Sides):
    first, second = browser(sides.first), caller(sides.second)
    sent = {
        "one_side": str(sides.one),
        "other_side": str(sides.other),
        "basis": "A procurement",
        "idempotency_key": str(new_id()),
    }
    assert first.post("/walls", sent).status_code == 302
    (wall,) = [w["id"] for w in second.get("/api/v1/walls").json() if w["one_side_id"] == str(sides.one)]
    assert "Ask for it to come down" in first.get(f"/walls/{wall}").content.decode()
    assert (
        first.post(f"/walls/{wall}", {"because": "It is over", "idempotency_key": str(new_id())}).status_code
        == 302
    )
    assert "Take the wall down" in first.get(f"/walls/{wall}").content.decode()
    page = first.get(
        f"/walls/{wall}/certificate?first_day=1&first_month=11&first_year=2026&last_day=28&last_month=11&last_year=2026"
    )
    assert page.status_code == 200 and "the wall held" in page.content.decode()
    assert second.post(f"/api/v1/walls/{wall}/take-down").status_code == 204
    assert "Take the wall down" not in first.get(f"/walls/{wall}").content.decode()


def test_an_agreement_that_is_ended_closes_what_it_opened_and_nothing_else():
    service: Service = a_service("england-and-wales-2021")
    person, at, desk = managed(a_person(service)), service.later(), an_office()
    inspector = joins(desk.unit, "inspector")
    agreement = access.agree_to_share(
        by=a_founder(), at=at, shared_by=person.team.organisation, shared_with=desk.organisation,
        purpose="inspection", basis="An Act",
    )  # fmt: skip
    draw_sample(
        by=inspector, at=service.later(), organisation_id=person.team.organisation, size=1, because="an inspection",
        until=(at + timedelta(days=9)).date(),
    )  # fmt: skip

    def see(who: Member) -> bool:
        with viewing(who, service.later()):
            return may_see(person.id)

    assert see(inspector) and see(person.team.officer)
    with pytest.raises(Refused, match="Say why"):
        access.end_sharing(by=a_founder(), at=service.later(), agreement_id=agreement, because="")
    access.end_sharing(by=a_founder(), at=service.later(), agreement_id=agreement, because="It is over")
    assert not see(inspector) and see(person.team.officer)
    with pytest.raises(Refused, match="has ended"):
        access.end_sharing(by=a_founder(), at=service.later(), agreement_id=agreement, because="again")
