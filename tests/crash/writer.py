"""Saves pages and imports files until it is killed, and says on standard output what was acknowledged to it.

Started once with Django loaded, it makes a fresh process for each order read from standard input, so that
a kill costs no new start. Orders: ``found``, ``work NUMBER STOP`` and ``settle``. At its STOPth statement a
worker says ``now`` and goes on: whoever hears that kills it, wherever it has got to by then.
"""

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import django

WORLD = Path(os.environ["THROUGHCARE_VAR"]) / "world.json"


def say(*words: object) -> None:
    """One line, written at once: what was said before a kill was said."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def found() -> None:
    """Make a service with one person in it, and note who may write."""
    from datetime import timedelta

    from django.utils import timezone
    from support.service import a_person, a_service

    service = a_service("england-and-wales-2021", at=timezone.now() - timedelta(hours=1))
    person = a_person(service)
    WORLD.write_text(
        json.dumps(
            {
                "person": str(person.id),
                "account": str(person.team.officer.account_id),
                "court": str(service.officer_of_the_court.id),
            }
        )
    )


def work(number: int, stop: int) -> None:
    """Save and import by turns, counting statements."""
    from django.db import connections

    counted = 0

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal counted
        counted += 1
        if counted == stop:
            say("now")
        return execute(sql, params, many, context)

    with ExitStack() as counting:
        for alias in ("default", "worker", "owner"):
            counting.enter_context(connections[alias].execute_wrapper(count))
        save(f"{number}-first")
        bring_in(f"{number}-file")
        seal()
        save(f"{number}-second")
    say("done", counted)


def save(name: str) -> None:
    """Send the form that writes on a timeline, as a browser does."""
    from django.conf import settings
    from django.test import Client

    from throughcare.foundation.access.models import Account
    from throughcare.foundation.kernel import new_id

    world = json.loads(WORLD.read_text())
    client = Client()
    client.force_login(Account.objects.get(id=world["account"]), settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["second_step"] = True
    session.save()
    sent = {"kind": "note", "what": f"Saved {name}", "note": "", "idempotency_key": str(new_id())}
    answer = client.post(f"/people/{world['person']}/note", sent)
    if answer.status_code != 302 or not answer.headers["Location"].startswith("/people/"):
        raise SystemExit(f"the page was not saved: {answer.status_code} {answer.headers.get('Location')}")
    say("saved", name)


def bring_in(name: str) -> None:
    """Import a file of six good rows and two bad ones, and open the cases."""
    from django.utils import timezone
    from support.people import as_worker
    from support.service import a_result, as_file, hear

    from throughcare.casework.courts.actions import import_court_results
    from throughcare.foundation.access.queries import member

    at = timezone.now()
    by = member(UUID(json.loads(WORLD.read_text())["court"]), at=at)
    assert by is not None
    rows = [a_result(result_ref=f"{name}-{n}") for n in range(6)]
    rows += [a_result(hearing_date="2026-02-31"), a_result(court_code="NOWHER")]
    with as_worker():
        report = import_court_results(by=by, at=at, file=as_file(rows), file_name=name)
    say("imported", report.import_id)
    hear()


def seal() -> None:
    """Seal what can be sealed."""
    from django.db import connections

    from throughcare.foundation.audit import sealing

    sealing.seal(connections["owner"])


def settle() -> None:
    """Do what was announced and not yet heard, and seal."""
    from support.service import hear

    hear()
    seal()


def carry_out(order: list[str]) -> None:
    """One order, in a process of its own."""
    if order[0] == "found":
        found()
    elif order[0] == "work":
        work(int(order[1]), int(order[2]))
    else:
        settle()


def main() -> None:
    """Read orders to the end of standard input."""
    django.setup()
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                carry_out(line.split())
                status = 0
            except BaseException as failure:  # the process ends here whatever it was
                print(f"{type(failure).__name__}: {failure}", file=sys.stderr, flush=True)
            os._exit(status)
        say("process", child)
        say("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main()
