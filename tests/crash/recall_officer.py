"""Decides, approves and sends a recall in a process that ends itself at a given statement, as a killed one ends.

Started once with Django loaded, it makes a fresh process for each order read from standard input. An order is the recall, its
officer, its head, an instant, and the statement to be killed at, counted from 1, or 0 for never; each is answered with a line
that says how its process ended.
"""

import os
import signal
import sys
from datetime import datetime, timedelta
from uuid import UUID

import django


def carry_on(recall_id: str, officer_id: str, head_id: str, at: str, statement: str) -> None:
    """Take every step from where the recall stands to its papers sent; killed at a statement, counted from 1, or never where it is 0."""
    from django.db import connection

    from throughcare.casework.recall import actions
    from throughcare.casework.recall.queries import considering, recall
    from throughcare.casework.recall.rules import Length, NewOffence, RecallState, Said
    from throughcare.foundation.access.queries import member
    from throughcare.foundation.access.session import viewing
    from throughcare.foundation.kernel.days import day_of

    taken, now = 0, datetime.fromisoformat(at)
    officer, head = member(UUID(officer_id), at=now), member(UUID(head_id), at=now)
    assert officer and head

    def count(execute, sql, params, many, context):
        nonlocal taken
        taken += 1
        if taken == int(statement):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    def stands():
        with viewing(officer, now):
            found = recall(UUID(recall_id))
        assert found is not None
        return found

    with connection.execute_wrapper(count):
        seen = stands()
        while seen.row.state != RecallState.PAPERS_SENT:
            now += timedelta(minutes=1)
            given = {"at": now, "recall_id": seen.row.id, "version": seen.row.version}
            if seen.row.state == RecallState.CONSIDERED:
                with viewing(officer, now):
                    asked = considering(seen.row.person_id, on=day_of(now)).questions
                actions.decide_recall(
                    by=officer, length=Length.FIXED_TERM, approver_id=head.id, new_offence=NewOffence.NO,
                    answers=dict.fromkeys(asked, Said.NO), **given,
                )  # fmt: skip
            elif seen.row.state == RecallState.DECIDED:
                actions.approve_recall(by=head, **given)
            else:
                actions.send_papers(by=officer, **given)
            seen = stands()


def main() -> None:
    """Read orders to the end of standard input."""
    django.setup()
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                carry_on(*line.split())
                status = 0
            except BaseException as failure:  # the process ends here whatever it was
                print(f"{type(failure).__name__}: {failure}", file=sys.stderr, flush=True)
            os._exit(status)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
