"""Into custody and out of it on a page and by the API: what can be recorded, what is shown, what is refused in words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.cases import another_team
from support.service import a_person, a_service
from support.wall_visits import browser, caller

from throughcare.casework.supervision.actions import accept_transfer, offer_transfer
from throughcare.casework.supervision.models import Movement, Transfer
from throughcare.casework.supervision.rules import TransferKind
from throughcare.foundation.kernel import new_id


@pytest.fixture(scope="module")
def service(database):
    return a_service("england-and-wales-2021", at=timezone.now() - timedelta(days=3))


@pytest.fixture
def person(service):
    return a_person(service)


def sent(person, page, **given):
    today = timezone.localtime()
    form = {
        "idempotency_key": str(new_id()), "version": person.row.version, "kind": "received into custody",
        "on_day": today.day, "on_month": today.month, "on_year": today.year, "clock": "", "prison": "LEI",
        "because": "recalled",
    }  # fmt: skip
    return page.post(f"/people/{person.id}/movement", form | given)


def test_a_movement_is_recorded_on_a_page_and_shown_with_its_prison(person):
    page = browser(person.team.officer)
    shown = page.get(f"/people/{person.id}/custody").content.decode()
    assert "In the community" in shown
    assert "Record a movement" in shown
    offered = page.get(f"/people/{person.id}/movement").content.decode()
    assert "Received into custody" in offered
    assert "Released" not in offered.replace("Released on temporary", "")
    assert sent(person, page).status_code == 302
    shown = page.get(f"/people/{person.id}/custody").content.decode()
    assert "Leeds (HMP)" in shown
    assert "recalled" in shown
    assert person.row.place == "custody"


def test_a_prison_is_said_to_be_missing_only_where_there_should_be_one(person):
    page = browser(person.team.officer)
    assert "Not recorded" not in page.get(f"/people/{person.id}/custody").content.decode()
    assert sent(person, page, prison="").status_code == 302
    shown = page.get(f"/people/{person.id}/custody").content.decode()
    assert shown.count("Not recorded") == 3  # now, the time inside, and the movement


def test_the_same_form_sent_twice_records_once(person):
    page, key = browser(person.team.officer), str(new_id())
    version = person.row.version
    for _ in range(2):
        sent(person, page, idempotency_key=key, version=version)
    assert Movement.objects.using("owner").filter(person_id=person.id).count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"clock": "half past"}, "Enter a time like 14:30"),
        ({"on_day": 1, "on_month": 1, "on_year": timezone.now().year + 1}, "lies ahead"),
        ({"on_year": "2999"}, "must be on or before"),
        ({"on_year": ""}, "must include a year"),
        ({"version": 999}, "Somebody else changed this case"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form_and_nothing_is_recorded(person, given, words):
    answer = sent(person, browser(person.team.officer), **given)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Movement.objects.using("owner").filter(person_id=person.id).exists()


def test_by_the_api_a_movement_is_recorded_and_what_can_follow_is_told(person):
    api = caller(person.team.officer)
    base = f"/api/v1/people/{person.id}"
    body = {"version": person.row.version, "kind": "received into custody", "prison": "LEI"}
    assert api.post(f"{base}/movements", body, content_type="application/json").status_code == 204
    told = api.get(f"{base}/whereabouts").json()
    assert told["where"] == "in custody"
    assert "released" in told["possible"]
    refused = api.post(
        f"{base}/movements", body | {"version": person.row.version}, content_type="application/json"
    )
    assert refused.status_code == 422
    assert "cannot be next" in refused.json()["because"]


def test_either_team_ends_a_temporary_move_by_a_button(service, person):
    receiver = another_team(service)
    at = service.later()
    made = offer_transfer(
        by=person.team.senior, at=at, case_id=person.case, to_unit=receiver.unit, because="works there",
        kind=TransferKind.TEMPORARY, until=(at + timedelta(days=20)).date(),
    )  # fmt: skip
    accept_transfer(by=receiver.senior, at=service.later(), transfer_id=made)
    page = browser(person.team.senior)
    assert "End this temporary move" in page.get(f"/transfers/{made}").content.decode()
    assert page.post(f"/transfers/{made}/end").status_code == 302
    assert Transfer.objects.using("owner").get(id=made).state == "returned"
