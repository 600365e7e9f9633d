"""An administrator changes the model of an area by pages and by the API: sent, compared, rehearsed, put in force, withdrawn."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from support.carrying import carry_all
from support.people import joins
from support.service import a_local, a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.people.rules.places import local_authorities
from throughcare.casework.supervision.models import Carrying
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.models import Adopted, Appointment, Area, InForce
from throughcare.foundation.operating_model.queries import model_in_force
from throughcare.foundation.operating_model.rules import preset_text

DTV = preset_text("durham-tees-valley-2012")


@pytest.fixture(scope="module")
def here():
    return a_service("nacro-2012", local=a_local())


@pytest.fixture
def page(here):
    return browser(joins(here.court_unit, "administrator"))


@pytest.fixture
def api(here):
    return caller(joins(here.court_unit, "administrator"))


def sent(page, text, **more):
    file = SimpleUploadedFile("mine.yaml", text.encode() if isinstance(text, str) else text)
    return page.post("/models/adopted", {"file": file, "idempotency_key": new_id(), **more})


def day(on):
    return {"start_day": on.day, "start_month": on.month, "start_year": on.year}


def adopted(page, name="mine"):
    text = DTV.replace("name: durham-tees-valley-2012", f"name: {name}")
    sent(page, text)
    return Adopted.objects.using("owner").get(name=name)


def test_each_fault_of_a_file_is_shown_at_its_line_and_nothing_is_kept(page):
    before = Adopted.objects.using("owner").count()
    bad = DTV.replace("law: 2012", "law: soon").replace("lots: {drawn_by: bidder", "lots: {drawn_by: nobody")
    bad = bad.replace("  ring_fence: {answer: yes", "  ring_fence: {answer: maybe")
    answer = sent(page, bad).content.decode()
    for number, line in enumerate(bad.splitlines(), 1):
        for wrong in ("law: soon", "drawn_by: nobody", "answer: maybe"):
            if wrong in line:
                assert re.search(rf">\s*{number}\s*</t[dh]>", answer), wrong
    assert "3 to mend" in answer
    assert Adopted.objects.using("owner").count() == before


def test_a_file_that_is_no_text_is_refused_with_its_line(page):
    assert "line 2: bytes that are not UTF-8" in sent(page, b"name: x\n\xff\xfe").content.decode()


def test_a_model_that_comes_with_the_software_is_adopted_by_one_button(page):
    page.post("/models/adopted/take", {"name": "home-office-2005", "idempotency_key": new_id()})
    assert Adopted.objects.using("owner").filter(name="home-office-2005").exists()


def test_the_change_is_told_in_plain_words_with_the_gaps_it_would_open(here, page):
    model = adopted(page, "told")
    told = page.get(f"/models/adopted/{model.id}/in/{here.area}").content.decode()
    assert "Who changes, for whom" in told
    assert "Commissioning Trust" in told
    assert "Nobody is appointed" in told
    assert "Gaps that open unless somebody is appointed" in told
    assert "Bidder" in told


def test_a_rehearsal_counts_and_putting_in_force_waits_for_its_day_and_can_be_withdrawn(here, page):
    managed(a_person(here), TenureKind.OFFENDER_MANAGER)
    model, start = adopted(page, "later"), day_of(here.at) + timedelta(days=400)
    form = {**day(start), "in_flight": "move", "because": "", "idempotency_key": new_id()}
    page.post(f"/models/adopted/{model.id}/in/{here.area}", form | {"act": "rehearse"})
    row = Carrying.objects.using("owner").get(model_id=model.id)
    assert row.is_rehearsal
    carry_all(row.id, here.at)
    report = page.get(f"/models/changes/{row.id}").content.decode()
    assert "A rehearsal of later" in report
    assert "Fewer than 10" in report and "1 of 1" not in report
    page.post(
        f"/models/adopted/{model.id}/in/{here.area}", form | {"act": "put", "idempotency_key": new_id()}
    )
    in_force = InForce.objects.using("owner").get(model=model)
    assert in_force.during.lower == start
    changes = page.get("/models/changes").content.decode()
    assert f"/models/in-force/{in_force.id}/withdraw" in changes
    refused = page.post(
        f"/models/in-force/{in_force.id}/withdraw", {"because": "", "idempotency_key": new_id()}
    )
    assert "Say why" in refused.content.decode()
    page.post(f"/models/in-force/{in_force.id}/withdraw", {"because": "it fell", "idempotency_key": new_id()})
    assert "it fell" in page.get("/models/changes").content.decode()
    found = model_in_force(here.area, start)
    assert found is not None
    assert found.model.name == "nacro-2012"
    assert found.end is None, "what was in force goes on without an end"


def test_by_the_api_faults_are_listed_a_model_adopted_compared_and_rehearsed(here, api):
    bad = DTV.replace("law: 2012", "law: soon")
    faults = api.post("/api/v1/models/check", {"text": bad}, content_type="application/json").json()
    assert faults == [{"line": 5, "what": "law must be a whole number, found “soon”"}]
    text = DTV.replace("name: durham-tees-valley-2012", "name: by-api")
    made = api.post("/api/v1/models/adopted", {"text": text}, content_type="application/json")
    assert made.status_code == 201
    model = made.json()["id"]
    told = api.get(f"/api/v1/areas/{here.area}/model/compare?model_id={model}").json()
    assert {"function": "breach_decision", "for_whom": "everybody"}.items() <= next(
        row for row in told["functions"] if row["function"] == "breach_decision"
    ).items()
    assert "trust" in {gap["body"] for gap in told["gaps"]}
    asked = api.post(
        f"/api/v1/areas/{here.area}/model/rehearsals",
        {"model_id": model, "start": "2027-01-01"},
        content_type="application/json",
    ).json()["id"]
    assert api.get(f"/api/v1/models/changes/{asked}").json()["state"] == "waiting"
    stopped = api.post(f"/api/v1/models/changes/{asked}/stop", {}, content_type="application/json")
    assert stopped.status_code == 204


def test_an_area_is_recorded_and_a_body_appointed_and_ended_by_pages(here, page):
    code = f"A{new_id().hex[-10:]}"
    page.post(
        "/areas", {"code": code, "name": "Northshire", "parent": here.area, "idempotency_key": new_id()}
    )
    assert Area.objects.using("owner").get(code=code).parent_id == here.area
    from throughcare.foundation.operating_model.rules import BodyKind

    organisation = here.teams[BodyKind.PUBLIC_PROVIDER].organisation
    form = {"body": "trust", "organisation_id": organisation, "function": "", **day(day_of(here.at))}
    page.post(f"/areas/{code}", form | {"idempotency_key": new_id()})
    made = Appointment.objects.using("owner").get(area=code)
    assert f"/areas/appointments/{made.id}/end" in page.get(f"/areas/{code}").content.decode()
    on = day_of(here.at) + timedelta(days=30)
    page.post(
        f"/areas/appointments/{made.id}/end",
        {"on_day": on.day, "on_month": on.month, "on_year": on.year, "idempotency_key": new_id()},
    )
    made.refresh_from_db(using="owner")
    assert made.during.upper == on


def test_a_body_that_an_organisation_may_not_be_is_refused_on_the_form_in_words(here, page):
    from throughcare.foundation.operating_model.rules import BodyKind

    organisation = here.teams[BodyKind.PUBLIC_PROVIDER].organisation
    form = {"body": "court", "organisation_id": organisation, "function": "", **day(day_of(here.at))}
    answer = page.post(f"/areas/{here.area}", form | {"idempotency_key": new_id()}).content.decode()
    assert "court may be: court" in answer


def test_a_team_is_named_for_an_area_and_the_map_and_its_table_say_so(here, page):
    from throughcare.foundation.operating_model.rules import BodyKind

    team = here.teams[BodyKind.PUBLIC_PROVIDER]
    page.post(f"/areas/{here.local[0]}/teams", {"team": team.unit, "idempotency_key": new_id()})
    shown = page.get(f"/areas-served?organisation={team.organisation}").content.decode()
    assert f"Local area {here.local[0]}" in shown
    drawn = page.get(f"/areas-served/map.svg?organisation={team.organisation}")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert f"{local_authorities()[here.local[0]]}: " in drawn.content.decode()


def test_an_area_is_shown_with_the_title_of_its_model_and_not_the_name_of_its_file():
    here = a_service("nacro-2012", local=a_local())
    who = joins(here.court_unit, "administrator")
    page = browser(who).get("/areas").content.decode()
    row = page.partition(f'href="/areas/{here.area}"')[2].partition("</tr>")[0]
    assert "Punishment and Reform" in row and "nacro-2012" not in row
