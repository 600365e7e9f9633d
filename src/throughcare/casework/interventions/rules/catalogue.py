"""A service as the catalogue keeps it, and reading one from a published contract: every fault is named, none is guessed away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from throughcare.casework.supervision.rules.areas import local_areas
from throughcare.foundation.kernel import Period
from throughcare.foundation.kernel.days import LONDON, day_of

from .words import Method, OpenTo, Standing, methods_of, reference


@dataclass(frozen=True)
class SiteFacts:
    """Where a service is held: its key, name, postcode and position in degrees (None: not known); not a place when it is online."""

    reference: str
    name: str
    postcode: str
    latitude: float | None
    longitude: float | None
    is_place: bool = True


@dataclass(frozen=True)
class PlacesFacts:
    """How many of a unit were free when that was last said, of how many in all (None: not known)."""

    unit: str
    free: int
    most: int | None
    said_on: date | None


@dataclass(frozen=True)
class ServiceFacts:
    """What is offered: for which needs, by whom, where, to whom and when; None is not known, never "no"."""

    reference: str
    title: str
    needs: tuple[str, ...]
    prime: str
    subcontractors: tuple[str, ...]
    areas: tuple[str, ...]
    takes_women: bool | None
    takes_men: bool | None
    youngest: int | None
    oldest: int | None
    offered: Period
    methods: tuple[Method, ...] = ()
    summary: str = ""
    open_to: OpenTo = OpenTo.REFERRED
    standing: Standing = Standing.ACTIVE
    sites: tuple[SiteFacts, ...] = ()
    places: tuple[PlacesFacts, ...] = ()
    works_inside: bool | None = None


@dataclass(frozen=True)
class CatalogueFault:
    """What is wrong with one field of a row, in words for whoever sent it."""

    field: str
    because: str


CONTRACT_COLUMNS = (
    "contract_reference", "contract_type_id", "nps_region_code", "pcc_region_code", "allows_female", "allows_male",
    "minimum_age", "maximum_age", "hide_before", "hide_after", "prime_provider_code", "subcontractor_codes",
    "intervention_title", "short_description", "delivery_method", "open_to", "works_inside",
)  # fmt: skip
SAME_COLUMNS: Mapping[str, str] = {
    "contract_type": "contract_type_id", "nps_region": "nps_region_code", "pcc_region": "pcc_region_code",
    "min_age": "minimum_age", "max_age": "maximum_age", "prime": "prime_provider_code", "subcontractors": "subcontractor_codes",
}  # fmt: skip
REQUIRED_COLUMNS = ("contract_reference", "contract_type_id", "prime_provider_code", "hide_before")
OLDEST_AGE = 120
_LONGEST = {"contract_reference": 40, "intervention_title": 200, "short_description": 5000}


def read_contract(row: Mapping[str, str]) -> ServiceFacts | tuple[CatalogueFault, ...]:
    """A row of published contracts as a service, or every fault in it; columns may have either of their usual names."""
    said = {SAME_COLUMNS.get(name, name): (value or "").strip() for name, value in row.items()}
    reading = _Reading(said)
    kind = reading.known("contract_type_id", contract_types())
    found = ServiceFacts(
        reference=reading.words("contract_reference"),
        title=reading.words("intervention_title") or (kind or {}).get("name", ""),
        needs=tuple((kind or {}).get("needs", "").split(";")),
        prime=(reading.known("prime_provider_code", providers()) or {}).get("name", ""),
        subcontractors=reading.subcontractors(),
        areas=reading.areas(),
        takes_women=reading.truth("allows_female"),
        takes_men=reading.truth("allows_male"),
        youngest=reading.age("minimum_age"),
        oldest=reading.age("maximum_age"),
        offered=reading.offered(),
        methods=methods_of(said.get("delivery_method", "")),
        summary=" ".join(reading.words("short_description").split()),
        open_to=reading.open_to(),
        works_inside=reading.truth("works_inside"),
    )
    reading.check(found)
    return tuple(reading.faults) or found


@lru_cache(maxsize=1)
def contract_types() -> Mapping[str, dict[str, str]]:
    """The kinds of contract, by code, with the needs that each is for."""
    return {row["code"]: row for row in reference("contract_types.csv")}


@lru_cache(maxsize=1)
def providers() -> Mapping[str, dict[str, str]]:
    """The providers that contracts name, by code."""
    return {row["code"]: row for row in reference("providers.csv")}


@lru_cache(maxsize=1)
def _police_areas() -> Mapping[str, dict[str, str]]:
    return {row["code"]: row for row in reference("police_areas.csv")}


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, dict[str, str]]:
    return {row["code"]: row for row in reference("probation_regions.csv")}


@lru_cache(maxsize=1)
def _districts_of_police() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for area in local_areas():
        found.setdefault(_same(area["police_area"]), []).append(area["code"])
    return {name: tuple(codes) for name, codes in found.items()}


def _same(name: str) -> str:
    plain = name.lower().replace("&", "and").replace("-", " ").strip()
    return {"london (metropolitan police)": "metropolitan police", "city of london": "london, city of"}.get(
        plain, plain
    )


def areas_of_police(code: str) -> tuple[str, ...]:
    """The local authority areas in which a police force works; empty where none is known."""
    return _districts_of_police().get(_same(_police_areas()[code]["name"]), ())


def areas_of_region(code: str) -> tuple[str, ...]:
    """The local authority areas of a probation region, by its police areas."""
    forces = sorted(row["code"] for row in _police_areas().values() if row["region"] == code)
    return tuple(area for force in forces for area in areas_of_police(force))


def day_said(written: str) -> date:
    """The day in London of an instant; one without an offset is taken as London's own."""
    said = datetime.fromisoformat(written)
    return day_of(said if said.tzinfo else said.replace(tzinfo=LONDON))


class _Reading:
    """One row as it is read, with the faults found so far."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self.said, self.faults = said, list[CatalogueFault]()

    def fault(self, field: str, because: str) -> None:
        self.faults.append(CatalogueFault(field, because))

    def words(self, field: str) -> str:
        written = self.said.get(field, "")
        if len(written) > _LONGEST[field]:
            self.fault(field, f"At most {_LONGEST[field]} characters; this has {len(written)}.")
        if field in REQUIRED_COLUMNS and not written:
            self.fault(field, "This is empty, and a contract has one.")
        return written[: _LONGEST[field]]

    def known(self, field: str, among: Mapping[str, dict[str, str]]) -> dict[str, str] | None:
        written = self.said.get(field, "")
        if written not in among:
            self.fault(field, f"“{written[:40]}” is not in the list." if written else "This is empty.")
        return among.get(written)

    def truth(self, field: str) -> bool | None:
        written = self.said.get(field, "").lower()
        if written not in {"", "true", "false"}:
            self.fault(field, f"Expected True, False or nothing; found “{written[:40]}”.")
        return {"true": True, "false": False}.get(written)

    def open_to(self) -> OpenTo:
        """Whom it is open to: people referred, where nothing is said."""
        written = self.said.get("open_to", "").lower()
        if written and written not in set(OpenTo):
            self.fault("open_to", f"Expected “{'” or “'.join(OpenTo)}” or nothing; found “{written[:40]}”.")
            return OpenTo.REFERRED
        return OpenTo(written or OpenTo.REFERRED)

    def age(self, field: str) -> int | None:
        written = self.said.get(field, "")
        if not written:
            return None
        if not (written.isascii() and written.isdigit() and int(written[:4]) <= OLDEST_AGE):
            self.fault(field, f"Expected an age in whole years up to {OLDEST_AGE}; found “{written[:40]}”.")
            return None
        return int(written)

    def subcontractors(self) -> tuple[str, ...]:
        codes = [
            code.strip()
            for code in re.split(r"[;|]", self.said.get("subcontractor_codes", ""))
            if code.strip()
        ]
        for code in codes:
            if code not in providers():
                self.fault("subcontractor_codes", f"“{code[:40]}” is not in the list of providers.")
        return tuple(providers()[code]["name"] for code in codes if code in providers())

    def areas(self) -> tuple[str, ...]:
        force, region = self.said.get("pcc_region_code", ""), self.said.get("nps_region_code", "")
        if bool(force) == bool(region):
            because = "A contract is for a police area or for a probation region, one and not both."
            self.fault("pcc_region_code", because)
            return ()
        if force:
            return areas_of_police(force) if self.known("pcc_region_code", _police_areas()) else ()
        return areas_of_region(region) if self.known("nps_region_code", _regions()) else ()

    def day(self, field: str) -> date | None:
        written = self.said.get(field, "")
        if not written:
            return None
        try:
            return date.fromisoformat(written) if len(written) == 10 else day_said(written)
        except ValueError:
            self.fault(field, f"Expected a day as 2026-11-29; found “{written[:40]}”.")
            return None

    def offered(self) -> Period:
        start, last = self.day("hide_before"), self.day("hide_after")
        if start is None:
            if not self.said.get("hide_before"):
                self.fault("hide_before", "This is empty, and a contract has a first day.")
            return Period(date.min)
        if last is not None and last < start:
            self.fault("hide_after", "The contract would end before it begins.")
            return Period(start)
        return Period(start, last + timedelta(days=1) if last else None)

    def check(self, found: ServiceFacts) -> None:
        if found.takes_women is False and found.takes_men is False:
            self.fault("allows_female", "A service that takes neither women nor men takes nobody.")
        if found.youngest is not None and found.oldest is not None and found.oldest < found.youngest:
            self.fault("maximum_age", "The oldest is younger than the youngest.")
