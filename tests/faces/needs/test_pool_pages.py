"""A pooled budget between three partners, through the service and its pages: nobody else sees it, and no penny is anybody else's."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from support import clock
from support.people import an_office, joins
from support.service import a_local, a_service
from support.wall_visits import browser

from throughcare.commissioning.needs import actions, queries
from throughcare.commissioning.needs.models import Pool, PoolEntry, PoolSpending, PoolYear
from throughcare.commissioning.needs.rules.pooling import DecidedBy, Partner
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules.presets import preset_text

NOW = timezone.now()
ENDS = day_of(NOW) + timedelta(days=100)
OVER = NOW + timedelta(days=101)


@pytest.fixture(scope="module")
def there(database: object):
    """Three bodies with somebody who keeps a pool for each, and an area under the model of Nacro, which pools budgets."""
    lead, council, health = (joins(an_office().unit, "commissioner") for _ in range(3))
    area = a_service("nacro-2012", at=NOW - timedelta(hours=5), local=a_local()).area
    return SimpleNamespace(lead=lead, council=council, health=health, all=(lead, council, health), area=area)


def draws_up(there, **given) -> UUID:
    return actions.draw_up_pool(**{
        "by": there.lead, "at": NOW, "title": f"Pool {new_id()}", "basis": "An agreement of three", "place": there.area,
        "decided_by": DecidedBy.ALL, "starts": day_of(NOW), "ends": ENDS,
        "partners": (
            Partner(there.lead.organisation_id, 50), Partner(there.council.organisation_id, 30),
            Partner(there.health.organisation_id, 20, "recovery"),
        ),
    } | given)  # fmt: skip


def paid_in(there, **given) -> UUID:
    made = draws_up(there, **given)
    for who in there.all:
        actions.join_pool(by=who, at=NOW, pool_id=made)
    for who, pence in zip(there.all, (50_001, 30_000, 20_000), strict=True):
        actions.pay_into_pool(by=who, at=NOW, pool_id=made, pence=pence)
    return made


def asks(there, made: UUID, pence: int, need: str = "recovery") -> UUID:
    return actions.ask_to_spend(
        by=there.council, at=NOW, pool_id=made, need=need, pence=pence, because="A worker"
    )


def left(there, made: UUID) -> list[int]:
    with viewing(there.lead, NOW):
        stands = queries.pool(made, there.lead, at=NOW).stands
    return [stands.left[who.organisation_id] for who in there.all]


def test_it_is_spent_once_every_partner_agreed_from_each_ones_own_money(there):
    made = paid_in(there)
    asked = asks(there, made, 10_001)
    vote = {"at": NOW, "spending_id": asked, "vote": "for"}
    assert [actions.vote_on_spending(by=who, **vote) for who in there.all] == [False, False, True]
    assert left(there, made) == [50_001 - 5_001, 30_000 - 3_000, 20_000 - 2_000]
    with pytest.raises(Refused, match="It is decided"):
        actions.vote_on_spending(by=there.lead, **vote)


def test_a_vote_against_stops_it_and_money_kept_for_a_need_goes_to_no_other(there):
    made = paid_in(there)
    asked = asks(there, made, 5)
    actions.vote_on_spending(by=there.health, at=NOW, spending_id=asked, vote="against")
    with pytest.raises(Refused, match="It is decided"):
        actions.vote_on_spending(by=there.lead, at=NOW, spending_id=asked, vote="for")
    with pytest.raises(Refused, match=r"£800\.01 may be spent on this need"):
        asks(there, made, 80_002, "accommodation")
    homes = asks(there, made, 80_001, "accommodation")
    for who in there.all:
        actions.vote_on_spending(by=who, at=NOW, spending_id=homes, vote="for")
    assert left(there, made) == [0, 0, 20_000]


def test_two_spendings_agreed_at_once_never_spend_the_same_penny(there):
    made = paid_in(there, decided_by=DecidedBy.LEAD)
    first, second = asks(there, made, 70_000), asks(there, made, 70_000)
    assert actions.vote_on_spending(by=there.lead, at=NOW, spending_id=first, vote="for")
    with pytest.raises(Refused, match="may be spent on this need"):
        actions.vote_on_spending(by=there.lead, at=NOW, spending_id=second, vote="for")
    assert sum(left(there, made)) == 100_001 - 70_000


def test_no_money_moves_before_all_have_joined_and_what_is_left_goes_back_to_whose_it_is(there):
    made = draws_up(there)
    actions.join_pool(by=there.lead, at=NOW, pool_id=made)
    with pytest.raises(Refused, match="2 of its partners have not joined"):
        actions.pay_into_pool(by=there.lead, at=NOW, pool_id=made, pence=1)
    with pytest.raises(Refused, match="joined it already"):
        actions.join_pool(by=there.lead, at=NOW, pool_id=made)
    for who in there.all[1:]:
        actions.join_pool(by=who, at=NOW, pool_id=made)
    for who in there.all[:2]:
        actions.pay_into_pool(by=who, at=NOW, pool_id=made, pence=7)
    with pytest.raises(Refused, match="once it has ended"):
        actions.give_back(by=there.lead, at=NOW, pool_id=made)
    with pytest.raises(Refused, match="Whoever leads"):
        actions.give_back(by=there.council, at=OVER, pool_id=made)
    actions.give_back(by=there.lead, at=OVER, pool_id=made)
    back = PoolEntry.objects.using("owner").filter(pool=made, entry="given back")
    assert {one.organisation_id: one.pence for one in back} == {
        who.organisation_id: 7 for who in there.all[:2]
    }
    with pytest.raises(Refused, match="Nothing is left"):
        actions.give_back(by=there.lead, at=OVER, pool_id=made)


def test_a_model_that_pools_no_budgets_is_asked_and_a_silent_one_bars_nothing(there):
    assert draws_up(there)
    text = re.sub(r"pooled_budgets: \{answer: yes", "pooled_budgets: {answer: no", preset_text("nacro-2012"))
    bars = a_service("nacro-2012", at=NOW - timedelta(hours=5), local=a_local(), text=text).area
    with pytest.raises(Refused, match=r"pools no budgets .*Q1 p2"):
        draws_up(there, place=bars)
    silent = a_service("durham-tees-valley-2012", at=NOW - timedelta(hours=5), local=a_local()).area
    assert draws_up(there, place=silent)
    with pytest.raises(Refused, match="no such area"):
        draws_up(there, place="nowhere")


def test_nobody_but_its_partners_sees_a_pool_or_a_line_of_it(there):
    made = paid_in(there)
    other = joins(an_office().unit, "commissioner")
    with viewing(other, NOW):
        assert not Pool.objects.filter(id=made).exists() and not PoolEntry.objects.filter(pool=made).exists()
        with pytest.raises(Refused, match="no such pooled budget"):
            queries.pool(made, other, at=NOW)
    with viewing(there.health, NOW):
        assert PoolEntry.objects.filter(pool=made).count() == 3
    assert browser(other).get(f"/need/pools/{made}").status_code == 404
    assert browser(joins(there.lead.unit_id, "analyst")).get("/need/pools").status_code == 403


def test_a_year_is_closed_by_whoever_leads_as_the_model_limits_it_and_nothing_is_spent_before(there):
    said = r"year_end_carry_over_percent: \{value: unknown"
    text = re.sub(said, "year_end_carry_over_percent: {value: 10", preset_text("nacro-2012"))
    limits = a_service("nacro-2012", at=NOW - timedelta(hours=5), local=a_local(), text=text).area
    made = paid_in(there, place=limits, ends=ENDS + timedelta(days=400))
    april = NOW.replace(year=NOW.year + 1, month=4, day=2)
    with pytest.raises(Refused, match="is to be closed first, by whoever leads"):
        actions.ask_to_spend(
            by=there.council, at=april, pool_id=made, need="recovery", pence=5, because="A worker"
        )
    with pytest.raises(Refused, match="Whoever leads"):
        actions.close_year(by=there.council, at=april, pool_id=made)
    with viewing(there.lead, april):
        seen = queries.pool(made, there.lead, at=april)
    assert seen.to_close(there.lead) and not seen.to_close(there.council)
    with viewing(there.lead, NOW), pytest.raises(ProgrammingError), transaction.atomic():
        PoolYear(pool_id=made, ends=seen.year, percent=0, clause="-", member_id=there.lead.id, at=NOW).save(
            force_insert=True
        )
    actions.close_year(by=there.lead, at=april, pool_id=made)
    assert left(there, made) == [5_000, 3_000, 2_000]
    kept = PoolYear.objects.using("owner").get(pool=made)
    assert (kept.percent, kept.ends) == (10, seen.year) and "assumed in this model" in kept.clause
    with pytest.raises(Refused, match="has to go back"):
        actions.close_year(by=there.lead, at=april, pool_id=made)
    actions.ask_to_spend(by=there.council, at=april, pool_id=made, need="recovery", pence=5, because="Work")


def test_what_goes_back_at_a_years_end_stands_on_the_page_and_on_the_home_of_whoever_leads(
    there, monkeypatch
):
    text = re.sub(
        r"year_end_carry_over_percent: \{value: unknown",
        "year_end_carry_over_percent: {value: 0",
        preset_text("nacro-2012"),
    )
    limits = a_service("nacro-2012", at=NOW - timedelta(hours=5), local=a_local(), text=text).area
    made = paid_in(there, place=limits, ends=ENDS + timedelta(days=400))
    assert "At most 0% of what there was in the year" in words(browser(there.lead).get(f"/need/pools/{made}"))
    monkeypatch.setattr(clock, "_BEHIND", clock._BEHIND - timedelta(days=130))
    assert f"/need/pools/{made}/close-year" in browser(there.lead).get("/").content.decode()
    assert f"/need/pools/{made}/close-year" not in browser(there.council).get("/").content.decode()
    assert "£500.01 to" in words(browser(there.lead).get(f"/need/pools/{made}/close-year"))
    shown = sent(there.lead, f"/need/pools/{made}/close-year")
    assert "Closed: at most 0% carried over" in shown and "Given back" in shown


LINE = (
    "INSERT INTO needs_poolentry (id, pool_id, organisation_id, entry, pence, spending_id, member_id, at)"
    " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, app_member(), app_at())"
)


@pytest.mark.parametrize("what", ["another's money in", "too much", "not agreed", "fenced", "back too early"])
def test_by_sql_nobody_moves_money_that_the_rules_would_not(there, what):
    made = paid_in(there)
    asked = asks(there, made, 10)
    homes = asks(there, made, 10, "accommodation")
    for who in there.all[1:]:
        actions.vote_on_spending(by=who, at=NOW, spending_id=asked, vote="for")
    if what != "not agreed":
        actions.vote_on_spending(by=there.lead, at=NOW, spending_id=asked, vote="for")
        for who in there.all[:2]:
            actions.vote_on_spending(by=who, at=NOW, spending_id=homes, vote="for")
    ours, theirs = there.lead.organisation_id, there.health.organisation_id
    line = {
        "another's money in": (theirs, "paid in", 5, None),
        "too much": (ours, "spent", 50_002, asked),
        "not agreed": (ours, "spent", 5, asked),
        "fenced": (theirs, "spent", 5, homes),
        "back too early": (ours, "given back", 5, None),
    }[what]
    with viewing(there.lead, NOW), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(LINE, [made, *line])


def words(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def sent(who, address, **given) -> str:
    response = browser(who).post(address, {"idempotency_key": str(new_id()), **given}, follow=True)
    assert response.redirect_chain, words(response)
    return words(response)


def test_a_pool_is_drawn_up_joined_paid_into_and_spent_by_pages_and_waits_on_each_partners_home(there):
    today, title = day_of(timezone.now()), f"Pool {new_id()}"
    days = {
        f"{name}_{part}": getattr(day, part)
        for name, day in (("starts", today), ("ends", ENDS))
        for part in ("day", "month", "year")
    }
    sent(
        there.lead, "/need/pools/new", title=title, basis="An agreement", place=there.area, decided_by="partners of more than a share of it",
        more_than=50, partner_1=str(there.lead.organisation_id), percent_1=60, kept_for_1="",
        partner_2=str(there.council.organisation_id), percent_2=40, kept_for_2="", **days,
    )  # fmt: skip
    made = Pool.objects.using("owner").get(title=title).id
    assert f"/need/pools/{made}/join" in browser(there.council).get("/").content.decode()
    for step, given in (("join", {}), ("pay-in", {"amount": "100.01"})):
        for who in (there.lead, there.council):
            sent(who, f"/need/pools/{made}/{step}", **given)
    sent(there.council, f"/need/pools/{made}/spend", amount="50.00", need="recovery", because="A worker")
    [asked] = PoolSpending.objects.using("owner").filter(pool=made)
    assert f"/need/pools/spendings/{asked.id}" in browser(there.lead).get("/").content.decode()
    shown = sent(there.lead, f"/need/pools/spendings/{asked.id}", vote="for")
    for said in ("£70.01", "£80.01", "Spent", "Paid in", "More than 50 percent".lower()):
        assert said in shown, said
    assert browser(there.lead).get(f"/need/pools/spendings/{asked.id}").status_code == 404
