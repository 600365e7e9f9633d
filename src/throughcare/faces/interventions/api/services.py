"""The catalogue, and which services fit a person."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.rules import Fit, Order, need_areas, needs_of_requirements
from throughcare.casework.people.queries import names_of
from throughcare.faces.api.operation import REFUSALS, allowed, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

MOST_ASKED = 5_000
router = Router(tags=["Services"])


class OnOffer(Schema):
    """A service; null is not known."""

    id: UUID
    version: int
    reference: str
    title: str
    needs: list[str]
    provider: str
    subcontractors: list[str]
    areas: list[str]
    takes_women: bool | None
    takes_men: bool | None
    youngest: int | None
    oldest: int | None
    offered_from: date
    offered_until: date | None
    open_to: str
    receiving_unit: UUID | None


class Reason(Schema):
    """Something that speaks for a service, rules it out, or would have to be known; with where it stands."""

    because: str
    clause: str


class Held(Schema):
    """A service held against a need."""

    service_id: UUID
    title: str
    receives: bool
    reasons: list[Reason]
    against: list[Reason]
    not_known: list[Reason]
    middle_wait_days: int | None
    ninetieth_wait_days: int | None
    straight_line_km: float | None
    past_what_was_agreed: str | None


class ForANeed(Schema):
    """Services that fit, best first, and those that do not: the first of them, and how many more there are."""

    fitting: list[Held]
    not_fitting: list[Held]
    more_fitting: int
    more_not_fitting: int
    soonest: UUID | None
    nearest: UUID | None


def _on_offer(seen: queries.ServiceSeen) -> dict[str, Any]:
    facts = seen.facts
    same = (
        "reference",
        "title",
        "needs",
        "subcontractors",
        "areas",
        "takes_women",
        "takes_men",
        "youngest",
        "oldest",
    )
    return {name: getattr(facts, name) for name in same} | {
        "id": seen.id,
        "version": seen.version,
        "provider": facts.prime,
        "offered_from": facts.offered.start,
        "offered_until": facts.offered.end,
        "open_to": facts.open_to.value,
        "receiving_unit": seen.unit_id,
    }


@router.get("/services", response={200: list[OnOffer], **REFUSALS})
@allowed(None)
def list_services(request: HttpRequest, need: str = "", area: str = "", words: str = "") -> Any:
    """Services on offer today, narrowed by need, area and words; `offered_until` is the first day after."""
    on = day_of(request.at)  # type: ignore[attr-defined]
    found = queries.catalogue(need=need[:20], area=area[:20], words=words[:100], on=on)
    return [_on_offer(seen) for seen in found]


@router.get("/services/{service_id}", response={200: OnOffer, **REFUSALS})
@allowed(None)
def get_service(request: HttpRequest, service_id: UUID) -> Any:
    """One service."""
    return _on_offer(or_404(queries.service(service_id)))


@router.get("/people/{person_id}/services", response={200: ForANeed, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.SERVICES, own=May.REFER_TO_SERVICE)
def find_services(
    request: HttpRequest,
    person_id: UUID,
    need: str = "",
    requirement: str = "",
    by: Order = Order.SOONEST,
    most: int = queries.MOST,
) -> Any:
    """Which services fit a person's need or requirement, each with why; which do not, each with why not."""
    or_404(names_of([person_id]).get(person_id))
    need = needs_of_requirements().get(requirement, "") if requirement else need
    if need not in need_areas():
        raise Refused(
            f"“{(requirement or need)[:40]}” is not a need that services are for: {', '.join(need_areas())}; or a"
            f" requirement: {', '.join(needs_of_requirements())}.",
            field="requirement" if requirement else "need",
        )
    most = min(MOST_ASKED, max(0, most))
    found = queries.services_for(person_id, need, at=request.at, by=by, most=most)  # type: ignore[attr-defined]
    return {
        "fitting": [_held(one) for one in found.fitting],
        "not_fitting": [_held(one) for one in found.not_fitting],
        "more_fitting": found.more_fitting,
        "more_not_fitting": found.more_not_fitting,
        "soonest": found.soonest,
        "nearest": found.nearest,
    }


def _held(one: queries.ServiceFound) -> dict[str, Any]:
    return {
        "service_id": one.id,
        "title": one.fit.service.title,
        "receives": one.receives,
        **_reasons(one.fit),
        "middle_wait_days": one.waits.middle if one.waits else None,
        "ninetieth_wait_days": one.waits.ninetieth if one.waits else None,
        "straight_line_km": round(one.fit.km, 1) if one.fit.km is not None else None,
        "past_what_was_agreed": one.overflow.rung.then.value if one.overflow else None,
    }


def _reasons(fit: Fit) -> dict[str, list[dict[str, str]]]:
    found = {"reasons": fit.reasons, "against": fit.against, "not_known": fit.unknown}
    return {
        name: [{"because": finding.because, "clause": str(finding.clause)} for finding in findings]
        for name, findings in found.items()
    }
