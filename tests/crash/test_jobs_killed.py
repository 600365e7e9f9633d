"""Web and worker killed at random statements while work is asked for and done: all is done or settled, once, within a minute.

``make kills`` kills at more points than the suite does, and says what it saw.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from casework.allocation.shell.shell_builders import Allocating, allocating
from django.db import connections
from procrastinate.contrib.django import app
from support.people import a_birth, a_name, joins
from support.service import Person, a_result, as_file, managed

from throughcare.casework.allocation import tasks as allocation
from throughcare.casework.courts import tasks as courts
from throughcare.casework.people.actions import record_phone
from throughcare.casework.supervision import tasks as supervision
from throughcare.commissioning.contracts.actions import stating as contracts
from throughcare.evidence.extracts.actions import sending
from throughcare.faces.outcomes.answers import work as questions
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.work import DIED, FAILED, GIVEN_UP
from throughcare.foundation.kernel.days import LONDON

KILLS = int(os.environ.get("THROUGHCARE_KILLS", "20"))
SEED = int(os.environ.get("THROUGHCARE_KILLS_SEED", "31"))
WORKER = Path(__file__).with_name("job_worker.py")
KINDS = ("upload", "newcomer", "plan", "question", "reminder", "statements")
MOST_OF_ASKING, MOST_OF_WORK, MOST_OF_REMINDING = 30, 400, 60
"""Points are drawn up to these; one after the last statement kills nobody and does not count."""
QUESTION = "england-and-wales-three-month"
SWEEPS_IN_A_MINUTE = 3
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=LONDON)
"""When the first appointment is; the next are a minute after one another, and each is reminded of the day before."""
AGAIN = (0, 16, 32)
"""Minutes after the last: what a killed one left open is taken up again a quarter of an hour later."""
IN_WORDS = {DIED, FAILED}
"""The second where the sweep itself was killed after it had ended the job and before it had told whoever asked."""
DONE = {"done", "not held"}
"""Nobody holds those who come without a court under this model, so theirs is a person without a case."""


@dataclass
class Asked:
    """One piece of work that was asked for: what names it in the database, and whether it was acknowledged."""

    kind: str
    name: str
    acknowledged: str = ""


@dataclass
class Killing:
    """The process that makes the ones that are killed, and all that was asked of them."""

    process: subprocess.Popen
    world: Allocating
    person: Person
    buyer: Member
    folder: Path
    asked: list[Asked] = field(default_factory=list)
    killed: Counter = field(default_factory=Counter)
    left: int = 0

    def order(self, kind: str, point: int = 0, **given: str) -> tuple[bool, str]:
        """Give one order; whether its process was killed, and what it acknowledged."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"kind": kind, "point": point, "given": given}) + "\n")
        self.process.stdin.flush()
        acknowledged = ""
        for line in self.process.stdout:
            said, _, what = line.strip().partition(" ")
            if said == "acknowledged":
                acknowledged = what
            elif said == "undelivered":
                self.left = int(what)
            elif said == "ended":
                assert int(what) in {0, -signal.SIGKILL}, f"{kind} failed at point {point}"
                self.killed[kind] += int(what) != 0
                return int(what) != 0, acknowledged
        pytest.fail("the process that makes the others ended")

    def ask(self, kind: str, point: int = 0) -> bool:
        """Ask for one piece of work, of its own; whether whoever asked was killed."""
        if kind == "reminder":
            return self.book(point)
        name = a_name(kind)
        by = {"plan": self.world.senior, "statements": self.buyer}.get(
            kind, self.world.service.officer_of_the_court
        )
        given = {"asked_by": str(by.id), "asked_at": (datetime.now(UTC) - timedelta(minutes=1)).isoformat()}
        killed, acknowledged = self.order(kind, point, **given, **GIVEN[kind](name))
        named = acknowledged if kind in {"plan", "statements"} else name
        self.asked.append(Asked(kind, named, acknowledged))
        return killed

    def book(self, point: int) -> bool:
        """Make an appointment that is due to be reminded of; whether whoever made it was killed."""
        starts_at = NOON + timedelta(minutes=len(self.booked()))
        killed, acknowledged = self.order(
            "book", point, by=str(self.person.team.officer.id), case=str(self.person.case),
            starts_at=starts_at.isoformat(), at=self.person.service.later(seconds=1).isoformat(),
        )  # fmt: skip
        self.asked.append(Asked("reminder", starts_at.isoformat(), acknowledged))
        return killed

    def booked(self) -> list[Asked]:
        """The appointments that were asked for."""
        return [one for one in self.asked if one.kind == "reminder"]

    def remind(self, point: int = 0, after: int = 0) -> bool:
        """Send what is due the day before the last appointment, or minutes after; whether whoever sent was killed."""
        at = NOON + timedelta(minutes=len(self.booked()) + after) - timedelta(hours=24)
        return self.order("remind", point, to="outbox", where=str(self.folder), at=at.isoformat())[0]

    def work(self, point: int = 0) -> bool:
        """Let a worker do all that waits; whether it was killed. What a dead one left is a minute old afterwards."""
        killed, _ = self.order("carry out", point)
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'"
            )
        return killed


def an_upload(name: str) -> dict[str, str]:
    rows = [a_result(result_ref=f"{name}-1", family_name=name), a_result(hearing_date="2026-02-31")]
    return {"name": name, "content": as_file(rows).read().decode()}


def a_newcomer(name: str) -> dict[str, str]:
    said = {"family_name": name, "given_names": "Robin", "postcode": "TS1 1AB", "reason": "diversion"}
    return {**said, "born": a_birth().isoformat()}


MONTHS = count()  # a month of its own for each: of one that waits none is asked for again
GIVEN = {
    "upload": an_upload,
    "newcomer": a_newcomer,
    "plan": lambda name: {},
    "statements": lambda name: {"month": f"{1990 + next(MONTHS)}-01-01"},
    "question": lambda name: {"tables": name, "definition": QUESTION, "by": "window", "made": ""},
}


@pytest.fixture(scope="module")
def killing(empty_database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killing]:
    """After as many kills as are wanted, and then a minute in which nobody is killed."""
    world = allocating()
    person = managed(world.a_waiting_person())
    record_phone(
        by=person.team.officer, at=world.service.later(), person_id=person.id, number="07700900123", safe_to_use="yes"
    )  # fmt: skip
    for _ in range(2):
        world.a_waiting_person()
    process = subprocess.Popen(
        [sys.executable, str(WORKER)], env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    buyer = joins(world.service.court_unit, "commissioner")
    killing = Killing(process, world, person, buyer, tmp_path_factory.mktemp("outbox"))
    try:
        kill_many(killing, random.Random(SEED))
        for _ in range(SWEEPS_IN_A_MINUTE):
            assert not killing.work()
        for after in AGAIN:
            assert not killing.remind(after=after)
        yield killing
    finally:
        process.kill()
        process.communicate()


def kill_many(killing: Killing, dice: random.Random) -> None:
    """One in five kills whoever asks, the others the worker, each with one more piece of work to do."""
    number = 0
    while sum(killing.killed.values()) < KILLS:
        kind = KINDS[number % len(KINDS)]
        if number % len(KINDS) == number // len(KINDS) % len(KINDS):
            killing.ask(kind, a_point(dice, MOST_OF_ASKING))
        else:
            killing.ask(kind)
            if kind == "reminder":
                killing.remind(a_point(dice, MOST_OF_REMINDING))
            else:
                killing.work(a_point(dice, MOST_OF_WORK))
        number += 1


def a_point(dice: random.Random, most: int) -> int:
    """A statement to be killed at: any, the early ones oftener, since what a late one throws away took long."""
    return 1 + int(most * dice.random() ** 2)


def rows(sql: str, *given: object) -> list[tuple]:
    """What the database holds, as its owner sees it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def periodic() -> set[str]:
    """Every job that comes by the clock."""
    app.perform_import_paths()
    return {task.task.name for task in app.periodic_registry.periodic_tasks.values()}


def of(killing: Killing, kind: str) -> list[Asked]:
    return [one for one in killing.asked if one.kind == kind]


def test_as_many_were_killed_as_were_wanted_among_those_who_ask_and_those_who_work(killing):
    assert sum(killing.killed.values()) == KILLS
    assert killing.killed["carry out"] > KILLS / 4
    assert len(killing.killed) > 2
    if KILLS > 20:
        assert killing.killed["remind"] > KILLS / 20
    print(
        f"{KILLS} killed, drawn from {SEED}: {dict(killing.killed)}; asked {Counter(one.kind for one in killing.asked)}"
    )


@pytest.mark.parametrize(
    ("table", "kind"), [("courts_upload", "upload"), ("supervision_arrival", "newcomer"), ("allocation_plan", "plan"), ("contracts_drawing", "statements")]
)  # fmt: skip
def test_nothing_acknowledged_is_lost_or_waits_after_a_minute(killing, table, kind):
    kept = {str(row): state for row, state in rows(f"SELECT id, state FROM {table}")}
    assert {one.acknowledged for one in of(killing, kind) if one.acknowledged} <= set(kept)
    assert not [row for row, state in kept.items() if state in ("waiting", "going")]
    assert DONE & set(kept.values())


def test_every_question_that_was_acknowledged_has_an_answer(killing):
    asked = [one.acknowledged for one in of(killing, "question") if one.acknowledged]
    answered = {key.rsplit(":", 1)[1] for (key,) in rows("SELECT cache_key FROM throughcare_cache")}
    assert asked
    assert set(asked) <= answered


def test_no_job_waits_and_nobody_is_still_to_be_told(killing):
    waits = rows("SELECT task_name FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
    assert {name for (name,) in waits} <= periodic(), "but what comes by the clock"
    assert killing.left == 0


def test_a_file_is_recorded_once_or_not_at_all_and_its_upload_says_which(killing):
    for name, state, because in rows("SELECT file_name, state, because FROM courts_upload"):
        imports = rows("SELECT recorded, refused FROM courts_import WHERE file_name = %s", name)
        found = rows("SELECT id FROM courts_appearance WHERE result_ref = %s", f"{name}-1")
        if state == "done":
            assert (imports, len(found)) == ([(1, 1)], 1), name
        else:
            assert (imports, found) == ([], []), name
            assert because in IN_WORDS, name


def test_a_newcomer_is_one_person_or_nobody(killing):
    names = [one.name.upper() for one in of(killing, "newcomer")]
    people = [name for (name,) in rows("SELECT upper(surname) FROM people_person") if name in names]
    arrivals = rows("SELECT state, because FROM supervision_arrival")
    assert len(people) == len(set(people)) == sum(state in DONE for state, _ in arrivals)
    assert {because for state, because in arrivals if state not in DONE} <= IN_WORDS


def test_a_plan_has_each_case_once_or_no_case(killing):
    for plan, state, counted in rows("SELECT id, state, cases FROM allocation_plan"):
        kept = [case for (case,) in rows("SELECT case_id FROM allocation_planrow WHERE plan_id = %s", plan)]
        assert len(kept) == len(set(kept)) == (counted if state == "done" else 0)


@pytest.mark.parametrize(
    ("action", "table"),
    [("bring_in_upload", "courts_upload"), ("bring_in_newcomer", "supervision_arrival"), ("work_out_plan", "allocation_plan")],
)  # fmt: skip
def test_what_was_done_stands_in_the_audit_once(killing, action, table):
    done = {UUID(str(row)) for (row,) in rows(f"SELECT id FROM {table} WHERE state IN ('done', 'not held')")}
    name = {"courts_upload": "upload", "supervision_arrival": "arrival", "allocation_plan": "plan"}[table]
    audited = rows(
        "SELECT subject->>%s FROM audit_entry WHERE kind = 'did' AND subject->>'action' LIKE %s",
        name, f"%.{action}",
    )  # fmt: skip
    assert sorted(UUID(row) for (row,) in audited) == sorted(done)


def test_of_every_appointment_that_was_acknowledged_one_reminder_went_and_of_no_other_two(killing):
    kept = {str(row): at for row, at in rows("SELECT id, starts_at FROM supervision_appointment")}
    acknowledged = {one.acknowledged for one in killing.booked() if one.acknowledged}
    reminders = rows("SELECT id, appointment_id, state FROM supervision_reminder")
    assert acknowledged
    assert acknowledged <= set(kept)
    assert sorted(str(about) for _, about, _ in reminders) == sorted(kept)
    assert {state for _, _, state in reminders} == {"sent"}
    sent = [file.name.partition(".")[0] for file in killing.folder.iterdir()]
    assert sorted(sent) == sorted(str(row) for row, _, _ in reminders)


TRIED_ELSEWHERE = {
    supervision.CARRY_OVER: "tests/crash/test_carrying_killed.py",
    sending.CHECK: "tests/faces/outcomes/test_own_tables.py",
}


def test_every_job_that_somebody_waits_for_is_asked_for_here():
    tried = {courts.BRING_IN, supervision.BRING_IN, allocation.WORK_OUT, questions.WORK_OUT, contracts.DRAW}
    app.perform_import_paths()
    assert tried | set(TRIED_ELSEWHERE) == set(GIVEN_UP)


NOBODY_WAITS = {"throughcare.deliver", supervision.RECONSIDER, "throughcare.reckon_team"}
"""Jobs that follow from something done: tried again by themselves, and shown to nobody until they are done."""


def test_every_job_there_is_tells_whoever_waits_for_it_or_is_known_to_have_nobody_who_does():
    by_the_clock = periodic()
    ours = {name for name in app.tasks if name.startswith("throughcare.")}
    assert ours == set(GIVEN_UP) | by_the_clock | NOBODY_WAITS
