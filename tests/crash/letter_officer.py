"""Decides a failure and brings its letter out in a process that ends itself at a given statement, as a killed one ends.

Started once with Django loaded, it makes a fresh process for each order read from standard input. An order is the failure, its
officer, who reviews the letter, an instant, and the statement to be killed at, counted from 1, or 0 for never; each is answered
with a line that says how its process ended.
"""

import os
import signal
import sys
from datetime import datetime, timedelta
from uuid import UUID

import django


def carry_on(failure_id: str, officer_id: str, reviewer_id: str, at: str, statement: str) -> None:
    """Take every step from where the failure stands to its letter delivered; killed at a statement, counted from 1, or never where it is 0."""
    from django.db import connection

    from throughcare.casework.enforcement import actions, queries
    from throughcare.casework.enforcement.rules import FailureState, Means, Move, PaperDeed, PaperKind
    from throughcare.foundation.access.queries import member
    from throughcare.foundation.access.session import viewing
    from throughcare.foundation.kernel.days import day_of

    taken, now = 0, datetime.fromisoformat(at)
    officer, reviewer = member(UUID(officer_id), at=now), member(UUID(reviewer_id), at=now)
    assert officer and reviewer

    def count(execute, sql, params, many, context):
        nonlocal taken
        taken += 1
        if taken == int(statement):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    def stands():
        with viewing(officer, now):
            seen = queries.failure(UUID(failure_id), today=day_of(now))
            papers = queries.papers(UUID(failure_id))
        assert seen is not None
        return seen, papers

    with connection.execute_wrapper(count):
        seen, papers = stands()
        while seen.line.state != FailureState.WARNED:
            now += timedelta(minutes=1)
            if seen.line.state == FailureState.ACCEPTED:
                actions.decide_failure(
                    by=officer, at=now, failure_id=seen.line.id, version=seen.line.version, decision=Move.WARNED,
                    note="No reason was given.",
                )  # fmt: skip
            elif not papers:
                actions.draft_paper(by=officer, at=now, failure_id=seen.line.id, kind=PaperKind.WARNING)
            elif not papers[0].done:
                actions.review_paper(by=reviewer, at=now, paper_id=papers[0].id)
            elif papers[0].done[-1] == PaperDeed.REVIEWED:
                actions.sign_paper(by=officer, at=now, paper_id=papers[0].id)
            else:
                actions.deliver_paper(by=officer, at=now, paper_id=papers[0].id, means=Means.POST)
            seen, papers = stands()


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
