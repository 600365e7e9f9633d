"""The API does what the pages do, by the same actions and behind the same walls."""

import html
import json
import re
from uuid import uuid4

import pytest
from django.test import Client
from support.assessing import (
    HISTORY,
    MODEL,
    PRESENT,
    a_harm,
    being_assessed,
    every_item,
    every_view,
    signed,
    under_supervision,
)
from support.people import an_office
from support.service import THERE, a_service

from throughcare.casework.assessment.rules.harm import keeping
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access.actions import issue_token

from .test_pages import client_of


@pytest.fixture(scope="module")
def service():
    return a_service(MODEL, local=THERE)


class Caller:
    """Somebody who calls with a token."""

    def __init__(self, member, at):
        self.token = issue_token(by=member, at=at, label="a test", days=30)

    def __call__(self, method, place, body=None, key=None):
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": key} if key else {})
        sent = json.dumps(body if body is not None else {})
        return getattr(Client(), method)(
            f"/api/v1{place}", *([] if method == "get" else [sent, "application/json"]), headers=headers
        )


def test_an_assessment_is_written_signed_and_scored_over_the_api(service):
    person, officer, _ = under_supervision(service)
    call = Caller(officer, person.service.at)
    made = call("post", f"/people/{person.id}/assessments")
    assert made.status_code == 201, made.content
    this = f"/assessments/{made.json()['id']}"
    version = call("get", this).json()["version"]
    answers = {**HISTORY, **PRESENT, **every_item(), **every_view()}
    version = call("post", f"{this}/answers", {"version": version, "answers": answers}).json()["version"]
    harm = keeping.as_kept(a_harm(person.service.at.date()))
    version = call("post", f"{this}/harm", {"version": version, "analysis": harm}).json()["version"]
    done = call("post", f"{this}/harm/complete", {"version": version})
    assert done.json() == {"level": "medium"}
    seen = call("get", this).json()
    assert seen["missing"] == []
    assert call("post", f"{this}/sign", {"version": seen["version"]}).json() == {"state": "signed"}
    assert call("post", f"{this}/scores").json()["scored"] > 5
    arp = next(row for row in call("get", f"/people/{person.id}/scores").json() if row["instrument"] == "arp")
    assert sum(added for _, added in arp["terms"]) == pytest.approx(arp["total"])
    assert call("get", f"/people/{person.id}/tier").json()["steps"]
    assert len(call("get", f"/people/{person.id}/tiers").json()) >= 2
    assert call("get", f"/people/{person.id}/assessments/freshness").json()["freshness"] == "fresh"


def test_refusals_say_why_and_where(service):
    one = being_assessed(service)
    call = Caller(one.officer, one.service.at)
    refused = call("post", f"/assessments/{one.assessment}/answers", {"version": 1, "answers": {"o3-4": "9"}})
    assert refused.status_code == 422
    assert refused.json()["field"] == "o3-4"
    costs = call("get", f"/assessments/{one.assessment}/costs").json()
    on_the_page = client_of(one.officer).get(f"/people/{one.id}/scores").content.decode()
    shown = re.sub(r"\s+", " ", on_the_page)
    assert len(costs) > 5 and costs[0]["stops"]
    for cost in costs:
        said = (first_capital(cost["words"]), f"The score of {cost['words'].upper()}")
        assert any(html.escape(one) in shown for one in said), "the page tells of the same answers"
        assert all(
            left["width"] == pytest.approx(left["highest"] - left["lowest"]) for left in cost["leaves_open"]
        )
    assert call("get", f"/assessments/{uuid4()}/costs").status_code == 404
    early = call("post", f"/assessments/{one.assessment}/harm/complete", {"version": one.seen().version})
    assert "child safeguarding" in early.json()["because"]


@pytest.mark.parametrize(
    "analysis",
    [
        {"risks": [{"group": [], "level": "low", "nature": "", "circumstances": ""}]},
        {"risks": [{"group": "public", "level": "low", "nature": 7, "circumstances": ""}]},
        {"screening": None},
        {"plan": [{"kind": "supervision", "what": {}, "by_whom": "x"}]},
        {"enquiries": [{"enquiry": "domestic_abuse", "asked": "soon"}]},
    ],
)
def test_an_analysis_of_any_shape_is_read_or_refused(service, analysis):
    one = being_assessed(service)
    call = Caller(one.officer, one.service.at)
    body = {"version": one.seen().version, "analysis": analysis}
    assert call("post", f"/assessments/{one.assessment}/harm", body).status_code == 422


def test_the_same_key_saves_once(service):
    one, key = being_assessed(service), str(uuid4())
    call = Caller(one.officer, one.service.at)
    body = {"version": one.seen().version, "answers": {"o3-4": "1"}}
    first = call("post", f"/assessments/{one.assessment}/answers", body, key)
    second = call("post", f"/assessments/{one.assessment}/answers", body, key)
    assert first.json() == second.json()


def test_a_registration_over_the_api_changes_the_tier(service):
    one = signed("high", service=service)
    call = Caller(one.officer, one.service.at)
    registered = {"kind": "mappa", "value": "3", "because": "level 3"}
    assert call("post", f"/people/{one.id}/registrations", registered).status_code == 204
    assert call("get", f"/people/{one.id}/tier").json()["tier"] == "C"
    assert (
        call("post", f"/people/{one.id}/registrations/mappa/end", {"because": "moved down"}).status_code
        == 204
    )
    assert call("post", f"/people/{one.id}/tier").json()["tier"] == "D"


def test_two_assessments_are_compared_over_the_api(service):
    one = being_assessed(service)
    call = Caller(one.officer, one.service.at)
    found = call("get", f"/assessments/{one.assessment}/beside/{one.assessment}")
    assert found.status_code == 404


def test_nothing_is_found_from_outside_the_wall(service):
    one = signed(service=service)
    call = Caller(an_office().manager, one.service.at)
    places = [f"/assessments/{one.assessment}"] + [
        f"/people/{one.id}/{what}"
        for what in ("assessments", "scores", "tier", "tiers", "assessments/freshness")
    ]
    assert {place: call("get", place).status_code for place in places} == dict.fromkeys(places, 404)
