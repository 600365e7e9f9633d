"""What was acknowledged is carried out or settled: a failure, a death, a lost job and a member who left, for every kind."""

from datetime import date
from itertools import count
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from support.people import a_birth, a_name, as_worker, joins
from support.service import NOW, a_result, a_service, as_file

from throughcare.casework.allocation import tasks as allocation
from throughcare.casework.allocation.actions import ask_plan
from throughcare.casework.courts import tasks as courts
from throughcare.casework.courts.actions import send_file, stop_upload
from throughcare.casework.supervision import tasks as supervision
from throughcare.casework.supervision.actions.arriving import send_newcomer
from throughcare.commissioning.contracts.actions import ask_statements, stating
from throughcare.evidence.extracts.actions import sending as extracts
from throughcare.foundation.access import sweeping
from throughcare.foundation.access.sweeping import sweep
from throughcare.foundation.access.work import DIED, FAILED, GONE, WORK, Work, carry_out_row
from throughcare.foundation.kernel import Refused, new_id


def an_upload(service):
    by = service.officer_of_the_court
    return by, send_file(by=by, at=NOW, file_name="page.csv", content=as_file([a_result()]).read())


def an_arrival(service):
    by = service.officer_of_the_court
    sent = send_newcomer(
        by=by, at=NOW, family_name=a_name(), given_names="Robin", date_of_birth=a_birth(), postcode="TS1 1AB",
        reason="diversion",
    )  # fmt: skip
    return by, sent


def a_plan(service):
    by = next(iter(service.teams.values())).senior
    return by, ask_plan(by=by, at=NOW)


YEARS = count(1990)


def a_drawing(service):
    """A month of its own each time: one that waits is not asked for again."""
    by = joins(service.court_unit, "commissioner")
    return by, ask_statements(by=by, at=NOW, month=date(next(YEARS), 1, 1))


CHECKOUT = Path(__file__).resolve().parents[3]
ASK = {
    courts.BRING_IN: an_upload,
    supervision.BRING_IN: an_arrival,
    allocation.WORK_OUT: a_plan,
    stating.DRAW: a_drawing,
}
SETTLED = {stating.DRAW: "failed"}
"""What a row says that was settled without being done, where it is another word than the others say."""


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(params=sorted(ASK))
def asked(request, service):
    by, row = ASK[request.param](service)
    return WORK[request.param], by, row


def settled(kind):
    return SETTLED.get(kind.task, "refused")


def stored(kind, row):
    return kind.model.objects.using("owner").get(pk=row)


def jobs_of(kind, row):
    found = ProcrastinateJob.objects.using("owner").filter(
        task_name=kind.task, **{f"args__{kind.argument}": str(row)}
    )
    return list(found.order_by("id"))


def left_in_the_middle(job, attempts=0):
    """As a worker that was killed leaves its job: being done, by nobody."""
    ProcrastinateJob.objects.using("owner").filter(id=job.id).update(
        status="doing", worker=None, attempts=attempts
    )


def swept():
    with as_worker():
        sweep()


TRIED_ELSEWHERE = {
    supervision.CARRY_OVER: "tests/crash/test_carrying_killed.py",
    extracts.CHECK: "tests/faces/outcomes/test_own_tables.py",
}
"""Work in parts, which ends with what is done kept, and work whose row stands in states of its own: their files try each end."""


def test_every_kind_of_work_that_waits_for_a_job_is_tried_here_or_in_a_file_of_its_own():
    assert set(ASK) | set(TRIED_ELSEWHERE) == set(WORK)
    assert all((CHECKOUT / file).is_file() for file in TRIED_ELSEWHERE.values())


def test_work_of_a_member_who_has_left_is_settled_in_words(asked):
    kind, _, row = asked
    with as_worker():
        carry_out_row(kind, row, new_id())
    assert stored(kind, row).because == GONE
    assert stored(kind, row).state == settled(kind)


@pytest.mark.parametrize(
    "failure", [RuntimeError("x"), UnicodeEncodeError("utf-8", "x", 0, 1, "x"), MemoryError()]
)
def test_work_that_fails_in_any_way_is_settled_and_the_failure_is_kept(asked, failure, monkeypatch):
    kind, by, row = asked

    def fails(**given):
        raise failure

    failing = Work(**{**vars(kind), "carry_out": fails})
    with as_worker(), pytest.raises(type(failure)):
        carry_out_row(failing, row, by.id)
    assert (stored(kind, row).state, stored(kind, row).because) == (settled(kind), FAILED)


def test_a_refusal_that_its_asker_may_no_longer_note_is_noted_by_the_service(asked):
    kind, by, row = asked
    enders = []

    def refuses(**given):
        raise Refused("No.")

    def ends(*, by, at, row, ended):
        enders.append(by.role)
        if by.role != "service":
            raise Refused("You may not.")
        return kind.end(by=by, at=at, row=row, ended=ended)

    with as_worker():
        carry_out_row(Work(**{**vars(kind), "carry_out": refuses, "end": ends}), row, by.id)
    assert enders == [by.role, "service"]
    assert (stored(kind, row).state, stored(kind, row).because) == (settled(kind), "No.")


def test_a_job_whose_worker_was_killed_is_begun_again_and_done(asked):
    kind, _, row = asked
    (job,) = jobs_of(kind, row)
    left_in_the_middle(job)
    swept()
    (job,) = jobs_of(kind, row)
    assert job.status == "todo"
    assert stored(kind, row).state == "waiting"


def test_a_job_that_kills_its_worker_three_times_is_settled(asked):
    kind, _, row = asked
    (job,) = jobs_of(kind, row)
    for _ in range(sweeping.MOST_TIMES):
        (job,) = jobs_of(kind, row)
        left_in_the_middle(job, job.attempts)
        swept()
    assert [job.status for job in jobs_of(kind, row)] == ["failed"]
    assert (stored(kind, row).state, stored(kind, row).because) == (settled(kind), DIED)


def test_a_row_whose_job_was_lost_is_given_another(asked):
    kind, _, row = asked
    ProcrastinateJob.objects.using("owner").filter(id__in=[job.id for job in jobs_of(kind, row)]).delete()
    swept()
    assert [job.status for job in jobs_of(kind, row)] == ["todo"]


def test_a_row_that_still_waits_after_its_job_failed_is_settled(asked):
    kind, _, row = asked
    (job,) = jobs_of(kind, row)
    ProcrastinateJob.objects.using("owner").filter(id=job.id).update(status="failed")
    swept()
    assert (stored(kind, row).state, stored(kind, row).because) == (settled(kind), FAILED)


def test_a_row_with_a_job_to_come_is_left_alone(asked):
    kind, _, row = asked
    swept()
    assert len(jobs_of(kind, row)) == 1
    assert stored(kind, row).state == "waiting"


def test_a_lost_connection_settles_nothing_so_that_the_sweep_begins_again(asked):
    from django.db import OperationalError

    kind, by, row = asked

    def cut(**given):
        raise OperationalError("the connection was closed")

    with as_worker(), pytest.raises(OperationalError):
        carry_out_row(Work(**{**vars(kind), "carry_out": cut}), row, by.id)
    assert stored(kind, row).state == "waiting"


def test_stop_settles_an_upload_whose_worker_was_killed(service):
    by, row = an_upload(service)
    kind = WORK[courts.BRING_IN]
    (job,) = jobs_of(kind, row)
    left_in_the_middle(job)
    stop_upload(by=by, at=NOW, upload_id=row)
    assert stored(kind, row).state == "stopped"
    swept()
    with as_worker():
        courts.bring_in(str(row), str(by.id))
    assert stored(kind, row).state == "stopped"


def test_nobody_but_the_sweep_in_the_worker_sees_what_waits_in_another_unit(service):
    from throughcare.foundation.access.queries import service_member
    from throughcare.foundation.access.session import viewing
    from throughcare.foundation.access.system_members import SWEEPER

    _, row = an_upload(service)
    sweeper = service_member(SWEEPER, at=NOW)
    kind = WORK[courts.BRING_IN]
    with viewing(sweeper, NOW):  # as the web process
        assert not kind.model.objects.filter(pk=row).exists()
    with as_worker(), viewing(sweeper, NOW):
        assert kind.model.objects.filter(pk=row).exists()
