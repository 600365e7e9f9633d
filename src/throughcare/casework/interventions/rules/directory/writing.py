"""Our catalogue as a public directory: documents of the Human Services Data Specification 3.0, with the capacity of 3.1.

What a directory told us is told on as it came, less what names people; a contract's service is told by its terms.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from throughcare.casework.supervision.rules.areas import local_areas

from ..catalogue import PlacesFacts, ServiceFacts, SiteFacts
from ..words import OpenTo, Standing, need_areas

Document = dict[str, Any]
NAMES_OF_NEEDS = "Needs of people on probation"


@dataclass(frozen=True)
class Offered:
    """A service of the catalogue to be told of: its id, its facts, and the document it came as, empty for a contract's."""

    id: UUID
    facts: ServiceFacts
    told: Mapping[str, Any]


def service_document(offered: Offered, on: date) -> Document:
    """One service whole, as it stands on a day."""
    made = dict(offered.told) or _of_a_contract(offered)
    made |= {"id": _key(offered), "status": standing_on(offered.facts, on).value}
    made["organization"] = organization_document(offered)
    if not offered.told and offered.facts.sites:
        made["service_at_locations"] = [_at_a_site(offered.id, one) for one in offered.facts.sites]
    if not offered.told and offered.facts.places:
        made["capacities"] = [
            _capacity(offered.id, place, one) for place, one in enumerate(offered.facts.places)
        ]
    whole: Document = _with_keys(made)
    return whole


def service_line(offered: Offered, on: date) -> Document:
    """One service in a list: what it has one of."""
    whole = service_document(offered, on)
    return {name: value for name, value in whole.items() if not isinstance(value, list)}


def organization_document(offered: Offered) -> Document:
    """Who offers a service; a provider of a contract is known by its name alone."""
    told = offered.told.get("organization")
    if told:
        known: Document = _with_keys(dict(told))
        return known
    name = offered.facts.prime
    return {"id": str(uuid5(NAMESPACE_URL, f"organization:{name}")), "name": name, "description": name}


def page_of(contents: Sequence[Document], *, number: int, size: int, total: int) -> Document:
    """A page of a list, numbered from one."""
    pages = max(1, math.ceil(total / size))
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": list(contents),
    }


def standing_on(facts: ServiceFacts, on: date) -> Standing:
    """Whether a service goes on: inactive outside the days of its offer, else as its provider says."""
    return facts.standing if on in facts.offered else Standing.INACTIVE


def _key(offered: Offered) -> str:
    return offered.told["id"] if offered.told else str(offered.id)


def _of_a_contract(offered: Offered) -> Document:
    facts = offered.facts
    made: Document = {"name": facts.title}
    said = {
        "description": facts.summary,
        "minimum_age": facts.youngest,
        "maximum_age": facts.oldest,
        "eligibility_description": _for_whom(facts),
        "application_process": ""
        if facts.open_to is OpenTo.ANYBODY
        else "A probation practitioner refers people.",
    }
    made |= {name: value for name, value in said.items() if value not in ("", None)}
    if facts.areas:
        made["service_areas"] = [_area(offered.id, code) for code in facts.areas]
    made["attributes"] = [_need(offered.id, need) for need in facts.needs]
    return made


def _for_whom(facts: ServiceFacts) -> str:
    if facts.takes_men is False:
        return "For women."
    return "For men." if facts.takes_women is False else ""


def _under(id: UUID, *names: object) -> str:
    """A key that stays the same, for what is part of a service and has no row of its own."""
    return str(uuid5(id, ":".join(str(name) for name in names)))


def _area(id: UUID, code: str) -> Document:
    names = {area["code"]: area["name"] for area in local_areas()}
    return {"id": _under(id, "area", code), "name": names.get(code, code), "extent": code}


def _need(id: UUID, code: str) -> Document:
    known = need_areas()
    name = known[code].name if code in known else code
    term = {"id": str(uuid5(NAMESPACE_URL, f"need:{code}")), "code": code, "name": name, "description": name}
    return {
        "id": _under(id, "need", code),
        "link_entity": "service",
        "taxonomy_term": term | {"taxonomy": NAMES_OF_NEEDS},
    }


def _at_a_site(id: UUID, site: SiteFacts) -> Document:
    place: Document = {"id": site.reference, "location_type": "physical" if site.is_place else "virtual"}
    if site.name:
        place["name"] = site.name
    if site.latitude is not None and site.longitude is not None:
        place |= {"latitude": site.latitude, "longitude": site.longitude}
    return {"id": _under(id, "site", site.reference), "location": place}


def _capacity(id: UUID, place: int, one: PlacesFacts) -> Document:
    unit = {"id": str(uuid5(NAMESPACE_URL, f"unit:{one.unit}")), "name": one.unit}
    said = one.said_on or date.min
    made: Document = {"id": _under(id, "places", place), "unit": unit, "available": one.free}
    made["updated"] = f"{said.isoformat()}T00:00:00.000Z"
    return made if one.most is None else made | {"maximum": one.most}


def _with_keys(given: Any) -> Any:
    """The same with every id that is no UUID made one that stays the same, as the specification wants."""
    if isinstance(given, list):
        return [_with_keys(one) for one in given]
    if not isinstance(given, dict):
        return given
    return {
        name: _as_uuid(value) if name == "id" or name.endswith("_id") else _with_keys(value)
        for name, value in given.items()
    }


def _as_uuid(key: str) -> str:
    try:
        return str(UUID(key))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"directory:{key}"))
