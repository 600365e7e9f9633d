"""Unpaid work by page and API: asked for, taken on, placed, a day recorded in one form, credited, confirmed; each home owns its own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from support.people import an_office, joins
from support.service import a_person, a_service, managed
from support.unpaid_work import a_project, a_work_team, placed, requirement_of, row_of, sent, turns
from support.wall_visits import browser, caller

from throughcare.casework.unpaid_work.models import Credit, Placement, Project, Told, Work
from throughcare.casework.unpaid_work.rules import ProjectState, WorkState
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def team(service):
    return a_work_team(service)


@pytest.fixture(scope="module")
def park(team):
    return a_project(team)


@pytest.fixture(scope="module")
def person(service):
    return managed(
        a_person(
            service,
            requirements="unpaid work 40 hours",
        )
    )


@pytest.fixture(scope="module")
def work(person):
    return sent(person)


@pytest.fixture(scope="module")
def turn(team, park, work):
    """A turn whose day is past, of which nothing is recorded."""
    placed(team, work, park.id)
    return turns(work)[0]


def said(member, where):
    return browser(member).get(where).content.decode()


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def key():
    return {"idempotency_key": str(new_id())}


def test_an_officer_sends_the_hours_seeing_who_will_see_the_record(service, team):
    somebody = managed(a_person(service))
    client, required = browser(somebody.team.officer), requirement_of(somebody)
    tab = client.get(f"/people/{somebody.id}/unpaid-work").content.decode()
    where = f"/people/{somebody.id}/unpaid-work/send/{required}"
    assert "Nobody arranges these hours yet" in tab and where in tab
    assert "will see this person" in client.get(where).content.decode()
    assert client.post(where, key()).status_code == 302
    made = Work.objects.using("owner").get(person_id=somebody.id)
    assert "120 hours ordered" in client.get(f"/people/{somebody.id}/unpaid-work").content.decode()
    back = client.post(f"/unpaid-work/hours/{made.id}/take-back", {"because": "Sent by mistake"} | key())
    assert back.status_code == 302 and row_of(made.id).state == WorkState.ENDED


def test_a_partner_asks_for_a_project_and_sees_what_became_of_it(team):
    asker = browser(joins(an_office().unit, "victim liaison officer"))
    form = {"unit_id": str(team.provider.unit), "title": "A memorial garden", "problem": "Nobody can sit there.", "place": "Norton", "nominator": "a victims' organisation"}  # fmt: skip
    assert asker.post(reverse("nominate_project"), form | key()).status_code == 302
    made = Project.objects.using("owner").get(title="A memorial garden")
    home = asker.get("/").content.decode()
    assert "A project of unpaid work to be decided on" in home
    lead = browser(team.lead)
    assert "A memorial garden" in lead.get("/").content.decode()
    wrong = lead.post(f"/unpaid-work/projects/{made.id}/refuse", {"because": "", "version": 1} | key())
    assert wrong.status_code == 200 and "Say why it is not taken on" in wrong.content.decode()
    taken = {"kind": "group project", "weekdays": ["0", "2"], "starts": "9.30am", "until": "15:30", "places": 6, "takes": "both", "version": 1}  # fmt: skip
    on = day_of(timezone.now())
    assert (
        lead.post(f"/unpaid-work/projects/{made.id}/approve", taken | day("first", on) | key()).status_code
        == 302
    )
    shown = asker.get(f"/unpaid-work/projects/{made.id}").content.decode()
    assert "Monday and Wednesday, 09:30 to 15:30" in shown and "Take it on" not in shown
    assert (
        lead.post(
            f"/unpaid-work/projects/{made.id}/close",
            {"achieved": "A garden with benches", "version": 2} | key(),
        ).status_code
        == 302
    )
    assert "A garden with benches" in asker.get(reverse("unpaid_work")).content.decode()


def test_a_day_is_recorded_in_one_form_and_late_ones_stand_on_the_home_of_whoever_arranges(
    team, park, person, turn
):
    where = f"/unpaid-work/projects/{park.id}/days/{turn.on}"
    worker = browser(team.worker)
    assert where in said(team.worker, "/") and where not in said(person.team.officer, "/")
    shown = worker.get(where).content.decode()
    assert "what came of it" in shown
    nothing = worker.post(where, key())
    assert "Say of at least one person" in nothing.content.decode()
    bad = worker.post(where, {f"{turn.id.hex}_outcome": "attended", f"{turn.id.hex}_penalty": 900} | key())
    assert "Expected from 0 to 360 taken off" in bad.content.decode()
    good = {
        f"{turn.id.hex}_outcome": "attended",
        f"{turn.id.hex}_penalty": 30,
        f"{turn.id.hex}_note": "Worked well",
    }
    assert worker.post(where, good | key()).status_code == 302
    assert "5 hours 30 minutes counted" in worker.get(where).content.decode() and where not in said(
        team.worker, "/"
    )
    right = f"/unpaid-work/turns/{turn.id}/correct"
    assert "Put right the turn" in worker.get(right).content.decode()
    form = {
        "outcome": "attended",
        "starts": "10:00",
        "until": "16:00",
        "penalty": 0,
        "because": "The bus was late",
    }
    assert worker.post(right, form | key()).status_code == 302
    assert "Before it was put right" in worker.get(f"/people/{person.id}/unpaid-work").content.decode()


def test_time_is_credited_and_a_credit_withdrawn(team, person, work, turn):
    worker, base = browser(team.worker), f"/unpaid-work/hours/{work}"
    travel = {"turn_id": str(turn.id), "minutes": 45, "what": "By bus from Norton"}
    assert worker.post(f"{base}/credit-travel", travel | key()).status_code == 302
    learning = {"minutes": 60, "what": "Food hygiene"} | day("on", turn.on)
    assert worker.post(f"{base}/credit-learning", learning | key()).status_code == 302
    shown = worker.get(f"/people/{person.id}/unpaid-work").content.decode()
    assert "Food hygiene" in shown and "By bus from Norton" in shown
    made = Credit.objects.using("owner").get(work=work, kind="travel")
    asked = worker.get(f"{base}/withdraw-credit?credit={made.id}").content.decode()
    assert str(made.id) in asked
    form = {"credit_id": str(made.id), "because": "They were given a lift"}
    assert worker.post(f"{base}/withdraw-credit", form | key()).status_code == 302
    assert (
        "Withdrawn: They were given a lift" in worker.get(f"/people/{person.id}/unpaid-work").content.decode()
    )


def test_a_place_is_given_ended_and_a_day_called_off(team, service):
    somebody = managed(a_person(service))
    made = sent(somebody)
    worker, base = browser(team.worker), f"/unpaid-work/hours/{made}"
    assert "Hours of unpaid work, and no turn ahead" in said(team.worker, "/")
    yard = a_project(team)
    first = day_of(timezone.now()) + timedelta(days=3)
    offered = worker.get(f"{base}/place").content.decode()
    assert yard.title in offered and "Your team&#x27;s projects" in offered
    form = {"project_id": str(yard.id), "frequency": "every week", "weekday": first.weekday()} | day(
        "first", first
    )
    assert worker.post(f"{base}/place", form | key()).status_code == 302
    assert turns(made)[0].on == first
    off = f"/unpaid-work/projects/{yard.id}/days/{first}/off"
    assert "Call off" in worker.get(off).content.decode()
    assert worker.post(off, {"because": "No supervisor"} | key()).status_code == 302
    assert turns(made)[0].on != first
    placement = Placement.objects.using("owner").get(work=made)
    ends = {"placement_id": str(placement.id), "because": "Found work"} | day("last", first)
    assert worker.post(f"{base}/end-place", ends | key()).status_code == 302
    assert turns(made) == []


def test_hours_that_are_done_wait_to_be_confirmed(team, service):
    somebody = managed(a_person(service, requirements="unpaid work 40 hours"))
    made = sent(somebody)
    api = caller(team.worker)
    project = a_project(team)
    on = day_of(service.at) + timedelta(days=1)
    place = {
        "project_id": str(project.id),
        "frequency": "every week",
        "weekday": on.weekday(),
        "first": str(day_of(timezone.now())),
    }
    assert (
        api.post(
            f"/api/v1/unpaid-work/hours/{made}/places", place, content_type="application/json"
        ).status_code
        == 201
    )
    credit = {"kind": "education, training or employment", "minutes": 720, "what": "A course", "on": str(on)}
    assert (
        api.post(
            f"/api/v1/unpaid-work/hours/{made}/credits", credit, content_type="application/json"
        ).status_code
        == 201
    )
    [shown] = api.get(f"/api/v1/people/{somebody.id}/unpaid-work").json()
    assert (shown["ordered"], shown["counted"], shown["left"]) == (2400, 720, 1680) and shown["turns"]
    early = api.post(f"/api/v1/unpaid-work/hours/{made}/confirm", {}, content_type="application/json")
    assert early.status_code == 422 and "28 hours 0 minutes are left" in early.json()["because"]
    for number in range(5):
        tell_turn(made, project, somebody, team, on + timedelta(days=number))
    assert "All hours of unpaid work are done" in said(team.worker, "/")
    done = browser(team.worker).post(f"/unpaid-work/hours/{made}/confirm", key())
    assert done.status_code == 302 and row_of(made).state == WorkState.COMPLETED


def tell_turn(work, project, somebody, team, on):
    """A turn of the past, made by hand, and told by the API."""
    from datetime import time

    from throughcare.casework.unpaid_work.models import Turn

    row = Turn(person_id=somebody.id, work_id=work, project=project, on=on, starts=time(10), until=time(16), at=team.service.at, member_id=team.worker.id)  # fmt: skip
    Turn.objects.using("owner").bulk_create([row])
    body = {"turns": [{"turn_id": str(row.id), "outcome": "attended"}]}
    answer = caller(team.worker).post("/api/v1/unpaid-work/turns", body, content_type="application/json")
    assert answer.json() == {"recorded": 1}, answer.content


def test_the_api_asks_decides_calls_off_and_puts_right(team, service):
    lead, worker = caller(team.lead), caller(team.worker)
    asked = {"unit_id": str(team.provider.unit), "title": "Bus shelters", "problem": "Broken glass", "nominator": "a council", "place": "Thornaby"}  # fmt: skip

    def post(who, path, body):
        return who.post(f"/api/v1/unpaid-work{path}", body, content_type="application/json")

    made = post(worker, "/projects", asked).json()["id"]
    assert post(lead, f"/projects/{made}/refuse", {"version": 1, "because": "Not ours"}).status_code == 204
    runs = {"version": 2, "kind": "group project", "weekdays": [0, 1, 2, 3, 4, 5, 6], "starts": "10:00", "until": "14:00", "first": str(day_of(timezone.now())), "places": 4}  # fmt: skip
    assert post(lead, f"/projects/{made}/approve", runs).status_code == 204
    assert lead.get(f"/api/v1/unpaid-work/projects/{made}").json()["state"] == ProjectState.APPROVED
    assert made in {one["id"] for one in lead.get("/api/v1/unpaid-work/projects").json()}
    somebody = managed(a_person(service))
    hours = post(caller(somebody.team.officer), "/hours", {"case_id": str(somebody.case), "requirement_id": str(requirement_of(somebody))}).json()["id"]  # fmt: skip
    first = day_of(timezone.now()) + timedelta(days=2)
    place = {"project_id": made, "frequency": "every week", "weekday": first.weekday(), "first": str(first)}
    placement = post(worker, f"/hours/{hours}/places", place).json()["id"]
    off = post(worker, f"/projects/{made}/stand-down", {"on": str(first), "because": "Snow"})
    assert off.json() == {"called_off": 1}
    tell_turn(hours, Project.objects.using("owner").get(id=made), somebody, team, day_of(service.at))
    told = Told.objects.using("owner").get(turn__work=hours)
    [comes] = worker.get(f"/api/v1/unpaid-work/projects/{made}/days/{told.turn.on}").json()
    assert (comes["person_id"], comes["outcome"]) == (str(somebody.id), "attended")
    right = {"turn_id": str(told.turn_id), "outcome": "attended", "penalty": 10, "because": "A long break"}
    assert post(worker, "/turns/correct", right).status_code == 204
    assert (
        post(worker, f"/places/{placement}/end", {"last": str(first), "because": "Moved"}).status_code == 204
    )
    credit = {"kind": "travel", "minutes": 20, "what": "A bus", "turn_id": str(told.turn_id)}
    given = post(worker, f"/hours/{hours}/credits", credit).json()["id"]
    assert post(worker, f"/credits/{given}/withdraw", {"because": "A lift"}).status_code == 204
    assert (
        post(caller(somebody.team.officer), f"/hours/{hours}/take-back", {"because": "Moves"}).status_code
        == 204
    )
    closed = post(lead, f"/projects/{made}/close", {"version": 3, "achieved": "Four shelters"})
    assert closed.status_code == 204, closed.content
