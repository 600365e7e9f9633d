"""An agreement from its offer to a change, through the service: two of each side, each side walled, nothing signed too early."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from support.agreements import Sides, first_of
from support.competition import ASH, BIRCH, Competition
from support.people import a_founder, an_office, joins

from throughcare.commissioning.competition import actions as competing
from throughcare.commissioning.competition.models import Signature as SignedThere
from throughcare.commissioning.competition.rules import standstill
from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.models import Agreement, Signature, Terms
from throughcare.commissioning.contracts.rules.signing import Side, Standing
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture
def sides(database):
    return Sides()


def test_terms_are_agreed_once_two_of_each_side_have_signed_in_any_order(sides):
    made = sides.offers()
    assert sides.sign(made) == [Standing.OFFERED, Standing.OFFERED, Standing.ONE_SIDE, Standing.AGREED]
    seen = sides.seen(made)
    assert seen.stands.latest.standing is Standing.AGREED
    assert seen.waits == ()
    with viewing(sides.lead, sides.at):
        assert queries.terms_on(made, sides.starts).fee.a_year == 120_000_00
        with pytest.raises(Refused, match="No terms were in force"):
            queries.terms_on(made, sides.starts - timedelta(days=1))


def test_nothing_decides_a_day_before_it_is_agreed(sides):
    made = sides.offers()
    sides.sign(made, sides.everybody[:3])
    with viewing(sides.buyer, sides.at), pytest.raises(Refused, match="No terms"):
        queries.terms_on(made, sides.starts)


def test_nobody_signs_twice_nor_a_third_of_a_side_nor_a_stranger(sides):
    made = sides.offers()
    sides.sign(made, [sides.buyer])
    with pytest.raises(Refused, match="signed these terms already"):
        sides.sign(made, [sides.buyer])
    sides.sign(made, [sides.colleague])
    with pytest.raises(Refused, match="Two people have signed for the buyer"):
        sides.sign(made, [joins(sides.buyers.unit, "commissioner")])
    with pytest.raises(Refused, match="no such terms"):
        sides.sign(made, [joins(an_office().unit, "provider lead")])


def test_one_person_under_two_hats_is_not_two_who_sign_by_action_nor_by_sql(sides):
    made = sides.offers()
    sides.sign(made, [sides.lead])
    hat = access.add_member(
        by=a_founder(), at=sides.at - timedelta(days=1), unit_id=sides.provider, role="commissioner", name="the same",
        account_id=sides.lead.account_id,
    )  # fmt: skip
    from throughcare.foundation.access.queries import member

    same = member(hat, at=sides.at)
    assert same is not None
    with pytest.raises(Refused):
        sides.sign(made, [same])
    assert Signature.objects.using("owner").filter(terms__agreement=made).count() == 1


def test_a_rival_and_another_buyer_see_nothing_of_it(sides):
    made = sides.agreed()
    for who in (joins(an_office().unit, "provider lead"), joins(an_office().unit, "commissioner")):
        with viewing(who, sides.at):
            assert not Agreement.objects.filter(id=made).exists()
            assert not Terms.objects.filter(agreement=made).exists()
            assert not Signature.objects.filter(terms__agreement=made).exists()
            assert made not in [one.stands.row.id for one in queries.agreements(who, at=sides.at)]
            with pytest.raises(Refused, match="no such agreement"):
                queries.agreement(made, who, at=sides.at)
    assert sides.seen(made, sides.lead).side is Side.PROVIDER


def test_what_was_offered_is_taken_back_by_its_side_and_turned_down_by_the_other_and_signed_no_more(sides):
    made = sides.offers()
    terms = sides.seen(made).stands.terms[0].row.id
    with pytest.raises(Refused, match="Your side offered"):
        actions.turn_down_terms(by=sides.buyer, at=sides.at, terms_id=terms, because="No.")
    with pytest.raises(Refused, match="other side offered"):
        actions.take_back_terms(by=sides.lead, at=sides.at, terms_id=terms, because="No.")
    with pytest.raises(Refused, match="Say why"):
        actions.turn_down_terms(by=sides.lead, at=sides.at, terms_id=terms, because="  ")
    actions.turn_down_terms(by=sides.lead, at=sides.at, terms_id=terms, because="The fee is too low.")
    assert sides.seen(made).stands.terms[0].answer.because == "The fee is too low."
    for who in (sides.buyer, sides.lead):
        with pytest.raises(Refused, match="turned down"):
            sides.sign(made, [who])
    other = Sides().offers()
    with pytest.raises(Refused, match="no such terms"):
        actions.take_back_terms(by=sides.buyer, at=sides.at, terms_id=other, because="Not mine.")


def test_a_change_decides_from_its_month_on_and_never_what_came_before(sides):
    made = sides.agreed()
    later = first_of(sides.starts, 6)
    dearer = sides.terms().replace("120000.00", "132000.00")
    sides.proposes(made, dearer, later)
    assert sides.seen(made).stands.on(later).number == 1
    assert sides.sign(made)[-1] is Standing.AGREED
    stands = sides.seen(made).stands
    assert stands.on(later - timedelta(days=1)).agreed.fee.a_year == 120_000_00
    assert stands.on(later).agreed.fee.a_year == 132_000_00
    with viewing(sides.buyer, sides.at):
        price = queries.price_of(stands, stands.terms[1])
    assert price is not None and price.more > 0


def test_a_change_on_terms_that_others_replaced_is_not_signed(sides):
    made = sides.agreed()
    first = sides.proposes(made, sides.terms().replace("120000", "130000"), first_of(sides.starts, 6))
    sides.proposes(made, sides.terms().replace("120000", "140000"), first_of(sides.starts, 3))
    sides.sign(made)
    with pytest.raises(Refused, match="Other terms were agreed since"):
        actions.sign_terms(by=sides.buyer, at=sides.at, terms_id=first)


def test_a_change_is_proposed_on_what_is_agreed_from_a_month_to_come(sides):
    made = sides.offers()
    with pytest.raises(Refused, match="not agreed yet"):
        sides.proposes(made, sides.terms(), first_of(sides.starts, 3))
    sides.sign(made)
    with pytest.raises(Refused, match="month to come"):
        sides.proposes(made, sides.terms(), first_of(sides.at.date()))
    with pytest.raises(Refused, match="line 7"):
        sides.proposes(made, sides.terms(ends="2031-02-30"), first_of(sides.starts, 3))
    with pytest.raises(Refused, match="no such agreement"):
        sides.proposes(
            made, sides.terms(), first_of(sides.starts, 3), by=joins(an_office().unit, "provider lead")
        )


def test_an_agreement_without_a_competition_says_why_and_with_whom(sides):
    given = {"terms": sides.terms(), "provider_unit": sides.provider, "because": "Nobody else."}
    for change, words in (
        ({"because": ""}, "Say why"),
        ({"provider_unit": sides.buyers.unit}, "nobody agrees with themselves"),
        ({"provider_unit": new_id()}, "no such team"),
        ({"terms": "agreement: x"}, "lacks “kind”"),
    ):
        with pytest.raises(Refused, match=words):
            actions.draw_up_agreement(by=sides.buyer, at=sides.at, **(given | change))
    assert not Agreement.objects.using("owner").filter(buyer_unit=sides.buyers.unit).exists()


@pytest.fixture
def awarded(database):
    round_ = Competition()
    round_.bids(round_.ash, ASH)
    round_.bids(round_.birch, BIRCH)
    round_.opens()
    round_.publishes()
    return round_


def from_award(round_, terms, package="B3"):
    terms = terms.replace("120000.00", "180000.00")
    return actions.draw_up_from_award(
        by=round_.buyer, at=round_.closes, terms=terms, competition_id=round_.id, package=package
    )


BY_VOLUME = """
round: {title}
units:
  - {{unit: North, people: {{least: 60, most: 120, expected: 100}}}}
  - {{unit: South, people: {{least: 60, most: 120, expected: 100}}}}
volumes:
  bands: [{{band: fewer, up_to: 80}}, {{band: expected, up_to: 120}}, {{band: more}}]
  most_more: 120
  least_fewer: 40
rule: {{objective: lowest cost}}
"""
BANDED = BIRCH.replace("180000}", "180000, bands: {fewer: 400.00, more: 1000.00}}")
VOLUMES = """volumes:
  weights: {referral accepted: 1}
  lower: 160
  upper: 240
  above: [{price: 1000.00}]
  below: 400.00
  fixed_share: 60
"""


def test_bands_of_volume_that_won_are_the_volumes_of_the_first_terms(database, sides):
    round_ = Competition(terms=BY_VOLUME)
    with pytest.raises(Refused, match=r"“more” costs 1,100\.00 pounds; expected at most 1,080\.00"):
        round_.bids(round_.birch, BANDED.replace("1000.00", "1100.00"))
    round_.bids(round_.birch, BANDED)
    round_.opens()
    round_.publishes()
    for more in ("", VOLUMES.replace("upper: 240", "upper: 250"), VOLUMES.replace("400.00", "10.00")):
        with pytest.raises(
            Refused, match=r"priced by volume: lower 160, upper 240, above 1,000\.00 pounds beyond"
        ):
            from_award(round_, sides.terms(more))
    made = from_award(round_, sides.terms(VOLUMES))
    assert Agreement.objects.using("owner").get(id=made).package == "B3"


def test_what_was_awarded_is_agreed_with_whoever_bid_it_and_not_before_the_standstill_lets(awarded, sides):
    made = from_award(awarded, sides.terms())
    row = Agreement.objects.using("owner").get(id=made)
    first = standstill("light-touch-2023", day_of(awarded.closes)).sign_from
    assert (row.provider_unit, row.sign_from) == (awarded.theirs.unit, first)
    with viewing(awarded.birch, awarded.closes):
        [terms] = queries.agreement(made, awarded.birch, at=awarded.closes).stands.terms
    if first > day_of(awarded.closes):
        with pytest.raises(Refused, match="stands still"):
            actions.sign_terms(by=awarded.birch, at=awarded.closes, terms_id=terms.row.id)
    at = awarded.signable()
    assert actions.sign_terms(by=awarded.birch, at=at, terms_id=terms.row.id) is Standing.OFFERED
    with viewing(awarded.ash, awarded.closes):
        assert not Agreement.objects.filter(id=made).exists()


def terms_of(round_, made):
    with viewing(round_.buyer, round_.closes):
        return queries.agreement(made, round_.buyer, at=round_.closes).stands.terms[0].row.id


def test_nothing_is_drawn_up_before_the_award_is_published_for_its_standstill_is_not_counted_before(
    database, sides
):
    round_ = Competition()
    round_.bids(round_.birch, BIRCH)
    round_.opens()
    round_.decides()
    with pytest.raises(Refused, match="The award is not published yet"):
        from_award(round_, sides.terms())


def test_a_challenge_holds_the_signatures_of_both_sides_by_action_and_by_sql_until_it_has_ended(
    awarded, sides
):
    terms = terms_of(awarded, from_award(awarded, sides.terms()))
    competing.challenge_award(
        by=awarded.ash, at=awarded.closes, competition_id=awarded.id, because="Read it."
    )
    at = awarded.signable()
    for who in (awarded.buyer, awarded.birch):
        with pytest.raises(Refused, match="held by a challenge"):
            actions.sign_terms(by=who, at=at, terms_id=terms)
    with viewing(awarded.buyer, at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(PUT, [terms])
    competing.withdraw_challenge(by=awarded.ash, at=at, competition_id=awarded.id, because="Read again.")
    assert actions.sign_terms(by=awarded.birch, at=at, terms_id=terms) is Standing.OFFERED


def test_the_buyers_first_signature_is_the_competitions_which_is_no_longer_called_off(awarded, sides):
    terms, at = terms_of(awarded, from_award(awarded, sides.terms())), awarded.signable()
    actions.sign_terms(by=awarded.birch, at=at, terms_id=terms)
    assert not SignedThere.objects.using("owner").filter(round=awarded.id).exists()
    second = joins(awarded.buyers.unit, "commissioner")
    for who in (awarded.buyer, second):
        actions.sign_terms(by=who, at=at, terms_id=terms)
    assert SignedThere.objects.using("owner").get(round=awarded.id).member_id == awarded.buyer.id
    with pytest.raises(Refused, match="is signed"):
        competing.call_off_competition(
            by=awarded.buyer, at=at, competition_id=awarded.id, because="No money."
        )


def test_what_was_called_off_after_it_was_awarded_is_signed_by_nobody(awarded, sides):
    terms, at = terms_of(awarded, from_award(awarded, sides.terms())), awarded.signable()
    competing.call_off_competition(by=awarded.buyer, at=at, competition_id=awarded.id, because="No money.")
    for who in (awarded.buyer, awarded.birch):
        with pytest.raises(Refused, match="called off"):
            actions.sign_terms(by=who, at=at, terms_id=terms)
    with viewing(awarded.buyer, at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(PUT, [terms])


def test_what_was_not_awarded_is_not_agreed_so(awarded, sides):
    with pytest.raises(Refused, match="awarded no such package"):
        from_award(awarded, sides.terms(), package="A1")
    with pytest.raises(Refused, match="The award is of North, South"):
        from_award(awarded, sides.terms().replace("[North, South]", "[North]"))
    with pytest.raises(Refused, match="Only the team that published"):
        actions.draw_up_from_award(
            by=sides.buyer, at=awarded.closes, terms=sides.terms(), competition_id=awarded.id, package="B3"
        )
    from_award(awarded, sides.terms())
    with pytest.raises(Refused, match="has its agreement already"):
        from_award(awarded, sides.terms(title=f"Again {new_id()}"))
    with viewing(awarded.buyer, awarded.closes):
        assert queries.packages_awarded(awarded.id, awarded.buyer, at=awarded.closes) == []


SQL = {
    "a signature of the other side": (
        "INSERT INTO contracts_signature (id, terms_id, side, place, unit_id, member_id, at)"
        " VALUES (gen_random_uuid(), %(terms)s, 'buyer', 1, app_unit(), app_member(), app_at())"
    ),
    "a signature in another's name": (
        "INSERT INTO contracts_signature (id, terms_id, side, place, unit_id, member_id, at)"
        " VALUES (gen_random_uuid(), %(terms)s, 'provider', 1, app_unit(), %(other)s, app_at())"
    ),
    "an answer of the side that offered": (
        "INSERT INTO contracts_answer (id, terms_id, move, because, unit_id, member_id, at)"
        " VALUES (gen_random_uuid(), %(terms)s, 'take back', 'x', app_unit(), app_member(), app_at())"
    ),
    "other terms in place of those": "UPDATE contracts_terms SET text = ''",
    "an agreement gone": "DELETE FROM contracts_agreement",
    "an agreement of its own": (
        "INSERT INTO contracts_agreement (id, title, buyer_unit, provider_unit, package, because, member_id, at)"
        " VALUES (gen_random_uuid(), 'x', app_unit(), %(unit)s, '', 'y', app_member(), app_at())"
    ),
}


@pytest.mark.parametrize("sql", SQL.values(), ids=SQL)
def test_a_provider_writes_nothing_that_is_not_its_own_to_write_by_sql(sides, sql):
    made = sides.offers()
    given = {
        "terms": sides.seen(made).stands.terms[0].row.id,
        "other": sides.deputy.id,
        "unit": sides.buyers.unit,
    }
    with viewing(sides.lead, sides.at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(sql, given)


PUT = (
    "INSERT INTO contracts_signature (id, terms_id, side, place, unit_id, member_id, at)"
    " VALUES (gen_random_uuid(), %s, 'buyer', 1, app_unit(), app_member(), app_at())"
)


def test_nobody_signs_within_a_standstill_or_what_was_answered_or_under_two_hats_by_sql(sides):
    made = sides.offers()
    terms = sides.seen(made).stands.terms[0].row.id
    actions.take_back_terms(by=sides.buyer, at=sides.at, terms_id=terms, because="A mistake.")
    with viewing(sides.buyer, sides.at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(PUT, [terms])
    held = Competition()
    held.bids(held.ash, ASH)
    held.opens()
    held.publishes()
    row = Agreement(
        title=f"Held {new_id()}", buyer_unit=sides.buyers.unit, provider_unit=sides.provider, competition_id=held.id,
        package="A1", sign_from=day_of(sides.at) + timedelta(days=1), member_id=sides.buyer.id, at=sides.at,
    )  # fmt: skip
    Agreement.objects.using("owner").bulk_create([row])
    edition = Terms(
        agreement_id=row.id, number=1, text="x", services=["X"], starts=date(2030, 1, 1), ends=date(2030, 12, 31), unit_id=sides.buyers.unit, member_id=sides.buyer.id,
        at=sides.at,
    )  # fmt: skip
    Terms.objects.using("owner").bulk_create([edition])
    with viewing(sides.buyer, sides.at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(PUT, [edition.id])
    with (
        viewing(sides.buyer, sides.at + timedelta(days=1)),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        connection.cursor().execute(PUT, [edition.id])
    with viewing(sides.buyer, held.signable()), transaction.atomic():
        connection.cursor().execute(PUT, [edition.id])
