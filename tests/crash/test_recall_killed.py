"""Killed at ten points between a decision and its papers: each step of a recall is whole or not there, and the rest is done after."""

import os
import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from support.recalls import consider, on_licence
from support.service import a_local, a_service

from throughcare.casework.recall.models import RecallSignature, RecallStep
from throughcare.casework.recall.rules import RecallState
from throughcare.foundation.audit.models import Decision

KILLS, KILLED, MOST = 10, -9, 260
OFFICER = Path(__file__).with_name("recall_officer.py")
COURSE = [RecallState.CONSIDERED, RecallState.DECIDED, RecallState.APPROVED, RecallState.PAPERS_SENT]


def check_whole(made):
    """That what is kept of a recall says one thing: its state, its steps, what is owed, its decision and its signatures."""
    row = made.row
    steps = list(
        RecallStep.objects.using("owner")
        .filter(recall=made.id)
        .order_by("number")
        .values_list("after", flat=True)
    )
    assert steps == COURSE[: len(steps)]
    assert row.state == steps[-1]
    assert row.due
    assert row.due_at
    come = COURSE.index(RecallState(row.state))
    assert Decision.objects.using("owner").filter(about_id=made.id).count() == (come >= 1)
    assert bool(row.decision) == (come >= 1)
    assert RecallSignature.objects.using("owner").filter(recall=made.id).count() == max(0, come - 1)


def test_a_kill_between_decision_and_paper_leaves_each_step_whole_and_the_rest_is_done_after():
    service = a_service("england-and-wales-2021", local=a_local())
    made, killed, dice = consider(on_licence(service)), 0, random.Random(7)
    process = subprocess.Popen(
        [sys.executable, str(OFFICER)], env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        assert process.stdout.readline() == "ready\n"

        def order(statement):
            at = service.later(minutes=10)
            process.stdin.write(f"{made.id} {made.officer.id} {made.head.id} {at.isoformat()} {statement}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        for point in sorted(dice.sample(range(1, MOST), KILLS)):
            ended = order(point)
            assert ended in {0, KILLED}, f"failed where it was to be killed at statement {point}"
            killed += ended == KILLED
            check_whole(made)
            if ended == 0:
                made = consider(on_licence(service), head=made.head)
        assert order(0) == 0
    finally:
        process.kill()
        process.communicate()
    check_whole(made)
    assert made.state is RecallState.PAPERS_SENT
    assert killed >= KILLS // 2, "most of the points were within the steps"
    assert service.at - made.row.opened_at < timedelta(days=1)
