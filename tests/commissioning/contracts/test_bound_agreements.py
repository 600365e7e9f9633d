"""What binds terms, from stored facts: nothing counted twice whoever signs, the price that won, one open offer at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from support.agreements import Sides, first_of
from support.competition import BIRCH, Competition

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.models import Drawing, Terms
from throughcare.commissioning.contracts.rules.signing import Standing
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id


def test_two_agreements_of_one_provider_count_a_service_on_no_day_by_action_nor_whoever_signs(database):
    first = Sides(service=f"S-{new_id()}")
    rival = Sides(provider=first.provider, service=first.service)
    waiting = rival.offers(rival.terms(months=6))
    rival.sign(waiting, rival.everybody[:3])
    first.agreed()
    # The other buyer sees nothing of the first agreement and is told no more than that there is one; the provider is told which.
    with pytest.raises(Refused, match="nothing is paid for twice"):
        rival.sign(waiting, [rival.deputy])
    with pytest.raises(Refused, match=f"“{first.title}” counts {first.service}"):
        first.offers(first.terms(title=f"Twice {new_id()}"))
    later = first_of(first.starts, 36)
    after = {"title": f"After {new_id()}", "starts": later, "ends": first_of(later, 12) - timedelta(days=1)}
    assert first.sign(first.offers(first.terms(**after)))[-1] is Standing.AGREED


def test_the_last_signature_of_a_second_agreement_is_refused_by_the_database(database):
    first = Sides(service=f"S-{new_id()}")
    second = Sides(provider=first.provider, service=first.service)
    offered = second.offers()
    second.sign(offered, second.everybody[:3])
    first.agreed()
    terms = second.seen(offered).stands.terms[0].row.id
    with (
        pytest.raises(IntegrityError, match="another agreement counts this"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO contracts_signature (id, terms_id, side, place, unit_id, member_id, at)"
            " VALUES (gen_random_uuid(), %s, 'provider', 2, %s, %s, now())",
            [terms, second.provider, second.deputy.id],
        )


def test_what_was_awarded_carries_the_price_that_won_and_is_offered_anew_once_turned_down(database):
    round_ = Competition()
    round_.bids(round_.birch, BIRCH)
    round_.opens()
    round_.publishes()
    sides = Sides()
    given = {"by": round_.buyer, "at": round_.closes}
    won = sides.terms().replace("120000.00", "180000.00")
    with pytest.raises(Refused, match=r"What won was 180,000\.00 pounds a year"):
        actions.draw_up_from_award(**given, terms=sides.terms(), competition_id=round_.id, package="B3")
    made = actions.draw_up_from_award(**given, terms=won, competition_id=round_.id, package="B3")
    again = {**given, "agreement_id": made, "because": "Other days."}
    with pytest.raises(Refused, match="open still"):
        actions.offer_again(**again, terms=won)
    first = Terms.objects.using("owner").get(agreement=made)
    actions.turn_down_terms(by=round_.birch, at=round_.closes, terms_id=first.id, because="Too soon.")
    for terms, words in (
        (sides.terms(), "What won was"),
        (won.replace("[North, South]", "[North]"), "The award is of"),
        (won.replace(sides.title, "Another"), "The title stays"),
    ):
        with pytest.raises(Refused, match=words):
            actions.offer_again(**again, terms=terms)
    actions.offer_again(**again, terms=won)
    with viewing(round_.birch, round_.closes):
        found = queries.agreement(made, round_.birch, at=round_.closes).stands
    assert [one.standing for one in found.terms] == [Standing.TURNED_DOWN, Standing.OFFERED]
    assert found.latest.row.number == 2 and not found.latest.signing.is_change


FIRST_TERMS = (
    "INSERT INTO contracts_terms (id, agreement_id, number, text, services, starts, ends, kind, because, unit_id, member_id, at)"
    " VALUES (gen_random_uuid(), %s, 2, 'x', '{X}', '2030-01-01', '2030-12-31', 'grant', 'y', app_unit(), app_member(), app_at())"
)


def test_first_terms_are_offered_anew_by_the_buyer_alone_and_while_none_are_open_by_sql_too(database):
    sides = Sides()
    made = sides.offers()
    for who in (sides.buyer, sides.lead):
        with viewing(who, sides.at), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(FIRST_TERMS, [made])
    terms = sides.seen(made).stands.terms[0].row.id
    actions.turn_down_terms(by=sides.lead, at=sides.at, terms_id=terms, because="No.")
    with viewing(sides.lead, sides.at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(FIRST_TERMS, [made])
    actions.offer_again(by=sides.buyer, at=sides.at, agreement_id=made, terms=sides.terms(), because="Again.")
    assert sides.sign(made)[-1] is Standing.AGREED


def test_how_far_a_drawing_is_is_written_by_its_job_alone(database):
    sides = Sides(months=-2)
    asked = actions.ask_statements(by=sides.buyer, at=sides.at, month=sides.starts)
    with viewing(sides.buyer, sides.at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("UPDATE contracts_drawing SET state = 'done' WHERE id = %s", [asked])
    assert Drawing.objects.using("owner").get(id=asked).state == "waiting"
