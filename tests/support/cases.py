"""Cases and teams for the tests of supervision: a second team, a move made, two people acting at once."""

import threading
from collections.abc import Callable
from contextlib import suppress

from django.db import connections

from support.people import a_founder, joins
from support.service import Person, Service, Team
from throughcare.casework.supervision.actions import accept_transfer, offer_transfer
from throughcare.foundation.access.actions import record_unit
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model.rules import BodyKind


def another_team(service: Service, body: BodyKind = BodyKind.PUBLIC_PROVIDER) -> Team:
    """A second team of one of a service's organisations."""
    first = service.teams[body]
    unit = record_unit(
        by=a_founder(), at=service.at, organisation_id=first.organisation, name=f"Second team {new_id()}",
        kind="team",
    )  # fmt: skip
    senior, officer = joins(unit, "senior probation officer"), joins(unit, "offender manager")
    return Team(first.body, first.organisation, unit, senior, officer)


def moved(person: Person, sender: Team, receiver: Team) -> None:
    """Pass a case from one team to another: offered by one, accepted by the other."""
    service = person.service
    offered = offer_transfer(
        by=sender.senior,
        at=service.later(),
        case_id=person.case,
        to_unit=receiver.unit,
        because="moved house",
    )
    accept_transfer(by=receiver.senior, at=service.later(), transfer_id=offered)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do several things at the same moment, each on a connection of its own; what each gave, or how it was refused."""
    gave: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def one(place: int, act: Callable[[], object]) -> None:
        with suppress(threading.BrokenBarrierError):
            connections["default"].ensure_connection()
            gate.wait(60)
        try:
            gave[place] = act()
        except Refused as refusal:
            gave[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return gave
