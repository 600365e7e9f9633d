"""Requirements on their page, the team's list, the home and the API: recorded, held, taken back, refused in words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.courts.models import Requirement, Sentence
from throughcare.casework.supervision.models import Beginning
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import today


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=4))


@pytest.fixture
def person(service):
    found = managed(a_person(service))
    began = today() - timedelta(days=60)
    Sentence.objects.using("owner").filter(person_id=found.id).update(
        imposed_on=began, begins_on=began, ends_on=began + timedelta(days=364)
    )
    return found


def work_of(person):
    return Requirement.objects.using("owner").get(person_id=person.id, kind="unpaid work").id


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def sent(**given):
    return {"idempotency_key": str(new_id())} | given


def test_past_its_limit_it_is_on_the_page_the_teams_list_and_the_officers_home_until_a_reason_holds(person):
    officer, senior = browser(person.team.officer), browser(person.team.senior)
    base, home = f"/people/{person.id}/requirements", "/?all="
    assert "Past its limit" in words(officer, base) and "0 of 120 hours done" in words(officer, base)
    assert "Unpaid work has not begun" in words(officer, home)
    assert f'href="{base}"' in words(senior, "/team/requirements")
    form = sent(reason="illness", note="A letter", **day("until", today() + timedelta(days=20)))
    assert officer.post(f"{base}/{work_of(person)}/held", form).status_code == 302
    shown = words(officer, base)
    assert ("Held until" in shown and "Illness or injury" in shown) or "illness or injury" in shown
    held = Beginning.objects.using("owner").get(case=person.case)
    undone = officer.post(f"/beginnings/{held.id}/take-back", sent(because="She is well again"))
    assert undone.status_code == 302
    assert "Held until" not in words(officer, base)


def test_what_cannot_be_is_said_beside_its_box_and_nothing_is_recorded(person):
    officer, base = browser(person.team.officer), f"/people/{person.id}/requirements/{work_of(person)}"
    ahead = officer.post(f"{base}/begun", sent(**day("on", today() + timedelta(days=2)))).content.decode()
    assert "The day lies ahead" in ahead
    far = sent(reason="court", **day("until", today() + timedelta(days=400)))
    assert "record it again if it holds longer" in officer.post(f"{base}/held", far).content.decode()
    assert (
        "Select why it has not begun"
        in officer.post(f"{base}/held", sent(**day("until", today()))).content.decode()
    )
    assert not Beginning.objects.using("owner").filter(case=person.case).exists()


def test_the_same_by_the_api(person):
    call = caller(person.team.officer)
    base = f"/api/v1/people/{person.id}/case/requirements"
    before = {one["kind"]: one for one in call.get(base).json()}
    assert (before["unpaid work"]["stage"], before["unpaid work"]["is_past"]) == ("waiting to begin", True)
    assert before["unpaid work"]["deliverer"] and before["unpaid work"]["because"]
    said = {"word": "begun", "on": today().isoformat(), "note": "Inducted"}
    where = f"{base}/{work_of(person)}/beginning"
    assert call.post(where, said, content_type="application/json").status_code == 204
    after = {one["kind"]: one for one in call.get(base).json()}["unpaid work"]
    assert (after["stage"], after["since"], after["recorded"][0]["note"]) == (
        "begun",
        today().isoformat(),
        "Inducted",
    )
    back = f"/api/v1/beginnings/{after['recorded'][0]['id']}/take-back"
    assert call.post(back, {"because": "Another's"}, content_type="application/json").status_code == 204
    assert call.post(back, {"because": "Another's"}, content_type="application/json").status_code == 422
    listed = caller(person.team.senior).get("/api/v1/team/requirements").json()
    assert work_of(person).hex in {one["requirement_id"].replace("-", "") for one in listed}


def test_what_is_to_be_done_under_a_requirement_is_shown_recorded_and_begins_it_by_page_and_api(person):
    order = Sentence.objects.using("owner").get(person_id=person.id)
    made = Requirement.objects.using("owner").create(
        id=new_id(), person_id=person.id, sentence=order, kind="drug rehabilitation", length=6, unit="months"
    )
    officer, base = browser(person.team.officer), f"/people/{person.id}/requirements"
    shown = words(officer, base)
    assert "They are tested for drugs" in shown and "Late: " in shown and "Not due yet" in shown
    assert "The court reviews the order" not in shown  # the order is not longer than a year
    where = f"{base}/{made.id}/step"
    assert "They are assessed for treatment" in words(officer, f"{where}?step=assessed")
    wrong = officer.post(
        where, sent(step="assessed", **day("on", today() + timedelta(days=1)))
    ).content.decode()
    assert "The day lies ahead" in wrong
    assert (
        officer.post(where, sent(step="assessed", **day("on", today() - timedelta(days=30)))).status_code
        == 302
    )
    assert (
        officer.post(where, sent(step="started", **day("on", today() - timedelta(days=20)))).status_code
        == 302
    )
    api = caller(person.team.officer)
    path = f"/api/v1/people/{person.id}/case/requirements"
    said = {"word": "step", "reason": "tested", "on": str(today() - timedelta(days=3))}
    answer = api.post(f"{path}/{made.id}/beginning", said, content_type="application/json")
    assert answer.status_code == 204, answer.content
    refused = api.post(
        f"{path}/{made.id}/beginning", said | {"reason": "fitted"}, content_type="application/json"
    )
    assert refused.status_code == 422 and "has no such step" in refused.json()["because"]
    [now] = [one for one in api.get(path).json() if one["kind"] == "drug rehabilitation"]
    assert now["stage"] == "begun" and now["since"] == str(today() - timedelta(days=20))
    [tested] = [one for one in now["steps"] if one["key"] == "tested"]
    assert (
        tested["done"] == [said["on"]]
        and tested["due"] == str(today() + timedelta(days=25))
        and not tested["is_late"]
    )
    row = Beginning.objects.using("owner").get(requirement_id=made.id, reason="started")
    assert (
        officer.post(f"/beginnings/{row.id}/take-back", sent(because="It was another's")).status_code == 302
    )
    [now] = [one for one in api.get(path).json() if one["kind"] == "drug rehabilitation"]
    assert now["stage"] == "waiting to begin"
