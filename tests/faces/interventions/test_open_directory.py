"""The open directory: read without signing in, in the published form, so many times a minute; and the page that fills it."""

import json
from uuid import uuid4

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from support.directory_samples import a_listing
from support.service import a_service
from support.services import a_provider, an_offer
from support.shared import shared_path
from support.wall_visits import browser

from throughcare.casework.interventions.models import Service as Offered
from throughcare.foundation.kernel import new_id


@pytest.fixture(scope="module")
def provider():
    return a_provider(a_service())


def sent(provider, listing):
    form = {
        "file": SimpleUploadedFile("d.json", json.dumps(listing).encode()),
        "idempotency_key": str(new_id()),
    }
    return browser(provider.commissioner).post("/services", form)


def read(address, **given):
    answer = Client().get(address, **given)
    return answer, answer.json()


def test_a_listing_sent_on_the_page_is_told_at_the_open_address(provider):
    listing = a_listing(name=f"Clinic {uuid4().hex}")
    assert sent(provider, listing).status_code == 302
    answer, page = read(f"/open-referral/services?search={listing['name'].replace(' ', '+')}")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert [one["id"] for one in page["contents"]] == [listing["id"]]
    _, whole = read(f"/open-referral/services/{listing['id']}")
    assert whole["capacities"][0]["available"] == 3
    assert "Ann Persona" not in json.dumps(whole)


def test_every_document_of_a_page_is_valid_by_the_published_schema(provider):
    schema = shared_path("vectors/commissioning/hsds/schema_3.0/compiled/service.json")
    check = jsonschema.Draft202012Validator(json.loads(schema.read_text()))
    an_offer(provider, a_service())
    sent(provider, a_listing())
    _, page = read("/open-referral/services?per_page=100&full=true")
    assert page["contents"] and page["page_number"] == 1
    wrong = [error.message for one in page["contents"] for error in check.iter_errors(one)]
    assert wrong == []


def test_a_contract_is_told_without_its_team_its_referrals_or_anybody(provider):
    offered = an_offer(provider, a_service())
    _, whole = read(f"/open-referral/services/{offered.id}")
    assert whole["status"] == "active" and whole["organization"]["name"] == offered.prime
    assert str(provider.unit) not in json.dumps(whole) and provider.lead.name not in json.dumps(whole)


def test_it_says_which_specification_it_keeps_to_and_what_it_has_not():
    assert read("/open-referral")[1]["version"] == "3.0"
    answer, said = read(f"/open-referral/services/{uuid4()}")
    assert answer.status_code == 404 and "because" in said
    assert Client().post("/open-referral/services").status_code in {403, 405}


@pytest.mark.parametrize(
    "asked", ["page=0", "page=x", "per_page=-1", "per_page=9999", "search=%00", "page=999999"]
)
def test_whatever_is_asked_is_answered_with_a_page(asked):
    answer, page = read(f"/open-referral/services?{asked}")
    assert answer.status_code == 200 and page["page_number"] >= 1


@override_settings(OPEN_DIRECTORY_A_MINUTE=2)
def test_one_address_that_asks_too_often_is_told_to_wait_and_another_is_not():
    mine, other = "198.51.100.7", "198.51.100.8"
    answers = [Client().get("/open-referral", REMOTE_ADDR=mine).status_code for _ in range(6)]
    assert 429 in answers and answers[0] == 200  # the minute may turn between
    assert Client().get("/open-referral", REMOTE_ADDR=other).status_code == 200


def test_the_keeper_says_what_it_is_for_where_it_is_held_and_what_is_free(provider):
    offered = an_offer(provider, a_service())
    address, keeper = f"/services/{offered.id}/describe", browser(provider.commissioner)
    form = {
        "version": offered.version, "idempotency_key": str(new_id()), "needs": ["accommodation", "money"],
        "sites": "The library, ts12aa\nThe hall, TS3 6AE", "unit": "beds", "free": "2", "most": "6",
    }  # fmt: skip
    assert "Line 1: write a name" in keeper.post(address, form | {"sites": "The library"}).content.decode()
    assert "Say what is counted" in keeper.post(address, form | {"unit": ""}).content.decode()
    assert keeper.post(address, form).status_code == 302
    shown = keeper.get(f"/services/{offered.id}").content.decode()
    assert "The library, TS1 2AA" in shown and "2 of 6: beds" in shown
    assert Offered.objects.using("owner").get(id=offered.id).needs == ["accommodation", "money"]
    assert (
        "Somebody else changed"
        in keeper.post(address, form | {"idempotency_key": str(new_id())}).content.decode()
    )
