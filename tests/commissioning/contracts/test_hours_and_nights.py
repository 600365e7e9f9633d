"""Hours of unpaid work and nights of stays are paid from what was recorded, to the minute and the night, and recompute to the penny."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import accommodation as housing
from support.agreements import Sides
from support.people import as_worker
from support.service import a_person, a_service, managed
from support.services import a_provider
from support.unpaid_work import a_project, a_work_team, placed, sent, turns

from throughcare.casework.accommodation import actions as stays
from throughcare.casework.accommodation.queries import nights_of
from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.casework.unpaid_work import actions as work
from throughcare.casework.unpaid_work.queries import worked
from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.agreed import Earns
from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.ending import LastResort
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.commissioning.contracts.rules.exporting import exported
from throughcare.commissioning.contracts.rules.monthly import Book, Fact, OwedFor
from throughcare.commissioning.contracts.rules.signing import Edition
from throughcare.commissioning.contracts.rules.stating import recomputed
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

MORE = "prices: {hour of unpaid work worked: 12.50}\n"
BEDS = "prices: {night of a stay: 40.00, night that a bed was lost: 5.00}\n"
APRIL = date(2027, 4, 1)


def paid_by_hours(**prices):
    agreed = agreement_from(example_terms(), "example")
    return replace(
        agreed,
        volumes=None,
        levels=(),
        results=None,
        prices=prices,
        services=("unpaid work", "places to live"),
    )


def price_lines(agreed, facts):
    book = Book((Edition(1, APRIL, agreed),), tuple(facts), APRIL)
    return [(one.name, one.pence, one.words) for one in book.owed() if one.what is OwedFor.PRICE]


def test_an_hour_is_priced_to_the_minute_and_rounded_once():
    agreed = replace(paid_by_hours(), prices={Earns.HOUR: 12_50})
    facts = [
        Fact(UUID(int=n), Earns.HOUR, APRIL, APRIL, quantity=minutes) for n, minutes in enumerate((390, 55))
    ]
    assert price_lines(agreed, facts) == [("hour of unpaid work worked", 9271, "7.417 at 1250 pence")]


@given(st.lists(st.integers(1, 600), max_size=20))
def test_more_minutes_never_earn_less_and_whole_hours_earn_their_price(minutes):
    agreed = replace(paid_by_hours(), prices={Earns.HOUR: 12_50})
    facts = [Fact(UUID(int=n), Earns.HOUR, APRIL, APRIL, quantity=one) for n, one in enumerate(minutes)]
    paid = sum(pence for _, pence, _ in price_lines(agreed, facts))
    assert abs(Fraction(paid) - Fraction(sum(minutes) * 1250, 60)) <= Fraction(1, 2)
    more = [*facts, Fact(UUID(int=99), Earns.HOUR, APRIL, APRIL, quantity=1)]
    assert sum(pence for _, pence, _ in price_lines(agreed, more)) >= paid


def test_terms_that_pay_for_hours_or_nights_say_so_among_their_services_or_are_refused_with_the_line():
    text = example_terms()
    said = "prices: {hour of unpaid work worked: 9.00}\n"
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("prices:")) + "\n"
    with pytest.raises(Refused, match="do not name “unpaid work”"):
        agreement_from(bare + said, "terms")
    named = bare.replace("services: [", "services: [unpaid work, ")
    assert agreement_from(named + said, "terms").prices == {Earns.HOUR: 9_00}
    with pytest.raises(Refused, match="do not name “places to live”"):
        agreement_from(named + "prices: {night of a stay: 9.00}\n", "terms")


def told(turn, outcome=Outcome.ATTENDED, **given):
    return work.TurnSaid(turn.id, outcome, **given)


class Working:
    """An agreement that pays a team by the hour, and somebody with a turn tomorrow and every week."""

    def __init__(self) -> None:
        self.service = a_service()
        self.team = a_work_team(self.service)
        self.sides = Sides(
            at=self.service.at, provider=self.team.provider.unit, service="unpaid work", months=0
        )
        self.agreement = self.sides.agreed(self.sides.terms(MORE))
        self.person = managed(a_person(self.service, requirements="unpaid work 100 hours"))
        self.work = sent(self.person)
        placed(self.team, self.work, a_project(self.team).id)
        self.first, self.second = turns(self.work)[:2]

    def works(self, turn, by=None, **given) -> None:
        days = (turn.on - day_of(self.service.at)).days
        at = self.service.later(days=days, hours=8) if days > 0 else self.service.later()
        work.record_turns(by=by or self.team.worker, at=at, turns=[told(turn, **given)])


def test_what_was_worked_is_stated_put_right_and_recomputed_to_the_penny(database):
    one = Working()
    one.works(one.first)
    made = one.sides.states(one.agreement, one.sides.starts)
    with viewing(one.sides.lead, one.service.at):
        lines = queries.statement(made).stands.lines
        told_by = exported(queries.export_of(one.agreement), "export")
    [line] = [row.row for row in lines if row.row.what == OwedFor.PRICE]
    with as_worker():
        [told_of] = worked(one.team.provider.unit, one.first.on)
    assert told_of.turn == one.first.id and told_of.minutes > 0
    assert line.pence == round(Decimal(told_of.minutes * 1250) / 60) and line.sources == [str(one.first.id)]
    assert recomputed(told_by.editions, told_by.kept) == []
    [kept] = told_by.kept
    less = replace(kept, added=frozenset(replace(fact, quantity=1) for fact in kept.added))
    [differs] = recomputed(told_by.editions, [less])
    assert differs


def test_hours_worked_before_everything_passed_stay_with_the_team_that_worked_them(database):
    one = Working()
    second = a_provider(one.service)
    one.works(one.first)
    given = {"by": one.sides.buyer, "agreement_id": one.agreement}
    actions.rehearse_handover(
        **given,
        at=one.service.later(),
        to_unit=second.unit,
        way=LastResort.NEIGHBOUR,
        because="In administration.",
    )
    one.sides.fails(one.agreement, at=one.service.later())
    one.sides.hands_over(one.agreement, second.unit, LastResort.NEIGHBOUR, at=one.service.later())
    one.works(one.second, by=second.worker)
    with as_worker():
        found = [
            [row.turn for row in worked(unit, one.second.on)]
            for unit in (one.team.provider.unit, second.unit)
        ]
    assert found == [[one.first.id], [one.second.id]]


def test_nights_are_counted_from_arrival_to_departure_and_lost_ones_by_terms_each_with_who_ran_the_premises(
    database,
):
    service = a_service()
    team, second = housing.a_house_team(service), a_provider(service)
    _, beds = housing.premises(team)
    sides = Sides(at=service.at, provider=team.provider.unit, service="places to live", months=0)
    made = sides.agreed(sides.terms(BEDS))
    arrived = day_of(service.at)
    application = housing.resident(team, managed(a_person(service)), beds[0])
    stays.lose_bed(
        by=team.worker, at=service.later(), bed_id=beds[1], first=arrived, until=None, reason="works"
    )
    service.later(days=3)
    actions.rehearse_handover(
        by=sides.buyer,
        at=service.later(),
        agreement_id=made,
        to_unit=second.unit,
        way=LastResort.NEIGHBOUR,
        because="It fails.",
    )
    sides.fails(made, at=service.later())
    sides.hands_over(made, second.unit, LastResort.NEIGHBOUR, at=service.later())
    service.later(days=2)
    with as_worker(), viewing(second.worker, service.at):
        found = [
            sorted((n.what, n.on) for n in nights_of(unit, date(2026, 11, 30)))
            for unit in (team.provider.unit, second.unit)
        ]
    days = [arrived + timedelta(days=n) for n in range(5)]
    assert found[0] == sorted((kind.value, on) for kind in (Earns.NIGHT, Earns.LOST) for on in days[:3])
    assert found[1] == sorted((kind.value, on) for kind in (Earns.NIGHT, Earns.LOST) for on in days[3:])
    statement = sides.states(made, sides.starts)
    with viewing(sides.lead, service.at):
        lines = {row.row.name: row.row.pence for row in queries.statement(statement).stands.lines}
    assert (lines["night of a stay"], lines["night that a bed was lost"]) == (120_00, 15_00)
    assert housing.stays_of(application)[0].left_on is None
