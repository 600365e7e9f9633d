"""Contracts at an open address: what was signed, approved and paid, by no sign-in; no terms, nobody who signed, nothing disputed."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from support.agreements import Sides
from support.competition import BIRCH, Competition
from support.people import joins
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.publication.rules import read
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

BASE = "/open-contracting"
LEVELS = "levels: [{level: Answered at once, measure: referrals answered, within: 2, target: 95, floor: 45, most: 10}]"


def got(address):
    return Client().get(f"{BASE}{address}")


def table(name):
    return list(csv.DictReader(io.StringIO(got(f"/contracts/{name}.csv").content.decode())))


@pytest.fixture(scope="module")
def running(database):
    """An agreement whose level fell short in its first month; that statement is approved and paid."""
    service = a_service()
    provider = a_provider(service)
    offered = an_offer(provider, service)
    sides = Sides(at=service.at, provider=provider.unit, service=offered.reference, months=0)
    sides.agreement = sides.agreed(sides.terms(LEVELS), at=service.at)
    refer(managed(a_person(service)), offered)
    sides.statement = sides.states(sides.agreement, sides.starts)
    return sides


def test_what_is_signed_is_public_and_what_is_not_approved_is_not_until_it_is(running):
    record = got(f"/records/{running.agreement}").json()
    assert read(json.dumps(record)).faults == ()
    [contract] = record["records"][0]["compiledRelease"]["contracts"]
    assert contract["title"] == running.title and "implementation" not in contract
    finance = joins(running.buyers.unit, "finance officer")
    now = timezone.now() + timedelta(days=30)
    with viewing(finance, now):
        ready = next(
            one.stands for one in queries.statements_seen() if one.stands.row.id == running.statement
        ).ready
    actions.approve_statement(by=finance, at=now, statement_id=running.statement, pence=ready)
    actions.record_payment(
        by=finance,
        at=now,
        statement_id=running.statement,
        number=1,
        paid_on=day_of(now),
        reference="BACS 0815",
    )
    record = got(f"/records/{running.agreement}")
    assert read(record.content.decode()).faults == ()
    [contract] = record.json()["records"][0]["compiledRelease"]["contracts"]
    [failure] = contract["implementation"]["performanceFailures"]
    [transaction] = contract["implementation"]["transactions"]
    assert (failure["category"], failure["penaltyImposed"]) == ("Answered at once", "£1,000.00")
    assert transaction["value"] == {"amount": 9000, "currency": "GBP"} and ready == 9_000_00
    everything = record.content.decode() + got("/contracts").content.decode() + str(table("contracts"))
    barred = [
        *(str(one.id) for one in running.everybody),
        *(one.name for one in running.everybody),
        "BACS 0815",
        running.service,
    ]
    assert [one for one in barred if one in everything] == []
    [line] = [one for one in table("contracts") if one["contract"] == str(running.agreement)]
    assert (line["kind"], line["paid"], line["levels_missed"], line["credited"]) == (
        "contract",
        "9000.00",
        "1",
        "1000.00",
    )
    assert [one["pounds"] for one in table("spend") if one["title"] == running.title] == ["9000.00"]
    assert [one["credit_taken"] for one in table("performance") if one["title"] == running.title] == [
        "1000.00"
    ]


def test_the_page_says_it_in_words_and_links_to_each_table_and_record(running):
    shown = got("/contracts").content.decode()
    for words in (running.title, "Without a competition", f"{BASE}/records/{running.agreement}", "spend.csv"):
        assert words in shown
    assert f"{BASE}/contracts" in got("").content.decode()
    refusal = got("/contracts/other.csv")
    assert (
        refusal.status_code == 404 and "Expected contracts, performance, spend" in refusal.json()["because"]
    )


def test_what_was_offered_and_not_signed_is_not_public_by_sql_either(running):
    waiting = Sides()
    made = waiting.offers()
    waiting.sign(made, waiting.everybody[:3])
    assert waiting.title not in got("/contracts").content.decode()
    assert got(f"/records/{made}").status_code == 404
    with viewing(running.buyer, running.at), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contracts_published() WHERE agreement = %s", [made])
        assert cursor.fetchone() == (0,)


def test_what_came_of_a_competition_is_told_in_the_record_of_that_competition():
    round_ = Competition()
    round_.bids(round_.birch, BIRCH)
    round_.opens()
    round_.publishes()
    sides = Sides()
    terms = sides.terms().replace("120000.00", "180000.00")
    at = round_.signable()
    made = actions.draw_up_from_award(
        by=round_.buyer, at=round_.closes, terms=terms, competition_id=round_.id, package="B3"
    )
    with viewing(round_.birch, at):
        edition = queries.agreement(made, round_.birch, at=at).stands.terms[0].row.id
    colleague, second = (
        joins(round_.buyer.unit_id, "commissioner"),
        joins(round_.birch.unit_id, "provider lead"),
    )
    for who in (round_.buyer, colleague, round_.birch, second):
        actions.sign_terms(by=who, at=at, terms_id=edition)
    record = got(f"/records/{round_.id}")
    assert read(record.content.decode()).faults == ()
    now = record.json()["records"][0]["compiledRelease"]
    [contract] = now["contracts"]
    assert contract["awardID"] == now["awards"][0]["id"] and contract["title"] == sides.title
    assert got(f"/records/{made}").status_code == 404
    [line] = [one for one in table("contracts") if one["contract"] == str(made)]
    assert (line["came_of"], line["ocid"]) == ("award of a competition", record.json()["records"][0]["ocid"])
