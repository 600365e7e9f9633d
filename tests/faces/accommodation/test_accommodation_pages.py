"""Accommodation by page and API: asked for, assessed, a bed booked, come to and left; premises and lost nights; each home owns its own."""

from datetime import timedelta

import pytest
from support.accommodation import (
    a_house_team,
    applied,
    booked,
    done,
    moved,
    premises,
    resident,
    row_of,
    stays_of,
    suitable,
)
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.accommodation import actions
from throughcare.casework.accommodation.models import Application, Bed, Premises, Void
from throughcare.casework.accommodation.rules import AccommodationKind, ApplicationState
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of

S = ApplicationState
JSON = "application/json"


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def team(service):
    return a_house_team(service)


@pytest.fixture
def person(service):
    return managed(a_person(service))


@pytest.fixture
def bed(team):
    return premises(team)[1][0]


def said(member, where):
    return browser(member).get(where).content.decode()


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def sending(made, **more):
    return {"idempotency_key": str(new_id()), "version": row_of(made).version} | more


def take(member, made, step, **given):
    """Fill a step's form in; whether it was taken."""
    where = f"/accommodation/applications/{made}/{step}"
    assert browser(member).get(where).status_code == 200, step
    answer = browser(member).post(where, sending(made, **given))
    assert answer.status_code == 302, answer.content.decode()


def test_an_officer_asks_for_a_place_seeing_who_will_see_the_record_and_what_stands_against(team, person):
    client, tab = browser(person.team.officer), f"/people/{person.id}/accommodation"
    shown = client.get(tab).content.decode()
    assert "No place to live was asked for" in shown and "Ask for approved premises" in shown
    where = f"{tab}/apply/approved-premises"
    page = client.get(where).content.decode()
    assert "will see this person" in page and "Release directed by the Parole Board" in page
    form = {
        "route": "licence",
        "because": "Cannot go home.",
        "idempotency_key": str(new_id()),
        "regime": "normal",
    }
    wrong = client.post(where, form)
    assert wrong.status_code == 200 and "is for somebody in custody" in wrong.content.decode()
    right = client.post(
        where, form | {"route": "community", "needs": ["single"], "idempotency_key": str(new_id())}
    )
    assert right.status_code == 302
    made = Application.objects.using("owner").get(person_id=person.id)
    assert made.needs == ["single"] and made.state == S.SENT
    assert "Ask for approved premises" not in client.get(tab).content.decode()
    assert "Ask for transitional accommodation" in client.get(tab).content.decode()


def test_from_asking_to_leaving_by_page_each_step_offered_to_the_side_that_owes_it(
    team, service, person, bed
):
    made = applied(person)
    officer, worker, at = person.team.officer, team.worker, f"/accommodation/applications/{made}"
    assert (
        "Begin to assess it" in said(worker, at)
        and "Begin to assess it"
        not in said(officer, f"{at}").split("What happened")[0].split("What you can do now")[1]
    )
    take(worker, made, "to-being-assessed")
    take(worker, made, "to-information-asked-for", note="What is the plan?")
    assert "Approved premises: give the information asked for" in said(officer, "/")
    assert "Approved premises: give the information asked for" not in said(worker, "/")
    take(officer, made, "to-being-assessed", note="His sister.")
    take(worker, made, "priority", priority="first", because="Release was brought forward.")
    take(worker, made, "to-waiting-for-a-bed")
    assert "Approved premises: book a bed" in said(worker, "/")
    shown = said(worker, f"{at}/book")
    assert "Nothing speaks against it" in shown
    today = day_of(service.at)
    take(worker, made, "book", bed_id=str(bed), **day("arrives", _now()))
    assert "Arrives" in said(worker, "/")
    take(worker, made, "arrive", **day("on", _now()))
    assert row_of(made).state == S.RESIDENT and stays_of(made)[0].arrived_on == _now() >= today
    take(officer, made, "move-on", move_on="social rental")
    take(worker, made, "leaving", **day("leaves", _now() + timedelta(days=9)))
    house = Bed.objects.using("owner").get(id=bed).premises_id
    assert "Lived in" in said(worker, f"/accommodation/premises/{house}")
    [other] = Bed.objects.using("owner").filter(premises=house).exclude(id=bed)
    take(worker, made, "move-bed", bed_id=str(other.id), reason="closer", **day("on", _now()))
    take(worker, made, "depart", reason="planned", moved_on="social rental", **day("on", _now()))
    assert row_of(made).state == S.DEPARTED
    assert browser(worker).get(at).status_code == 404
    whole = said(officer, at)
    assert "They moved on as planned" in whole and "Rented from a council" in whole


def _now():
    from django.utils import timezone

    return day_of(timezone.now())


def test_premises_beds_and_lost_nights_are_recorded_on_pages(team):
    lead, name = browser(team.lead), f"Ash House {new_id().hex[-6:]}"
    form = {
        "name": name, "place": "Norton", "kind": "transitional accommodation", "regime": "normal", "takes": "men",
        "has": ["catered"], "idempotency_key": str(new_id()),
    } | day("opens", _now())  # fmt: skip
    assert lead.post("/accommodation/premises/add", form).status_code == 302
    house = Premises.objects.using("owner").get(name=name)
    at = f"/accommodation/premises/{house.id}"
    assert "Add beds" in said(team.lead, at) and "Record lost nights" not in said(team.lead, at)
    beds = {"names": "1\n2\n", "has": ["single"], "idempotency_key": str(new_id())} | day("first", _now())
    assert lead.post(f"{at}/beds", beds).status_code == 302
    one, two = Bed.objects.using("owner").filter(premises=house).order_by("name")
    worker = browser(team.worker)
    assert worker.get(f"{at}/beds").status_code == 404
    lost = {"bed_id": str(one.id), "reason": "clean", "idempotency_key": str(new_id())} | day("first", _now())
    assert worker.post(f"{at}/lose", lost).status_code == 302
    void = Void.objects.using("owner").get(bed=one)
    shown = said(team.worker, at)
    assert (
        "Deep clean" in shown and "Have it back" in shown and "Single room" in shown
    ) or "A single room" in shown
    back = {"void_id": str(void.id), "idempotency_key": str(new_id())} | day("on", _now() + timedelta(days=2))
    assert worker.post(f"{at}/back", back).status_code == 302
    gone = {"bed_id": str(two.id), "idempotency_key": str(new_id())} | day("last", _now())
    assert lead.post(f"{at}/close", gone).status_code == 302
    assert name in said(team.lead, "/accommodation")


def test_leave_to_stay_longer_is_the_leads_alone_to_give(team, service, person):
    _, [bed] = premises(team, ["T"], kind=AccommodationKind.TRANSITIONAL)
    made = resident(team, person, bed, kind=AccommodationKind.TRANSITIONAL, route="approved premises")
    at = f"/accommodation/applications/{made}"
    assert "Give leave to stay longer" not in said(team.worker, at) and "Give leave to stay longer" in said(
        team.lead, at
    )
    leaves = stays_of(made)[0].leaves + timedelta(days=5)
    refused = browser(team.worker).post(f"{at}/leaving", sending(made, **day("leaves", leaves)))
    assert refused.status_code == 200 and "84 nights at most" in refused.content.decode()
    take(team.lead, made, "stay-longer", because="The flat is late.", **day("leaves", leaves))
    assert stays_of(made)[0].leaves == leaves


def test_what_others_did_and_what_is_waited_for_stands_on_the_home_of_whoever_asked(team, person):
    made = applied(person)
    assert "Approved premises: begin to assess it" in said(person.team.officer, "/")
    for state in ("to-being-assessed",):
        take(team.worker, made, state)
    assert "Approved premises: being assessed" in said(person.team.officer, "/")


def test_lost_demand_and_who_goes_first_are_shown_to_whoever_gives_places(team, service, person, bed):
    made = suitable(team, person)
    moved(team, made, S.NO_BED, reason="no capacity")
    answer = caller(team.worker).get(
        f"/api/v1/accommodation/lost-demand?since=2026-11-01&until={day_of(service.at) + timedelta(days=1)}"
    )
    assert {"words": "There is no free bed", "times": 1} in [
        one | {"times": 1} if one["words"] == "There is no free bed" else one for one in answer.json()
    ]
    assert "no bed is found" in said(person.team.officer, "/")


def test_the_same_by_api_and_a_refusal_in_words_names_the_field(team, service, person):
    lead, worker, officer = caller(team.lead), caller(team.worker), caller(person.team.officer)
    house = lead.post(
        "/api/v1/accommodation/premises",
        {"kind": "approved premises", "name": f"Oak {new_id().hex[-6:]}", "place": "Stockton", "opens": "2026-04-01"}, content_type=JSON,
    ).json()["id"]  # fmt: skip
    made = lead.post(
        f"/api/v1/accommodation/premises/{house}/beds",
        {"names": ["1", "2"], "first": "2026-04-01"},
        content_type=JSON,
    )
    one, two = made.json()
    path = f"/api/v1/people/{person.id}/accommodation"
    wrong = officer.post(
        path, {"kind": "approved premises", "route": "licence", "because": "No home."}, content_type=JSON
    )
    assert wrong.status_code == 422 and wrong.json()["field"] == "route"
    application = officer.post(
        path, {"kind": "approved premises", "route": "community", "because": "No home."}, content_type=JSON
    ).json()["id"]
    [shown] = officer.get(path).json()
    assert shown["owed"]["side"] == "deliverer" and shown["nights"] == 84 and shown["nights_left"] is None
    at = f"/api/v1/accommodation/applications/{application}"

    def post(who, tail, **given):
        answer = who.post(f"{at}/{tail}", {"version": row_of(application).version} | given, content_type=JSON)
        assert answer.status_code in {201, 204}, answer.json()

    today = str(_now())
    for to in ("being assessed", "waiting for a bed", "no bed found"):
        post(worker, "move", to=to, reason="no capacity")
    post(officer, "answer", to="waiting for a bed", arrival=today)
    fits = worker.get(f"{at}/beds?arrives={today}").json()
    assert any(found["bed_id"] == one and found["fits"] for found in fits)
    post(worker, "bed", bed_id=one, arrives=today)
    post(worker, "give-up", reason="error")
    post(worker, "bed", bed_id=two, arrives=today)
    post(worker, "no-arrival", reason="not known")
    post(officer, "answer", to="waiting for a bed")
    post(worker, "bed", bed_id=one, arrives=today)
    post(worker, "arrival", on=today)
    post(worker, "leaving", leaves=str(_now() + timedelta(days=30)))
    post(lead, "leave-to-stay", leaves=str(_now() + timedelta(days=40)), because="A course.")
    post(worker, "other-bed", bed_id=two, on=today, reason="closer")
    post(officer, "move-on", move_on="own home")
    whole = worker.get(f"/api/v1/accommodation/premises/{house}").json()
    assert whole["tonight"]["occupied"] == 1 and len(whole["nights"]) == 14
    post(worker, "departure", on=today, reason="planned", moved_on="own home")
    lost = worker.post(
        f"/api/v1/accommodation/beds/{one}/lost", {"first": today, "reason": "works"}, content_type=JSON
    ).json()["id"]
    assert (
        worker.post(f"/api/v1/accommodation/lost/{lost}/back", {"on": today}, content_type=JSON).status_code
        == 204
    )
    assert (
        lead.post(f"/api/v1/accommodation/beds/{two}/close", {"last": today}, content_type=JSON).status_code
        == 204
    )
    assert house in {
        one["id"] for one in officer.get("/api/v1/accommodation/premises?kind=approved premises").json()
    }


def test_late_things_are_on_the_home_of_one_side_alone(team, service, person, bed):
    made = suitable(team, person, arrival=day_of(service.at), contingency="Back to court.")
    booked(team, made, bed, day_of(service.at))
    words = "Approved premises: record whether they arrived"
    assert words in said(team.worker, "/") and f'href="/accommodation/applications/{made}"' in said(
        team.worker, "/"
    )
    done(team, actions.record_no_arrival, made, reason="hospital")
    words = "Approved premises: say whether a bed is still needed"
    assert words in said(person.team.officer, "/") and f'href="/accommodation/applications/{made}"' in said(
        person.team.officer, "/"
    )
