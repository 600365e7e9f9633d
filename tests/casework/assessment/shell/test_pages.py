"""The journey in a browser, on a phone and without scripts: every page is accessible, saved at each step, and shown why."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from support.assessing import (
    HISTORY,
    PRESENT,
    Assessed,
    a_harm,
    every_item,
    every_view,
    ready_to_sign,
    signed,
    under_supervision,
)
from support.browser import assert_accessible, assert_no_sideways_scroll, opens
from support.people import an_office
from support.service import THERE, a_service

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.rules.questions import pages
from throughcare.foundation.access.models import Account
from throughcare.foundation.audit.models import Entry


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", local=THERE, at=datetime(2026, 11, 20, 10, tzinfo=UTC))


@pytest.fixture(scope="module")
def assessed(service):
    one = ready_to_sign("high", service=service)
    one.do(actions.sign)
    one.do(actions.countersign, member=one.senior)
    actions.record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    return one


def client_of(member) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=member.account_id), settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["second_step"] = True
    session.save()
    return client


def signed_in(page: Page, site: str, member) -> Page:
    cookie = client_of(member).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    return page


def places(one: Assessed) -> list[str]:
    base, this = f"/people/{one.id}", f"/people/{one.id}/assessments/{one.assessment}"
    with_score = one.ask(queries.scores_of, one.id)
    scored = next(row for row in with_score if row.instrument == "arp")
    refused = next((row for row in with_score if row.refused), scored)
    return [
        f"{base}/assessment", this, *(f"{this}/pages/{key}" for key in pages()), f"{this}/harm", f"{this}/harm/screening",
        f"{this}/harm/groups/public", f"{this}/harm/enquiries/domestic_abuse", f"{this}/harm/plan", f"{this}/steps/lock",
        f"{this}/steps/roll-back", f"{base}/scores", f"{base}/scores/{scored.id}", f"{base}/scores/{refused.id}",
        f"{base}/tier", f"{base}/own-summary", f"{this}/read",
    ]  # fmt: skip


@pytest.mark.browser
def test_every_page_is_accessible_on_a_phone_when_no_script_arrives(unscripted_page, site, assessed):
    page = signed_in(unscripted_page, site, assessed.senior)
    for place in places(assessed):
        answer = page.goto(site + place)
        assert answer.status == 200, place
        assert_accessible(page)
        assert_no_sideways_scroll(page)


@pytest.mark.browser
def test_an_officer_writes_an_assessment_without_scripts_and_nothing_is_lost(plain_page, site, service):
    person, officer, _ = under_supervision(service)
    page = signed_in(plain_page, site, officer)
    page.goto(f"{site}/people/{person.id}/assessment")
    opens(page.get_by_role("button", name="Start with the earlier questions"))
    opens(page.get_by_role("link", name="The record"))
    row = page.locator(".govuk-summary-list__row", has_text="Number of sanctions, the present one included")
    expect(row).to_contain_text("court record")
    expect(page.get_by_label("Number of sanctions, the present one included")).to_have_count(0)
    page.get_by_label("Age at first sanction").fill("nineteen")
    opens(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Age at first sanction").fill("19")
    opens(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sexual offending")
    opens(page.get_by_role("link", name="Back to the assessment"))
    opens(page.get_by_role("main").get_by_role("link", name="Accommodation", exact=True).last)
    page.get_by_role("group", name="Suitability").get_by_label("Significant problems").check()
    page.get_by_label("The person's own words").fill("The flat is damp")
    opens(page.get_by_role("button", name="Save and go on"))
    page.goto(page.url.replace("employment-education", "accommodation"))
    expect(page.get_by_role("group", name="Suitability").get_by_label("Significant problems")).to_be_checked()
    expect(page.get_by_label("The person's own words")).to_have_value("The flat is damp")


@pytest.mark.browser
def test_harm_cannot_be_completed_before_its_enquiries_and_the_page_says_which(plain_page, site, service):
    person, officer, _ = under_supervision(service)
    made = actions.start_assessment(by=officer, at=service.later(), person_id=person.id)
    one = Assessed(person, officer, officer, made)
    one.do(actions.record_harm, analysis=a_harm(service.at.date(), enquiries=()))
    page = signed_in(plain_page, site, officer)
    page.goto(f"{site}/people/{person.id}/assessments/{made}/harm")
    expect(
        page.get_by_role("link", name="No domestic abuse enquiry of the police has been made")
    ).to_be_visible()
    expect(page.get_by_text("No child safeguarding enquiry")).to_be_visible()
    expect(page.get_by_role("button", name="Complete the analysis")).to_have_count(0)
    for name in ("Child safeguarding enquiry", "Domestic abuse enquiry"):
        opens(page.locator(".govuk-task-list").get_by_role("link", name=name))
        for label, day in (("Date asked", "10"), ("Date answered", "12")):
            group = page.get_by_role("group", name=label)
            for part, value in (("Day", day), ("Month", "11"), ("Year", "2026")):
                group.get_by_label(part).fill(value)
        opens(page.get_by_role("button", name="Save"))
    opens(page.get_by_role("button", name="Complete the analysis"))
    expect(page.get_by_text("The analysis is complete")).to_be_visible()
    assert one.ask(queries.harm_level_of, person.id) == "medium"


@pytest.mark.browser
def test_a_score_shows_a_chart_of_its_terms_beside_their_table(browser_page, site, assessed):
    page = signed_in(browser_page, site, assessed.officer)
    page.goto(f"{site}/people/{assessed.id}/scores")
    opens(page.get_by_role("link", name="ARP", exact=True))
    drawn = page.locator(".tc-figure__chart img")
    expect(drawn).to_be_visible()
    assert drawn.evaluate("image => image.naturalWidth") > 200
    expect(page.get_by_role("row", name=re.compile("Together"))).to_be_visible()
    expect(page.get_by_text("Of people with answers like yours")).to_be_visible()


def test_an_officer_signs_and_a_senior_countersigns(service):
    one = ready_to_sign("high", service=service)
    this = f"/people/{one.id}/assessments/{one.assessment}"
    posted = post(client_of(one.officer), f"{this}/steps/sign", one)
    assert posted.status_code == 302
    assert "Record what you decide" not in client_of(one.officer).get(f"{this}/read").content.decode()
    decided = post(
        client_of(one.senior), f"{this}/read", one, decision="countersign", because="Thorough work"
    )
    assert decided.status_code == 302
    assert one.seen().steps[-1].because == "Thorough work"
    assert one.seen().state.value == "countersigned"


def post(client, place, one, **more):
    from uuid import uuid4

    given = {"version": one.seen().version, "idempotency_key": str(uuid4())}
    return client.post(place, given | more)


def test_signing_too_early_says_everything_that_is_missing(service):
    person, officer, _ = under_supervision(service)
    made = actions.start_assessment(by=officer, at=service.later(), person_id=person.id)
    one = Assessed(person, officer, officer, made)
    answer = post(client_of(officer), f"/people/{person.id}/assessments/{made}/steps/sign", one)
    assert answer.status_code == 200
    assert "Finance is not assessed" in answer.content.decode()


def test_scoring_from_the_page_fills_scores_and_tier(service):
    one = ready_to_sign(service=service)
    client = client_of(one.officer)
    client.post(f"/people/{one.id}/assessments/{one.assessment}/score")
    shown = client.get(f"/people/{one.id}/tier").content.decode()
    assert "Decided it" in shown
    assert "Every tier so far" in shown
    assert "awaiting" in shown.lower()  # the history keeps the time before


def test_the_tier_says_why_it_is_provisional_and_what_it_could_be(service):
    person, officer, _ = under_supervision(service)
    one = Assessed(
        person,
        officer,
        officer,
        actions.start_assessment(by=officer, at=service.later(), person_id=person.id),
    )
    one.save(HISTORY)
    actions.record_scores(by=officer, at=service.later(), assessment_id=one.assessment)
    shown = client_of(officer).get(f"/people/{person.id}/tier").content.decode()
    assert "It is provisional because" in shown
    assert "rests on history alone" in shown
    assert "could be anything from" in shown


def test_two_assessments_are_shown_side_by_side(service):
    one = signed(item="2", service=service)
    one.do(actions.lock)
    again = actions.start_assessment(by=one.officer, at=one.now(), person_id=one.id)
    later = Assessed(one.person, one.officer, one.senior, again)
    later.save({**every_item("0"), **PRESENT, **every_view()})
    shown = (
        client_of(one.officer)
        .get(f"/people/{one.id}/assessments/{again}/beside/{one.assessment}")
        .content.decode()
    )
    assert "Better" in shown
    assert "No fixed home" in shown


def test_the_person_s_own_summary_is_in_plain_words_and_says_nothing_of_victims(assessed):
    shown = client_of(assessed.officer).get(f"/people/{assessed.id}/own-summary").content.decode()
    assert "I would like some help with this" in shown
    assert "Of people with answers like yours" in shown
    assert shown.count("Weekly: ") == 1  # said of supervision and of interventions, by the same: once
    assert "offender" not in shown.split("<main")[1].lower().replace("offender manager", "")


def test_nobody_outside_the_wall_opens_any_of_it_and_every_look_is_written_down(assessed):
    stranger, officer = client_of(an_office().manager), client_of(assessed.officer)
    for place in places(assessed):
        assert stranger.get(place).status_code == 404, place
        assert officer.get(place).status_code == 200, place
    looked = Entry.objects.using("owner").filter(
        kind="looked", member_id=assessed.officer.id, people__contains=[assessed.id]
    )
    assert looked.count() >= len(places(assessed))


def test_somebody_else_s_assessment_does_not_open_under_this_person(assessed, service):
    other = ready_to_sign(service=service)
    assert (
        client_of(assessed.senior).get(f"/people/{assessed.id}/assessments/{other.assessment}").status_code
        == 404
    )
