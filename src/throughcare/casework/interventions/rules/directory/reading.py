"""A directory as documents: each service with its public facts, its sites and its places, and every part that is refused.

A part that cannot be read is refused by itself, with where it stood and why; a service falls only with its own facts or with
the organisation that offers it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from throughcare.casework.supervision.rules.areas import local_areas
from throughcare.foundation.kernel import Period

from ..catalogue import CatalogueFault, PlacesFacts, ServiceFacts, SiteFacts, day_said
from ..words import OpenTo, Standing, need_of
from .shapes import CHILDREN, OF_PEOPLE, Child, columns_of, misspelt_name, value_fault

Document = dict[str, Any]
LONGEST_KEY, LONGEST_TITLE, LONGEST_PROVIDER = 40, 200, 150
DEEPEST = 6


@dataclass(frozen=True)
class RefusedPart:
    """A part of a file that was refused: the number of its service or its line, where it stood, itself, and every fault."""

    line: int
    where: str
    reference: str
    row: Mapping[str, object]
    faults: tuple[CatalogueFault, ...]


@dataclass(frozen=True)
class Listed:
    """A service that a directory lists: its facts, the public document it came as, where it is held, and its free places."""

    service: ServiceFacts
    told: Mapping[str, object]


@dataclass
class _Reading:
    """One service as it is read, with the parts refused so far."""

    line: int
    reference: str
    refused: list[RefusedPart] = field(default_factory=list)

    def refuse(self, where: str, part: object, faults: Sequence[CatalogueFault]) -> None:
        row = {
            str(name)[:60]: value
            for name, value in (part.items() if isinstance(part, dict) else ())
            if isinstance(value, str | int | float | bool | type(None))
        }
        self.refused.append(RefusedPart(self.line, where, self.reference, row, tuple(faults)))


def read_documents(documents: Iterable[object], on: date) -> tuple[list[Listed], list[RefusedPart]]:
    """Every service of documents that can be taken on a day, and every part that cannot; a later one of the same id is refused."""
    good: dict[str, Listed] = {}
    refused: list[RefusedPart] = []
    for line, document in enumerate(_services_in(documents), 1):
        reading = _Reading(line, _key(document))
        found = _service(document, on, reading)
        if found is not None and found.service.reference in good:
            reading.refuse(
                "service",
                document,
                [CatalogueFault("id", "An earlier service of this file has the same id.")],
            )
        elif found is not None:
            good[found.service.reference] = found
        refused += reading.refused
    return list(good.values()), refused


def _key(document: object) -> str:
    said = document.get("id") if isinstance(document, dict) else None
    return said[:LONGEST_KEY] if isinstance(said, str) else ""


def _services_in(documents: Iterable[object], deep: int = 0) -> Iterator[object]:
    """The services that documents hold: alone, in a list, on a page, within their organisation, or at a place."""
    for document in documents:
        inner = document.get("contents") if isinstance(document, dict) else document
        if isinstance(inner, list) and deep < DEEPEST:
            yield from _services_in(inner, deep + 1)
        elif isinstance(document, dict) and isinstance(document.get("services"), list):
            offering = {name: value for name, value in document.items() if name != "services"}
            yield from (_with(one, organization=offering) for one in document["services"])
        elif isinstance(document, dict) and isinstance(document.get("service"), dict):
            here = {name: value for name, value in document.items() if name != "service"}
            yield _with(document["service"], service_at_locations=[here])
        else:
            yield document


def _with(service: object, **more: object) -> object:
    """A service with what stood around it, where it does not say so itself."""
    if not isinstance(service, dict):
        return service
    return {**more, **{name: value for name, value in service.items() if value not in (None, [])}}


def _service(document: object, on: date, reading: _Reading) -> Listed | None:
    told = _cleaned("services", document, "service", reading, deep=0)
    if told is None:
        return None
    faults = list(_faults_of(told))
    if faults:
        reading.refuse("service", document, faults)
        return None
    return Listed(_facts(told, on), told)


def _faults_of(told: Document) -> Iterator[CatalogueFault]:
    if len(told["id"]) > LONGEST_KEY:
        yield CatalogueFault("id", f"At most {LONGEST_KEY} characters; this has {len(told['id'])}.")
    if len(told["name"]) > LONGEST_TITLE:
        yield CatalogueFault("name", f"At most {LONGEST_TITLE} characters; this has {len(told['name'])}.")
    offering = told["organization"]["name"]
    if len(offering) > LONGEST_PROVIDER:
        because = f"At most {LONGEST_PROVIDER} characters; this has {len(offering)}."
        yield CatalogueFault("organization.name", because)
    youngest, oldest = told.get("minimum_age"), told.get("maximum_age")
    if youngest is not None and oldest is not None and oldest < youngest:
        yield CatalogueFault("maximum_age", "The oldest is younger than the youngest.")


def _cleaned(table: str, given: object, where: str, reading: _Reading, deep: int) -> Document | None:
    """The public part of an object of a table with all within it that can be read; None, and refused, where it cannot be."""
    if not isinstance(given, dict):
        reading.refuse(where, given, [CatalogueFault(where, "Expected an object with names and values.")])
        return None
    made, faults = _scalars(table, given)
    if strange := misspelt_name(table, given):
        faults.append(CatalogueFault(where, f"{strange[:1].upper()}{strange[1:]}."))
    for name, child in CHILDREN.get(table, {}).items():
        found = _within(child, given.get(name), f"{where}.{name}", reading, deep)
        if found:
            made[name] = found
        elif child.vital:
            faults.append(
                CatalogueFault(name, "This is missing or was refused, and nothing stands without it.")
            )
    if faults:
        reading.refuse(where, given, faults)
        return None
    return made


def _scalars(table: str, given: Document) -> tuple[Document, list[CatalogueFault]]:
    made: Document = {}
    faults: list[CatalogueFault] = []
    for name, column in columns_of(table).items():
        value = given.get(name)
        if value is None or value == "":
            if column.needed:
                faults.append(CatalogueFault(name, "This is missing, and each one has it."))
        elif (table, name) in OF_PEOPLE:
            continue
        elif because := value_fault(column, value):
            faults.append(CatalogueFault(name, because))
        elif not column.points_to or name == "parent_organization_id":
            made[name] = value
    return made, faults


def _within(child: Child, given: object, where: str, reading: _Reading, deep: int) -> Any:
    if given is None or deep > DEEPEST:
        return None
    if not child.many:
        return _cleaned(child.table, given, where, reading, deep + 1)
    if not isinstance(given, list):
        reading.refuse(where, given, [CatalogueFault(where, "Expected a list.")])
        return None
    found = [
        _cleaned(child.table, one, f"{where}[{place}]", reading, deep + 1) for place, one in enumerate(given)
    ]
    return [one for one in found if one is not None]


def _facts(told: Document, on: date) -> ServiceFacts:
    youngest, oldest = told.get("minimum_age"), told.get("maximum_age")
    return ServiceFacts(
        reference=told["id"],
        title=told["name"],
        needs=needs_said(told),
        prime=told["organization"]["name"],
        subcontractors=(),
        areas=areas_said(told.get("service_areas", [])),
        takes_women=None,
        takes_men=None,
        youngest=None if youngest is None else math.ceil(youngest),
        oldest=None if oldest is None else math.floor(oldest),
        offered=Period(on),
        summary=" ".join(told.get("description", "").split()),
        open_to=OpenTo.ANYBODY,
        standing=Standing(told["status"]),
        sites=tuple(_site(one) for one in told.get("service_at_locations", ())),
        places=tuple(_places(one) for one in told.get("capacities", ())),
    )


def needs_said(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The needs that a service's classification names, in words this catalogue knows; none where nobody says."""
    terms = [one["taxonomy_term"] for one in told.get("attributes", ())]
    said = [need_of(str(term.get(name, ""))) for term in terms for name in ("code", "name")]
    return tuple(dict.fromkeys(need for need in said if need))


_ONS = re.compile(r"\b[EW]0[6-9]\d{6}\b")
_EVERYWHERE = {
    "england": "E",
    "wales": "W",
    "england and wales": "EW",
    "great britain": "EW",
    "united kingdom": "EW",
    "uk": "EW",
    "nationwide": "EW",
    "national": "EW",
}


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    return {area["name"].lower(): area["code"] for area in local_areas()}


def areas_said(areas: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The local authority areas that a service's areas name, by statistical code or by name; none where none is known."""
    known, found = _codes(), dict[str, None]()
    for area in areas:
        said = [str(area.get(name, "")) for name in ("uri", "extent", "name")]
        found |= dict.fromkeys(code for one in said for code in _ONS.findall(one) if code in known.values())
        for one in said:
            plain = " ".join(one.lower().split())
            if plain in known:
                found[known[plain]] = None
            nations = _EVERYWHERE.get(plain, "")
            found |= dict.fromkeys(code for code in known.values() if nations and code[0] in nations)
    return tuple(found)


def _site(given: Document) -> SiteFacts:
    place = given["location"]
    address: Document = next(iter(place.get("addresses", ())), {})
    latitude, longitude = place.get("latitude"), place.get("longitude")
    known = latitude is not None and longitude is not None
    return SiteFacts(
        reference=place["id"][:LONGEST_KEY],
        name=(place.get("name") or address.get("address_1") or "")[:LONGEST_TITLE],
        postcode=str(address.get("postal_code", ""))[:10],
        latitude=float(latitude) if known else None,
        longitude=float(longitude) if known else None,
        is_place=place["location_type"] == "physical",
    )


def _places(given: Document) -> PlacesFacts:
    most = given.get("maximum")
    return PlacesFacts(
        unit=str(given["unit"]["name"])[:60],
        free=int(given["available"]),
        most=None if most is None else int(most),
        said_on=_day(str(given["updated"])),
    )


def _day(written: str) -> date | None:
    try:
        return day_said(written)
    except ValueError:
        return None
