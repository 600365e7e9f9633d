"""A clock that goes back: nobody is shown anything under it, nothing is sealed, one line says so, and nothing is lost."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connections
from procrastinate.contrib.django.models import ProcrastinateJob
from support.people import an_office, as_worker
from support.service import a_result, as_file
from support.wall_visits import browser

from throughcare.casework.courts import tasks as courts
from throughcare.casework.courts.actions import send_file
from throughcare.foundation.access.session import viewing
from throughcare.foundation.access.sweeping import sweep
from throughcare.foundation.access.work import WHEN_IT_CAN, WORK
from throughcare.foundation.audit import sealing
from throughcare.foundation.audit.clock import accept_clock, check_clock
from throughcare.foundation.kernel import Refused

pytestmark = pytest.mark.usefixtures("empty_database")


def owner():
    return connections["owner"]


def rows(sql, *given):
    with owner().cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def office(empty_database):
    return an_office()


def sealed_ahead(by):
    """A newest batch of which the clock that sealed it said an instant that has not come."""
    rows("INSERT INTO audit_batch VALUES (999999, clock_timestamp() + %s::interval, 1, '', NULL)", by)


@pytest.fixture
def clock_went_back(office):
    """As after a clock set back by three hours: the newest lines were sealed when it was later than it is."""
    sealed_ahead("3 hours")
    yield office
    rows("DELETE FROM audit_batch WHERE number = 999999")


def test_nobody_opens_a_session_under_a_clock_that_went_back(clock_went_back):
    from django.utils import timezone

    with pytest.raises(OperationalError), viewing(clock_went_back.court, timezone.now()):
        pass


def test_a_page_says_so_in_words_and_writes_nothing(clock_went_back):
    before = rows("SELECT count(*) FROM audit_entry")
    answer = browser(clock_went_back.court).get("/")
    assert answer.status_code == 503
    assert "clock went back" in answer.content.decode()
    assert rows("SELECT count(*) FROM audit_entry") == before


def test_nothing_is_sealed_and_the_line_says_both_instants_and_what_to_do(clock_went_back):
    before = rows("SELECT count(*) FROM audit_seal")
    with pytest.raises(Refused) as refused:
        sealing.seal(owner())
    assert rows("SELECT count(*) FROM audit_seal") == before
    said = str(refused.value)
    assert "clock went back" in said
    assert "clock-is-right" in said
    assert "\n" not in said


def test_a_clock_set_back_by_less_than_is_tolerated_stops_nobody(office):
    from django.utils import timezone

    sealed_ahead("90 seconds")
    try:
        with viewing(office.court, timezone.now()):
            pass
        with owner().cursor() as cursor:
            check_clock(cursor)
    finally:
        rows("DELETE FROM audit_batch WHERE number = 999999")


def test_a_clock_that_ran_ahead_is_accepted_with_a_reason_that_stands_in_the_audit(clock_went_back):
    from django.utils import timezone

    with pytest.raises(Refused):
        accept_clock(owner(), because=" ")
    assert accept_clock(owner(), because="it stood a day ahead after a repair") is not None
    assert accept_clock(owner(), because="again") is None
    with viewing(clock_went_back.court, timezone.now()):
        pass
    assert rows("SELECT because FROM audit_entry WHERE act = 'accept clock'") == [
        ("it stood a day ahead after a repair",)
    ]
    with owner().cursor() as cursor:
        check_clock(cursor)


def test_work_whose_worker_died_before_the_clock_was_set_back_is_begun_again(office):
    from django.utils import timezone

    later = timezone.now() + timedelta(hours=3)
    upload = send_file(by=office.court, at=later, file_name="page.csv", content=as_file([a_result()]).read())
    jobs = ProcrastinateJob.objects.using("owner").filter(args__upload_id=str(upload))
    (dead,) = rows(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '3 hours') RETURNING id"
    )
    jobs.update(status="doing", worker_id=dead[0])
    with as_worker():
        sweep()
    assert jobs.get().status == "todo"
    jobs.delete()
    with as_worker():
        sweep()
    assert jobs.get().status == "todo", "a row that was asked for later than it is now waits for nobody"


def test_work_that_finds_the_database_full_or_away_is_tried_again_by_itself(office):
    for task in WORK:
        assert courts.app.tasks[task].retry_strategy is WHEN_IT_CAN, task
