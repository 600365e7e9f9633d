"""A service, somebody's need, and the sides of a referral, from their rows, as rules, actions and pages ask about them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.types.range import DateRange

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.kernel import Period
from throughcare.foundation.operating_model.queries import areas_from
from throughcare.foundation.operating_model.rules import Place

from .models import Referral, Service
from .rules.catalogue import PlacesFacts, ServiceFacts, SiteFacts
from .rules.fitting import Wanting
from .rules.travel import position_of_home
from .rules.words import Method, OpenTo, Standing


def facts_of(row: Service) -> ServiceFacts:
    """A service's row as the rules ask about it."""
    return ServiceFacts(
        reference=row.reference, title=row.title, needs=tuple(row.needs), prime=row.prime,
        subcontractors=tuple(row.subcontractors), areas=tuple(row.areas), takes_women=row.takes_women,
        takes_men=row.takes_men, youngest=row.youngest, oldest=row.oldest,
        offered=Period(row.offered.lower, row.offered.upper), methods=tuple(Method(m) for m in row.methods),
        summary="" if "summary" in row.get_deferred_fields() else row.summary, open_to=OpenTo(row.open_to), standing=Standing(row.standing),
        sites=tuple(SiteFacts(**one) for one in row.sites), places=tuple(_places(one) for one in row.places),
    )  # fmt: skip


def _places(said: dict[str, Any]) -> PlacesFacts:
    on = said["said_on"]
    return PlacesFacts(said["unit"], said["free"], said["most"], date.fromisoformat(on) if on else None)


def columns_of(facts: ServiceFacts) -> dict[str, object]:
    """A service's facts as its columns hold them."""
    lists = ("needs", "methods", "subcontractors", "areas")
    plain = ("title", "summary", "prime", "takes_women", "takes_men", "youngest", "oldest")
    made: dict[str, object] = {name: getattr(facts, name) for name in plain}
    made |= {name: [str(one) for one in getattr(facts, name)] for name in lists}
    made |= {"offered": DateRange(facts.offered.start, facts.offered.end), "open_to": str(facts.open_to)}
    made |= {"standing": facts.standing.value, "sites": [asdict(one) for one in facts.sites]}
    made["places"] = [
        asdict(one) | {"said_on": one.said_on.isoformat() if one.said_on else None} for one in facts.places
    ]
    return made


def wanting_of(person_id: UUID, need: str, *, at: datetime) -> Wanting:
    """What the rules ask of somebody who needs something: their area with those above it, their sex and birth."""
    traits = people.traits_of([person_id]).get(person_id)
    seen = supervision.case_of(person_id, at=at)
    areas = tuple(areas_from(seen.case.area_code)) if seen else ()
    inside = seen.case.place == Place.CUSTODY if seen else None
    home, by = position_of_home(people.home_districts([person_id]).get(person_id, ""), areas)
    return Wanting(
        need,
        areas,
        traits.sex if traits else None,
        traits.date_of_birth if traits else None,
        inside,
        home,
        by,
    )


@dataclass(frozen=True)
class Sides:
    """The units of a referral: which sent it, which receives it, and which answers for the case now (None: none is seen)."""

    sent: UUID
    receives: UUID
    answers: UUID | None

    def is_senders(self, units: Collection[UUID]) -> bool:
        """Whether units stand on the side of whoever sent it, or whose team answers for the case now."""
        return self.sent in units or self.answers in units

    def is_receivers(self, units: Collection[UUID]) -> bool:
        """Whether units stand on the side of the service."""
        return self.receives in units


def sides_of(row: Referral) -> Sides:
    """The sides of a referral as its case now stands."""
    return Sides(row.from_unit, row.to_unit, supervision.teams_of_open([row.case_id]).get(row.case_id))
