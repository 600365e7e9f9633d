"""A service, somebody's need, and the sides of a referral, from their rows, as rules, actions and pages ask about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.range import DateRange

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.kernel import Period
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import areas_from
from throughcare.foundation.operating_model.rules import Place

from .models import OverflowLadder, Referral, ReferralStep, Service
from .rules.amending import Amendable, AmendedBy, unread_by
from .rules.catalogue import PlacesFacts, ServiceFacts, SiteFacts
from .rules.fitting import Wanting
from .rules.overflow import Measure, Reached, Rung, Then, Told, reached
from .rules.travel import position_of_home
from .rules.words import Method, OpenTo, Standing, StepKind


def facts_of(row: Service) -> ServiceFacts:
    """A service's row as the rules ask about it."""
    return ServiceFacts(
        reference=row.reference, title=row.title, needs=tuple(row.needs), prime=row.prime,
        subcontractors=tuple(row.subcontractors), areas=tuple(row.areas), takes_women=row.takes_women,
        takes_men=row.takes_men, youngest=row.youngest, oldest=row.oldest,
        offered=Period(row.offered.lower, row.offered.upper), methods=tuple(Method(m) for m in row.methods),
        summary="" if "summary" in row.get_deferred_fields() else row.summary, open_to=OpenTo(row.open_to), works_inside=row.works_inside, standing=Standing(row.standing),
        sites=tuple(SiteFacts(**one) for one in row.sites), places=tuple(_places(one) for one in row.places),
    )  # fmt: skip


def _places(said: dict[str, Any]) -> PlacesFacts:
    on = said["said_on"]
    return PlacesFacts(said["unit"], said["free"], said["most"], date.fromisoformat(on) if on else None)


def columns_of(facts: ServiceFacts) -> dict[str, object]:
    """A service's facts as its columns hold them."""
    lists = ("needs", "methods", "subcontractors", "areas")
    plain = ("title", "summary", "prime", "takes_women", "takes_men", "youngest", "oldest", "works_inside")
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


@dataclass(frozen=True)
class Ladder:
    """An edition of what happens when the queue for a service grows: its number, first day, rungs in order, and where it stands."""

    service_id: UUID
    number: int
    starts: date
    rungs: tuple[Rung, ...]
    source: str

    @property
    def edition(self) -> str:
        """The edition in words, as a decision keeps it."""
        return f"ladder {self.number}, {self.source}"


def ladders_in_force(on: date, *, of: Iterable[UUID] | None = None) -> dict[UUID, Ladder]:
    """The ladder in force on a day of each service that has rungs, or of those named; one question."""
    rows = OverflowLadder.objects.filter(starts__lte=on).order_by("starts", "number")
    latest = {row.service_id: row for row in (rows if of is None else rows.filter(service__in=list(of)))}
    return {service: ladder_of(row) for service, row in latest.items() if row.rungs}


def ladder_of(row: OverflowLadder) -> Ladder:
    """An edition from its row."""
    return Ladder(row.service_id, row.number, row.starts, tuple(_rung(one) for one in row.rungs), row.source)


def _rung(said: dict[str, Any]) -> Rung:
    told = tuple(Told(one) for one in said["told"])
    return Rung(Measure(said["measure"]), said["at"], Then(said["then"]), told, said["to"], said["pence"])


def rungs_as_kept(rungs: Sequence[Rung]) -> list[dict[str, object]]:
    """Rungs as a row keeps them."""
    return [asdict(one) for one in rungs]


def waiting_for(service_ids: Iterable[UUID]) -> dict[UUID, list[datetime]]:
    """When each of those was referred who wait for a first session that they attend, by service; of services with a ladder alone.

    Nothing else of anybody: who sent them and who they are, the wall still hides.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM interventions_waiting(%s)", [list(service_ids)])
        return {service: list(sent) for service, sent in cursor.fetchall()}


def overflow_of(ladders: Mapping[UUID, Ladder], on: date) -> dict[UUID, Reached]:
    """The highest rung that the queue of each service has reached; one question, none where there is no ladder."""
    if not ladders:
        return {}
    waiting = waiting_for(ladders)
    found = {id: reached(one.rungs, waiting.get(id, []), on) for id, one in ladders.items()}
    return {id: one for id, one in found.items() if one is not None}


def overflow_stands(service_id: UUID, at: datetime) -> dict[str, object]:
    """How the queue of a service stands against its ladder, as a decision keeps it; empty where nothing is agreed."""
    ladders = ladders_in_force(day_of(at), of=[service_id])
    if service_id not in ladders:
        return {}
    found = overflow_of(ladders, day_of(at)).get(service_id)
    return {"overflow": asdict(found) if found else None, "ladder": ladders[service_id].edition}


def goals_now(row: Referral) -> list[str]:
    """The goals of a referral's plan as they stand: those of the last plan sent, or as they were amended since."""
    planned = ReferralStep.objects.filter(referral=row.id, kind__in=[StepKind.PLANNED, StepKind.AMENDED])
    last = planned.exclude(goals=[]).order_by("-at", "-id").first()
    return list(last.goals) if last else []


def still_away(row: Referral) -> str:
    """Why a referral that waited for its person cannot go on yet: they are away, and the service does not work where they are; empty if it can."""
    away = supervision.away([row.case_id]).get(row.case_id, "")
    return "" if row.service.works_inside and away == supervision.INSIDE else away


def why_now(row: Referral) -> str:
    """Why somebody was referred, as it stands: in the words it was sent with, or as they were amended since."""
    amended = ReferralStep.objects.filter(
        referral=row.id, kind=StepKind.AMENDED, reason=AmendedBy.SENDER
    ).order_by("at", "id")
    return as_amended(row.because, amended)


def as_amended(because: str, steps: Iterable[ReferralStep]) -> str:
    """Why somebody was referred after the amendments among steps in their order."""
    for step in steps:
        for change in step.changes or ():
            if change["what"] == Amendable.WHY:
                because = change["new"]
    return because


def amendments_unread(referral_ids: Iterable[UUID]) -> dict[UUID, dict[AmendedBy, datetime]]:
    """Which sides of each referral have still to read what the other amended, and since when; one question."""
    ids = list(referral_ids)
    told: dict[UUID, list[tuple[StepKind, str, datetime]]] = {id: [] for id in ids}
    rows = ReferralStep.objects.filter(referral__in=ids, kind__in=[StepKind.AMENDED, StepKind.READ])
    for referral, kind, side, at in rows.order_by("at", "id").values_list("referral", "kind", "reason", "at"):
        told[referral].append((StepKind(kind), side, at))
    return {id: unread_by(steps) for id, steps in told.items()}
