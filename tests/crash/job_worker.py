"""Asks for work as a page does and carries it out as ``throughcare worker`` does, until it is killed.

Started once with Django loaded, it makes a fresh process for each order, so that a kill costs no new start. An order is a
line of JSON: the ``kind`` of work and what it is ``given``, or ``carry out``, ``remind`` or ``book``, and the ``point`` at
which its process kills itself: a statement of Django's or of the queue's, counted from 1; none when it is 0. An order to ask says what was
acknowledged; each order ends with a line that says how its process ended and how many statements it took.
"""

import importlib
import json
import os
import signal
import sys
from datetime import date, datetime
from typing import Any
from uuid import UUID

import django

ASKED = "acknowledged"
REMINDS = "throughcare.send_reminders"
HEAVY = (
    "casework.people.rules.scoring",
    "casework.allocation.rules.assignment.solve",
    "faces.outcomes.answers.kinds",
    "faces.index.urls",
)
taken = 0
point = 0


def say(*words: object) -> None:
    """One line, written at once: what was said before a kill was said."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def count() -> None:
    """One statement more; the end of this process when it is the one."""
    global taken  # noqa: PLW0603
    taken += 1
    if taken == point:
        os.kill(os.getpid(), signal.SIGKILL)


def count_every_statement() -> None:
    """Count what Django sends, in whichever thread, and what the queue sends of its own."""
    from django.db.backends.signals import connection_created
    from procrastinate.psycopg_connector import PsycopgConnector

    def counted(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        count()
        return execute(sql, params, many, context)

    connection_created.connect(
        lambda connection, **_: connection.execute_wrappers.append(counted), weak=False
    )
    for name in ("execute_query_async", "execute_query_one_async", "execute_query_all_async"):
        setattr(PsycopgConnector, name, counting(getattr(PsycopgConnector, name)))


def counting(sent: Any) -> Any:
    """A statement of the queue's, counted before and after: a worker also dies between doing a job and saying so."""

    async def send(*given: Any, **named: Any) -> Any:
        count()
        answer = await sent(*given, **named)
        count()
        return answer

    return send


def ask(kind: str, given: dict[str, Any]) -> object:
    """Ask for one piece of work, as the web process does on behalf of a member."""
    from throughcare.casework.allocation.actions import ask_plan
    from throughcare.casework.courts.actions import send_file
    from throughcare.casework.supervision.actions.arriving import send_newcomer
    from throughcare.commissioning.contracts.actions import ask_statements
    from throughcare.faces.outcomes.answers.work import Asked, answered
    from throughcare.foundation.access.queries import member
    from throughcare.foundation.access.session import viewing

    at = datetime.fromisoformat(given.pop("asked_at"))
    by = member(UUID(given.pop("asked_by")), at=at)
    assert by is not None
    if kind == "upload":
        return send_file(by=by, at=at, file_name=given["name"], content=given["content"].encode())
    if kind == "newcomer":
        born = datetime.fromisoformat(given.pop("born")).date()
        return send_newcomer(by=by, at=at, date_of_birth=born, **given)
    if kind == "plan":
        return ask_plan(by=by, at=at)
    if kind == "statements":
        return ask_statements(by=by, at=at, month=date.fromisoformat(given["month"]))
    with viewing(by, at):
        asked = Asked("measure", given)
        answered(asked)
    return asked.key


def carry_out() -> None:
    """Sweep and do every job that waits, as the worker does, then end."""
    from procrastinate.contrib.django import app

    from throughcare.foundation.access.delivery import waiting
    from throughcare.foundation.access.sweeping import sweep
    from throughcare.server.commands.worker import worker

    as_worker()
    app.perform_import_paths()
    for by_the_clock in [key for key in app.periodic_registry.periodic_tasks if key[0] == REMINDS]:
        del app.periodic_registry.periodic_tasks[by_the_clock]  # sent by an order, at the instant it says
    sweep()
    worker(concurrency=1, once=True)
    say("undelivered", len(waiting()))


class Counted:
    """A provider of messages that may also be killed just before and just after it took one."""

    def __init__(self, provider: Any) -> None:
        self.provider, self.name, self.find = provider, provider.name, provider.find

    def send(self, message: Any) -> Any:
        """Give it on."""
        count()
        receipt = self.provider.send(message)
        count()
        return receipt


def as_worker() -> None:
    """From here on this process is the worker's."""
    from django.db import connections

    os.environ["THROUGHCARE_ROLE"] = "worker"
    connections.settings["default"] = connections.settings["worker"]
    if hasattr(connections._connections, "default"):  # made, as another role, by what was loaded before
        del connections["default"]


def remind(given: dict[str, Any]) -> None:
    """Send the reminders that are due at an instant, as the job does."""
    from pathlib import Path

    from throughcare.casework.supervision.tasks import send_due
    from throughcare.foundation.messages.notify import Notify
    from throughcare.foundation.messages.outbox import Outbox
    from throughcare.foundation.messages.provider import Channel

    as_worker()
    if given["to"] == "outbox":
        provider: Any = Outbox(Path(given["where"]))
    else:
        templates = {Channel.TEXT: os.environ["NOTIFY_TEMPLATE"]}
        provider = Notify(os.environ["NOTIFY_KEY"], templates, address=given["where"])
    send_due(Counted(provider), lambda: datetime.fromisoformat(given["at"]))


def book(given: dict[str, Any]) -> None:
    """Make an appointment, as a page does for a member."""
    from throughcare.casework.supervision.actions import Booking, book_appointment
    from throughcare.casework.supervision.rules.contacts import ContactKind
    from throughcare.foundation.access.queries import member

    at = datetime.fromisoformat(given["at"])
    by = member(UUID(given["by"]), at=at)
    assert by is not None
    booking = Booking(datetime.fromisoformat(given["starts_at"]), ContactKind.OFFICE, "The office")
    say(ASKED, book_appointment(by=by, at=at, case_id=UUID(given["case"]), booking=booking))


def carry_out_order(order: dict[str, Any]) -> None:
    """One order, in a process of its own."""
    global point  # noqa: PLW0603
    point = order["point"]
    count_every_statement()
    if order["kind"] == "carry out":
        carry_out()
    elif order["kind"] in {"remind", "book"}:
        {"remind": remind, "book": book}[order["kind"]](order["given"])
    else:
        say(ASKED, ask(order["kind"], order["given"]))
    say("took", taken)


def main() -> None:
    """Read orders to the end of standard input."""
    django.setup()
    for heavy in HEAVY:  # once, instead of in each process
        importlib.import_module(f"throughcare.{heavy}")
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                carry_out_order(json.loads(line))
                status = 0
            except BaseException as failure:  # the process ends here whatever it was
                print(f"{type(failure).__name__}: {failure}", file=sys.stderr, flush=True)
            os._exit(status)
        say("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main()
