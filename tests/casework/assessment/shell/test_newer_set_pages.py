"""The journey through the strengths-and-needs set, and through the database: saved, followed up, mapped, signed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from support.assessing import Assessed, a_harm, every_item, every_view, signed, under_supervision
from support.browser import assert_accessible, assert_no_sideways_scroll, opens
from support.service import THERE, a_service

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.models import Assessment
from throughcare.casework.assessment.rules.needs.newer_set import set_questions
from throughcare.casework.assessment.rules.needs.sections import AnswerSet, Need, areas
from throughcare.casework.assessment.rules.questions import pages, questions_of
from throughcare.foundation.kernel import Refused

from .test_pages import client_of, post, signed_in

NEWER = AnswerSet.STRENGTHS_AND_NEEDS


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", local=THERE, at=datetime(2026, 11, 20, 10, tzinfo=UTC))


def begun(service):
    person, officer, senior = under_supervision(service)
    made = actions.start_assessment(by=officer, at=service.later(), person_id=person.id, answer_set=NEWER)
    return Assessed(person, officer, senior, made)


def answered_whole(one):
    """Every question that the set asks answered by its first choice, then by the next that it leads to."""
    for _ in range(4):
        seen = one.seen()
        asked = {q.name: q for area in areas() for q in questions_of(area, NEWER, seen.answers)}
        new = {
            name: [q.choices[0][0]] if set_questions()[name].several else q.choices[0][0]
            for name, q in asked.items()
            if name in set_questions() and (name not in seen.answers or seen.answers[name].value is None)
        }
        items = {name: "1" for name in asked if re.match(r"o\d", name) and name not in seen.answers}
        if new or items:
            one.save({**new, **items})
    return one


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_both_sets_can_be_started_and_a_third_cannot(service):
    for which in ("strengths_and_needs", "older_sections"):
        person, officer, _ = under_supervision(service)
        client = client_of(officer)
        assert client.post(f"/people/{person.id}/assessments/start", {"answer_set": which}).status_code == 302
        assert Assessment.objects.using("owner").get(person_id=person.id).answer_set == which
        assert (
            client.post(f"/people/{person.id}/assessments/start", {"answer_set": "horoscope"}).status_code
            == 404
        )


def test_the_page_says_which_set_it_is(service):
    one = begun(service)
    shown = text_of(client_of(one.officer).get(f"/people/{one.id}/assessments/{one.assessment}"))
    assert "Strengths and needs. Started by" in shown


@pytest.mark.parametrize("area", areas())
def test_each_page_asks_the_sets_questions_the_judgement_strengths_and_the_persons_own_view(service, area):
    one = begun(service)
    shown = text_of(client_of(one.officer).get(f"/people/{one.id}/assessments/{one.assessment}/pages/{area}"))
    for asked in questions_of(area, NEWER, {}):
        assert asked.words.replace("'", "&#x27;") in shown, asked.name
    assert "Strengths or protective factors" in shown
    assert "The person&#x27;s own view" in shown


def save_page(one, area, **more):
    return post(
        client_of(one.officer), f"/people/{one.id}/assessments/{one.assessment}/pages/{area}", one, **more
    )


def test_an_answer_that_leads_to_more_brings_the_page_back_and_nothing_is_lost(service):
    one = begun(service)
    answer = save_page(one, "accommodation", CURRENT_ACCOMMODATION="TEMPORARY")
    assert answer.headers["Location"].endswith("/pages/accommodation")
    shown = text_of(client_of(one.officer).get(answer.headers["Location"]))
    assert "What kind of temporary home" in shown
    answer = save_page(
        one, "accommodation", CURRENT_ACCOMMODATION="TEMPORARY", TYPE_OF_TEMPORARY_ACCOMMODATION="SHORT_TERM", SUITABLE_HOUSING="NO"
    )  # fmt: skip
    assert not answer.headers["Location"].endswith("/pages/accommodation")
    assert one.seen().answers["SUITABLE_HOUSING"].value == "NO"


def test_the_mapping_shows_each_older_item_what_it_comes_to_and_what_it_was_read_from(service):
    one = begun(service)
    one.save({"CURRENT_ACCOMMODATION": "NO_ACCOMMODATION"})
    shown = text_of(
        client_of(one.officer).get(f"/people/{one.id}/assessments/{one.assessment}/pages/accommodation")
    )
    assert "In the earlier questions" in shown
    assert re.search(
        r"Suitability Accommodation, 3\.4 Significant problems Where the person lives now", shown
    )


def test_an_item_that_the_set_does_not_fill_says_that_it_was_asked_as_before_or_that_nothing_was(service):
    one = begun(service)
    one.save({"ALCOHOL_USE": "NO", "o9-3": "1"})
    shown = text_of(
        client_of(one.officer).get(f"/people/{one.id}/assessments/{one.assessment}/pages/alcohol-use")
    )
    assert re.search(r"How often Alcohol misuse, 9\.3 Some problems Asked as before", shown)
    assert re.search(r"Drinking now Alcohol misuse, 9\.1 No problems Does the person drink alcohol", shown)
    assert re.search(r"Motivation to change Alcohol misuse, 9\.5 Not known yet Nothing yet", shown)


def test_the_older_journey_shows_no_mapping(service):
    person, officer, _ = under_supervision(service)
    made = actions.start_assessment(by=officer, at=service.later(), person_id=person.id)
    shown = text_of(client_of(officer).get(f"/people/{person.id}/assessments/{made}/pages/accommodation"))
    assert "In the earlier questions" not in shown
    assert "Where the person lives now" not in shown


def test_needs_are_found_by_the_sets_own_thresholds(service):
    one = begun(service)
    one.save(
        {
            "ALCOHOL_USE": "YES_WITHIN_LAST_THREE_MONTHS",
            "ALCOHOL_EVIDENCE_OF_EXCESS_DRINKING": "YES_WITH_EVIDENCE",
        }
    )
    one.save(
        {
            "ALCOHOL_FREQUENCY": "MORE_THAN_4_TIMES_A_WEEK",
            "ALCOHOL_UNITS": "UNITS_10_OR_MORE",
            "o9-3": "0",
            "o9-5": "0",
        }
    )
    found = one.seen().sections["alcohol"]
    assert (found.lowest, found.need) == (
        4,
        Need.SEVERE,
    )  # the older sections would call 4 a need, not a severe one


def test_every_section_that_is_scored_can_be_known_by_the_questions_of_the_set_alone(service):
    one = answered_whole(begun(service))
    unknown = {code: one.seen().sections[code].missing for code in one.seen().sections}
    assert {code for code, missing in unknown.items() if missing} <= {"finance"}


def test_it_is_signed_like_the_other_and_its_needs_reach_the_persons_own_summary(service):
    one = answered_whole(begun(service))
    one.save(every_view())
    one.do(actions.record_harm, analysis=a_harm(service.at.date()))
    one.do(actions.complete_harm)
    posted = post(client_of(one.officer), f"/people/{one.id}/assessments/{one.assessment}/steps/sign", one)
    assert posted.status_code == 302
    assert one.seen().state.value == "signed"
    shown = text_of(client_of(one.officer).get(f"/people/{one.id}/own-summary"))
    assert "I would like some help with this" in shown


def test_signing_is_refused_while_an_area_has_no_judgement_whichever_set_it_is(service):
    one = answered_whole(begun(service))
    with pytest.raises(Refused, match="Finance is not assessed"):
        one.do(actions.sign)


def test_the_next_one_carries_answers_of_the_older_sections_over_with_where_they_come_from(service):
    one = signed(item="2", service=service)
    one.do(actions.lock)
    again = actions.start_assessment(by=one.officer, at=one.now(), person_id=one.id, answer_set=NEWER)
    seen = one.ask(queries.assessment, again, on=service.at.date())
    solving = seen.answers["THINKING_BEHAVIOURS_ATTITUDES_PROBLEM_SOLVING"]
    assert (solving.value, solving.sure) == ("NO", False)
    shown = text_of(
        client_of(one.officer).get(
            f"/people/{one.id}/assessments/{again}/pages/thinking-behaviours-attitudes"
        )
    )
    assert "mean in this set" in shown
    assert "Saving this page confirms it" in shown
    assert "o11-6" not in seen.answers


def test_an_assessment_of_each_set_stands_side_by_side_in_words(service):
    one = signed(item="2", service=service)
    one.do(actions.lock)
    again = actions.start_assessment(by=one.officer, at=one.now(), person_id=one.id, answer_set=NEWER)
    later = Assessed(one.person, one.officer, one.senior, again)
    later.save(
        {"CURRENT_ACCOMMODATION": "SETTLED", "SUITABLE_HOUSING": "YES", "SUITABLE_HOUSING_LOCATION": "YES"}
    )
    shown = text_of(
        client_of(one.officer).get(f"/people/{one.id}/assessments/{again}/beside/{one.assessment}")
    )
    assert "Where the person lives now" in shown
    assert "A settled home" in shown
    assert "Better" in shown


def test_an_answer_that_is_none_of_the_choices_is_refused_by_the_action_and_the_page(service):
    one = begun(service)
    with pytest.raises(Refused, match="Where the person lives now"):
        one.save({"CURRENT_ACCOMMODATION": "A_CASTLE"})
    answer = save_page(one, "accommodation", CURRENT_ACCOMMODATION="A_CASTLE", idempotency_key=str(uuid4()))
    assert answer.status_code == 200
    assert "There is a problem" in text_of(answer)
    assert "CURRENT_ACCOMMODATION" not in one.seen().answers


def test_older_items_saved_by_another_program_still_count_in_this_set(service):
    one = begun(service)
    one.save(every_item("2"))
    assert one.seen().sections["thinking"].need is Need.SEVERE


@pytest.mark.browser
def test_an_officer_goes_through_it_on_a_phone_without_scripts(unscripted_page, site, service):
    person, officer, _ = under_supervision(service)
    page = signed_in(unscripted_page, site, officer)
    page.goto(f"{site}/people/{person.id}/assessment")
    opens(page.get_by_role("button", name="Start with strengths and needs"))
    base = page.url
    opens(page.get_by_role("link", name="Drug use", exact=True))
    page.get_by_role("group", name="Has the person ever misused drugs").get_by_label("Yes").check()
    opens(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_text("lead to more questions")).to_be_visible()
    page.get_by_role("group", name="Which drugs").get_by_label("Heroin", exact=True).check()
    opens(page.get_by_role("button", name="Save and go on"))
    page.get_by_role("group", name="Heroin: last used").get_by_label("In the last six months").check()
    opens(page.get_by_role("button", name="Save and go on"))
    page.get_by_role("group", name="Heroin: how often").get_by_label("Daily").check()
    opens(page.get_by_role("button", name="Save and go on"))
    for key in pages():
        page.goto(f"{base}/pages/{key}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    page.goto(f"{base}/pages/drug-use")
    expect(page.get_by_role("group", name="Heroin: how often").get_by_label("Daily")).to_be_checked()
    expect(page.get_by_role("row", name=re.compile("Drugs used now.*Significant problems"))).to_be_visible()
