"""Which services fit a person, and the catalogue itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import CharField, IntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL

from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import age_on
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import areas_from

from ..models import RefusedService, Service
from ..rules.catalogue import ServiceFacts
from ..rules.fitting import Fit, Order, Wanting, fit, nearest_of, ranked, soonest_of
from ..rules.overflow import Reached
from ..rules.waits import FEWEST, Waited, Waits, waits
from ..store import facts_of, ladders_in_force, overflow_of, wanting_of

WINDOW = timedelta(days=365)
MOST = 40


@dataclass(frozen=True)
class ServiceFound:
    """A service held against somebody's need, with its wait where enough was sent to it to say, and the rung its queue has reached."""

    id: UUID
    fit: Fit
    receives: bool
    waits: Waits | None
    overflow: Reached | None = None


@dataclass(frozen=True)
class Found:
    """Services of the catalogue that are for a need: the first that fit and do not, each with why, and how many more there are.

    The soonest and the nearest of those that fit are among them, whichever comes first.
    """

    fitting: tuple[ServiceFound, ...]
    not_fitting: tuple[ServiceFound, ...]
    more_fitting: int = 0
    more_not_fitting: int = 0
    soonest: UUID | None = None
    nearest: UUID | None = None


def services_for(
    person_id: UUID, need: str, *, at: datetime, by: Order = Order.SOONEST, most: int = MOST
) -> Found:
    """Which services are for somebody's need here and now, each with why; which are not, each with why not.

    Nine questions at most, however many services there are. Those that do not fit come by how little rules them out. Where the person may not be seen nothing fits.
    """
    wanting, on = wanting_of(person_id, need, at=at), day_of(at)
    held, more = held_against(wanting, on, most_out=most)
    rows = {row.reference: row for row in held}
    fits = {reference: fit(facts_of(row), wanting, on) for reference, row in rows.items()}
    suit = [rows[ref].id for ref, one in fits.items() if one.fits]
    known, over = waits_of(suit, at=at), overflow_of(ladders_in_force(on, of=suit), on)

    def found(one: Fit) -> ServiceFound:
        row = rows[one.service.reference]
        return ServiceFound(row.id, one, row.unit_id is not None, known.get(row.id), over.get(row.id))

    def middle(service: ServiceFacts) -> float | None:
        kept = known.get(rows[service.reference].id)
        return float(kept.middle) if kept and kept.middle is not None else None

    best = ranked(fits.values(), middle, by)
    out = sorted((one for one in fits.values() if not one.fits), key=_how_far_out)
    first = {"soonest": soonest_of(best, middle), "nearest": nearest_of(best)}
    marked = {name: rows[one.service.reference].id if one else None for name, one in first.items()}
    kept = [*best[:most], *(one for one in first.values() if one and one not in best[:most])]
    shown = out[:most]
    return Found(
        tuple(found(one) for one in kept), tuple(found(one) for one in shown),
        more_fitting=len(best) - len(kept), more_not_fitting=more + len(out) - len(shown), **marked,
    )  # fmt: skip


def _how_far_out(one: Fit) -> tuple[int, str, str]:
    return len(one.against), one.service.title, one.service.reference


ELSEWHERE = "elsewhere"


def held_against(wanting: Wanting, on: date, *, most_out: int) -> tuple[list[Service], int]:
    """The services for a need that no column rules out, with the first of those that one does; and how many more there are.

    The database only leaves out what the rules would rule out too: ``fit`` decides of every row that comes. Without the
    documents they came as; of their areas one that was asked about, or that there are others.
    """
    rows = _ruled_out(wanting, on)
    perhaps = list(rows.filter(out=0))
    certainly = rows.filter(out__gt=0)
    first = list(certainly.order_by("out", "title", "reference")[:most_out])
    more = certainly.count() - len(first) if len(first) == most_out else 0
    for row in (*perhaps, *first):
        row.areas = row.here
    return [*perhaps, *first], more


def _ruled_out(wanting: Wanting, on: date) -> QuerySet[Any]:
    """Services for a need with ``out``, how many columns rule each out, and ``here``, its areas as far as they matter."""
    areas = list(wanting.areas)
    age = age_on(wanting.born, on) if wanting.born else None
    takes = {"female": "takes_women", "male": "takes_men"}.get(wanting.sex or "")
    out = ["(NOT offered @> %s::date)", "(standing <> 'active')"]
    given: list[object] = [on]
    if areas:
        out.append("(cardinality(areas) > 0 AND NOT areas && %s::varchar[])")
        given.append(areas)
    if takes:
        out.append(f"coalesce({takes} IS FALSE, false)")
    if age is not None:
        out.append("(coalesce(youngest > %s, false) OR coalesce(oldest < %s, false))")
        given += [age, age]
    counted = RawSQL(" + ".join(f"{one}::int" for one in out), given, output_field=IntegerField())
    cut = RawSQL(
        "CASE WHEN cardinality(areas) = 0 THEN areas WHEN areas && %s::varchar[] THEN %s::varchar[] ELSE %s::varchar[] END",
        [areas, areas, [ELSEWHERE]],
        output_field=ArrayField(CharField()),
    )
    chosen = Service.objects.filter(needs__contains=[wanting.need]).defer("told", "areas", "summary")
    return chosen.annotate(out=counted, here=cut)


def waits_of(service_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, Waits]:
    """How long people sent to each service in the last year waited to be taken on; those with too few sent are left out."""
    rows: dict[UUID, list[Waited]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM interventions_waited(%s, %s, %s)", [list(service_ids), at - WINDOW, FEWEST]
        )
        for service, days, ended in cursor.fetchall():
            rows.setdefault(service, []).append(Waited(days, ended))
    found = {service: waits(waited) for service, waited in rows.items()}
    return {service: kept for service, kept in found.items() if kept is not None}


@dataclass(frozen=True)
class ServiceSeen:
    """A service of the catalogue with the team that receives for it."""

    id: UUID
    version: int
    facts: ServiceFacts
    unit_id: UUID | None
    unit: str
    organisation: str


def catalogue(
    *, need: str = "", area: str = "", words: str = "", on: date | None = None
) -> list[ServiceSeen]:
    """Services by title, narrowed by need, area (and those above it), words of the title or provider, and day of offer."""
    chosen = Q()
    if need:
        chosen &= Q(needs__contains=[need])
    if area:
        chosen &= Q(areas__overlap=areas_from(area))
    if words.strip():
        chosen &= Q(title__icontains=words.strip()) | Q(prime__icontains=words.strip())
    if on is not None:
        chosen &= Q(offered__contains=on)
    return _seen(list(Service.objects.filter(chosen).order_by("title", "reference")))


def service(service_id: UUID) -> ServiceSeen | None:
    """One service, or None."""
    rows = _seen(list(Service.objects.filter(id=service_id)))
    return rows[0] if rows else None


def _seen(rows: list[Service]) -> list[ServiceSeen]:
    units = access.units({row.unit_id for row in rows if row.unit_id})
    return [
        ServiceSeen(
            row.id, row.version, facts_of(row), row.unit_id,
            units[row.unit_id].name if row.unit_id in units else "",
            units[row.unit_id].organisation.name if row.unit_id in units else "",
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class RefusedSeen:
    """A row of a catalogue that was refused: in which file and line, and every fault."""

    file_name: str
    line: int
    reference: str
    faults: tuple[tuple[str, str], ...]
    at: datetime


def refused_services(*, most: int = 200) -> list[RefusedSeen]:
    """Rows that wait to be sent again in a good form, the latest first."""
    rows = RefusedService.objects.filter(settled=False).order_by("-at", "line")[:most]
    return [
        RefusedSeen(
            row.file_name,
            row.line,
            row.reference,
            tuple((f["field"], f["because"]) for f in row.faults),
            row.at,
        )
        for row in rows
    ]
