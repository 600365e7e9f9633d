"""A service with people in it, for pages to be opened on."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from support.people import a_founder, joins
from support.service import Person, Service, a_person, a_result, a_service, import_rows, managed
from throughcare.casework.courts.actions import send_file
from throughcare.casework.supervision.actions import offer_transfer, record_on_timeline
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access.actions import record_unit
from throughcare.foundation.access.rules import Member
from throughcare.foundation.operating_model.rules import BodyKind

ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.RESPONSIBLE_OFFICER, TenureKind.SUPERVISOR)


@dataclass
class World:
    """A service and the people and members its pages are opened with."""

    service: Service
    person: Person
    unheld: Person
    transfer: str
    officer: Member
    senior: Member
    court: Member
    admin: Member
    case_admin: Member
    inspector: Member
    chair: Member


def a_world() -> World:
    """A service with people, a transfer on offer, refused rows and a waiting upload."""
    service = a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=6))
    person = managed(a_person(service), *ROLES)
    unheld = a_person(service)
    import_rows(
        service,
        a_result(),
        a_result(hearing_date="2026-02-31"),
        a_result(family_name="=1+1"),
        a_result(pnc="NONE"),
    )
    trust = service.teams[BodyKind.TRUST]
    for n in range(30):
        record_on_timeline(
            by=trust.officer,
            at=service.at,
            case_id=person.case,
            kind="note",
            what=f"Seen at the office, visit {n}",
        )
    other = _another_team(service)
    offered = offer_transfer(
        by=trust.senior, at=service.at, case_id=unheld.case, to_unit=other, because="moved house"
    )
    send_file(
        by=service.officer_of_the_court, at=service.at, file_name="waiting.csv", content=b"result_ref\nx\n"
    )
    return World(
        service, person, unheld, str(offered), trust.officer, trust.senior, service.officer_of_the_court,
        joins(trust.unit, "administrator"), joins(service.court_unit, "case administrator"),
        joins(trust.unit, "inspector"), joins(trust.unit, "public protection chair"),
    )  # fmt: skip


def _another_team(service: Service):
    trust = service.teams[BodyKind.TRUST]
    return record_unit(
        by=a_founder(), at=service.at, organisation_id=trust.organisation, name=f"Other team {service.area}", kind="team",
        area_code=service.area,
    )  # fmt: skip
