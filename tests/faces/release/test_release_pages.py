"""The pages and operations of release: what stands on them for whom, what can be done there, and the PDF that a person takes away."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.people import joins
from support.releasing import a_licence, approved, sent, somebody_inside, the_prison_says
from support.service import a_service
from support.wall_visits import browser, caller

from throughcare.casework.release import actions
from throughcare.casework.release.models import Figure, NeedSaid
from throughcare.casework.release.rules import LicenceMove
from throughcare.faces.release.pages.handed import Handed, Told, as_pdf
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service(at=timezone.now() - timedelta(hours=6))


@pytest.fixture(scope="module")
def person(service):
    return somebody_inside(service, out_in=10)


@pytest.fixture(scope="module")
def officer(person):
    return browser(person.team.officer)


def shown(client, path, **given):
    answer = client.get(path, given)
    assert answer.status_code == 200, (path, answer.status_code)
    return " ".join(answer.content.decode().split())


def key_of(page):
    return page.split('name="idempotency_key" value="')[1].split('"')[0]


def written(client, path, **given):
    page = shown(client, path)
    hidden = {"idempotency_key": key_of(page)}
    if 'name="seen" value="' in page:
        hidden["seen"] = page.split('name="seen" value="')[1].split('"')[0]
    answer = client.post(path, given | hidden)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def test_the_page_shows_both_days_who_is_responsible_and_every_need(officer, person):
    page = shown(officer, f"/people/{person.id}/release")
    for said in (
        "The prison says",
        "Responsible today",
        "Somewhere to sleep",
        "Not known",
        "earlier",
        "Begin the licence",
    ):
        assert said in page, said


def test_what_the_prison_says_is_recorded_on_the_page(officer, person):
    before = Figure.objects.using("owner").filter(case=person.case).count()
    day = day_of(person.service.at) + timedelta(days=10)
    given = (("on", day), ("given_on", day_of(person.service.at)))
    days = {f"{name}_{part}": getattr(on, part) for name, on in given for part in ("day", "month", "year")}
    written(
        officer,
        f"/people/{person.id}/release/figure",
        kind="sentence and licence expiry",
        source="a sheet",
        **days,
    )
    assert Figure.objects.using("owner").filter(case=person.case).count() == before + 1


def test_a_need_is_recorded_on_the_page(officer, person):
    written(
        officer, f"/people/{person.id}/release/need?kind=bank", state="in place", what="An account at the credit union"
    )  # fmt: skip
    assert (
        NeedSaid.objects.using("owner")
        .get(case=person.case, kind="a bank account")
        .what.startswith("An account")
    )


def test_a_licence_goes_from_page_to_page_and_the_person_takes_it_away(service):
    person = somebody_inside(service, out_in=10)
    officer, senior = browser(person.team.officer), browser(person.team.senior)
    written(officer, f"/people/{person.id}/release/licence")
    made = shown(officer, f"/people/{person.id}/release").split('href="/licences/')[1].split('"')[0]
    offered = shown(officer, f"/licences/{made}/add")
    assert "Do not contact (1: who), directly" in offered and "{who}" not in offered
    written(officer, f"/licences/{made}/add", code="no-contact-named", gap_1="Mr X")
    written(officer, f"/licences/{made}/bespoke", words="Keep bees indoors", plain="Keep your bees inside.")
    assert "Not approved yet" in shown(officer, f"/licences/{made}")
    written(officer, f"/licences/{made}/submit")
    assert officer.get(f"/licences/{made}/approve").status_code == 404
    assert f"/licences/{made}" in shown(senior, "/", all="")
    written(senior, f"/licences/{made}/approve")
    plain = shown(officer, f"/licences/{made}/plain")
    assert "Do not get in touch with Mr X in any way" in plain and "draft" not in plain
    pdf = officer.get(f"/licences/{made}/plain.pdf")
    assert pdf.content.startswith(b"%PDF") and b"StructTreeRoot" in pdf.content


TOWN = "54.5742 -1.3350\n54.5900 -1.3000\n54.5850 -1.2500\n54.5600 -1.2400\n54.5550 -1.3100"


def test_an_area_to_keep_out_of_stands_on_a_map_for_the_person_and_names_nobody(service):
    person = somebody_inside(service, out_in=12)
    made, page = a_licence(person), browser(person.team.officer)
    zone = {"code": "exclusion-zone", "gap_1": "the middle of Thornaby"}
    hidden = {"idempotency_key": key_of(shown(page, f"/licences/{made}/add"))}
    refused = page.post(f"/licences/{made}/add", zone | hidden)
    assert "give the corners of the area" in refused.content.decode()
    refused = page.post(f"/licences/{made}/add", {"code": "polygraph", "area": TOWN} | hidden)
    assert "No map goes with this condition" in refused.content.decode()
    written(page, f"/licences/{made}/add", **zone, area=TOWN)
    for where in (f"/licences/{made}", f"/licences/{made}/plain"):
        told = shown(page, where)
        assert "Map of the area" in told and "16.8 square kilometres" in told
    pdf = page.get(f"/licences/{made}/plain.pdf").content
    assert pdf.startswith(b"%PDF") and b"StructTreeRoot" in pdf and b"/Figure" in pdf
    [told] = [
        one
        for one in caller(person.team.officer).get(f"/api/v1/licences/{made}").json()["conditions"]
        if one["code"] == "exclusion-zone"
    ]
    assert told["area"][0] == [54.5742, -1.335]


def test_nothing_that_anybody_wrote_of_a_licence_is_read_as_markup():
    odd = Told("#panic()", ("*bold* #sys",), ("$x$",))
    assert as_pdf(Handed("A title", "For #somebody", ("@lead",), (odd,), "now")).startswith(b"%PDF")


def test_who_is_due_out_stands_on_one_page_and_what_is_owed_on_the_home_of_whoever_owes_it(service):
    person = somebody_inside(service, out_in=5)
    officer = browser(person.team.officer)
    page = shown(officer, "/due-out")
    assert f"/people/{person.id}/release" in page and "Not begun" in page
    home = shown(officer, "/", all="")
    assert f'href="/people/{person.id}/release"' in home
    other = joins(person.team.unit, "offender manager")
    assert f'href="/people/{person.id}/release"' not in shown(browser(other), "/", all="")


def test_a_program_reads_and_writes_a_release(service):
    person = somebody_inside(service, out_in=10)
    api = caller(person.team.officer)
    told = api.get(f"/api/v1/people/{person.id}/release").json()
    assert told["days"][0]["kind"] == "conditional release" and told["days"][0]["prison"]
    assert len(told["needs"]) == 10 and told["licence_id"] is None
    made = api.post("/api/v1/licences", {"case_id": str(person.case)}, content_type="application/json")
    assert made.status_code == 201
    path = f"/api/v1/licences/{made.json()['id']}"
    assert len(api.get(path).json()["conditions"]) == 8
    wrong = api.post(
        f"{path}/conditions", {"code": "no-contact-named", "said": {}}, content_type="application/json"
    )
    assert wrong.status_code == 422 and "who" in wrong.content.decode()
    due = api.get("/api/v1/due-out", {"days": 28}).json()
    assert person.id.hex in {one["person_id"].replace("-", "") for one in due}


def test_a_day_that_moved_is_told_of_on_the_page_until_somebody_looks(service):
    person = somebody_inside(service, out_in=40)
    actions.look_at_days(by=person.team.officer, at=service.later(), case_id=person.case)
    the_prison_says(person, day_of(service.at) + timedelta(days=50))
    client = browser(person.team.officer)
    assert "A day moved" in shown(client, f"/people/{person.id}/release")
    written(client, f"/people/{person.id}/release/looked")
    assert "A day moved" not in shown(client, f"/people/{person.id}/release")


def test_a_licence_that_is_approved_offers_no_approval_again(service):
    person = somebody_inside(service, out_in=20)
    made = a_licence(person)
    sent(person, made)
    approved(person, made)
    page = shown(browser(person.team.senior), f"/licences/{made}")
    assert f"/licences/{made}/approve" not in page and f"/licences/{made}/reopen" in page
    assert LicenceMove.REOPEN
