"""Somebody sent from a page or by the API who comes without a court: kept, matched by a job, and their case opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Arrival
from ..rules import CaseReason
from ..rules.words import ArrivalState as State
from .newcomers import Newcomer, check_newcomer, record_and_open

BRING_IN = "throughcare.bring_in_newcomer"


@action(Permission.OPEN_CASE)
def send_newcomer(
    *,
    by: Member,
    at: datetime,
    family_name: str,
    given_names: str,
    date_of_birth: date,
    postcode: str,
    reason: str,
    what: str = "",
) -> UUID:
    """Keep somebody who comes without a court and ask for their case to be opened; returns the arrival.

    Refused at once when the record is unfit to keep; matching with everybody known waits for the job.
    """
    said = {"family_name": family_name, "given_names": given_names, "postcode": postcode, "what": what[:200]}
    newcomer = _newcomer({**said, "date_of_birth": date_of_birth.isoformat()}, reason)
    check_newcomer(newcomer, today=day_of(at))
    kept = Arrival(
        id=new_id(), unit_id=by.unit_id, member_id=by.id, at=at, reason=newcomer.reason,
        who={**said, "date_of_birth": date_of_birth.isoformat()},
    )  # fmt: skip
    insert_all([kept])
    app.configure_task(BRING_IN, allow_unknown=True).defer(arrival_id=str(kept.id), member_id=str(by.id))
    add_to_line(arrival=kept.id)
    return kept.id


def _newcomer(said: dict[str, str], reason: str) -> Newcomer:
    try:
        way = CaseReason(reason)
    except ValueError:
        raise Refused("Choose a diversion or a voluntary scheme.", field="reason") from None
    return Newcomer(
        "the person",
        said["family_name"],
        said["given_names"],
        date.fromisoformat(said["date_of_birth"]),
        said["postcode"],
        way,
        said["what"],
    )


@action(Permission.OPEN_CASE)
def bring_in_newcomer(*, by: Member, at: datetime, arrival_id: UUID) -> UUID | None:
    """Match and record an arrival, in the worker, and open their case; the person, or None when done before."""
    kept = Arrival.objects.select_for_update().filter(id=arrival_id, state=State.WAITING).first()
    if kept is None:
        return None
    [person], report = record_and_open(by, at, [_newcomer(kept.who, kept.reason)])
    concerns(person)
    add_to_line(arrival=arrival_id)
    state, because = (State.NOT_HELD, _NOBODY) if report.not_held else (State.DONE, "")
    _settle(arrival_id, state, because, person)
    return person


_NOBODY = "The operating model in force there gives such a case to nobody, so the person is recorded and no case is open."


@action(Permission.OPEN_CASE)
def note_newcomer_refused(
    *, by: Member, at: datetime, arrival_id: UUID, because: str, known: Sequence[UUID] = ()
) -> None:
    """Keep why an arrival was not brought in; what was sent is not kept, and whoever it was about is in the audit alone."""
    _settle(arrival_id, State.REFUSED, because, None)
    concerns(known)
    add_to_line(arrival=arrival_id)


def _settle(arrival_id: UUID, state: str, because: str, person: UUID | None) -> None:
    waiting = Arrival.objects.filter(id=arrival_id, state=State.WAITING)
    waiting.update(state=state, because=because[:300], person_id=person, who={})
