"""A queue past what was agreed: said on a page, told to whoever is named and to nobody else, and acted on from home."""

import html
from datetime import timedelta

import pytest
from django.utils import timezone
from support.people import joins
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer, row_of
from support.wall_visits import browser, caller

from throughcare.casework.interventions.models import NotReferred, Referral
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service(at=timezone.now() - timedelta(hours=8))


@pytest.fixture(scope="module")
def provider(service):
    return a_provider(service)


def a_title():
    return f"Homes {new_id().hex[-8:]}"


@pytest.fixture
def offered(service, provider):
    return an_offer(provider, service, intervention_title=a_title())


@pytest.fixture
def second(service, provider):
    return an_offer(provider, service, intervention_title=a_title())


def form(offered, **given):
    today = timezone.localdate()
    said = {
        "number": "0", "measure": "days that somebody has waited", "at": "20", "then": "second provider",
        "told": ["whoever referred", "the team that receives", "the commissioner"], "source": "Schedule 4",
        "starts_day": today.day, "starts_month": today.month, "starts_year": today.year, "idempotency_key": str(new_id()),
    }  # fmt: skip
    return said | given


def waits_since(referral_id, days):
    row = row_of(referral_id)
    row.sent_at = timezone.now() - timedelta(days=days)
    row.save(using="owner")
    return row


def test_a_ladder_is_written_on_its_page_shown_and_what_is_wrong_stands_beside_its_box(
    provider, offered, second
):
    keeper, where = browser(provider.commissioner), f"/services/{offered.id}/overflow"
    wrong = keeper.post(where, form(offered, at="", to=second.reference)).content.decode()
    assert "Say from how many on." in wrong
    wrong = keeper.post(where, form(offered)).content.decode()
    assert "Rung 1: name the service that takes people over." in wrong
    assert keeper.post(where, form(offered, to=second.reference)).status_code == 302
    page = keeper.get(f"/services/{offered.id}").content.decode()
    to = f"a second provider takes people over ({second.title}, {second.prime})"
    assert f"Once somebody has waited 20 days: {to}" in html.unescape(page)
    assert second.reference not in page
    assert to in html.unescape(keeper.get(where).content.decode())
    lower = form(
        offered,
        number="1",
        stay=["0"],
        at="10",
        then="priced band",
        pounds="120.50",
        told=["the commissioner"],
    )
    assert keeper.post(where, lower).status_code == 302
    told = keeper.get(f"/api/v1/services/{offered.id}/overflow").json()
    assert [(one["at"], one["pence"]) for one in told["rungs"]] == [(10, 12_050), (20, None)]
    none = form(offered, number="2", measure="", at="", then="", told=[])
    assert keeper.post(where, none).status_code == 302
    assert "Nothing is agreed" in keeper.get(f"/services/{offered.id}").content.decode()


def test_who_is_named_is_told_and_passes_the_person_on_and_nobody_else_is(service, provider, offered, second):
    keeper = browser(provider.commissioner)
    assert (
        keeper.post(f"/services/{offered.id}/overflow", form(offered, to=second.reference)).status_code == 302
    )
    person, other = managed(a_person(service)), managed(a_person(service))
    made = refer(person, offered)
    refer(other, offered)
    waits_since(made, 21)
    said, where = (
        f"Waits for {offered.title} longer than agreed",
        f"/referrals/{made}/transfer?to={second.id}",
    )
    officer = browser(person.team.officer)
    home = officer.get("/", {"all": ""}).content.decode()
    assert home.count(said) == 1 and where in home
    assert f"({second.title}, {second.prime})" in html.unescape(home) and second.reference not in home
    assert (
        said
        not in browser(joins(person.team.unit, "offender manager")).get("/", {"all": ""}).content.decode()
    )
    queue = f"{offered.title}, {offered.prime}"
    for who in (provider.lead, provider.commissioner):
        assert queue in browser(who).get("/", {"all": ""}).content.decode()
    assert queue not in browser(provider.worker).get("/", {"all": ""}).content.decode()
    assert queue not in browser(a_provider(service).lead).get("/", {"all": ""}).content.decode()
    page = officer.get(where).content.decode()
    assert f'value="{second.id}" selected' in page
    sent = {
        "service_id": str(second.id), "note": "Waits too long", "version": row_of(made).version, "idempotency_key": str(new_id()),
    }  # fmt: skip
    assert officer.post(f"/referrals/{made}/transfer", sent).status_code == 302
    assert said not in officer.get("/", {"all": ""}).content.decode()
    assert Referral.objects.using("owner").get(id=made).service_id == second.id


def test_who_has_left_the_team_leaves_it_to_whoever_leads_it(service, provider, offered, second):
    browser(provider.commissioner).post(
        f"/services/{offered.id}/overflow", form(offered, to=second.reference)
    )
    person = managed(a_person(service))
    made = refer(person, offered)
    row = waits_since(made, 30)
    row.sent_by = provider.worker.id  # of another team
    row.save(using="owner")
    said = f"Waits for {offered.title} longer than agreed"
    assert said in browser(person.team.senior).get("/", {"all": ""}).content.decode()
    assert said not in browser(person.team.officer).get("/", {"all": ""}).content.decode()


def test_what_is_no_errand_of_the_referrers_is_told_as_what_they_wait_for(service, provider, offered):
    browser(provider.commissioner).post(f"/services/{offered.id}/overflow", form(offered, then="group"))
    person = managed(a_person(service))
    waits_since(refer(person, offered), 25)
    home = browser(person.team.officer).get("/", {"all": ""}).content.decode()
    assert f"Waits for {offered.title} longer than agreed: a group is held" in home


def test_the_person_page_says_it_before_somebody_refers_and_not_referring_is_kept(
    service, provider, offered, second
):
    browser(provider.commissioner).post(
        f"/services/{offered.id}/overflow", form(offered, to=second.reference)
    )
    person, one = managed(a_person(service)), managed(a_person(service))
    waits_since(refer(one, offered), 30)
    officer, need = browser(person.team.officer), offered.needs[0]
    page = officer.get(f"/people/{person.id}/services?need={need}").content.decode()
    assert "Past what was agreed since" in page
    found = (
        caller(person.team.officer).get(f"/api/v1/people/{person.id}/services?need={need}&most=5000").json()
    )
    told = {held["service_id"]: held["past_what_was_agreed"] for held in found["fitting"]}
    assert told[str(offered.id)] == "second provider" and told[str(second.id)] is None
    where = f"/people/{person.id}/services/{offered.id}/not-referred?need={need}"
    assert "Past what was agreed" in officer.get(where).content.decode()
    sent = {"need": need, "instead": "Asked the council", "idempotency_key": str(new_id())}
    assert officer.post(where, {**sent, "instead": ""}).status_code == 200
    for _ in range(2):
        assert officer.post(where, sent).status_code == 302
    assert NotReferred.objects.using("owner").filter(person_id=person.id).count() == 1
    assert "Asked the council" in officer.get(f"/people/{person.id}/services").content.decode()
    (listed,) = caller(person.team.officer).get(f"/api/v1/people/{person.id}/not-referred").json()
    assert listed["instead"] == "Asked the council"


def test_the_api_refuses_in_words_what_the_page_refuses(service, provider, offered):
    api, where = browser(provider.commissioner), f"/api/v1/services/{offered.id}/overflow"
    rung = {"measure": "people who wait", "at": 5, "then": "group", "told": ["the commissioner"]}
    ladder = {"number": 0, "starts": str(day_of(timezone.now())), "source": "Schedule 4", "rungs": [rung]}
    assert api.post(where, ladder, content_type="application/json").json() == {"number": 1}
    stale = api.post(where, ladder, content_type="application/json")
    assert stale.status_code == 422 and "Somebody else changed" in stale.content.decode()
    bad = ladder | {"number": 1, "rungs": [rung, rung]}
    answer = api.post(where, bad, content_type="application/json")
    assert answer.status_code == 422 and "must lie above" in answer.content.decode()
    unknown = ladder | {"number": 1, "rungs": [rung | {"then": "magic"}]}
    assert api.post(where, unknown, content_type="application/json").status_code == 422
    person = managed(a_person(service))
    refused = caller(person.team.officer).post(
        f"/api/v1/people/{person.id}/services/{offered.id}/not-referred", {"need": "nothing", "instead": "waited"},
        content_type="application/json",
    )  # fmt: skip
    assert refused.status_code == 422 and "is not a need" in refused.content.decode()
