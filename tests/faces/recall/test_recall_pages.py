"""Recalls on pages, on homes and through the API: each step where it can be taken, and papers open to those named alone."""

from __future__ import annotations

import io

import pytest
from support.people import joins
from support.recalls import LED_TO, consider, decision, on_licence
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.recall import actions
from throughcare.casework.recall.models import Recall
from throughcare.casework.recall.rules import RecallMove, RecallState
from throughcare.foundation.kernel import new_id


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def head(service):
    return joins(on_team(service), "head of delivery unit")


def on_team(service):
    from throughcare.foundation.operating_model.rules import BodyKind

    return service.teams[BodyKind.PUBLIC_PROVIDER].unit


@pytest.fixture(scope="module")
def made(service, head):
    return consider(on_licence(service), head=head)


def read(who, path, status=200):
    answer = browser(who).get(path)
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode() if status == 200 else ""


def pressed(who, path, **given):
    """Open a form, fill it in and send it; where it leads."""
    client = browser(who)
    shown = client.get(path)
    form = shown.context["form"]
    hidden = {name: form[name].value() for name in ("version", "idempotency_key") if name in form.fields}
    answer = client.post(path, hidden | given)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def test_an_officer_considers_decides_and_sends_and_a_head_approves_on_pages(service, head):
    person = on_licence(service)
    officer = person.team.officer
    assert "Consider a recall" in read(officer, f"/people/{person.id}/recall")
    pressed(
        officer, f"/people/{person.id}/recall/consider", ground="contact has stopped", urgency="standard", led_to=LED_TO,
        tried=["warning letter"],
    )  # fmt: skip
    row = Recall.objects.using("owner").get(person_id=person.id)
    at = f"/recalls/{row.id}"
    form = browser(officer).get(f"{at}/decide").context["form"]
    answers = {name: "no" for name in form.fields if name.startswith("asked_")}
    assert len(answers) == 8
    pressed(
        officer, f"{at}/decide", length="fixed term", approver_id=str(head.id), new_offence="no", **answers
    )
    assert 'href="%s/approve"' % at not in read(officer, at)  # noqa: UP031
    pressed(head, f"{at}/approve")
    pressed(officer, f"{at}/send-papers")
    row.refresh_from_db(using="owner")
    assert row.state == RecallState.PAPERS_SENT
    assert "Not known whether they are recalled" in read(officer, f"/people/{person.id}/recall")
    pressed(
        officer,
        f"{at}/answer",
        move="return the papers",
        note="More of the contact",
        **today(officer, at),
    )
    row.refresh_from_db(using="owner")
    assert row.state == RecallState.APPROVED


def test_no_recall_is_offered_of_somebody_with_no_sentence_on_licence_and_the_page_says_why(service, head):
    person = managed(a_person(service))  # under a community order
    shown = read(person.team.officer, f"/people/{person.id}/recall")
    assert "Consider a recall" not in shown
    assert "no sentence of theirs is on licence" in shown


def today(who, at):
    """The day as the form itself offers it."""
    shown = browser(who).get(f"{at}/answer").context["form"]["on"].value()
    return {"on_day": str(shown.day), "on_month": str(shown.month), "on_year": str(shown.year)}


def test_papers_are_a_tagged_pdf_for_those_named_and_nothing_for_anybody_else(made):
    path = f"/recalls/{made.id}/papers/1.pdf"
    answer = browser(made.officer).get(path)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"StructTreeRoot" in answer.content
    assert len(io.BytesIO(answer.content).read()) > 5_000
    colleague = joins(made.person.team.unit, "offender manager")
    read(colleague, path, 404)
    page = read(colleague, f"/recalls/{made.id}")
    assert "You are not named on this recall" in page
    assert "papers/1.pdf" not in page
    actions.name_reader(by=made.officer, at=made.service.later(), recall_id=made.id, member_id=colleague.id)
    assert browser(colleague).get(path).status_code == 200
    actions.end_reading(by=made.officer, at=made.service.later(), recall_id=made.id, member_id=colleague.id)
    read(colleague, path, 404)
    read(made.officer, f"/recalls/{new_id()}/papers/1.pdf", 404)


def test_what_is_owed_stands_on_the_home_of_the_side_that_owes_it_and_on_no_other(service, head):
    one = consider(on_licence(service), head=head)
    other = joins(one.person.team.unit, "offender manager")
    link = f"/recalls/{one.id}"

    def owes(who):
        return f'href="{link}"' in read(who, "/?all").split("What you asked")[0]

    assert [owes(who) for who in (one.officer, head, other)] == [True, False, False]
    one.decided()
    assert [owes(head), owes(other)] == [True, False]
    one.act(actions.approve_recall, by=head)
    assert [owes(one.officer), owes(head)] == [True, False]


def test_the_api_tells_and_takes_each_step_with_the_version_that_was_read(made, head):
    call = caller(made.officer)
    base = f"/api/v1/recalls/{made.id}"
    seen = call.get(base).json()
    assert (seen["state"], seen["due_by"]) == ("considered", "offender manager")
    assert "decide to recall" in seen["may_follow"]
    body = {name: str(value) for name, value in decision(made).items() if name != "answers"}
    answers = {name: value.value for name, value in decision(made)["answers"].items()}
    late = call.post(
        f"{base}/decide", body | {"version": 99, "answers": answers}, content_type="application/json"
    )
    assert (late.status_code, "Somebody else changed" in late.json()["because"]) == (422, True)
    ok = call.post(
        f"{base}/decide",
        body | {"version": seen["version"], "answers": answers},
        content_type="application/json",
    )
    assert ok.status_code == 204, ok.content
    assert call.get(f"{base}/papers").json()[0]["led_to"] == LED_TO
    assert call.get(f"/api/v1/people/{made.person.id}/recalled").json()["standing"] == "not recalled"
    stranger = caller(joins(made.person.team.unit, "offender manager"))
    assert stranger.get(f"{base}/papers").status_code == 404
    assert stranger.get(base).status_code == 200


def test_every_move_that_is_offered_as_an_answer_or_a_release_has_words():
    from throughcare.casework.recall.rules import ANSWERS, RELEASES
    from throughcare.faces.recall.words import ANSWERED, RELEASED

    assert set(ANSWERED) == set(ANSWERS)
    assert set(RELEASED) == set(RELEASES)
    assert RecallMove.RESCIND not in ANSWERED
