"""Victims on pages, on home and through the API: for whoever holds their records, and for nobody else."""

from __future__ import annotations

import pytest
from support.people import joins
from support.service import a_service
from support.victims import a_liaison_officer, covered_of, registered, sentenced
from support.wall_visits import browser

from throughcare.casework.victims.models import CoveredSentence, Letter, Victim
from throughcare.casework.victims.rules import VictimState
from throughcare.foundation.kernel import days
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def officer(service):
    return a_liaison_officer(service)


@pytest.fixture(scope="module")
def person(service, officer):
    return sentenced(service)


def read(who, path, status=200):
    answer = browser(who).get(path)
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode() if status == 200 else ""


def on(field, day):
    return {f"{field}_day": day.day, f"{field}_month": day.month, f"{field}_year": day.year}


def pressed(who, path, **given):
    """Open a form, fill it in and send it."""
    client = browser(who)
    form = client.get(path).context["form"]
    hidden = {name: form[name].value() for name in ("version", "idempotency_key") if name in form.fields}
    answer = client.post(path, hidden | given)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def test_an_officer_registers_somebody_and_brings_them_in_on_pages(service, officer, person):
    row, today = covered_of(person), days.today()
    sentence = f"/victims/sentences/{row.id}"
    assert "Register somebody" in read(officer, sentence)
    reach = {"means": "telephone", "telephone": "01632 960001", "safe_times": "Mornings"}
    bad = browser(officer).post(
        f"{sentence}/register", {"name": "Morgan", "kind": "victim", "means": "telephone"}
    )
    assert bad.status_code == 200
    pressed(
        officer,
        f"{sentence}/register",
        name="Morgan Example",
        kind="victim",
        referred_by="The unit",
        **on("referred_on", today),
        **reach,
    )
    made = Victim.objects.using("owner").get(covered=row.id)
    one = f"/victims/{made.id}"
    shown = read(officer, one)
    assert "01632 960001" in shown
    assert "Send the first letter" in shown
    assert "first letter sent" not in read(officer, f"{one}/move")
    pressed(officer, f"{one}/write", stage_id="first")
    letter = f"/victims/letters/{Letter.objects.using('owner').get(victim=made.id, first=True).id}"
    colleague = joins(officer.unit_id, "victim liaison officer")
    pressed(officer, f"{one}/checker", member_id=colleague.id)
    assert "Check what they are told" in read(colleague, "/")
    assert "a letter each year" in read(colleague, f"{letter}/check")
    pressed(colleague, f"{letter}/check", right="yes")
    pressed(officer, f"{letter}/send", means="telephone", safely="on", **on("on", today))
    assert "Ask for their answer" in read(officer, one)
    read(officer, f"{letter}/heard", 404)
    pressed(
        officer,
        f"{one}/move",
        move="opted in",
        choice="each stage they chose",
        stages=["release"],
        **on("on", today),
    )
    pressed(officer, f"{one}/amend", name="Morgan Other", means="letter", address="1 Quiet Road")
    pressed(officer, f"{sentence}/stage", stage="release", **on("on", today))
    made.refresh_from_db(using="owner")
    assert (made.state, made.name) == (VictimState.OPTED_IN, "Morgan Other")
    assert "Tell them of: release" in read(officer, "/victims")
    assert "Morgan Other" in read(officer, "/")


def test_a_team_takes_a_sentence_on_and_hears_that_the_police_refer_nobody(service, officer):
    today = day_of(service.at)
    pressed(
        officer, "/victims/sentences/new", called="Somebody Else", kind="hospital order", offence="A blow", grave="yes",
        **on("imposed_on", today),
    )  # fmt: skip
    row = CoveredSentence.objects.using("owner").get(called="Somebody Else", unit_id=officer.unit_id)
    assert "Somebody Else" in read(officer, "/victims/sentences")
    pressed(officer, f"/victims/sentences/{row.id}/no-referral", because="The victim has died")
    assert "The victim has died" in read(officer, f"/victims/sentences/{row.id}")
    read(officer, f"/victims/sentences/{row.id}/no-referral", 404)


def test_a_late_referral_is_on_home_and_what_a_colleague_holds_is_not(service, officer):
    late = sentenced(service, hearing_date="2026-08-03", offence_date="2026-06-01")
    link = f"/victims/sentences/{covered_of(late).id}"
    assert link in read(officer, "/")
    told = registered(officer, late)
    assert link not in read(officer, "/").split("Awaiting a referral")[1]
    colleague = joins(officer.unit_id, "victim liaison officer")
    assert f"/victims/{told.id}" not in read(colleague, "/victims")
    read(colleague, f"/victims/{told.id}", 404)
    pressed(officer, f"/victims/{told.id}/checker", member_id=str(colleague.id))
    assert f"/victims/{told.id}" in read(colleague, "/victims")
    pressed(officer, f"/victims/{told.id}/end-check", member_id=str(colleague.id))
    read(colleague, f"/victims/{told.id}", 404)
    pressed(officer, f"/victims/{told.id}/hand-over", member_id=str(colleague.id))
    read(officer, f"/victims/{told.id}", 404)
    read(colleague, f"/victims/{told.id}/take", 404)


def test_the_api_tells_and_takes_the_same(service, officer, person):
    told, client = registered(officer, person, "Alex Example"), browser(officer)
    base, today = f"/api/v1/victims/{told.id}", day_of(service.at).isoformat()
    seen = client.get(base).json()
    assert (seen["name"], seen["owed"], seen["means"]) == ("Alex Example", "Send the first letter", "letter")
    assert told.id.hex in {one["id"].replace("-", "") for one in client.get("/api/v1/victims").json()}
    sentence = client.get(f"/api/v1/victims/sentences/{seen['covered_id']}").json()
    assert sentence["scheme"] == "contact scheme"
    assert sentence["because"]
    body = {"version": seen["version"], "move": "opted out", "on": today}
    assert client.post(f"{base}/moves", body, content_type="application/json").status_code == 204
    late = client.post(f"{base}/moves", body, content_type="application/json")
    assert (late.status_code, "Somebody else changed" in late.json()["because"]) == (422, True)
    assert client.get("/api/v1/victims/waits").json()["referred"] >= 1


def test_every_page_is_closed_to_whoever_manages_the_person(officer, person):
    told = registered(officer, person, "Pat Example")
    for who in (person.team.officer, person.team.senior, joins(officer.unit_id, "senior probation officer")):
        for path in (
            "/victims",
            "/victims/sentences",
            f"/victims/{told.id}",
            f"/victims/sentences/{covered_of(person).id}",
        ):
            read(who, path, 403)
