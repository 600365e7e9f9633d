"""What is written to victims, on pages, on home and through the API: for whoever holds the record, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.people import joins
from support.service import a_service
from support.victims import a_liaison_officer, registered, sentenced
from support.wall_visits import browser

from throughcare.casework.victims.models import Letter, Statement
from throughcare.casework.victims.rules import Choice, LetterState, StageKind
from throughcare.foundation.kernel.days import today

from .test_victim_pages import on, pressed, read


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def told(service):
    found = registered(a_liaison_officer(service), sentenced(service))
    found.comes_in(Choice.STAGES, stages=[StageKind.RELEASE, StageKind.RECALL])
    return found


def letters(told):
    return Letter.objects.using("owner").filter(victim=told.id, first=False)


def test_a_letter_goes_its_way_on_pages_and_stands_on_the_home_of_whoever_owes_the_next_step(told):
    officer, one = told.officer, f"/victims/{told.id}"
    stage, day = told.reaches(StageKind.RELEASE), today()
    assert "Tell them of: release" in read(officer, "/")
    pressed(officer, f"{one}/write", stage_id=str(stage))
    row = letters(told).get()
    address = f"/victims/letters/{row.id}"
    read(officer, f"{one}/write", 404)
    assert address in read(officer, one)
    read(officer, f"{address}/check", 404)
    checker = told.checker()
    assert "Check what they are told" not in read(officer, "/")
    assert "Check what they are told" in read(checker, "/")
    client = browser(officer)
    form = client.get(f"{address}/rewrite").context["form"]
    key = form["idempotency_key"].value()
    bad = client.post(
        f"{address}/rewrite", {"text": "They are in HMP now", "version": row.version, "idempotency_key": key}
    )
    assert "tells where somebody is held or lives" in bad.content.decode()
    pressed(checker, f"{address}/check", right="yes")
    assert "Send what was checked" in read(officer, "/")
    assert "Mornings, never on Fridays" in read(officer, f"{address}/send")
    pressed(officer, f"{address}/send", means="letter", safely="on", in_language="on", **on("on", day))
    pressed(officer, f"{address}/heard", move="they answered", note="They thank us.", **on("on", day))
    assert "They thank us." in read(officer, address)
    assert "1 answered of 1" in read(officer, "/victims")
    assert letters(told).get().state == LetterState.ANSWERED


def test_the_api_takes_a_letter_the_same_way(told):
    stage, day = told.reaches(StageKind.RECALL), today().isoformat()
    client, colleague = browser(told.officer), browser(told.checker())

    def post(who, path, **body):
        return who.post(f"/api/v1/victims/{path}", body, content_type="application/json")

    made = post(client, f"{told.id}/letters", stage_id=str(stage)).json()["id"]
    seen = client.get(f"/api/v1/victims/letters/{made}").json()
    assert (seen["state"], seen["checked"], seen["stage"]) == ("written", False, "recall to custody")
    assert post(client, f"letters/{made}", version=1, text="We tell you of a recall.").status_code == 204
    assert post(client, f"letters/{made}/check", version=2, right=True).status_code == 422
    assert post(colleague, f"letters/{made}/check", version=2, right=True).status_code == 204
    how = {"on": day, "means": "letter", "safely": True, "in_language": True}
    assert post(client, f"letters/{made}/sent", version=3, **how).status_code == 204
    heard = post(client, f"letters/{made}/heard", version=4, move="no answer came", on=day)
    assert heard.status_code == 204
    assert client.get(f"/api/v1/victims/letters/{made}").json()["may_follow"] == [
        "they answered",
        "it came back",
    ]


def test_no_letter_is_shown_to_a_colleague_who_does_not_hold_the_record(service, told):
    colleague = joins(told.officer.unit_id, "victim liaison officer")
    made = letters(told).first() or pytest.fail("a letter was written before")
    read(colleague, f"/victims/letters/{made.id}", 404)
    read(told.person.team.officer, f"/victims/letters/{made.id}", 403)


def test_a_statement_is_asked_for_written_down_and_submitted_on_pages_and_through_the_api(told):
    officer, one = told.officer, f"/victims/{told.id}"
    pressed(officer, f"{one}/statement", **on("hearing_on", today() + timedelta(days=60)))
    row = Statement.objects.using("owner").get(victim=told.id)
    address = f"/victims/statements/{row.id}"
    assert address in read(officer, one)
    pressed(officer, f"{address}/write", words="It changed all I do.")
    assert "It changed all I do." in read(officer, address)
    pressed(officer, f"{address}/move", move="submitted", agreed="on", **on("on", today()))
    client = browser(officer)
    seen = client.get(f"/api/v1{address}").json()
    assert (seen["state"], seen["may_follow"]) == ("submitted", ["withdrawn"])

    def post(path, **body):
        return client.post(f"/api/v1/victims/{path}", body, content_type="application/json")

    back = post(f"statements/{row.id}/moves", version=seen["version"], move="withdrawn", on=str(today()))
    assert back.status_code == 204
    later = str(today() + timedelta(days=200))
    made = post(f"{told.id}/statements", hearing_on=later).json()["id"]
    assert post(f"statements/{made}", version=1, words="Once more.").status_code == 204
    colleague = joins(officer.unit_id, "victim liaison officer")
    read(colleague, address, 404)
