"""Whoever countersigns reads the whole assessment on one page, with its gaps flagged, and answers there with a comment."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from support.assessing import a_harm, being_assessed, every_view, ready_to_sign
from support.browser import opens
from support.service import THERE, a_service

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.rules.questions import pages
from throughcare.foundation.kernel.days import day_of

from .test_pages import client_of, post, signed_in


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", local=THERE, at=datetime(2026, 11, 20, 10, tzinfo=UTC))


def read_of(one, member):
    answer = client_of(member).get(f"/people/{one.id}/assessments/{one.assessment}/read")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_section_answer_judgement_and_part_of_the_harm_analysis_is_on_the_one_page(service):
    one = ready_to_sign("high", service=service)
    one.save({"accommodation.words": "The flat is damp", "finance.because": "Debts are paid off weekly"})
    one.do(actions.sign)
    text = read_of(one, one.senior)
    for title in pages().values():
        assert title in text
    for said in (
        "The flat is damp",
        "Debts are paid off weekly",
        "Raised by: when drinking",
        "weekly",
        "nothing known",
    ):
        assert said in text, said
    assert "Record what you decide" in text


def test_what_is_not_answered_or_not_confirmed_is_flagged_with_its_place(service):
    one = being_assessed(service)
    one.save({**every_view(), "o3-4": "1"})
    one.do(actions.record_harm, analysis=a_harm(day_of(one.service.at), "high"))
    one.do(actions.sign)
    answer = client_of(one.senior).get(f"/people/{one.id}/assessments/{one.assessment}/read").content.decode()
    assert 'href="#part-offence-analysis"' in answer and 'id="part-offence-analysis"' in answer
    text = read_of(one, one.senior)
    assert re.search(r"Accommodation: 3 of 4 questions not answered", text)
    assert re.search(r"Accommodation\s+3 of 4 not answered", text)
    inside = answer.partition('id="part-accommodation"')[2].partition("</details>")[0]
    assert inside.index("Not answered") < inside.index("Suitability"), "gaps come first, then what was said"


def test_an_analysis_of_harm_with_no_gap_is_completed_by_signing(service):
    one = being_assessed(service)
    one.save(every_view())
    one.do(actions.record_harm, analysis=a_harm(day_of(one.service.at), "medium"))
    assert one.seen().harm.completed_level == "" and one.seen().gaps == ()
    assert one.do(actions.sign) == "signed"
    assert one.seen().harm.completed_level == "medium"
    assert one.ask(queries.harm_level_of, one.id) == "medium"


def test_it_is_sent_back_with_a_comment_that_the_officer_reads_on_it_and_at_home(service):
    one = ready_to_sign("high", service=service)
    one.do(actions.sign)
    this, client = f"/people/{one.id}/assessments/{one.assessment}", client_of(one.senior)
    silent = post(client, f"{this}/read", one, decision="return", because=" ")
    assert silent.status_code == 200 and "Say what is to be changed" in silent.content.decode()
    assert (
        post(client, f"{this}/read", one, decision="return", because="Say more of the drinking").status_code
        == 302
    )
    assert one.seen().sent_back.because == "Say more of the drinking"
    assert "Say more of the drinking" in client_of(one.officer).get(this).content.decode()
    by, _, because = one.ask(queries.sent_back, [one.id])[one.id]
    assert (by, because) == (one.senior.name, "Say more of the drinking")
    home = client_of(one.officer).get("/?all").content.decode()
    assert "Say more of the drinking" in home


def test_a_second_countersignature_is_asked_for_on_the_page(service):
    one = ready_to_sign("high", service=service)
    one.do(actions.sign)
    this = f"/people/{one.id}/assessments/{one.assessment}"
    assert (
        post(client_of(one.senior), f"{this}/read", one, decision="countersign", second="on").status_code
        == 302
    )
    assert one.seen().state.value == "awaiting a second countersignature"


def test_whoever_may_not_countersign_reads_it_and_is_offered_no_decision(service):
    one = ready_to_sign("high", service=service)
    one.do(actions.sign)
    assert "Record what you decide" not in read_of(one, one.officer)
    sent = post(
        client_of(one.officer),
        f"/people/{one.id}/assessments/{one.assessment}/read",
        one,
        decision="countersign",
    )
    assert sent.status_code == 200
    assert one.seen().state.value == "awaiting countersignature"


@pytest.mark.browser
def test_on_a_phone_without_scripts_it_is_folded_by_section_and_a_gap_opens_its_own(
    plain_page, site, service
):
    one = being_assessed(service)
    one.save({**every_view(), "o3-4": "1"})
    one.do(actions.record_harm, analysis=a_harm(day_of(one.service.at), "high"))
    one.do(actions.sign)
    page = signed_in(plain_page, site, one.senior)
    page.goto(f"{site}/people/{one.id}/assessments/{one.assessment}/read")
    section = page.locator("details", has=page.get_by_role("heading", name="Accommodation", exact=True))
    expect(section.get_by_text("3 of 4 not answered")).to_be_visible()
    expect(section.locator("li").first).to_be_hidden()
    folded = page.evaluate("document.documentElement.scrollHeight")
    page.get_by_role("link", name="Accommodation: 3 of 4 questions not answered").click()
    expect(section.locator("li").first).to_be_visible()
    opens(page.get_by_role("link", name="Open every section"))
    expect(page.locator("details.tc-fold:not([open])")).to_have_count(0)
    assert folded * 2 < page.evaluate("document.documentElement.scrollHeight")


@pytest.mark.browser
def test_on_paper_every_section_is_open(plain_page, site, service):
    one = ready_to_sign("medium", service=service)
    page = signed_in(plain_page, site, one.officer)
    page.emulate_media(media="print")
    page.goto(f"{site}/people/{one.id}/assessments/{one.assessment}/read")
    shown = page.locator("#part-accommodation dl")
    expect(shown).to_be_visible()
    assert shown.bounding_box()["height"] > 20
