"""A process that carries one part of some cases over and ends itself at a given statement, as a killed worker ends."""

import os
import signal
import sys
from datetime import datetime
from uuid import UUID

import django


def main(carrying_id: str, at: str, statement: str) -> None:
    """Carry a part over; killed at a statement, counted from 1, or never where it is 0. Says how many it took."""
    django.setup()
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
    print(taken)


main(*sys.argv[1:])
