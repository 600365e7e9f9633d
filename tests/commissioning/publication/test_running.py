"""What was signed, changed, ended, paid and fell short gives releases that keep to the standard, and tables that are no formula."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import ocdsmerge
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shared import shared_path

from throughcare.commissioning.contracts.rules.published import (
    PublicAgreement,
    PublicCredit,
    PublicEdition,
    PublicPayment,
    missed,
    public_agreement,
)
from throughcare.commissioning.publication.rules import compiled, read
from throughcare.commissioning.publication.rules.contract_lines import TABLES, lines
from throughcare.commissioning.publication.rules.own import own_extension
from throughcare.commissioning.publication.rules.packaging import (
    every_release,
    record,
    record_package,
    release_package,
)
from throughcare.commissioning.publication.rules.running import releases_of, taken_by
from throughcare.commissioning.publication.rules.told import Buyer, Signed, Taken

from .told import PUBLISHER, SIGNED, START

DAY = timedelta(days=1)
MONTH = date(2026, 4, 1)
FIRST = PublicEdition(1, "contract", MONTH, date(2029, 3, 31), 36_000_000, START + 12 * DAY)
CHANGED = PublicEdition(2, "contract", date(2026, 9, 1), date(2029, 3, 31), 40_000_050, START + 100 * DAY)
SHORT = PublicCredit(MONTH, "Answered in time", -50_000, -40_000, START + 65 * DAY)
RIGHT = PublicCredit(MONTH, "Answered in time", 50_000, 40_000, START + 96 * DAY)
PAID = PublicPayment(UUID(int=9), date(2026, 6, 1), 995_000, START + 92 * DAY)
AGREEMENT = PublicAgreement(
    UUID(int=2), "Support", UUID(int=3), UUID(int=4), SIGNED.id, "Both", (FIRST, CHANGED),
    (date(2026, 12, 31), START + 200 * DAY), (SHORT,), (PAID,),
)  # fmt: skip
RUNNING = Signed(AGREEMENT, Buyer("buyer-1", "Team, Body"), "Ash, A charity")
ALONE = replace(RUNNING, agreement=replace(AGREEMENT, competition_id=None, package=""))
TOLD = replace(SIGNED, signed=(RUNNING,))


def faults(document):
    return [str(one) for one in read(json.dumps(document)).faults]


def package(found):
    return release_package(found, PUBLISHER, at=START, path="/open-contracting/releases")


def test_what_came_of_a_competition_and_what_came_of_none_keep_to_the_standard_and_to_its_own_extension():
    for found in (every_release(TOLD, PUBLISHER.prefix), releases_of(ALONE, None, PUBLISHER.prefix)):
        assert faults(package(found)) == []
        assert len({one["id"] for one in found}) == len(found)
        assert [one["date"] for one in found] == sorted(one["date"] for one in found)
    whole = record_package([TOLD], PUBLISHER, at=START, path="/r", signed=[ALONE])
    assert faults(whole) == [] and len(whole["records"]) == 2
    folder = shared_path("vectors/commissioning/ocds/extensions/performance_failures/release-schema.json")
    own = {"definitions": {"Contract": own_extension()["definitions"]["Contract"]}}
    for one in releases_of(ALONE, None, PUBLISHER.prefix):
        assert read(json.dumps(one), [json.loads(folder.read_text()), own]).faults == ()


def test_an_agreement_without_a_competition_is_a_process_of_its_own_awarded_directly():
    found = releases_of(ALONE, None, PUBLISHER.prefix)
    assert [one["tag"] for one in found] == [
        ["award", "contract"], ["implementationUpdate"], ["implementationUpdate"], ["contractAmendment"], ["contractTermination"],
    ]  # fmt: skip
    now = compiled(found, (own_extension(),))
    assert now["tender"]["procurementMethod"] == "direct" and now["ocid"].endswith(str(AGREEMENT.id))
    [contract] = now["contracts"]
    assert (contract["status"], contract["kind"]) == ("terminated", "contract")
    assert contract["value"] == {"amount": 400_000.5, "currency": "GBP"}
    assert contract["period"]["endDate"].startswith("2026-12-31T23:59:59")
    [transaction] = contract["implementation"]["transactions"]
    assert (transaction["value"]["amount"], transaction["payee"]["name"]) == (9950, "Ash, A charity")
    [failure] = contract["implementation"]["performanceFailures"]
    assert (failure["category"], failure["events"]) == ("Answered in time", 1)
    assert (failure["penaltyContracted"], failure["penaltyImposed"]) == ("£500.00", "£400.00")


def test_of_a_competition_it_is_the_contract_of_its_award_and_no_other():
    now = record(TOLD, PUBLISHER)["compiledRelease"]
    [award], [contract] = now["awards"], now["contracts"]
    assert contract["awardID"] == award["id"] and contract["implementation"]["transactions"]
    assert {one["id"] for one in now["parties"] if "payee" in one["roles"]} == {award["suppliers"][0]["id"]}


def test_of_two_awards_of_one_name_it_is_the_one_that_its_provider_won():
    two = (Taken("Both", "Ash, A charity", ("North",)), Taken("Both", "Birch", ("South",)))
    told = replace(TOLD, decided=replace(TOLD.decided, taken=two))
    assert taken_by(RUNNING, TOLD).bidder == "Ash, A charity"
    assert taken_by(replace(RUNNING, provider="Birch"), told).units == ("South",)
    assert taken_by(replace(RUNNING, provider="Oak"), told) is None


def test_what_the_database_tells_of_an_agreement_is_read_and_nothing_is_nothing():
    ids = (AGREEMENT.id, "Support", AGREEMENT.buyer_unit, AGREEMENT.provider_unit, None, "")
    edition = {
        "number": 1,
        "kind": "",
        "starts": "2026-04-01",
        "ends": "2029-03-31",
        "fees": None,
        "at": "2026-03-14T09:00:00+00:00",
    }
    bare = public_agreement(*ids, {"editions": [edition], "ending": None, "credits": None, "payments": None})
    assert (bare.last.kind, bare.last.fees, bare.ended, bare.credits, bare.paid, bare.ends) == (
        None,
        None,
        None,
        (),
        0,
        date(2029, 3, 31),
    )
    whole = {
        "editions": [edition | {"kind": "grant", "fees": 5}], "ending": {"last_day": "2026-12-31", "at": "2026-09-18T09:00:00+00:00"},
        "credits": [{"month": "2026-04-01", "level": "A", "stated": -5, "pence": -4, "at": "2026-05-06T09:00:00+00:00"}],
        "payments": [{"id": str(PAID.id), "paid_on": "2026-06-01", "pence": 995_000, "at": PAID.at.isoformat()}],
    }  # fmt: skip
    found = public_agreement(*ids, whole)
    assert (found.last.kind, found.ends, found.paid, found.credits[0].pence) == (
        "grant",
        date(2026, 12, 31),
        995_000,
        -4,
    )
    assert found.payments == (PAID,)


def test_what_is_put_right_later_changes_what_it_comes_to_and_no_release_before():
    later = replace(ALONE, agreement=replace(ALONE.agreement, credits=(SHORT, RIGHT)))
    before, after = (releases_of(one, None, PUBLISHER.prefix) for one in (ALONE, later))
    assert [one for one in after if one in before] == before
    [failure] = compiled(after, (own_extension(),))["contracts"][0]["implementation"]["performanceFailures"]
    assert (failure["events"], failure["penaltyImposed"]) == (0, "£0.00")


def test_what_a_provider_pays_back_is_a_payment_the_other_way():
    back = replace(ALONE, agreement=replace(AGREEMENT, payments=(replace(PAID, pence=-500),)))
    [contract] = compiled(releases_of(back, None, PUBLISHER.prefix), (own_extension(),))["contracts"]
    [one] = contract["implementation"]["transactions"]
    assert (one["payer"]["name"], one["payee"]["name"], one["value"]["amount"]) == (
        "Ash, A charity",
        "Team, Body",
        5,
    )


_credits = st.lists(
    st.builds(
        PublicCredit, st.sampled_from([MONTH, date(2026, 5, 1)]), st.sampled_from(["A", "=B"]), st.integers(-9999, 9999),
        st.integers(-9999, 9999), st.integers(20, 40).map(lambda n: START + n * DAY),
    ),
    max_size=6,
).map(tuple)  # fmt: skip
_payments = st.lists(
    st.builds(PublicPayment, st.uuids(), st.dates(date(2026, 5, 1), date(2027, 1, 1)), st.integers(-(10**7), 10**9), st.just(PAID.at)),
    max_size=4, unique_by=lambda one: one.id,
).map(tuple)  # fmt: skip


@given(_credits, _payments)
def test_any_history_keeps_to_the_standard_and_merges_as_its_own_library_does(credits, payments):
    one = replace(ALONE, agreement=replace(ALONE.agreement, credits=credits, payments=payments))
    found = releases_of(one, None, PUBLISHER.prefix)
    assert faults(package(found)) == []
    schema = json.loads(
        shared_path("vectors/commissioning/ocds/schema/dereferenced-release-schema.json").read_text()
    )
    theirs = ocdsmerge.Merger(schema).create_compiled_release(found)
    assert compiled(found, (own_extension(),)) == theirs
    sums = {(row.month, row.level): row.taken for row in missed(credits)}
    assert sum(sums.values()) == -sum(row.pence for row in credits)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_its_columns_and_no_cell_of_words_is_a_formula(name):
    odd = replace(RUNNING.agreement, title="=HYPERLINK(1)", credits=(replace(SHORT, level="@x"),))
    pair = (replace(RUNNING, agreement=odd, provider="+44"), TOLD)
    columns, *rows = lines(name, [pair], PUBLISHER.prefix)
    assert columns == list(TABLES[name].columns) and [len(row) for row in rows] == [len(columns)]
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+@\t\r")]
    told = dict(zip(columns, rows[0], strict=True))
    assert told["title"] == "'=HYPERLINK(1)" and told["provider"] == "'+44"


def test_the_tables_say_what_was_paid_what_fell_short_and_what_is_not_known():
    def only(name, one=RUNNING):
        columns, row = lines(name, [(one, TOLD)], PUBLISHER.prefix)
        return dict(zip(columns, row, strict=True))

    told = only("contracts")
    assert (told["paid"], told["levels_missed"], told["credited"]) == ("9950.00", "1", "400.00")
    assert (told["ends"], told["ended_early"], told["changes"], told["fees_over_term"]) == (
        "2026-12-31",
        "yes",
        "1",
        "400000.50",
    )
    assert (only("spend")["pounds"], only("performance")["credit_by_the_terms"]) == ("9950.00", "500.00")
    unknown = replace(AGREEMENT, editions=(replace(FIRST, fees=None, kind=None),))
    assert only("contracts", replace(RUNNING, agreement=unknown))["fees_over_term"] == ""
