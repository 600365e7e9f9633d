"""What came of work by team: only what enough people make, of a period that has ended, to whoever may look at outcomes."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from support.helpers import a_helper, a_helper_team, asked, matched
from support.service import NOW, a_local, a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.helpers import actions, queries
from throughcare.casework.helpers.rules import (
    HelperKind,
    JobKind,
    JobOutcome,
    JobPoint,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

QUARTER, NEXT = datetime(2027, 7, 5, 10, tzinfo=UTC), datetime(2027, 10, 4, 10, tzinfo=UTC)
MANY, TOLD = 12, 10
CAME, P = JobOutcome, JobPoint


@pytest.fixture(scope="module")
def team():
    return a_helper_team(a_service(local=a_local()))


def a_job(team, helper, kind=JobKind.JOB):
    person = managed(a_person(team.service))
    pairing = asked(person, HelperKind.EMPLOYER)
    matched(team, pairing, helper)
    at = team.service.later()
    job = actions.record_job(
        by=team.worker, at=at, pairing_id=pairing, kind=kind, title="Baker", starts_on=day_of(NOW)
    )
    return person, job


def tell(team, job, point, outcome):
    actions.tell_of_job(by=team.worker, at=team.service.later(), job_id=job, point=point, outcome=outcome)


@pytest.fixture(scope="module")
def worked(team):
    """Twelve who were to start; one did not, one is in other work after 13 weeks, and after 26 nobody was asked in time."""
    helper = a_helper(team, HelperKind.EMPLOYER, most=30)
    jobs = [a_job(team, helper) for _ in range(MANY)]
    person, placed = a_job(team, helper, JobKind.PLACEMENT)
    tell(team, placed, P.START, CAME.IN_IT)
    for number, (_, job) in enumerate(jobs):
        tell(team, job, P.START, CAME.IN_IT if number else CAME.NOT_STARTED)
    team.service.later(days=95)
    for number, (_, job) in enumerate(jobs[1:]):
        tell(team, job, P.WEEK_13, CAME.IN_IT if number else CAME.OTHER_WORK)
    team.service.later(days=150)  # after the running quarter began
    tell(team, jobs[1][1], P.WEEK_26, CAME.NO_WORK)
    return person


def test_enough_people_make_a_figure_of_a_quarter_that_has_ended_and_few_make_none(team, worked, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: QUARTER)
    senior, team_of = worked.team.senior, unit(team)
    told = browser(senior).get("/api/v1/helpers/work").json()
    shown = [one for one in told if one["team"] == team_of]
    assert [(one["kind"], one["point"]) for one in shown] == [("paid job", point.value) for point in JobPoint]
    start, thirteen, later = shown
    assert start["came"] == {"in this work": TOLD, "did not start": None, "asked, and not known": None}
    assert (start["not_told"], thirteen["came"]["in this work"], thirteen["came"]["in other work"]) == (
        None,
        TOLD,
        None,
    )
    assert later["not_told"] == TOLD and set(later["came"].values()) == {None}, (
        "told after the quarter, counted in the next"
    )
    page = " ".join(browser(senior).get("/helpers/work").content.decode().split())
    assert team_of in page and "Fewer than 10" in page and "to 30 June 2027" in page


def test_what_was_told_in_a_quarter_counts_once_it_has_ended(team, worked):
    team_of = unit(team)
    with viewing(worked.team.senior, NEXT):
        found = [one.figures for one in queries.work_told() if one.team == team_of]
    later = next(one for one in found if one.point is P.WEEK_26)
    assert later.came[None].value == TOLD and later.came[CAME.NO_WORK].value is None
    assert later.asked.value == TOLD


def test_nobody_else_is_told_a_figure(team, worked):
    for member in (worked.team.officer, team.worker):
        assert browser(member).get("/helpers/work").status_code == 403
        assert caller(member).get("/api/v1/helpers/work").status_code == 403
        with viewing(member, team.service.at):
            assert queries.work_told() == []


def unit(team):
    """The words of the team's lines."""
    with viewing(team.lead, team.service.at):
        return queries.helpers_of([team.lead.unit_id], on=day_of(team.service.at))[0].team
