"""Helpers by page and API: listed, checked, asked for, matched, met, ended, and what came of work; each home owns its own."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.helpers import (
    a_helper,
    a_helper_team,
    asked,
    checked,
    helper_row,
    matched,
    met,
    moved,
    row_of,
)
from support.service import a_local, a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.helpers import actions
from throughcare.casework.helpers.models import Helper, HelperMeeting, JobTold, Pairing
from throughcare.casework.helpers.rules import (
    CheckKind,
    HelperKind,
    JobKind,
    JobOutcome,
    JobPoint,
    PairingState,
)
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of

S = PairingState
JSON = "application/json"


@pytest.fixture(scope="module")
def service():
    return a_service(local=a_local())


@pytest.fixture(scope="module")
def team(service):
    return a_helper_team(service)


@pytest.fixture
def person(service):
    return managed(a_person(service))


def said(member, where):
    return browser(member).get(where).content.decode()


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def sent(member, where, **given):
    """A form sent; the page that follows."""
    answer = browser(member).post(where, {"idempotency_key": str(new_id())} | given, follow=True)
    return answer.content.decode()


def test_a_helper_is_listed_and_checked_by_page_and_what_is_missing_is_said_there(team, service):
    name = f"Kim {new_id().hex[-6:]}"
    page = sent(
        team.lead,
        "/helpers/add",
        kind="mentor",
        name=name,
        place="Yarm",
        does="Meets people.",
        takes="everybody",
        most=2,
    )
    assert name in page and "Criminal record check: missing" in page
    helper = Helper.objects.using("owner").get(name=name)
    today = day_of(service.at)
    form = {"kind": "training", "result": "passed", **day("done_on", today)}
    page = sent(team.lead, f"/helpers/{helper.id}/check", **form)
    assert "Holds until" in page and "In date" in page
    assert "Expected" in sent(
        team.lead,
        f"/helpers/{helper.id}/check",
        **(form | day("done_on", day_of(timezone.now()) + timedelta(days=3))),
    )
    assert browser(team.worker).get(f"/helpers/{helper.id}/check").status_code == 403
    page = sent(team.lead, f"/helpers/{helper.id}/end", version=1, because="Moved away.")
    assert "Moved away." in page
    assert browser(team.lead).get(f"/helpers/{helper.id}/end").status_code == 404


def test_asked_for_on_the_persons_tab_matched_met_put_right_and_ended_by_page(team, service, person):
    officer = person.team.officer
    assert "No mentor, volunteer or employer was asked for" in said(officer, f"/people/{person.id}/helpers")
    assert "gives support here" in said(officer, f"/people/{person.id}/helpers/ask/mentor")
    page = sent(officer, f"/people/{person.id}/helpers/ask/mentor", because="Knows nobody here.", unit_id="")
    assert "Asked for" in page
    made = Pairing.objects.using("owner").get(person_id=person.id)
    at = f"/helpers/pairings/{made.id}"
    unfit, helper = a_helper(team, but=CheckKind.TRAINING), a_helper(team)
    page = said(team.worker, f"{at}/match")
    assert "Training is missing" in page and helper_row(helper).name in page
    refused = sent(team.worker, f"{at}/match", version=1, helper_id=str(unfit))
    assert row_of(made.id).state == S.ASKED and "problem" in refused
    sent(team.worker, f"{at}/match", version=1, helper_id=str(helper))
    assert row_of(made.id).helper_id == helper
    when = day("happened_on", day_of(timezone.now())) | {"happened_clock": "01:05"}
    service.later(hours=4)
    page = sent(team.worker, f"{at}/meet", kind="contact", outcome="attended", what="Talked.", **when)
    assert "in the person&#x27;s record" in page or "in the person's record" in page
    meeting = HelperMeeting.objects.using("owner").get(pairing=made.id)
    page = sent(
        team.worker, f"{at}/correct", meeting_id=str(meeting.id), kind="contact", outcome="attended late", what="Talked.",
        because="Came late.", **when,
    )  # fmt: skip
    assert "Attended late" in page
    assert "With a mentor: Talked." in said(officer, f"/people/{person.id}/timeline")
    page = sent(team.worker, f"{at}/to-ended", version=row_of(made.id).version, reason="reached")
    assert row_of(made.id).state == S.ENDED
    assert "What they came for is reached" in said(officer, at)
    assert browser(team.worker).get(at).status_code == 404


def test_what_is_owed_is_on_the_home_of_one_side_and_a_check_that_lapses_on_that_of_whoever_runs_the_team(
    team, service, person
):
    helper = a_helper(team, HelperKind.EMPLOYER, but=CheckKind.INSURANCE, most=3)
    checked(team, helper, CheckKind.INSURANCE, until=day_of(service.at) + timedelta(days=9))
    made = asked(person, HelperKind.EMPLOYER)
    link = f'href="/helpers/pairings/{made}"'
    assert "Employer: match them with a helper" in said(team.worker, "/") and link in said(team.worker, "/")
    matched(team, made, helper)
    assert "Employer: record the work agreed" in said(team.worker, "/")
    assert "once they help nobody" in said(team.lead, f"/helpers/{helper}")
    assert browser(team.lead).get(f"/helpers/{helper}/end").status_code == 404
    lapses = "Employer: renew the employer&#x27;s liability insurance"
    assert lapses in said(team.lead, "/") and lapses not in said(team.worker, "/")
    job = actions.record_job(
        by=team.worker, at=service.later(), pairing_id=made, kind=JobKind.JOB, title="Baker", starts_on=day_of(service.at)
    )  # fmt: skip
    assert '<option value="start" selected>' in said(team.worker, f"/helpers/pairings/{made}/tell-work")
    words = "Employer: say whether the work started"
    assert words in said(team.worker, "/")
    moved(team, made, S.ENDED, "in work")
    assert words in said(person.team.officer, "/") and link not in said(team.worker, "/")
    page = sent(
        person.team.officer,
        f"/helpers/pairings/{made}/tell-work",
        job_id=str(job),
        point="start",
        outcome=JobOutcome.IN_IT,
    )
    assert "In this work" in page and "due from" in page
    assert JobTold.objects.using("owner").get(job=job).point == JobPoint.START


def test_withdrawn_by_whoever_asked_and_work_recorded_by_page(team, service, person):
    made = asked(person, HelperKind.EMPLOYER)
    matched(team, made, a_helper(team, HelperKind.EMPLOYER, most=3))
    at = f"/helpers/pairings/{made}"
    page = sent(
        team.worker, f"{at}/work", kind="paid job", title="Joiner", **day("starts_on", day_of(service.at))
    )
    assert "Joiner" in page
    sent(person.team.officer, f"{at}/to-withdrawn", version=row_of(made).version, reason="moved")
    assert row_of(made).state == S.WITHDRAWN


def test_the_same_by_api_and_a_refusal_in_words_names_the_field(team, service, person):
    lead, worker, officer = caller(team.lead), caller(team.worker), caller(person.team.officer)
    today = str(day_of(service.at))

    def post(who, path, expected, **body):
        answer = who.post(f"/api/v1{path}", body, content_type=JSON)
        assert answer.status_code == expected, answer.content
        return answer.json() if answer.content else None

    helper = post(
        lead, "/helpers", 201, kind="employer", name=f"Mill {new_id().hex[-6:]}", place="Yarm", does="Mills."
    )["id"]
    pairing = post(officer, f"/people/{person.id}/helpers", 201, kind="employer", because="Wants work.")["id"]
    at = f"/helpers/pairings/{pairing}"
    refused = post(worker, f"{at}/match", 422, version=1, helper_id=helper)
    assert "Visit to the workplace is missing" in str(refused)
    for kind in (CheckKind.INSURANCE, CheckKind.WORKPLACE):
        post(lead, f"/helpers/{helper}/checks", 201, kind=kind, result="passed", done_on=today)
    assert worker.get(f"/api/v1/helpers/{helper}").json()["may_be_matched"] is True
    assert helper in {one["id"] for one in worker.get("/api/v1/helpers").json()}
    assert [
        one["fits"] for one in worker.get(f"/api/v1{at}/helpers").json() if one["helper_id"] == helper
    ] == [True]
    post(worker, f"{at}/match", 204, version=1, helper_id=helper)
    told = {
        "happened_at": (timezone.now() - timedelta(minutes=5)).isoformat(),
        "kind": "contact",
        "outcome": "attended",
        "what": "Looked round.",
    }
    service.later(hours=1)
    met_on = post(worker, f"{at}/meetings", 201, **told)["id"]
    post(
        worker,
        f"/helpers/meetings/{met_on}/correct",
        201,
        **(told | {"outcome": "attended late"}),
        because="Late.",
    )
    job = post(worker, f"{at}/jobs", 201, kind="paid job", title="Miller", starts_on=today)["id"]
    post(worker, f"/helpers/jobs/{job}/outcomes", 204, point="start", outcome="asked, and not known")
    (seen,) = officer.get(f"/api/v1/people/{person.id}/helpers").json()
    assert (seen["state"], seen["jobs"][0]["told"]) == ("meeting", {"start": "asked, and not known"})
    assert [one["outcome"] for one in seen["meetings"]] == ["attended late"]
    post(worker, f"{at}/move", 204, version=row_of(pairing).version, to="asked for", reason="not suited")
    post(officer, f"{at}/withdraw", 204, version=row_of(pairing).version, reason="not needed")
    post(lead, f"/helpers/{helper}/end", 204, version=1, because="Closed.")


def test_the_list_says_who_waits_and_which_checks_do_not_hold(team, service, person):
    made = asked(person, HelperKind.VOLUNTEER)
    page = said(team.worker, "/helpers")
    assert f'href="/helpers/pairings/{made}"' in page and "Helpers of your team" in page
    helper = a_helper(team, HelperKind.VOLUNTEER, most=2)
    matched(team, made, helper)
    met(team, made)
    a_helper(team, HelperKind.PEER_MENTOR, but=CheckKind.PRISON_ACCESS)
    assert "Outside prison only" in said(team.worker, "/helpers")
    full = said(team.worker, "/helpers").count("Full")
    Helper.objects.using("owner").filter(id=helper).update(most=1)
    assert said(team.worker, "/helpers").count("Full") == full + 1
    assert "Record their next meeting" in said(team.worker, "/helpers")
