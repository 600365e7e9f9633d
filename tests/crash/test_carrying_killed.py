"""Killed at random statements while cases are carried over to another model: each case is wholly before or wholly after."""

import os
import random
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from support.carrying import asked_for, carry_all
from support.people import a_founder
from support.service import START, a_local, a_person, a_service, managed, put_in_force

from throughcare.casework.supervision.models import Carrying, Case, Gap, Responsibility, Tenure, TimelineEntry
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.actions import appoint_body
from throughcare.foundation.operating_model.rules import BodyKind, InFlight

ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)
KINDS = (Case, Tenure, Gap, Responsibility, TimelineEntry)
KILLS, KILLED = 12, -9
CARRY = Path(__file__).with_name("carry.py")


def a_change():
    """Three cases under one model and another model in force since today."""
    here = a_service("nacro-2012", local=a_local())
    people = [managed(a_person(here), *ROLES) for _ in range(3)]
    public = here.teams[BodyKind.PUBLIC_PROVIDER].organisation
    appoint_body(
        by=a_founder(), at=here.at, area=here.area, body=BodyKind.TRUST, organisation_id=public, start=START
    )
    tomorrow = day_of(here.at) + timedelta(days=1)
    put_in_force(here.area, "durham-tees-valley-2012", tomorrow, at=here.at, in_flight=InFlight.MOVE)
    here.later(days=1)
    return here, people


def kept(person):
    """All that is kept of one person's case."""
    rows = [kind.objects.using("owner").filter(person_id=person.id).order_by("id").values() for kind in KINDS]
    return [list(map(str, found)) for found in rows]


@contextmanager
def carrier():
    """Carries a part in a process of its own, killed at a statement, and says how that process ended."""
    process = subprocess.Popen(
        [sys.executable, str(CARRY)], env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == "ready\n"

    def carry(row, at, statement):
        process.stdin.write(f"{row} {at.isoformat()} {statement}\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    try:
        yield carry
    finally:
        process.kill()
        process.communicate()


def test_a_kill_at_any_statement_leaves_each_case_whole_and_it_is_taken_up_again():
    here, people = a_change()
    row, at, dice = asked_for(here), here.later(), random.Random(11)
    before, killed = [kept(person) for person in people], 0
    with carrier() as carry:
        for point in sorted(dice.sample(range(1, 120), KILLS)):
            ended = carry(row, at, point)
            if ended != KILLED:
                assert ended == 0, f"failed where it was to be killed at statement {point}"
                break
            killed += 1
            assert [kept(person) for person in people] == before, f"killed at statement {point}"
            assert Carrying.objects.using("owner").get(id=row).done == 0
    assert killed >= KILLS // 2, "most of the points were within the part"
    found = carry_all(row, at)
    assert (found.state, found.done, found.fates) == ("done", 3, {"moves": 3})
    assert {person.row.model_name for person in people} == {"durham-tees-valley-2012"}
