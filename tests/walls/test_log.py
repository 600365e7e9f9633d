"""Nobody's details are in the log, whatever goes wrong: a fault is told by its place and kind, not by its words."""

from __future__ import annotations

import io
import logging
import logging.config
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.conf import settings
from procrastinate import App
from procrastinate.testing import InMemoryConnector
from support.database import Database
from support.people import a_name, a_record, an_office, record

from throughcare.server.database.urls import Role


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a process of ours writes to its log, set up as the settings say."""
    configured: dict[str, Any] = settings.LOGGING["formatters"]["plain"]
    handler = logging.StreamHandler(written := io.StringIO())
    handler.setFormatter(
        logging.config.DictConfigurator({"version": 1}).configure_formatter(dict(configured))
    )
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def a_refused_row(database: Database, name: str) -> Exception:
    """The database's own fault about a row that it refuses, which quotes the row."""
    person = record(an_office(), a_record(surname=name))[0].person_id
    broken = pytest.raises(psycopg.errors.IntegrityError)
    with database.connect(Role.OWNER) as owner, broken as refused, owner.transaction():
        owner.execute("UPDATE people_person SET version = NULL WHERE id = %s", [person])
    assert name in str(refused.value)
    return refused.value


def test_a_fault_of_the_database_is_logged_without_the_row_it_quotes(database: Database, log: io.StringIO):
    name = a_name("Logged")
    fault = a_refused_row(database, name)
    try:
        try:
            raise fault
        except Exception as first:
            raise RuntimeError(f"about {name}") from first
    except RuntimeError:
        logging.getLogger("throughcare").exception("A job failed")
    said = log.getvalue()
    assert name not in said
    assert "A job failed" in said and "RuntimeError" in said and "NotNullViolation" in said
    assert "test_log.py" in said and "It came from:" in said


def test_a_fault_raised_while_another_was_handled_tells_the_words_of_neither(log: io.StringIO):
    one, other = a_name("Logged"), a_name("Logged")
    try:
        try:
            raise ValueError(one)
        except ValueError:
            raise KeyError(other)  # noqa: B904
    except KeyError:
        logging.getLogger("throughcare").exception("It failed")
    said = log.getvalue()
    assert one not in said and other not in said
    assert said.index("KeyError") < said.index("It came from:") < said.rindex("ValueError")


def test_a_job_that_fails_leaves_its_name_and_ids_in_the_log_and_nobodys_details(
    database: Database, log: io.StringIO
):
    name = a_name("Logged")
    fault = a_refused_row(database, name)
    jobs = App(connector=InMemoryConnector())

    @jobs.task(name="throughcare.fails")
    def fails(upload_id: str) -> None:
        raise fault

    def work() -> None:
        with jobs.open():
            fails.defer(upload_id="0193")
            jobs.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    # A thread of its own: the process that runs many files of tests may have a browser's event loop in its first.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(work).result(timeout=120)
    said = log.getvalue()
    assert "throughcare.fails" in said and "NotNullViolation" in said
    assert name not in said
