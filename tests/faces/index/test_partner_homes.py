"""What those outside probation see first: an inspector's sample, a court's figures, a partner's shared people."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from support.people import a_founder, joins
from support.service import COURT, a_person, a_service, managed
from support.services import a_provider, an_offer
from support.wall_visits import browser, caller

from throughcare.casework.supervision.models import Sample
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import agreements_with, granted_here, may_share, sharing_with
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.queries import areas_of_body
from throughcare.foundation.operating_model.rules import BodyKind


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021", at=timezone.now() - timedelta(hours=3))


@pytest.fixture(scope="module")
def people(service):
    return [managed(a_person(service)) for _ in range(3)]


def a_body(service, kind, purpose="", shared_by=None):
    """An organisation of a kind with a unit, and an agreement with whoever shares with it."""
    founder, at = a_founder(), service.at - timedelta(hours=1)
    body = access.record_organisation(by=founder, at=at, name=f"{kind.value} {new_id()}", kind=kind)
    unit = access.record_unit(by=founder, at=at, organisation_id=body, name=f"Unit {new_id()}", kind="team")
    if shared_by:
        access.agree_to_share(
            by=founder, at=at, shared_by=shared_by, shared_with=body, purpose=purpose, basis="a protocol"
        )
    return body, unit


def home_of(member):
    return browser(member).get("/").content.decode()


@pytest.fixture(scope="module")
def inspector(service, people):
    _, unit = a_body(service, OrganisationKind.INSPECTORATE, "inspection", people[0].team.organisation)
    return joins(unit, "inspector")


def draw_form(person, **given):
    until = timezone.now().date() + timedelta(days=20)
    parts = {f"until_{part}": getattr(until, part) for part in ("day", "month", "year")}
    form = {
        "organisation_id": str(person.team.organisation), "size": 2, "because": "A thematic inspection",
        "idempotency_key": str(new_id()),
    }  # fmt: skip
    return form | parts | given


def test_an_inspector_draws_a_sample_on_the_page_and_finds_its_cases_at_home(inspector, people):
    client = browser(inspector)
    assert "Nobody" in home_of(inspector) or "No case is open to your unit" in home_of(inspector)
    answer = client.post(reverse("samples"), draw_form(people[0]))
    assert answer.status_code == 302, answer.content.decode()
    home = home_of(inspector)
    assert home.count("nobody of your unit has read it yet") == 2
    drawn = [p for p in people if f'href="/people/{p.id}"' in home]
    assert len(drawn) == 2
    assert client.get(f"/people/{drawn[0].id}").status_code == 200
    assert home_of(inspector).count("nobody of your unit has read it yet") == 1
    unseen = next(p for p in people if p not in drawn)
    assert client.get(f"/people/{unseen.id}").status_code == 404
    listed = client.get(reverse("samples")).content.decode()
    assert "A thematic inspection" in listed and "Ended" not in listed
    page = next(part for part in listed.split('"') if part.startswith("/samples/"))
    shown = client.get(page).content.decode()
    seed = Sample.objects.using("owner").get(id=page.rpartition("/")[2]).seed
    assert "Seed" in shown and f">{seed}<" in shown.replace(" ", "").replace("\n", "")
    assert client.post(page).status_code == 302
    assert client.get(f"/people/{drawn[0].id}").status_code == 404
    assert "Ended" in client.get(reverse("samples")).content.decode()


def test_who_could_see_says_that_it_was_a_sample(inspector, people):
    browser(inspector).post(reverse("samples"), draw_form(people[0], size=3))
    shown = browser(people[0].team.senior).get(f"/people/{people[0].id}/access").content.decode()
    assert "Drawn in a sample for inspection" in shown and "A protocol" in shown


def test_a_draw_that_is_refused_says_why_beside_the_field_and_draws_nothing(inspector, people):
    client = browser(inspector)
    for wrong, says in (
        ({"size": 0}, "Enter 1 or more."),
        ({"because": ""}, "Say which inspection it is for"),
    ):
        answer = client.post(reverse("samples"), draw_form(people[0]) | wrong)
        assert answer.status_code == 200 and says in answer.content.decode()


def test_an_inspectorate_with_no_agreement_is_told_what_it_lacks(service):
    _, unit = a_body(service, OrganisationKind.INSPECTORATE)
    shown = browser(joins(unit, "inspector")).get(reverse("samples")).content.decode()
    assert "No organisation has an agreement with yours for inspection" in shown
    assert "Draw the sample" not in shown


def test_by_the_api_a_sample_is_drawn_read_and_ended(inspector, people):
    client = caller(inspector)
    body = {
        "organisation_id": str(people[0].team.organisation), "size": 3,
        "until": (timezone.now().date() + timedelta(days=5)).isoformat(), "because": "by the API",
    }  # fmt: skip
    made = client.post("/api/v1/samples", body, content_type="application/json").json()["id"]
    [seen] = [s for s in client.get("/api/v1/samples").json() if s["id"] == made]
    drawn_by = Sample.objects.using("owner").get(id=made).seed
    assert (seen["seed"], seen["drawn"], seen["over"]) == (drawn_by, 3, False)
    assert {c["person_id"] for c in client.get("/api/v1/samples/cases").json()} == {str(p.id) for p in people}
    ended = client.post(f"/api/v1/samples/{made}/end", {}, content_type="application/json")
    assert ended.json() == {"ended": 3}


@pytest.fixture(scope="module")
def bench(service):
    """A court's organisation, appointed nowhere yet, and its sentencer."""
    body, unit = a_body(service, OrganisationKind.COURT)
    return body, joins(unit, "sentencer")


def test_a_sentencer_whose_court_is_appointed_nowhere_sees_first_every_court_that_has_sent_results(
    service, people, bench
):
    shown = home_of(bench[1])
    assert "Every court that has sent results" in shown and f"/courts/figures/{COURT}" in shown
    assert "/people/" not in shown.replace("/people/search", "")


SMALL_COURT = "CNSTMC"  # no other test sentences anybody here, so its figures are of this file's people alone


def test_a_courts_page_shows_its_list_and_what_became_of_its_sentences_and_no_person(service, bench):
    sat = {"court_code": SMALL_COURT, "hearing_date": "2026-09-07", "offence_date": "2026-08-03"}
    people = [a_person(service, **sat) for _ in range(2)]
    shown = browser(bench[1]).get(reverse("court_figures", kwargs={"code": SMALL_COURT})).content.decode()
    assert "What became of the sentences passed here" in shown and "Court list" in shown
    assert "Fewer than 10" in shown
    from throughcare.casework.people.models import Person

    for person in people:
        assert str(person.id) not in shown
        assert Person.objects.using("owner").get(id=person.id).surname not in shown


def test_a_courts_page_shows_what_people_can_be_sent_to_for_whom_and_how_long_it_takes(
    service, people, bench
):
    title = f"Homes near the court {new_id()}"
    here = an_offer(a_provider(service), service, intervention_title=title, allows_male="False")
    page = reverse("court_figures", kwargs={"code": COURT})
    shown = browser(bench[1]).get(page).content.decode()
    row = shown[shown.index(title) :].split("</tr>")[0]
    assert here.prime in row and "Women, 18 or over" in row and "Too few referrals to say" in row
    assert 'href="/gaps"' in shown
    analyst = browser(joins(service.court_unit, "analyst")).get(page).content.decode()
    assert title in analyst and 'href="/gaps"' not in analyst
    elsewhere = reverse("court_figures", kwargs={"code": SMALL_COURT})
    assert title not in browser(bench[1]).get(elsewhere).content.decode()


def test_a_court_appointed_in_an_area_is_told_of_the_courts_there(service, people, bench):
    from throughcare.casework.supervision.rules.areas import area_of_district
    from throughcare.faces.courts.pages.sentencing_figures import own_courts

    body, sentencer = bench
    local = service.local[0]
    service.takes_its_area()
    models.appoint_body(
        by=a_founder(), at=service.at, area=service.area, body=BodyKind.COURT, organisation_id=body,
        start=date(2026, 1, 1),
    )  # fmt: skip
    assert areas_of_body(body, BodyKind.COURT, date(2026, 11, 1)) == [service.area]
    assert areas_of_body(body, BodyKind.PRISON, date(2026, 11, 1)) == []
    asking = type("Asking", (), {"member": sentencer, "at": service.later()})()
    with viewing(sentencer, asking.at):
        mine = own_courts(asking)
    assert COURT in {court.code for court in mine}
    assert {area_of_district().get(court.postcode.partition(" ")[0]) for court in mine} == {local}
    assert "Courts of your area" in home_of(sentencer)


def test_a_police_partner_sees_first_whom_others_share_and_why(service, people):
    officer = joins(people[0].team.unit, "police partner")
    shown = home_of(officer)
    assert "People shared with your team, highest risk first" in shown
    assert all(f'href="/people/{p.id}"' in shown for p in people)
    assert "Is the responsible team" in shown


def test_a_police_partner_of_whom_nobody_is_shared_is_told_so_and_who_could_share(service, people):
    _, unit = a_body(service, OrganisationKind.POLICE, "supervision", people[0].team.organisation)
    shown = home_of(joins(unit, "police partner"))
    assert "Nobody is shared with your team now" in shown
    assert "Who shares with your organisation" in shown and "a protocol" in shown


def test_victim_liaison_sees_who_shares_with_their_unit_and_nobodys_record(service, people):
    _, unit = a_body(service, OrganisationKind.VICTIM_UNIT, "victim contact", people[0].team.organisation)
    shown = home_of(joins(unit, "victim liaison officer"))
    assert "Victim contact" in shown and "a protocol" in shown
    assert not any(str(p.id) in shown for p in people)


def test_an_agreement_is_told_only_while_it_is_in_force_and_of_its_own_purpose(service, people):
    body, _ = a_body(service, OrganisationKind.POLICE, "inspection", people[0].team.organisation)
    giver, now = people[0].team.organisation, service.later()
    assert may_share(giver, body, "inspection", at=now)
    assert not may_share(giver, body, "supervision", at=now)
    assert not may_share(giver, body, "inspection", at=service.at - timedelta(days=9))
    assert may_share(body, body, "anything", at=now)
    assert [o.id for o in sharing_with(body, "inspection", at=now)] == [giver]
    assert [a.purpose for a in agreements_with(body, at=now)] == ["inspection"]
    assert agreements_with(body, at=service.at - timedelta(days=9)) == []


def test_whom_a_unit_is_granted_is_told_with_the_cause_and_to_that_unit_alone(service, people):
    at = service.later()
    with viewing(people[0].team.officer, at):
        mine = granted_here(at=at)
    assert {p.id for p in people} <= {g.person_id for g in mine}
    assert {g.cause for g in mine} <= {"responsibility", "tenure", "transfer", "recorded", "court date"}
    _, unit = a_body(service, OrganisationKind.POLICE)
    with viewing(joins(unit, "police partner"), at):
        assert granted_here(at=at) == []


@pytest.mark.parametrize("role", ["commissioner", "analyst"])
def test_whoever_buys_or_measures_finds_the_courts_of_their_area_at_home_and_no_person(service, people, role):
    shown = home_of(joins(people[0].team.unit, role))
    assert f"/courts/figures/{COURT}" in shown
    assert not any(str(person.id) in shown for person in people)
