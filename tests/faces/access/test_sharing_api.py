"""Agreements to share are read and made by calls as on the page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.people import a_founder, joins
from support.wall_visits import caller

from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import may_share
from throughcare.foundation.kernel import new_id


@pytest.fixture(scope="module")
def bodies():
    founder, at = a_founder(), timezone.now() - timedelta(hours=2)
    made = {
        kind: access.record_organisation(by=founder, at=at, name=f"{kind} {new_id()}", kind=kind)
        for kind in ("police", "public probation provider")
    }
    office = access.record_unit(
        by=founder, at=at, organisation_id=made["police"], name="Station", kind="office"
    )
    return made | {"office": office}


@pytest.fixture(scope="module")
def client(bodies):
    return caller(joins(bodies["office"], "administrator"))


def agree(client, bodies, **given):
    body = {
        "shared_by": str(bodies["public probation provider"]), "purpose": "supervision", "basis": "A protocol of 2026",
    } | given  # fmt: skip
    return client.post(
        f"/api/v1/organisations/{bodies['police']}/sharing", body, content_type="application/json"
    )


def told(client, organisation):
    return client.get(f"/api/v1/organisations/{organisation}/sharing").json()


def test_an_agreement_is_recorded_and_told_on_both_sides(client, bodies):
    last = timezone.localdate() + timedelta(days=30)
    assert agree(client, bodies, last_day=last.isoformat()).status_code == 201
    [with_it] = told(client, bodies["police"])["with_it"]
    [by_it] = told(client, bodies["public probation provider"])["by_it"]
    assert with_it == by_it
    assert (with_it["purpose"], with_it["basis"]) == ("supervision", "A protocol of 2026")
    assert may_share(bodies["public probation provider"], bodies["police"], "supervision", at=timezone.now())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"shared_by": "nobody"}, "shared_by"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"basis": ""}, "basis"),
        ({"basis": "  "}, "basis"),
        ({"basis": "x" * 301}, "basis"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"last_day": "9999-12-31"}, "last_day"),
        ({"last_day": "2026-02-30"}, "last_day"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field_and_nothing_is_recorded(client, bodies, wrong, field):
    before = told(client, bodies["police"])
    answer = agree(client, bodies, **wrong)
    assert answer.status_code == 422
    assert field in answer.content.decode()
    assert told(client, bodies["police"]) == before


def test_an_organisation_that_is_not_there_is_refused_or_not_found(client, bodies):
    assert agree(client, bodies, shared_by=str(new_id())).status_code == 422
    assert client.get(f"/api/v1/organisations/{new_id()}/sharing").status_code == 404


def test_the_same_call_sent_twice_makes_one_agreement(client, bodies):
    key = str(new_id())
    address = f"/api/v1/organisations/{bodies['police']}/sharing"
    body = {"shared_by": str(bodies["public probation provider"]), "purpose": "transfer", "basis": "Once"}
    answers = [
        client.post(address, body, content_type="application/json", headers={"Idempotency-Key": key})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert [one["basis"] for one in told(client, bodies["police"])["with_it"]].count("Once") == 1


def test_whoever_may_not_make_agreements_may_not_read_them_either(bodies):
    officer = caller(joins(bodies["office"], "police partner"))
    assert officer.get(f"/api/v1/organisations/{bodies['police']}/sharing").status_code in {401, 403}
    assert agree(officer, bodies).status_code in {401, 403}
