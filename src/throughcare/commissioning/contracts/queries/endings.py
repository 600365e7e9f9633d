"""Tells of endings: what waits for a second person, hand-overs with their certificates, and what the models in force say of a provider's failure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of

from ..models import Handover, Proposal
from ..rules.ending import ProposalKind, Said
from ..rules.handing_over import Passed
from ..rules.handing_over import certificate as read
from ..store import proposed, said_of_last_resort, seconds


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


@dataclass(frozen=True)
class Proposed:
    """What one of the viewer's team proposed and nobody confirmed yet: by whom, of which agreement, and whether the viewer may confirm it."""

    row: Proposal
    title: str
    by: str
    receiver: str
    may_confirm: bool


def proposals(agreement_id: UUID | None = None) -> list[Proposed]:
    """What waits for a second person of the viewer's team, of one agreement or all; the oldest first."""
    rows = Proposal.objects.select_related("agreement").order_by("at", "id")
    if agreement_id is not None:
        rows = rows.filter(agreement=agreement_id)
    standing = {(row.agreement_id, row.kind): row for row in rows}
    waiting = [row for row in standing.values() if proposed(row.agreement_id, ProposalKind(row.kind)) == row]
    names, units = (
        access.member_names({row.member_id for row in waiting}),
        access.units({row.to_unit for row in waiting if row.to_unit}),
    )
    return [
        Proposed(
            row, row.agreement.title, names.get(row.member_id, "Somebody"), units[row.to_unit].name if row.to_unit else "", seconds(row)
        )
        for row in waiting
    ]  # fmt: skip


def said_when_a_provider_fails(member: Member, *, at: datetime) -> list[Said]:
    """What each model in force where the viewer's body is appointed says is done when a provider fails."""
    return said_of_last_resort(member.organisation_id, day_of(at))
