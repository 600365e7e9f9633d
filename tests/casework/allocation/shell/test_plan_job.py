"""A plan through its real job: watched step by step, stopped while it runs, started again, worked out to its proof."""

import threading
from contextlib import contextmanager

import pytest
from casework.allocation.shell.shell_builders import allocating
from django.db import connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from support.service import managed
from support.wall_visits import browser

from throughcare.casework.allocation import tasks
from throughcare.casework.allocation.actions import ask_plan, carry_out_plan, start_plan_again, stop_plan
from throughcare.casework.allocation.models import Plan, PlanProgress, PlanRow
from throughcare.foundation.kernel import Refused, new_id


@pytest.fixture(scope="module")
def world():
    found = allocating()
    for _ in range(2):
        found.hires()
    for _ in range(6):
        found.a_waiting_person()
    managed(found.a_waiting_person())
    return found


def jobs_of(plan):
    return list(ProcrastinateJob.objects.using("owner").filter(args__plan_id=str(plan)).order_by("id"))


def stored(plan):
    return Plan.objects.using("owner").get(id=plan)


def progress(plan):
    return PlanProgress.objects.using("owner").get(plan=plan)


def rows(plan):
    return list(PlanRow.objects.using("owner").filter(plan=plan))


@contextmanager
def in_the_worker():
    """A worker's own connections in this thread: one for the job's transaction, another to tell of it."""
    before = connections["default"]
    connections["default"] = connections.create_connection("worker")
    try:
        yield
    finally:
        connections["default"].close()
        connections.close_all()
        connections["default"] = before


def running(act):
    """Start something in a thread of its own; what it raised is kept for whoever joins it."""
    failed = []

    def whole():
        try:
            act()
        except BaseException as wrong:
            failed.append(wrong)

    thread = threading.Thread(target=whole)
    thread.start()
    return thread, failed


def do_job(job):
    with in_the_worker():
        tasks.work_out(**job.args)


def until_waiting_for_us(how_many):
    """Wait until as many others wait for a lock this connection holds: nothing is left to chance or to a pause."""
    with connections["owner"].cursor() as cursor:
        for _ in range(20_000):
            cursor.execute(
                "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND (pg_backend_pid() = ANY (pg_blocking_pids(pid))"
                " OR (locktype = 'tuple' AND relation = 'allocation_planprogress'::regclass))"
            )
            if cursor.fetchone()[0] >= how_many:
                return
    raise AssertionError("nobody came to wait")


def stopped_while_it_runs(world, plan):
    """The job is held at its first step until somebody has asked it to stop, and meets that at its second."""
    (job,) = jobs_of(plan)
    at = world.service.later()

    def stop():
        try:
            stop_plan(by=world.senior, at=at, plan_id=plan)
        finally:
            connections.close_all()

    with transaction.atomic("owner"):
        PlanProgress.objects.using("owner").select_for_update().get(plan=plan)
        work, failed = running(lambda: do_job(job))
        until_waiting_for_us(1)
        asked, refused = running(stop)
        until_waiting_for_us(2)
    for thread in (work, asked):
        thread.join(timeout=60)
        assert not thread.is_alive()
    assert (failed, refused) == ([], [])


def by_the_queue(plan):
    """Let procrastinate's own worker take the plan's latest job from the queue; answers how the job ended."""
    job = jobs_of(plan)[-1]
    own = f"own {new_id()}"
    ProcrastinateJob.objects.using("owner").filter(id=job.id).update(queue_name=own)

    def take():
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as worker:
                worker.run_worker(
                    queues=[own], wait=False, install_signal_handlers=False, listen_notify=False
                )
        finally:
            connections.close_all()

    # A thread of its own: the process that runs many files of tests may have a browser's event loop in its first.
    work, failed = running(take)
    work.join(timeout=120)
    assert not work.is_alive()
    assert failed == []
    return ProcrastinateJob.objects.using("owner").get(id=job.id).status


def test_a_plan_is_stopped_as_it_runs_started_again_from_the_queue_and_worked_out_with_its_proof(world):
    plan = ask_plan(by=world.senior, at=world.service.later())
    stopped_while_it_runs(world, plan)
    kept, told = stored(plan), progress(plan)
    assert (kept.state, kept.because) == ("stopped", "Stopped by request; nothing was kept.")
    assert told.stop and told.step >= 1 and told.stage
    assert rows(plan) == [] and kept.objective is None

    start_plan_again(by=world.senior, at=world.service.later(), plan_id=plan)
    again = progress(plan)
    assert (stored(plan).state, again.step, again.stage, again.stop) == ("waiting", 0, "", False)
    assert len(jobs_of(plan)) == 2
    assert by_the_queue(plan) == "succeeded"

    kept, told = stored(plan), progress(plan)
    assert (kept.state, kept.cases, kept.practitioners) == ("done", 6, 4)
    assert told.step >= 2 and told.stage and not told.stop
    assert kept.bound <= kept.objective <= kept.greedy_objective
    assert kept.gap <= 0.02
    assert len({row.case_id for row in rows(plan)}) == len(rows(plan)) == 6


def test_what_was_stopped_can_be_carried_out_only_once_it_is_worked_out(world):
    plan = ask_plan(by=world.senior, at=world.service.later(), scope="everybody")
    stopped_while_it_runs(world, plan)
    with pytest.raises(Refused, match="not worked out"):
        carry_out_plan(by=world.senior, at=world.service.later(), plan_id=plan, because="do it")
    start_plan_again(by=world.senior, at=world.service.later(), plan_id=plan)
    assert by_the_queue(plan) == "succeeded"
    assert stored(plan).cases == 7


def test_the_page_tells_how_far_it_is_and_then_what_came_of_it(world):
    plan = ask_plan(by=world.senior, at=world.service.later())
    page = browser(world.senior)
    assert "Working the plan out" in page.get(f"/allocation/plans/{plan}").content.decode()
    stopped_while_it_runs(world, plan)
    body = page.get(f"/allocation/plans/{plan}").content.decode()
    assert "Stopped by request" in body and "Start again" in body
    assert page.post(f"/allocation/plans/{plan}", {"again": "yes"}).status_code == 302
    assert by_the_queue(plan) == "succeeded"
    body = page.get(f"/allocation/plans/{plan}").content.decode()
    assert "of the best there is" in body and "Units considered" in body


def test_a_second_job_for_a_plan_that_is_done_changes_nothing(world):
    plan = ask_plan(by=world.senior, at=world.service.later())
    assert by_the_queue(plan) == "succeeded"
    before = sorted((row.case_id, row.to_member) for row in rows(plan))
    do_job(jobs_of(plan)[0])
    assert sorted((row.case_id, row.to_member) for row in rows(plan)) == before
    assert stored(plan).state == "done"
