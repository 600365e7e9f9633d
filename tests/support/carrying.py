"""Carrying an area's cases over as the service does it, at a test's own instant."""

from datetime import datetime
from uuid import UUID

from support.service import Service
from throughcare.casework.supervision.actions import begin_carrying, carry_some_over
from throughcare.casework.supervision.models import Carrying
from throughcare.casework.supervision.tasks import carrier


def asked_for(service: Service) -> UUID:
    """Ask for whatever is due, and give what was asked for in this service's area."""
    begin_carrying(by=carrier(), at=service.at)
    return (
        Carrying.objects.using("owner")
        .filter(area_code=service.area, in_force_id__isnull=False)
        .latest("day")
        .id
    )


def carry_all(carrying_id: UUID, at: datetime) -> Carrying:
    """Carry part after part over until none is left; returns what is kept of it."""
    while carry_some_over(by=carrier(), at=at, carrying_id=carrying_id):
        pass
    return Carrying.objects.using("owner").get(id=carrying_id)


def carried_over(service: Service) -> Carrying:
    """Ask for whatever is due and carry this area's cases over."""
    return carry_all(asked_for(service), service.later())
