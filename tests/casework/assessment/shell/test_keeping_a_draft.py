"""A draft is kept as it is written: sent twice counts once, two people see both answers, and nothing untouched is undone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from support.assessing import being_assessed, every_view, ready_to_sign
from support.browser import opens
from support.service import THERE, a_service

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.models import AnswerSaved

from .test_pages import client_of, post, signed_in


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", local=THERE, at=datetime(2026, 11, 20, 10, tzinfo=UTC))


def page_of(one, key="accommodation"):
    return f"/people/{one.id}/assessments/{one.assessment}/pages/{key}"


def kept_of(one):
    return AnswerSaved.objects.using("owner").filter(assessment=one.assessment).count()


def test_a_draft_is_kept_while_it_is_written_and_sent_twice_it_counts_once(service):
    one = being_assessed(service)
    key, client, before = str(uuid4()), client_of(one.officer), kept_of(one)
    sent = {"draft": "yes", "version": one.seen().version, "idempotency_key": key, "o3-4": "2"}
    first = client.post(page_of(one), sent)
    assert first.status_code == 200
    assert first.json()["said"] == "Everything on this page is saved."
    assert first.json()["version"] == one.seen().version
    assert client.post(page_of(one), sent).status_code == 200
    assert kept_of(one) == before + 1
    assert one.seen().answers["o3-4"].value == "2"


def test_what_is_wrong_in_one_box_keeps_nothing_of_the_others_and_is_named(service):
    one = being_assessed(service)
    answer = post(
        client_of(one.officer), page_of(one, "record"), one,
        draft="yes", age_at_first_sanction="nineteen", assaulted_staff="NO",
    )  # fmt: skip
    assert answer.json()["said"] == "Saved. Not yet: Age at first sanction."
    assert one.seen().answers["assaulted_staff"].value == "NO"
    assert "age_at_first_sanction" not in one.seen().answers


def test_keeping_a_draft_confirms_nothing_that_was_carried_over(service):
    earlier = ready_to_sign(service=service)
    earlier.do(actions.sign)
    earlier.do(actions.lock)
    made = actions.start_assessment(by=earlier.officer, at=earlier.now(), person_id=earlier.id)
    earlier.assessment = made
    given = {"o3-4": "0", "o3-5": "2"}
    post(client_of(earlier.officer), page_of(earlier), earlier, draft="yes", **given)
    assert not earlier.seen().answers["o3-4"].sure
    assert earlier.seen().answers["o3-5"].sure
    post(client_of(earlier.officer), page_of(earlier), earlier, **given)
    assert earlier.seen().answers["o3-4"].sure


def test_what_one_left_as_it_was_shown_does_not_undo_what_another_saved(service):
    one = being_assessed(service)
    opened = one.seen().version
    actions.save_answers(
        by=one.senior, at=one.now(), assessment_id=one.assessment, version=opened, answers={"o3-4": "2"}
    )
    actions.save_answers(
        by=one.officer, at=one.now(), assessment_id=one.assessment, version=opened, answers={"o3-4": None, "o3-5": "1"}
    )  # fmt: skip
    assert (one.seen().answers["o3-4"].value, one.seen().answers["o3-5"].value) == ("2", "1")


def test_of_two_who_answer_the_same_the_second_sees_both_and_may_still_let_theirs_stand(service):
    one = being_assessed(service)
    opened = one.seen().version
    actions.save_answers(
        by=one.senior, at=one.now(), assessment_id=one.assessment, version=opened, answers={"o3-4": "2"}
    )
    sent = {"version": opened, "idempotency_key": str(uuid4()), "o3-4": "0"}
    told = client_of(one.officer).post(page_of(one), sent)
    text = re.sub(r"\s+", " ", told.content.decode())
    assert told.status_code == 200
    assert f"{one.senior.name} answered “Significant problems”" in text
    assert "you answered “No problems”" in text
    assert one.seen().answers["o3-4"].value == "2"
    fresh = re.search(r'name="version" value="(\d+)"', text)
    assert int(fresh.group(1)) == one.seen().version
    draft = client_of(one.officer).post(
        page_of(one), sent | {"draft": "yes", "idempotency_key": str(uuid4())}
    )
    assert draft.status_code == 409 and "Somebody else has answered" in draft.json()["said"]
    again = client_of(one.officer).post(
        page_of(one), sent | {"version": fresh.group(1), "idempotency_key": str(uuid4())}
    )
    assert again.status_code == 302
    assert one.seen().answers["o3-4"].value == "0"
    since = one.ask(queries.saved_since, one.assessment, opened)
    assert (since["o3-4"].by, since["o3-4"].answered.value) == (one.officer.name, "0")


@pytest.mark.browser
def test_with_scripts_a_change_is_kept_before_any_button_is_pressed(browser_page, site, service):
    one = being_assessed(service)
    page = signed_in(browser_page, site, one.officer)
    page.goto(site + page_of(one))
    page.get_by_role("group", name="Suitability").get_by_label("Significant problems").check()
    expect(page.get_by_text("Everything on this page is saved.")).to_be_visible()
    page.get_by_role("group", name="Location").get_by_label("Some problems").check()
    page.get_by_label("The person's own words").fill("The flat is damp")
    page.get_by_label("The person's own words").blur()
    expect(page.get_by_text("Everything on this page is saved.")).to_be_visible()
    answers = one.seen().answers
    assert answers["o3-4"].value == "2" and answers["o3-6"].value == "1"
    assert answers["accommodation.words"].value == "The flat is damp"
    opens(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_text("Accommodation is saved.")).to_be_visible()


def test_what_is_on_record_is_shown_with_its_source_and_asked_only_of_whoever_says_otherwise(service):
    one = being_assessed(service, sex="M")
    client = client_of(one.officer)
    text = client.get(page_of(one, "record")).content.decode()
    for name in ("sex", "date_of_birth", "conviction_date", "sanctions", "supervision", "custodial_sentence"):
        assert f'name="{name}' not in text, name
    assert "This person&#x27;s record" in text and "The sentence in force" in text
    asked = client.get(page_of(one, "record") + "?correct=sanctions").content.decode()
    assert 'name="sanctions"' in asked
    posted = post(client, page_of(one, "record") + "?correct=sanctions", one, sanctions="7")
    assert posted.status_code == 302
    assert one.seen().answers["sanctions"].value == "7"
    assert 'name="sanctions"' in client.get(page_of(one, "record")).content.decode()


def test_a_draft_follows_the_record_and_signing_keeps_what_it_said_that_day(service):
    one = being_assessed(service)
    assert "mappa_eligible" not in one.seen().answers
    asked = actions.Registering(one.id, "mappa", "1", "known to the team")
    actions.record_registrations(by=one.officer, at=one.now(), registrations=[asked])
    held = one.seen().answers["mappa_eligible"]
    assert (held.value, held.source) == ("YES", "registered under MAPPA")
    ready = ready_to_sign(service=service)
    actions.record_registrations(
        by=ready.officer, at=ready.now(),
        registrations=[actions.Registering(ready.id, "mappa", "1", "known to the team")],
    )  # fmt: skip
    ready.do(actions.sign)
    assert ready.seen().answers["mappa_eligible"].value == "YES"
    assert (
        AnswerSaved.objects.using("owner")
        .filter(assessment=ready.assessment, question="mappa_eligible")
        .exists()
    )


def test_views_alone_leave_the_open_questions_told_and_every_gap_leads_to_its_question(service):
    one = being_assessed(service)
    views = {name: value for name, value in every_view().items() if not name.endswith("finance.because")}
    one.save(views)
    seen, client = one.seen(), client_of(one.officer)
    shown = client.get(f"/people/{one.id}/assessments/{one.assessment}").content.decode()
    assert "finance.because" in {gap.question for gap in seen.gaps}
    for gap in seen.gaps:
        tail = gap.page if gap.page.startswith("harm") else f"pages/{gap.page}"
        there = f"/people/{one.id}/assessments/{one.assessment}/{tail}"
        assert f'href="{there}' in shown, gap
        page = client.get(there)
        assert page.status_code == 200
        anchor = shown.split(f'href="{there}')[1].split('"')[0].removeprefix("#")
        assert not anchor or f'id="{anchor}"' in page.content.decode(), anchor
