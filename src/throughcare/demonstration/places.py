"""Where the demonstration lies: trust areas with their local authorities, districts, courts and offices."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

import numpy as np

from throughcare.casework.courts import queries as courts
from throughcare.evidence.population.chance import Lucks
from throughcare.evidence.population.lots import Lot

COUNTRY = "EW"
HOME = "Durham Tees Valley"
_SUPERVISION, _STREETS = (
    "throughcare.casework.supervision",
    (
        "Albert Road",
        "Church Lane",
        "Station Street",
        "Victoria Terrace",
        "Mill Bank",
        "Hawthorn Close",
        "Ash Grove",
        "Queen Street",
        "Park View",
        "High Row",
        "Beech Avenue",
        "Chapel Street",
        "Wharf Road",
        "Moor Lane",
        "King Street",
        "Garden Terrace",
        "Elm Drive",
        "Quarry Road",
        "Front Street",
        "Meadow Way",
        "Bridge End",
        "Cemetery Road",
    ),
)


@dataclass(frozen=True)
class Local:
    """A local authority area, its police area, and its districts by residents."""

    code: str
    name: str
    police: str
    residents: int
    districts: Lot


@dataclass(frozen=True)
class Trust:
    """A probation trust area of 2010 with its local authorities and the courts that sit there."""

    code: str
    name: str
    region: str
    locals: tuple[Local, ...]
    magistrates: tuple[str, ...]
    crown: tuple[str, ...]

    @property
    def residents(self) -> int:
        """How many live there."""
        return sum(local.residents for local in self.locals)

    @cached_property
    def by_residents(self) -> Lot:
        """The local authority areas, by how many live in each."""
        return Lot((local, local.residents) for local in self.locals)


def _reference(name: str, package: str = _SUPERVISION) -> list[dict[str, str]]:
    text = files(package).joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def trusts() -> tuple[Trust, ...]:
    """All thirty-five, Durham Tees Valley first, then by name; with the courts of the database in use."""
    districts: dict[str, list[tuple[str, float]]] = defaultdict(list)
    area_of: dict[str, str] = {}
    for row in _reference("district_areas.csv"):
        districts[row["area"]].append((row["district"], float(row["residents"])))
        area_of[row["district"]] = row["area"]
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _reference("areas.csv"):
        if districts[row["code"]]:
            grouped[row["trust_2010"]].append(row)
    sitting = _courts(area_of)
    taken: set[str] = set()
    ordered = sorted(grouped, key=lambda name: (name != HOME, name))
    return tuple(_trust(name, grouped[name], districts, sitting, taken) for name in ordered)


def _trust(
    name: str,
    areas: list[dict[str, str]],
    districts: dict[str, list[tuple[str, float]]],
    sitting: dict[str, dict[str, list[str]]],
    taken: set[str],
) -> Trust:
    locals_ = tuple(
        Local(
            area["code"],
            area["name"],
            area["police_area"],
            int(sum(n for _, n in districts[area["code"]])),
            Lot(districts[area["code"]]),
        )
        for area in sorted(areas, key=lambda area: area["code"])
    )
    here = [local.code for local in locals_]
    found = {
        kind: tuple(sorted(code for area in here for code in sitting[kind].get(area, ())))
        for kind in ("magistrates", "crown")
    }
    return Trust(
        _code(name, taken),
        name,
        areas[0]["region_2021"],
        locals_,
        found["magistrates"] or ("MDDLMC",),
        found["crown"] or found["magistrates"] or ("TEESCC",),
    )


def _code(name: str, taken: set[str]) -> str:
    code = "".join(word[0] for word in name.split() if word[0].isupper())
    code = code if len(code) > 1 else name[:3].upper()
    while code in taken:
        code += "2"
    taken.add(code)
    return code


def _courts(area_of: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {"magistrates": {}, "crown": {}}
    for court in courts.courts():
        area = area_of.get(court.postcode.partition(" ")[0])
        if area and court.kind in found:
            found[court.kind].setdefault(area, []).append(court.code)
    return found


# The long-term and high-security prisons, where few of those sentenced to months are held.
_HIGH_SECURITY = frozenset({"BAI", "FKI", "FNI", "LLI", "MRI", "WDI", "WHI", "WRI"})


@lru_cache(maxsize=1)
def prisons() -> tuple[tuple[str, str], ...]:
    """The codes and postcodes of the prisons in use, without those of high security."""
    in_use = [row for row in _reference("prisons.csv") if row["active"] == "true" and row["postcode"]]
    return tuple((row["code"], row["postcode"]) for row in in_use if row["code"] not in _HIGH_SECURITY)


@lru_cache(maxsize=1)
def offices() -> dict[str, dict[str, str]]:
    """The first probation office of each local authority area that has one."""
    found: dict[str, dict[str, str]] = {}
    for row in _reference("offices.csv", str(__package__)):
        found.setdefault(row["area"], row)
    return found


def address(lucks: Lucks, place: int, local: Local) -> tuple[str, str]:
    """A street that is nobody's and a postcode of a real district with an invented end, by the luck of the one in a place."""
    [district] = local.districts.picked(np.array([lucks.at(place, "district")]))
    first, second = (lucks.one_of(place, f"postcode {n}", "ABDEFGHJLNPQRSTUWXYZ") for n in (1, 2))
    end = f"{lucks.among(place, 'postcode', 1, 9)}{first}{second}"
    street = lucks.one_of(place, "street", _STREETS)
    return f"{lucks.among(place, 'house', 1, 179)} {street}, {local.name}", f"{district} {end}"
