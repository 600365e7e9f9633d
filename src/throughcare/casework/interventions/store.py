"""A service and somebody's need, from their rows, as the rules ask about them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.kernel import Period
from throughcare.foundation.operating_model.queries import areas_from

from .models import Service
from .rules.catalogue import ServiceFacts
from .rules.fitting import Wanting
from .rules.words import Method, OpenTo


def facts_of(row: Service) -> ServiceFacts:
    """A service's row as the rules ask about it."""
    return ServiceFacts(
        reference=row.reference, title=row.title, needs=tuple(row.needs), prime=row.prime,
        subcontractors=tuple(row.subcontractors), areas=tuple(row.areas), takes_women=row.takes_women,
        takes_men=row.takes_men, youngest=row.youngest, oldest=row.oldest,
        offered=Period(row.offered.lower, row.offered.upper), methods=tuple(Method(m) for m in row.methods),
        summary=row.summary, open_to=OpenTo(row.open_to),
    )  # fmt: skip


def wanting_of(person_id: UUID, need: str, *, at: datetime) -> Wanting:
    """What the rules ask of somebody who needs something: their area with those above it, their sex and birth."""
    traits = people.traits_of([person_id]).get(person_id)
    seen = supervision.case_of(person_id, at=at)
    areas = tuple(areas_from(seen.case.area_code)) if seen else ()
    return Wanting(need, areas, traits.sex if traits else None, traits.date_of_birth if traits else None)
