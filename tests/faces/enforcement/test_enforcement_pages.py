"""Enforcement by page and API: one clock on both sides, told, decided, written, brought to court; a provider sees its own notices alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone
from support.enforcement import again, decide, failure_of, missed, opened_before
from support.releasing import somebody_inside
from support.service import NOW, a_person, a_service, managed
from support.unpaid_work import a_work_team, sent
from support.wall_visits import browser, caller

from throughcare.casework.enforcement import actions, queries
from throughcare.casework.enforcement.models import Failure, Paper
from throughcare.casework.enforcement.queries import FailureLine
from throughcare.casework.enforcement.rules import FailureState, Move, PaperKind, Part
from throughcare.casework.people.models import Person
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.faces.enforcement.pages.due import by_day, merged, weighed
from throughcare.faces.enforcement.pages.papers import LABELS, as_pdf
from throughcare.faces.enforcement.pages.steps import DEEDS
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.order import order_on, placed
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def team(service):
    return a_work_team(service)


@pytest.fixture
def person(service, team):
    made = opened_before(
        managed(a_person(service), TenureKind.OFFENDER_MANAGER, TenureKind.RESPONSIBLE_OFFICER)
    )
    sent(made)
    return made


@pytest.fixture
def failure(person, team):
    return failure_of(missed(person, team.worker))


def page(member, where):
    return browser(member).get(where)


def said(member, where):
    return page(member, where).content.decode()


def post(member, where, **given):
    return browser(member).post(where, given | {"idempotency_key": str(new_id())})


def at(failure, doing=""):
    return f"/enforcement/failures/{failure.id}" + (f"/{doing}" if doing else "")


def clock(shown):
    """What a page says is owed, by whom, by when and how long that still is."""
    return re.sub(r"\s+", " ", shown.partition("What is owed")[2].partition("What was missed")[0])


def test_both_sides_read_the_same_number_and_the_same_clock(person, team, failure):
    theirs, ours = (said(member, at(failure)) for member in (team.worker, person.team.officer))
    assert "Failure 1, " in theirs
    assert "Failure 1, " in ours
    assert clock(theirs) == clock(ours)
    assert "The notice to whoever decides" in clock(ours)
    assert "Service level AE" in clock(ours)


def test_a_provider_tells_the_decider_returns_it_and_decides_by_page(person, team, failure):
    officer = person.team.officer
    assert (
        post(team.worker, at(failure, "refer"), version=failure.version, note="Told by letter.").status_code
        == 302
    )
    now = again(failure)
    assert now.state == FailureState.REFERRED
    assert post(officer, at(failure, "return"), version=now.version, note="Which letter?").status_code == 302
    now = again(failure)
    assert (
        post(team.worker, at(failure, "answer"), version=now.version, note="That of Monday.").status_code
        == 302
    )
    now = again(failure)
    assert post(officer, at(failure, "accept"), version=now.version).status_code == 302
    now = again(failure)
    assert "Begin a breach" in said(officer, at(failure))
    assert (
        post(officer, at(failure, "warn"), version=now.version, note="No reason was given.").status_code
        == 302
    )
    assert again(failure).state == FailureState.WARNING
    shown = said(team.worker, at(failure))
    assert "Warning decided" in shown
    assert "No reason was given." in shown


def test_a_provider_sees_its_own_notices_and_the_decision_and_not_the_rest(person, team, failure):
    ours = failure_of(missed(person, person.team.officer))
    shown = said(team.worker, f"/people/{person.id}/enforcement")
    assert f"/enforcement/failures/{failure.id}" in shown
    assert str(ours.id) not in shown
    assert page(team.worker, at(ours)).status_code == 404
    assert "Evidence, as the record holds it now" not in said(team.worker, at(failure))
    warned = decide(ours, person.team.officer, person.service.later())
    post(person.team.officer, at(warned, "draft"))
    paper = Paper.objects.using("owner").get(failure=warned.id)
    assert page(team.worker, f"/enforcement/papers/{paper.id}").status_code == 404
    assert page(team.worker, f"/enforcement/papers/{paper.id}.pdf").status_code == 404


def test_a_step_is_headed_with_the_failure_and_its_month_as_a_month(person):
    failure = failure_of(missed(person, person.team.officer))
    shown = said(person.team.officer, at(failure, "warn"))
    assert f"Warn: failure {failure.number}, {failure.failed_on:%-d %B %Y}" in shown


def test_what_cannot_be_done_now_is_no_page(person, team, failure):
    assert page(team.worker, at(failure, "accept")).status_code == 404
    assert page(person.team.officer, at(failure, "resume")).status_code == 404
    assert page(person.team.officer, at(failure, "draft")).status_code == 404


def test_a_letter_is_drawn_put_in_other_words_reviewed_signed_and_delivered_by_page(person):
    officer, senior = person.team.officer, person.team.senior
    failure = decide(failure_of(missed(person, officer)), officer, person.service.later())
    assert post(officer, at(failure, "draft")).status_code == 302
    paper = Paper.objects.using("owner").get(failure=failure.id)
    here = f"/enforcement/papers/{paper.id}"
    assert "This is a warning" in said(officer, here)
    parts = {f"part_{n}": f"In my words {n}" for n in range(len(paper.parts))}
    assert post(officer, f"{here}/write", **parts).status_code == 302
    newer = Paper.objects.using("owner").get(failure=failure.id, number=2)
    here = f"/enforcement/papers/{newer.id}"
    assert page(officer, f"{here}/review").status_code == 404
    assert post(senior, f"{here}/review", note="Right.").status_code == 302
    assert post(officer, f"{here}/sign").status_code == 302
    today = day_of(timezone.now())
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    assert post(senior, f"{here}/deliver", means="first class post", note="", **day).status_code == 302
    assert again(failure).state == FailureState.WARNED
    assert "Delivered on" in said(officer, here)


def test_a_letter_is_a_tagged_pdf_and_nothing_that_anybody_wrote_is_read_as_markup(person):

    officer = person.team.officer
    failure = decide(failure_of(missed(person, officer)), officer, person.service.later())
    post(officer, at(failure, "draft"))
    paper = Paper.objects.using("owner").get(failure=failure.id)
    answer = page(officer, f"/enforcement/papers/{paper.id}.pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="warning-letter.pdf"'
    for part in (
        b"StructTreeRoot",
        rb"Marked\s*true",
        rb"Lang\s*\(en-GB\)",
        rb"pdfuaid:part>1<",
        rb"/S\s*/H2",
    ):
        assert re.search(part, answer.content), part
    with viewing(officer, person.service.at):
        seen = queries.paper(paper.id)
    wild = '#panic("x") *bold* $ \\ ] [ // `code` @ref <label> #include "/etc/passwd"'
    assert as_pdf(replace(seen, parts=(Part(wild, wild),)), wild).startswith(b"%PDF-")


def test_what_is_owed_stands_on_the_home_of_whoever_owes_it_and_on_no_other(person, team, failure):
    everybody = {
        "worker": team.worker, "lead": team.lead, "officer": person.team.officer, "senior": person.team.senior,
    }  # fmt: skip

    def homes():
        return {
            name
            for name, member in everybody.items()
            if f"/enforcement/failures/{failure.id}" in owed(said(member, "/"))
        }

    def owed(shown):
        return shown.partition("Waiting on others")[0] if "Waiting on others" in shown else shown

    assert homes() == {"worker"}
    post(team.worker, at(failure, "refer"), version=failure.version, note="Told by letter.")
    assert "officer" in homes()
    assert "senior" not in homes()


def test_a_teams_page_sorts_what_runs_out_by_its_weight_and_says_why(person):
    officer = person.team.officer
    found = failure_of(missed(person, officer, ago=14))
    shown = said(officer, "/enforcement")
    assert "Today, or late" in shown
    assert str(found.id) in shown.partition("Tomorrow")[0]
    assert "harm 7" in shown


def test_what_runs_out_is_put_under_its_day_and_the_weightiest_comes_first(person):
    today, calendar = day_of(NOW), WorkingCalendar()

    def owed(due, what=Move.WARNED):
        return FailureLine(
            new_id(), person.id, person.case, "R", 1, today, "Office visit", FailureState.ACCEPTED, what, "whoever decides", None, due, "", "",
            0, new_id(), new_id(), "", None, "", 1,
        )  # fmt: skip

    late, tomorrow, week, later = (owed(calendar.add(today, n)) for n in (-6, 1, 4, 30))
    grave = owed(calendar.add(today, -6), Move.LODGED)
    with viewing(person.team.officer, person.service.at):
        rows = weighed([later, week, tomorrow, late, grave], today)
        recall = placed(
            Matter("recall", "Recall: approve", Link("Open", "/recalls/1"), today, today, person.id, risk="high"),
            on=today, edition=order_on(today), calendar=calendar,
        )  # fmt: skip
        listed = by_day(merged(rows, [recall], today), today)
    told = {caption: [one.placed.matter.do.href for one in found] for caption, found in listed}
    at = {one.id: f"/enforcement/failures/{one.id}" for one in (grave, late, tomorrow, week, later)}
    assert told == {
        "Today, or late": [at[grave.id], at[late.id], "/recalls/1"], "Tomorrow": [at[tomorrow.id]], "This week": [at[week.id]],
        "Later": [at[later.id]],
    }  # fmt: skip
    weights = [one.placed.weight for one in listed[0][1]]
    assert weights == sorted(weights, reverse=True), "one rule sorts all of them"


def test_the_page_of_delays_opens_for_whoever_may_look_at_figures(person):
    assert "Decisions, by organisation" in said(person.team.senior, "/enforcement/delays")
    assert page(person.team.officer, "/enforcement/delays").status_code == 403


def test_the_same_by_program(person, team, failure):
    def call(member, doing, **given):
        return caller(member).post(f"/api/v1{at(failure, doing)}", given, content_type="application/json")

    told, theirs = (
        caller(one).get(f"/api/v1{at(failure)}").json() for one in (team.worker, person.team.officer)
    )
    assert told["working_days_left"] == theirs["working_days_left"]
    assert (told["number"], told["due"], told["number_in_window"], theirs["number_in_window"]) == (
        1,
        "referred",
        None,
        1,
    )
    assert told["due_on"] == WorkingCalendar().add(failure.failed_on, 8).isoformat()
    assert call(team.worker, "refer", version=failure.version, note="Told by letter.").status_code == 204
    assert call(team.worker, "refer", version=failure.version, note="Told by letter.").status_code == 422
    assert call(person.team.officer, "accept", version=again(failure).version).status_code == 204
    answer = call(
        person.team.officer,
        "decide",
        version=again(failure).version,
        decision="warning decided",
        note="None given.",
    )
    assert answer.status_code == 204
    drawn = call(person.team.officer, "papers/draw", kind="warning letter")
    assert drawn.status_code == 201
    shown = caller(person.team.officer).get(f"/api/v1/enforcement/papers/{drawn.json()['id']}").json()
    assert (shown["number"], shown["changed"], shown["done"]) == (1, [], [])
    assert Failure.objects.using("owner").get(id=failure.id).state == FailureState.WARNING


def test_every_button_that_the_how_to_names_is_one_of_the_pages():
    told = (Path(__file__).resolve().parents[3] / "docs" / "how-to" / "decide-on-a-failure.md").read_text()
    named = {" ".join(one.split()) for one in re.findall(r"\*\*(.+?)\*\*", told, re.S)}
    assert len(named) > 15
    assert named <= {deed.label for deed in DEEDS.values()} | set(LABELS.values())


def test_whoever_decides_reads_what_to_ask_about_first_until_it_is_decided(service):
    alone = opened_before(managed(a_person(service)))
    officer = alone.team.officer
    for days in (2, 3, 4, 9, 10, 11):
        missed(alone, officer, ago=days, outcome=Outcome.ATTENDED)
    for weeks in (2, 1):
        missed(alone, officer, ago=7 * weeks)
    last = failure_of(missed(alone, officer, ago=0))
    shown = said(officer, f"/enforcement/failures/{last.id}")
    assert "Ask about first" in shown and "ask what holds them then" in shown
    decide(last, officer, service.later(), Move.BREACH_BEGUN)
    assert "Ask about first" not in said(officer, f"/enforcement/failures/{last.id}")


def test_a_letter_is_drawn_in_welsh_for_whose_first_language_it_is_and_its_page_and_pdf_say_so(person):
    officer = person.team.officer
    Person.objects.using("owner").filter(id=person.id).update(first_language="Welsh")
    failure = decide(failure_of(missed(person, officer)), officer, person.service.later())
    made = actions.draft_paper(
        by=officer, at=person.service.later(), failure_id=failure.id, kind=PaperKind.WARNING
    )
    shown = said(officer, f"/enforcement/papers/{made}")
    assert 'lang="cy"' in shown and "Rhybudd yw hwn" in shown and "reads Welsh reads it" in shown
    pdf = page(officer, f"/enforcement/papers/{made}.pdf").content
    assert pdf.startswith(b"%PDF") and b"/Lang(cy-GB)" in pdf
    with viewing(officer, person.service.at):
        parts = queries.paper(made).parts
    again_by = actions.write_paper(
        by=officer,
        at=person.service.later(),
        failure_id=failure.id,
        kind=PaperKind.WARNING,
        number=1,
        parts=parts,
    )
    assert Paper.objects.using("owner").get(id=again_by).language == "cy"


def test_recalls_and_releases_that_run_out_stand_in_one_list_with_failures_for_whoever_may_record_them(
    service, team
):
    inside = somebody_inside(service, out_in=5)
    missed(opened_before(managed(a_person(service))), inside.team.officer, ago=14)
    shown = said(inside.team.officer, "/enforcement").partition("What your team told another of")[0]
    assert f"/people/{inside.id}/release" in shown and "/enforcement/failures/" in shown
    assert f"/people/{inside.id}/release" not in said(team.worker, "/enforcement")


def test_a_breach_is_said_to_be_before_the_court_only_once_its_report_is_signed(person):
    officer, senior, later = person.team.officer, person.team.senior, person.service.later
    missed(person, officer, ago=14)
    failure = decide(failure_of(missed(person, officer)), officer, later(), Move.BREACH_BEGUN)
    lodge = DEEDS["lodge"].label
    shown = said(officer, at(failure))
    assert lodge not in shown and "Write the breach report" in shown
    assert page(officer, at(failure, "lodge")).status_code == 404
    report = actions.draft_paper(by=officer, at=later(), failure_id=failure.id, kind=PaperKind.REPORT)
    actions.review_paper(by=senior, at=later(), paper_id=report)
    assert lodge not in said(officer, at(failure))
    actions.sign_paper(by=officer, at=later(), paper_id=report)
    assert lodge in said(officer, at(failure))
    assert page(officer, at(failure, "lodge")).status_code == 200
