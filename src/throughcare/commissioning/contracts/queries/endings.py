"""Tells of endings: hand-overs with their certificates, and what the models in force say of a provider's failure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of

from ..models import Handover
from ..rules.ending import Said
from ..rules.handing_over import Passed
from ..rules.handing_over import certificate as read
from ..store import said_of_last_resort


@dataclass(frozen=True)
class HandoverSeen:
    """A hand-over or a rehearsal: the team that takes over by name, and the certificate."""

    row: Handover
    receiver: str
    certificate: list[Passed]


def handovers(agreement_id: UUID) -> list[HandoverSeen]:
    """Hand-overs of an agreement and rehearsals of them that the viewer sees, the last first."""
    rows = list(Handover.objects.filter(agreement=agreement_id).order_by("-at", "-id"))
    units = access.units({row.to_unit for row in rows})
    return [
        HandoverSeen(row, f"{units[row.to_unit].name}, {units[row.to_unit].organisation.name}", read(row.certificate))
        for row in rows
    ]  # fmt: skip


def said_when_a_provider_fails(member: Member, *, at: datetime) -> list[Said]:
    """What each model in force where the viewer's body is appointed says is done when a provider fails."""
    return said_of_last_resort(member.organisation_id, day_of(at))
