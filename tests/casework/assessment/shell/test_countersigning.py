"""A senior's home says which assessments wait for a countersignature, the gravest first, and only those they may sign."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from support.assessing import ready_to_sign
from support.people import an_office, joins
from support.service import a_service

from throughcare.casework.assessment import actions, queries

from .test_pages import client_of


@pytest.fixture
def service():
    """One of its own for each test: what waits for a senior is all that waits there."""
    return a_service("durham-tees-valley-2012", at=datetime(2026, 11, 20, 10, tzinfo=UTC))


def waiting(service, level="high", *, countersign=False):
    one = ready_to_sign(level, service=service)
    one.do(actions.sign, countersign=countersign)
    assert one.seen().state.value == "awaiting countersignature"
    one.now(hours=2)
    return one


def listed(one, member=None):
    found = one.ask(
        queries.to_countersign, member or one.senior, on=one.service.at.date(), member=member or one.senior
    )
    return [line.person_id for line in found]


def home_of(member) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client_of(member).get("/").content.decode()))


def test_the_highest_level_of_harm_comes_first_and_then_the_longest_wait(service):
    low = waiting(service, "low", countersign=True)
    first, second = waiting(service), waiting(service)
    gravest = waiting(service, "very_high")
    assert listed(gravest) == [gravest.id, first.id, second.id, low.id]


def test_a_senior_finds_them_on_their_home_and_opens_one_from_there(service):
    one = waiting(service)
    client = client_of(one.senior)
    page = client.get("/").content.decode()
    assert "Read and countersign" in page
    assert f'href="/people/{one.id}/assessments/{one.assessment}/read"' in page
    assert one.officer.name in home_of(one.senior)
    assert client.get(f"/people/{one.id}/assessments/{one.assessment}/read").status_code == 200


def test_it_goes_from_the_list_once_it_is_countersigned_or_returned(service):
    signed, returned = waiting(service), waiting(service)
    signed.do(actions.countersign, member=signed.senior)
    returned.do(actions.return_assessment, member=returned.senior, because="say why")
    assert listed(signed) == []
    assert "Read and countersign" not in home_of(signed.senior)


def test_what_one_signed_oneself_waits_for_somebody_else(service):
    one = ready_to_sign("high", service=service)
    one.do(actions.sign, member=one.senior)
    other = joins(one.senior.unit_id, "senior probation officer")
    assert listed(one) == []
    assert listed(one, other) == [one.id]


def test_a_second_countersignature_is_asked_of_a_third_member_and_says_so(service):
    one = waiting(service)
    one.do(actions.countersign, member=one.senior, second=True)
    other = joins(one.senior.unit_id, "senior probation officer")
    assert listed(one) == []
    assert listed(one, other) == [one.id]
    assert "to countersign, the second time" in home_of(other)


def test_one_that_was_returned_and_signed_again_is_counted_by_its_new_signature_alone(service):
    one = ready_to_sign("high", service=service)
    one.do(actions.sign, member=one.senior)
    other = joins(one.senior.unit_id, "senior probation officer")
    one.do(actions.return_assessment, member=other, because="the plan is thin")
    one.now(days=1)
    one.do(actions.sign)
    [line] = one.ask(queries.to_countersign, one.senior, on=one.service.at.date(), member=one.senior)
    assert line.person_id == one.id
    assert line.signed_by == one.officer.name
    assert (one.service.at - line.since).days == 0


def test_nobody_else_s_senior_sees_it_and_an_officer_is_not_asked(service):
    one = waiting(service)
    elsewhere = joins(an_office().unit, "senior probation officer")
    assert listed(one, elsewhere) == []
    assert "Read and countersign" not in home_of(elsewhere)
    assert "Read and countersign" not in home_of(one.officer)


def test_each_waits_on_the_home_of_the_senior_in_a_row_of_its_own(service):
    waited = [waiting(service) for _ in range(3)]
    page = client_of(waited[-1].senior).get("/").content.decode()
    assert page.count("Read and countersign") == len(waited)
