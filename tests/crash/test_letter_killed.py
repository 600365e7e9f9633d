"""Killed at ten points between a decision to warn and its letter: each step is whole or not there, and the letter goes out once."""

import os
import random
import subprocess
import sys
from pathlib import Path

from support.enforcement import failure_of, missed, moves_of, opened_before
from support.service import a_local, a_person, a_service, managed

from throughcare.casework.enforcement.models import Failure, Paper, PaperStep
from throughcare.casework.enforcement.rules import FailureState, Move, PaperDeed
from throughcare.foundation.audit.models import Decision

KILLS, KILLED, MOST = 10, -9, 220
OFFICER = Path(__file__).with_name("letter_officer.py")
DEEDS = [PaperDeed.REVIEWED, PaperDeed.SIGNED, PaperDeed.DELIVERED]


def to_be_decided(service):
    """A failure that somebody is to decide, with its officer."""
    person = opened_before(managed(a_person(service)))
    made = failure_of(missed(person, person.team.officer))
    assert made.state == FailureState.ACCEPTED
    return made, person


def check_whole(failure):
    """That what is kept says one thing: the state, the moves, the decision, the letter and what was done with it."""
    row = Failure.objects.using("owner").get(id=failure.id)
    moves = moves_of(row)
    decided = Move.WARNED in moves
    assert Decision.objects.using("owner").filter(about_id=row.id, rule="crossing").count() == 1
    assert Decision.objects.using("owner").filter(about_id=row.id, rule="decide_failure").count() == decided
    papers = list(Paper.objects.using("owner").filter(failure=row.id))
    done = list(
        PaperStep.objects.using("owner").filter(failure=row.id).order_by("at").values_list("deed", flat=True)
    )
    assert len(papers) <= decided
    assert done == DEEDS[: len(done)]
    assert not done or papers
    out = PaperDeed.DELIVERED in done
    assert moves.count(Move.LETTER_SENT) == out
    assert moves.count(Move.WARNED) == decided
    wanted = FailureState.WARNED if out else FailureState.WARNING if decided else FailureState.ACCEPTED
    assert row.state == wanted
    assert bool(row.due) == (not out)


def test_a_kill_between_decision_and_letter_leaves_each_step_whole_and_the_letter_goes_out_once():
    service = a_service(local=a_local())
    (failure, person), killed, dice = to_be_decided(service), 0, random.Random(11)
    reviewer = person.team.senior
    process = subprocess.Popen(
        [sys.executable, str(OFFICER)], env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        assert process.stdout.readline() == "ready\n"

        def order(statement):
            at = service.later(minutes=10)
            process.stdin.write(
                f"{failure.id} {person.team.officer.id} {reviewer.id} {at.isoformat()} {statement}\n"
            )
            process.stdin.flush()
            return int(process.stdout.readline())

        for point in sorted(dice.sample(range(1, MOST), KILLS)):
            ended = order(point)
            assert ended in {0, KILLED}, f"failed where it was to be killed at statement {point}"
            killed += ended == KILLED
            check_whole(failure)
            if ended == 0:
                failure, person = to_be_decided(service)
        assert order(0) == 0
    finally:
        process.kill()
        process.communicate()
    check_whole(failure)
    assert failure_of(failure.contact_id).state == FailureState.WARNED
    assert killed >= KILLS // 2, "most of the points were within the steps"
