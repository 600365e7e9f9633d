"""Opening cases for people no court has sent: a diversion, or entry to a voluntary scheme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.people.actions import end_recording, record_people
from throughcare.casework.people.queries import names_of
from throughcare.casework.people.rules.record import HomeRecord, PersonRecord, check_record
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place, Sentence

from ..rules import CaseReason
from ..rules.areas import area_of_district
from .opening import CasesOpenedReport, Opening, open_cases

_AXIS = {CaseReason.DIVERSION: Sentence.DIVERSION, CaseReason.VOLUNTARY: Sentence.NONE}


class HeldElsewhere(Refused):
    """Somebody sent is known already, to others than whoever sent them; ``person_ids`` says who, for the audit alone."""

    def __init__(self, person_ids: Sequence[UUID]) -> None:
        super().__init__(
            "No case could be opened from here. Ask a duty officer to find who holds this person."
        )
        self.person_ids = tuple(person_ids)


@dataclass(frozen=True)
class Newcomer:
    """Somebody who comes without a court: who they are, where they live, and by what way they come."""

    ref: str
    family_name: str
    given_names: str
    date_of_birth: date | None
    postcode: str
    reason: CaseReason
    what: str = ""


@action(Permission.OPEN_CASE)
def open_cases_for_newcomers(*, by: Member, at: datetime, newcomers: Sequence[Newcomer]) -> CasesOpenedReport:
    """Record people and open their cases in one transaction, in the worker; refused whole when one is unfit.

    Under a model that gives nobody such cases, the person is recorded and named among those not held.
    """
    return record_and_open(by, at, newcomers)[1]


def record_and_open(
    by: Member, at: datetime, newcomers: Sequence[Newcomer]
) -> tuple[list[UUID], CasesOpenedReport]:
    """Whose record each newcomer became, in order, and what became of their cases.

    Refused, with nothing written, when one of them is, or may be, somebody whom the doer may not see.
    """
    areas = [_area(one) for one in newcomers]
    kept = record_people(by=by, at=at, records=[_record(one, day_of(at)) for one in newcomers])
    joined = {found.person_id for found in kept}
    hidden = {person for found in kept for person in found.hidden} | (joined - names_of(joined).keys())
    if hidden:
        raise HeldElsewhere(sorted(hidden))
    concerns(one.person_id for one in kept)
    openings = [
        Opening(
            found.person_id,
            one.reason,
            new_id(),
            area,
            _AXIS[one.reason],
            Place.COMMUNITY,
            what=one.what or f"a {one.reason}",
        )
        for found, one, area in zip(kept, newcomers, areas, strict=True)
    ]
    report = open_cases(by=by, at=at, openings=openings)
    held = {found.person_id for found in kept} - set(report.not_held)
    end_recording(by=by, at=at, person_ids=sorted(held))
    add_to_line(newcomers=len(newcomers))
    return [found.person_id for found in kept], report


def check_newcomer(one: Newcomer, *, today: date) -> None:
    """Refuse a newcomer who could not be recorded: the way they come, where they live, or who they are."""
    _area(one)
    check_record(_record(one, today), today=today)


def _area(one: Newcomer) -> str:
    if one.reason not in _AXIS:
        ways = " or ".join(_AXIS)
        raise Refused(
            f"{one.ref}: the reason is {ways}; a sentence or a report comes from a court.", field="reason"
        )
    area = area_of_district().get(one.postcode.strip().upper().partition(" ")[0])
    if area is None:
        raise Refused(f"{one.ref}: the postcode names no area of England and Wales.", field="postcode")
    return area


def _record(one: Newcomer, came_on: date) -> PersonRecord:
    """Who came, and when: somebody who came is never taken unseen for one recorded to have died before."""
    home = HomeRecord(postcode=one.postcode)
    names = one.given_names, one.family_name
    return PersonRecord(one.ref, *names, one.date_of_birth, home=home, sitting=came_on)
