"""How providers stand, from stored facts through the service, on pages, by the API and on homes of both sides."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError
from support.agreements import Sides, asking, posted
from support.homes import waiting_on_home
from support.people import joins
from support.wall_visits import browser

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.models import PlanStep, Told
from throughcare.commissioning.contracts.rules.distress import Sign, Weight, month_to_tell
from throughcare.commissioning.contracts.rules.ending import FailureGround
from throughcare.commissioning.contracts.rules.putting_right import PlanMove, PlanStanding
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture
def sides(database):
    """Two sides, a contract of theirs that has run for three months."""
    made = Sides(months=-3)
    made.contract = made.agreed()
    return made


def tells(
    sides,
    *,
    cash=900_000,
    spent=100_000,
    planned="10",
    filled="9.5",
    because="",
    on_one=None,
    by=None,
    month=None,
    at=None,
):
    actions.tell_of_provider(
        by=by or sides.lead, at=at or sides.at, agreement_id=sides.contract, month=month or month_to_tell(day_of(sides.at)),
        cash=cash, spent=spent, planned=Decimal(planned), filled=Decimal(filled), because=because, on_one=on_one,
    )  # fmt: skip


def stands(sides, member=None, at=None):
    member, at = member or sides.buyer, at or sides.at
    with viewing(member, at):
        return queries.how_provider_stands(sides.contract, member, at=at)


def weight(sides, sign, **given):
    return next(one.weight for one in stands(sides, **given).signals if one.sign is sign)


def plans(sides, *, days=20, points=2):
    return actions.plan_to_put_right(
        by=sides.buyer, at=sides.at, agreement_id=sides.contract, because="Two months short.",
        points=[(f"Fill post {n}", day_of(sides.at) + timedelta(days=days)) for n in range(1, points + 1)],
    )  # fmt: skip


def test_what_a_provider_tells_is_weighed_kept_beside_what_it_corrects_and_seen_by_the_two_sides_alone(sides):
    assert weight(sides, Sign.CASH) is Weight.NOT_KNOWN
    tells(sides)
    assert weight(sides, Sign.CASH) is Weight.CALM
    tells(sides)
    with pytest.raises(Refused, match="Say why it changes"):
        tells(sides, cash=50_000)
    tells(sides, cash=50_000, because="A grant was counted twice.")
    assert weight(sides, Sign.CASH) is Weight.ACT
    assert [row.cash for row in stands(sides).told] == [50_000, 900_000]
    assert weight(sides, Sign.SUPPLY) is Weight.NOT_KNOWN
    with pytest.raises(Refused, match="from 0 to 100"):
        tells(sides, cash=50_000, on_one=101, because="Asked again.")
    tells(sides, cash=50_000, on_one=45, because="One partner runs both sites.")
    assert weight(sides, Sign.SUPPLY) is Weight.ACT
    for stranger in (joins(sides.provider, "provider worker"), Sides().lead, Sides().buyer):
        with viewing(stranger, sides.at):
            assert not Told.objects.exists()
    with pytest.raises(Refused, match="Only the team that provides"):
        tells(sides, by=sides.buyer)


def test_a_grant_is_not_told_of_and_nothing_is_of_an_agreement_that_is_over(sides):
    sides.fails(sides.contract, last_day=day_of(sides.at))
    later = sides.at + timedelta(days=1)
    assert stands(sides, at=later).is_over and not stands(sides, at=later).signals
    with pytest.raises(Refused, match="over"):
        tells(sides, at=later)
    with pytest.raises(Refused, match="over"):
        actions.plan_to_put_right(
            by=sides.buyer, at=later, agreement_id=sides.contract, because="Late.", points=[("x", day_of(later) + timedelta(days=9))]
        )  # fmt: skip
    other = Sides(months=-3)
    other.contract = other.agreed(other.terms().replace("kind: contract", "kind: grant"))
    with pytest.raises(Refused, match="Only of a contract"):
        tells(other)


def test_a_plan_is_worked_off_sent_back_and_put_right_each_step_on_the_home_of_whose_turn_it_is(sides):
    tells(sides, cash=50_000)
    assert "A provider that may not go on" in waiting_on_home(sides.buyer)
    plan = plans(sides)
    assert "A provider that may not go on" not in waiting_on_home(sides.buyer)
    assert "A point of a plan to achieve" in waiting_on_home(sides.lead)
    with pytest.raises(Refused, match="There is a plan already"):
        plans(sides)
    for number in (1, 2):
        actions.say_point_is_done(
            by=sides.lead, at=sides.at, plan_id=plan, number=number, because="Two started."
        )
    assert "A point of a plan said to be done" in waiting_on_home(sides.buyer)
    assert "A point of a plan to achieve" not in waiting_on_home(sides.lead)
    actions.send_point_back(by=sides.buyer, at=sides.at, plan_id=plan, number=2, because="One left again.")
    assert "A point of a plan to achieve" in waiting_on_home(sides.lead)
    actions.say_point_is_done(by=sides.deputy, at=sides.at, plan_id=plan, number=2, because="Filled.")
    for number in (1, 2):
        actions.agree_point_is_done(
            by=sides.colleague, at=sides.at, plan_id=plan, number=number, because="Seen."
        )
    assert stands(sides).plans[0].standing(day_of(sides.at)) is PlanStanding.PUT_RIGHT
    with pytest.raises(Refused, match="put right"):
        actions.take_plan_back(by=sides.buyer, at=sides.at, plan_id=plan, because="No more.")
    plans(sides, points=1)


def test_only_a_plan_that_lapsed_lets_anybody_say_that_terms_were_broken_and_not_put_right(sides):
    def says(at):
        return actions.propose_failure(
            by=sides.colleague, at=at, agreement_id=sides.contract, ground=FailureGround.TERMS_BROKEN, last_day=day_of(at), because="Not kept.",
        )  # fmt: skip

    with pytest.raises(Refused, match="once a plan"):
        says(sides.at)
    plan, later = plans(sides, days=20), sides.at + timedelta(days=21)
    with pytest.raises(Refused, match="once a plan"):
        says(sides.at + timedelta(days=20))
    assert stands(sides, at=later).plans[0].standing(day_of(later)) is PlanStanding.LAPSED
    made = says(later)
    for number in (1, 2):
        actions.say_point_is_done(
            by=sides.lead, at=later, plan_id=plan, number=number, because="Late, but done."
        )
    with pytest.raises(Refused, match="once a plan"):
        actions.declare_failure(by=sides.buyer, at=later, agreement_id=sides.contract, proposal_id=made)
    actions.take_plan_back(by=sides.buyer, at=later, plan_id=plan, because="It was the wrong plan.")
    with pytest.raises(Refused, match="taken back"):
        actions.agree_point_is_done(by=sides.buyer, at=later, plan_id=plan, number=1, because="Seen.")


def test_nobody_moves_a_point_for_the_other_side_by_sql_either(sides):
    plan = plans(sides)

    def step(by, move, place=1):
        with viewing(by, sides.at):
            insert_all([PlanStep(
                id=new_id(), plan_id=plan, number=1, place=place, move=move.value, because="x", unit_id=by.unit_id, member_id=by.id, at=sides.at
            )])  # fmt: skip

    for by, move in (
        (sides.buyer, PlanMove.CLAIM),
        (sides.lead, PlanMove.AGREE),
        (sides.buyer, PlanMove.AGREE),
        (Sides().lead, PlanMove.CLAIM),
    ):
        with pytest.raises((DatabaseError, Refused)):
            step(by, move)
    step(sides.lead, PlanMove.CLAIM)
    with pytest.raises((DatabaseError, Refused)):
        step(sides.lead, PlanMove.AGREE, 2)
    step(sides.buyer, PlanMove.AGREE, 2)


def test_the_pages_and_the_api_lead_through_it_and_say_the_same(sides):
    address = f"/contracts/{sides.contract}/standing"
    assert "A month to tell of" in waiting_on_home(sides.lead)
    told = {"cash": "500.00", "spent": "1000.00", "planned": "10", "filled": "7.4"}
    said = posted(sides.lead, f"{address}/tell", told, follow=True).content.decode()
    assert "It is kept" in said and "Covers 0.5 months" in said and "£500.00" in said
    assert "A month to tell of" not in waiting_on_home(sides.lead)
    shown = asking(sides.buyer).get(f"/api/v1/contracts/{sides.contract}/standing").json()
    assert [one["calls_for"] for one in shown["signs"]][:2] == ["act", "act"] and shown["month_owed"] is None
    due = day_of(sides.at) + timedelta(days=10)
    day = {"due_1_day": due.day, "due_1_month": due.month, "due_1_year": due.year}
    wrong = posted(
        sides.buyer, f"{address}/plan", {"because": "Short.", "point_1": "Fill", "point_2": "More", **day}
    )
    assert "by which point 2 must be achieved" in wrong.content.decode()
    said = posted(
        sides.buyer, f"{address}/plan", {"because": "Short.", "point_1": "Fill posts", **day}, follow=True
    )
    assert "The plan is made" in said.content.decode()
    [plan] = asking(sides.lead).get(f"/api/v1/contracts/{sides.contract}/standing").json()["plans"]
    base = f"/contracts/plans/{plan['id']}"
    assert (
        "asked to look"
        in posted(sides.lead, f"{base}/1/done", {"because": "Filled."}, follow=True).content.decode()
    )
    assert (
        "sent back"
        in posted(sides.buyer, f"{base}/1/send-back", {"because": "By whom?"}, follow=True).content.decode()
    )
    call = f"/api/v1{base}/points/1"
    assert (
        asking(sides.lead)
        .post(f"{call}/done", {"because": "Ada."}, content_type="application/json")
        .status_code
        == 204
    )
    assert (
        asking(sides.buyer)
        .post(f"{call}/sent-back", {"because": "No."}, content_type="application/json")
        .status_code
        == 204
    )
    assert (
        asking(sides.buyer)
        .post(f"{call}/agreed", {"because": "x"}, content_type="application/json")
        .status_code
        == 422
    )
    posted(sides.lead, f"{base}/1/done", {"because": "Ada Jones."})
    assert (
        "It is done."
        in posted(sides.buyer, f"{base}/1/agree", {"because": "Seen."}, follow=True).content.decode()
    )
    assert "Put right" in browser(sides.lead).get(address).content.decode()
    assert browser(Sides().lead).get(address).status_code == 404
