"""Interests declared and found are read against those who bid once a competition has closed, and resolved by somebody else before bids are opened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from support.competition import ASH, BIRCH, Competition
from support.made_up_passport import a_passport
from support.passports import keeps
from support.people import NOW, a_founder, an_office, joins
from support.wall_visits import browser

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.contracts.models import Agreement, ChainTold
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import members_of
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture
def round_(database):
    made = Competition()
    made.bids(made.ash, ASH)
    made.bids(made.birch, BIRCH)
    return made


def a_third(made: Competition):
    return joins(made.buyers.unit, "commissioner")


def declares(made: Competition, who, body, kind: str = "kin") -> None:
    actions.declare_interest(
        by=who,
        at=made.at,
        competition_id=made.id,
        organisation_id=body,
        kind=kind,
        said="My sister works there",
    )


def told(made: Competition, who, at=None) -> list[queries.InterestTold]:
    with viewing(who, at or made.closes):
        return queries.interests_told(made.id, at=at or made.closes)


def resolves(made: Competition, by, holder, body, how: str) -> None:
    actions.resolve_interest(
        by=by,
        at=made.closes,
        competition_id=made.id,
        holder_id=holder.id,
        organisation_id=body,
        how=how,
        because="Looked at",
    )


def test_a_declared_interest_is_told_to_the_buyers_alone_and_only_once_it_has_closed(round_):
    declares(round_, round_.other, round_.ours.organisation)
    declares(round_, round_.other, round_.buyers.organisation)
    assert told(round_, round_.buyer, round_.at) == []
    assert [(one.held.member, one.held.body) for one in told(round_, round_.buyer)] == [
        (round_.other.id, round_.ours.organisation)
    ]
    assert told(round_, round_.ash) == []


def test_whoever_belonged_to_a_body_that_bids_within_the_years_is_found(round_):
    hat = access.add_member(
        by=a_founder(), at=NOW - timedelta(days=1), unit_id=round_.theirs.unit, role="provider worker", name="Before",
        account_id=round_.other.account_id,
    )  # fmt: skip
    access.end_membership(by=a_founder(), at=NOW, membership_id=hat, version=1)
    assert [(one.held.member, one.held.kind) for one in told(round_, round_.buyer)] == [
        (round_.other.id, "employer")
    ]
    with pytest.raises(Refused, match="1 interest in those who bid is not resolved"):
        round_.turns(0)
    resolves(round_, round_.buyer, round_.other, round_.theirs.organisation, "accepted")
    assert round_.turns(0) is False and round_.turns(1) is True


def test_whoever_may_sit_on_the_board_of_a_bidder_is_found_by_name_and_resolved(database):
    made = Competition()
    third = joins(made.buyers.unit, "commissioner", name="a  ONE")
    actions.give_hat(by=made.buyer, at=made.at, competition_id=made.id, member_id=third.id, hat="adviser")
    made.bids(made.ash, ASH)
    found = [(one.held.member, one.held.body, one.held.kind) for one in told(made, made.buyer)]
    assert found == [(third.id, made.ours.organisation, "trustee")]
    assert "May sit on its board" in told(made, made.buyer)[0].held.said
    with pytest.raises(Refused, match="1 interest in those who bid is not resolved"):
        made.turns(0)
    resolves(made, made.buyer, third, made.ours.organisation, "accepted")
    assert made.turns(0) is False


def test_whoever_belonged_to_a_body_that_had_work_from_a_bidder_is_found_in_the_supply_chain(round_):
    provider = an_office()
    paid_in(provider, round_, called="the  trust of ASH", at=round_.at)
    keeps(round_.ash, round_.at, a_passport(day_of(round_.at), legal_name="The Trust of Ash"))
    assert told(round_, round_.buyer) == []
    access.add_member(
        by=a_founder(), at=NOW - timedelta(days=1), unit_id=provider.unit, role="provider worker", name="Before",
        account_id=round_.other.account_id,
    )  # fmt: skip
    [one] = told(round_, round_.buyer)
    assert (one.held.member, one.held.body, one.held.kind) == (
        round_.other.id,
        round_.ours.organisation,
        "contract",
    )
    resolves(round_, round_.buyer, round_.other, round_.ours.organisation, "bidder excluded")
    round_.opens()
    assert [row.fault for row in round_.opened_by(round_.buyer) if row.unit_id == round_.ours.unit] == [
        "Excluded because of an interest: Looked at"
    ]


def paid_in(provider, made: Competition, *, called: str, at) -> None:
    """What the supply chain of an agreement of another buyer says that a provider paid, as its own rows are."""
    agreement = Agreement(
        id=new_id(), title="Before", buyer_unit=an_office().unit, provider_unit=provider.unit, because="Alone", member_id=made.ash.id, at=at
    )  # fmt: skip
    agreement.save(using="owner", force_insert=True)
    ChainTold(
        id=new_id(), agreement=agreement, subcontractor=called, month=day_of(at).replace(day=1), pence=1, invoiced_on=day_of(at),
        unit_id=provider.unit, member_id=made.ash.id, at=at,
    ).save(using="owner", force_insert=True)  # fmt: skip


def test_somebody_elses_word_resolves_it_once(round_):
    body = round_.ours.organisation
    declares(round_, round_.buyer, body)
    with pytest.raises(Refused, match="Nobody resolves an interest of their own"):
        resolves(round_, round_.buyer, round_.buyer, body, "accepted")
    with pytest.raises(Refused, match="There is no such interest"):
        resolves(round_, a_third(round_), round_.buyer, new_id(), "accepted")
    with pytest.raises(Refused, match="Choose one of recused"):
        resolves(round_, a_third(round_), round_.buyer, body, "ignored")
    resolves(round_, a_third(round_), round_.buyer, body, "accepted")
    with pytest.raises(Refused, match="resolved already"):
        resolves(round_, a_third(round_), round_.buyer, body, "recused")


def test_whoever_is_recused_reads_nothing_that_was_bid_and_turns_no_key(round_):
    body = round_.ours.organisation
    declares(round_, round_.other, body)
    resolves(round_, round_.buyer, round_.other, body, "recused")
    round_.turns(0)
    with pytest.raises(Refused):
        round_.turns(1)
    assert round_.opened_by(round_.other) == []


def test_an_interest_declared_after_the_bids_were_opened_is_resolved_before_anything_is_decided(round_):
    round_.opens()
    body = round_.theirs.organisation
    declares(round_, round_.other, body, "contract")
    with pytest.raises(Refused, match="1 interest in those who bid is not resolved"):
        round_.decides()
    resolves(round_, round_.buyer, round_.other, body, "bidder excluded")
    assert round_.decides()
    seen = round_.seen_by(round_.buyer)
    assert seen.stands.decision.award["cost"] == 22_000_000
    told_to = {one.unit_id: one.out for one in round_.told(round_.buyer)}
    assert told_to == {round_.ours.unit: "", round_.theirs.unit: "Excluded because of an interest: Looked at"}
    with viewing(round_.buyer, round_.closes):
        again = queries.award_again(round_.id)
    assert again is not None and again[1].cost == 22_000_000
    with pytest.raises(Refused, match="say it to whoever inspects"):
        declares(round_, round_.buyer, body)


def test_a_bidder_that_is_excluded_is_out_and_the_others_are_decided_between(round_):
    body = round_.theirs.organisation
    declares(round_, round_.other, body, "contract")
    resolves(round_, round_.buyer, round_.other, body, "bidder excluded")
    round_.opens()
    round_.decides()
    faults = {row.unit_id: row.fault for row in round_.opened_by(round_.buyer)}
    assert faults == {round_.ours.unit: "", round_.theirs.unit: "Excluded because of an interest: Looked at"}
    decided = round_.seen_by(round_.ash).stands.decision
    assert decided is not None and decided.award["cost"] == 22_000_000


@pytest.mark.parametrize(("given", "words"), [({"kind": "gossip"}, "Choose one of kin"), ({"said": " "}, "at most 500"), ({"organisation_id": new_id()}, "no such body")])  # fmt: skip
def test_what_cannot_be_declared_is_refused_in_words(round_, given, words):
    asked = {"organisation_id": round_.ours.organisation, "kind": "kin", "said": "A sister"} | given
    with pytest.raises(Refused, match=words):
        actions.declare_interest(by=round_.buyer, at=round_.at, competition_id=round_.id, **asked)


def test_by_sql_no_bidder_declares_or_resolves_and_nobody_resolves_their_own(round_):
    resolve = (
        "INSERT INTO competition_interestresolved (id, round_id, holder_id, organisation_id, how, because, member_id, at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, 'accepted', 'x', app_member(), app_at())"
    )
    for who in (round_.ash, round_.buyer):
        with viewing(who, round_.closes), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(resolve, [round_.id, round_.buyer.id, round_.ours.organisation])


def test_the_buyers_declare_and_resolve_by_pages(database):
    from django.utils import timezone

    made = Competition(at=timezone.now() - timedelta(hours=2))
    made.bids(made.ash, ASH)
    address = f"/competition/rounds/{made.id}/interests"
    form = {
        "idempotency_key": new_id(),
        "organisation_id": made.ours.organisation,
        "kind": "kin",
        "said": "A brother",
    }
    assert browser(made.other).post(address, form).status_code == 302
    link = f"{address}/{made.other.id}/{made.ours.organisation}"
    page = browser(made.buyer)
    assert link in page.get(address).content.decode()
    assert (
        page.post(
            link, {"idempotency_key": new_id(), "how": "accepted", "because": "Works elsewhere now"}
        ).status_code
        == 302
    )
    assert "Works elsewhere now" in page.get(address).content.decode()
    assert "A brother" not in browser(made.ash).get(address).content.decode()
    assert members_of([made.buyers.unit], at=made.at)
