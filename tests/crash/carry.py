"""Carries one part of some cases over in a process that ends itself at a given statement, as a killed worker ends.

Started once with Django loaded, it makes a fresh process for each order read from standard input, so that a kill costs
no new start. An order is the carrying's id, an instant, and the statement to be killed at, counted from 1, or 0 for
never; each is answered with a line that says how its process ended.
"""

import os
import signal
import sys
from datetime import datetime
from uuid import UUID

import django


def carry_out(carrying_id: str, at: str, statement: str) -> None:
    """Carry a part over; killed at a statement, counted from 1, or never where it is 0."""
    from django.db import connection

    from throughcare.casework.supervision.actions import carry_some_over
    from throughcare.casework.supervision.tasks import carrier

    taken = 0

    def count(execute, sql, params, many, context):
        nonlocal taken
        taken += 1
        if taken == int(statement):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    service = carrier()
    with connection.execute_wrapper(count):
        carry_some_over(by=service, at=datetime.fromisoformat(at), carrying_id=UUID(carrying_id))


def main() -> None:
    """Read orders to the end of standard input."""
    django.setup()
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                carry_out(*line.split())
                status = 0
            except BaseException as failure:  # the process ends here whatever it was
                print(f"{type(failure).__name__}: {failure}", file=sys.stderr, flush=True)
            os._exit(status)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
