"""What must exist before anybody can act: the service's own organisation and its system members.

Run by the owner after every migration; it changes nothing that is there already.
"""

from __future__ import annotations

from datetime import UTC, datetime

from psycopg.types.range import TimestamptzRange

from .models import Membership, Organisation, Unit
from .rules import OrganisationKind

SERVICE = "Throughcare service"
FOUNDER, IMPORTER, ANNOUNCER, PUBLISHER, SWEEPER, CARRIER, REMINDER = (
    "Founder",
    "Importer",
    "Announcer",
    "Publisher",
    "Sweeper",
    "Carrier",
    "Reminder",
)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def found_service(alias: str = "owner") -> None:
    """Make the service's organisation, unit and system members where they are missing."""
    body, _ = Organisation.objects.using(alias).get_or_create(
        name=SERVICE, defaults={"kind": OrganisationKind.SYSTEM}
    )
    unit, _ = Unit.objects.using(alias).get_or_create(
        organisation=body, name=SERVICE, defaults={"kind": "system", "parent": None}
    )
    for name in (FOUNDER, IMPORTER, ANNOUNCER, PUBLISHER, SWEEPER, CARRIER, REMINDER):
        Membership.objects.using(alias).get_or_create(
            unit=unit,
            name=name,
            role="service",
            account=None,
            defaults={"during": TimestamptzRange(BEGINNING, None)},
        )
