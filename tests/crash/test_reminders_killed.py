"""Killed at twenty points between an appointment and its reminder, at others before its calendar and what a death brings: once each.

Each kill is of a real process, at a statement of the database's or just before or after the message is handed over. What a
killed one left is then found by one that is not killed, and everything is counted.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from support.notify import KEY, TEMPLATES, Theirs, serving
from support.service import Person, a_person, a_service, managed

from throughcare.casework.people.actions import record_death, record_phone
from throughcare.casework.people.models import Person as Record
from throughcare.casework.supervision.actions import Booking, book_appointment, make_feed
from throughcare.casework.supervision.models import Appointment, Case, Reminder, TimelineEntry
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.foundation.kernel.days import LONDON

WORKER = Path(__file__).with_name("job_worker.py")
TEN = datetime(2026, 12, 1, 10, 0, tzinfo=LONDON)
DAY = timedelta(hours=24)
REMINDERS, REACTIONS, FEEDS = 20, 8, 6
UNKILLED = 2
"""How many are killed on the way to each."""


@dataclass
class Killing:
    """The process that makes those that are killed, and a person whom everything is about."""

    process: subprocess.Popen
    person: Person
    folder: Path
    theirs: Theirs
    secret: str

    def order(self, kind: str, point: int = 0, **given: str) -> tuple[bool, int]:
        """Give one order; whether its process was killed, and how many points it passed if it was not."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"kind": kind, "point": point, "given": given}) + "\n")
        self.process.stdin.flush()
        took = 0
        for line in self.process.stdout:
            said, _, what = line.strip().partition(" ")
            if said == "took":
                took = int(what)
            elif said == "ended":
                assert int(what) in {0, -signal.SIGKILL}, f"{kind} failed at point {point}"
                return int(what) != 0, took
        pytest.fail("the process that makes the others ended")

    def remind(self, to: str, at: datetime, point: int = 0) -> tuple[bool, int]:
        """Let a worker send what is due at an instant."""
        where = str(self.folder) if to == "outbox" else self.theirs.address
        return self.order("remind", point, to=to, where=where, at=at.isoformat())

    def appointment(self, number: int) -> Appointment:
        """One more appointment of the person's, of which nothing is known yet."""
        starts_at = TEN + timedelta(minutes=number)
        made = book_appointment(
            by=self.person.team.officer, at=self.person.service.later(), case_id=self.person.case,
            booking=Booking(starts_at, ContactKind.OFFICE, "The office"),
        )  # fmt: skip
        return Appointment.objects.using("owner").get(id=made)

    def taken(self, to: str, appointment: Appointment) -> int:
        """How many messages of an appointment whoever sends them has."""
        row = reminder(appointment)
        if row is None:
            return 0
        if to == "outbox":
            return len(list(self.folder.glob(f"{row.id}.*")))
        return len(self.theirs.of(row.id))


def reminder(appointment: Appointment) -> Reminder | None:
    return Reminder.objects.using("owner").filter(appointment=appointment.id).first()


@pytest.fixture(scope="module")
def killing(empty_database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killing]:
    """A process that kills, a server that takes messages, and somebody who has a number that is safe."""
    person = managed(a_person(a_service()))
    officer, service = person.team.officer, person.service
    record_phone(by=officer, at=service.later(), person_id=person.id, number="07700900123", safe_to_use="yes")
    secret = make_feed(by=officer, at=service.later(), case_id=person.case)
    process = subprocess.Popen(
        [sys.executable, str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=dict(os.environ) | {"NOTIFY_KEY": KEY, "NOTIFY_TEMPLATE": TEMPLATES["sms"]},
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    try:
        with serving() as theirs:
            yield Killing(process, person, tmp_path_factory.mktemp("outbox"), theirs, secret)
    finally:
        process.kill()
        process.communicate()


def spread(most: int, many: int) -> list[int]:
    """So many points from the first to the last, evenly."""
    return sorted({1 + (most - 1) * n // (many - 1) for n in range(many)})


def test_at_whatever_point_the_worker_dies_a_reminder_goes_once(killing):
    points = {}
    for by in ("outbox", "notify"):
        first = killing.appointment(0 if by == "outbox" else 200)
        killed, points[by] = killing.remind(by, first.starts_at - DAY)
        assert not killed
        assert killing.taken(by, first) == 1
    done = 0
    tried = [(by, point) for by, most in points.items() for point in spread(most, REMINDERS // 2)]
    for number, (to, point) in enumerate(tried):
        appointment = killing.appointment(number + (1 if to == "outbox" else 201))
        due = appointment.starts_at - DAY
        killed, _ = killing.remind(to, due, point)
        assert killed, f"nothing happens at point {point} of {points[to]}"
        before = killing.taken(to, appointment)
        assert before <= 1
        for minutes in (15, 16, 40):
            assert not killing.remind(to, due + timedelta(minutes=minutes))[0]
        row = reminder(appointment)
        assert row is not None, f"never, after {point} of {points[to]} to {to}"
        assert (row.state, killing.taken(to, appointment)) == ("sent", 1), (to, point)
        done += 1
    assert done >= REMINDERS


def test_some_died_before_the_message_was_handed_over_and_some_between_that_and_the_note(killing):
    """Without both kinds the counts above would prove little: tries tell them apart."""
    tries = list(Reminder.objects.using("owner").values_list("tries", flat=True))
    assert 1 in tries
    assert 2 in tries


def starts_in_feed(killing: Killing) -> list[str]:
    answer = Client().get(f"/calendars/own/{killing.secret}.ics")
    assert answer.status_code == 200
    lines = answer.content.decode().splitlines()
    return [line.partition(":")[2] for line in lines if line.startswith("DTSTART")]


def test_at_whatever_point_whoever_books_dies_the_calendar_has_the_appointment_once_or_not_at_all(killing):
    def book(number: int, point: int = 0) -> tuple[bool, int]:
        starts_at = TEN + timedelta(days=7, minutes=number)
        return killing.order(
            "book", point, by=str(killing.person.team.officer.id), case=str(killing.person.case),
            starts_at=starts_at.isoformat(), at=killing.person.service.later().isoformat(),
        )  # fmt: skip

    killed, most = book(0)
    assert not killed
    for number, point in enumerate(spread(most, FEEDS), start=1):
        assert book(number, point)[0]
        after_a_kill = starts_in_feed(killing)
        assert len(after_a_kill) == len(set(after_a_kill))
        book(number)  # sent again, as a page that was not answered is
        starts = f"{(TEN + timedelta(days=7, minutes=number)):%Y%m%dT%H%M%S}Z"
        assert starts_in_feed(killing).count(starts) == 1


def test_at_whatever_point_the_worker_dies_a_death_closes_the_case_once(killing):
    service, took_unkilled = killing.person.service, []
    assert not killing.order("carry out")[0]  # what was announced before is not the death's
    for number in range(-UNKILLED, REACTIONS):
        person = managed(a_person(service))
        version = Record.objects.using("owner").get(id=person.id).version
        record_death(
            by=person.team.officer, at=service.later(), person_id=person.id, version=version,
            died_on=service.at.date(),
        )  # fmt: skip
        most = min(took_unkilled, default=1)  # what comes by the clock beside makes some runs longer
        point = 0 if number < 0 else 1 + (most - 1) * number // REACTIONS
        killed, took = killing.order("carry out", point)
        took_unkilled += [took] if number < 0 else []
        assert killed == (number >= 0), f"nothing happens at point {point} of {most}"
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")  # fmt: skip
        assert not killing.order("carry out")[0]
        case = Case.objects.using("owner").get(id=person.case)
        told = TimelineEntry.objects.using("owner").filter(case=case.id, kind="closed")
        assert case.closed_at is not None, f"never, after {point} of {most}"
        assert told.count() == 1
