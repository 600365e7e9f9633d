"""Which services fit a person, and the catalogue itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import areas_from

from ..models import RefusedService, Service
from ..rules.catalogue import ServiceFacts
from ..rules.fitting import Fit, fit, ranked
from ..rules.waits import FEWEST, Waited, Waits, waits
from ..store import facts_of, wanting_of

WINDOW = timedelta(days=365)


@dataclass(frozen=True)
class ServiceFound:
    """A service held against somebody's need, with its wait where enough was sent to it to say."""

    id: UUID
    fit: Fit
    receives: bool
    waits: Waits | None


@dataclass(frozen=True)
class Found:
    """Every service of the catalogue that is for a need: those that fit, best first, and those that do not, with why."""

    fitting: tuple[ServiceFound, ...]
    not_fitting: tuple[ServiceFound, ...]


def services_for(person_id: UUID, need: str, *, at: datetime) -> Found:
    """Which services are for somebody's need here and now, each with why; which are not, each with why not.

    Five questions, however many services there are. Where the person may not be seen nothing fits.
    """
    wanting, on = wanting_of(person_id, need, at=at), day_of(at)
    rows = {row.reference: row for row in Service.objects.filter(needs__contains=[need])}
    fits = {reference: fit(facts_of(row), wanting, on) for reference, row in rows.items()}
    known = waits_of([rows[ref].id for ref, one in fits.items() if one.fits], at=at)

    def found(one: Fit) -> ServiceFound:
        row = rows[one.service.reference]
        return ServiceFound(row.id, one, row.unit_id is not None, known.get(row.id))

    def middle(service: ServiceFacts) -> float | None:
        kept = known.get(rows[service.reference].id)
        return float(kept.middle) if kept and kept.middle is not None else None

    best = ranked(fits.values(), middle)
    not_here = sorted(
        (one for one in fits.values() if not one.fits), key=lambda one: (len(one.against), one.service.title)
    )
    return Found(tuple(found(one) for one in best), tuple(found(one) for one in not_here))


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
