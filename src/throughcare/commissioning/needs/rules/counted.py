"""What is so of each person in a quarter, without a name: the columns that need is counted by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from throughcare.casework.interventions.rules.words import need_areas
from throughcare.foundation.kernel import age_on
from throughcare.foundation.kernel.ages import age_band

from .quarters import Quarter

Row = Mapping[str, Any]
Held = Mapping[str, list[Row]]
UNKNOWN, YES, NO = "not known", "yes", "no"
MET, NOT_MET, NONE = "met", "not met", "none"
"""Of a need: assessed and taken on by a service for it in the quarter; assessed and not taken on; assessed and without it."""
NEED, REQUIREMENT = "need: ", "requirement: "
DISTANCE = "distance: "
AREA, UNIT, SEX, AGE, TIER, OFFENCE = "area", "unit", "sex", "age", "tier", "offence"
SAID = (SEX, "ethnicity", "faith", "disability", "interpreter")
NO_TIER, NO_OFFENCE, NO_UNIT = "no tier yet", "no sentence", "of no delivery unit"
_CHRISTIAN = frozenset(
    [
        "ADV",
        "APO",
        "BAPT",
        "CALV",
        "CCOG",
        "CE",
        "CHSC",
        "CINW",
        "COFE",
        "COFI",
        "COFN",
        "COFS",
        "CONG",
        "COPT",
        "CSW",
        "DRC",
        "EODX",
        "EPIS",
        "ETHO",
        "EVAN",
        "GOSP",
        "GROX",
        "JEHV",
        "LUTH",
        "METH",
        "MORM",
        "NONC",
        "ORTH",
        "PENT",
        "PRES",
        "PROT",
        "QUAK",
        "RC",
        "RUSS",
        "SALV",
        "SDAY",
        "UNIT",
        "UR",
        "WELS",
        "WIND",
    ]
)
_OTHER_FAITHS = {
    "BUDD": "buddhist", "HIND": "hindu", "JEW": "jewish", "MOS": "muslim", "SHIA": "muslim", "SUNI": "muslim", "BLAC": "muslim",
    "SIKH": "sikh", "UNKN": UNKNOWN,
}  # fmt: skip
_NO_FAITH = frozenset({"ATHE", "AGNO", "NIL"})


@dataclass(frozen=True)
class Records:
    """What was read in one moment: everybody's cases, what they said of themselves, and what held of them from a day to a day."""

    cases: list[Row]
    people: Mapping[str, Row] = field(default_factory=dict)
    tiers: Held = field(default_factory=dict)
    offences: Held = field(default_factory=dict)
    requirements: Held = field(default_factory=dict)
    assessed: Held = field(default_factory=dict)
    taken_on: Held = field(default_factory=dict)
    homes: Held = field(default_factory=dict)
    delivery_units: Mapping[str, str] = field(default_factory=dict)


def by_person(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows under whom they are about, in their order."""
    found = defaultdict[str, list[Row]](list)
    for row in rows:
        found[row["person"]].append(row)
    return dict(found)


def people_in(
    records: Records, quarter: Quarter, near: Callable[[str, str, str], str] | None = None
) -> list[dict[str, str]]:
    """Everybody under supervision on any day of a quarter, once, where they were last in it; what is so of each.

    ``near`` says how far somebody in an area and a postcode district lives from a service for a need.
    """
    last: dict[str, Row] = {}
    for row in sorted(records.cases, key=lambda row: row["from_day"]):
        if _touches(row, quarter):
            last[row["person"]] = row
    kinds = sorted({row["value"] for rows in records.requirements.values() for row in rows})
    return [
        {
            **_said(records, person, case, quarter, kinds),
            **_distances(records, person, case["area"], quarter, near),
        }
        for person, case in sorted(last.items())
    ]


def _distances(
    records: Records, person: str, area: str, quarter: Quarter, near: Callable[[str, str, str], str] | None
) -> dict[str, str]:
    if near is None:
        return {}
    district = (_values(records.homes, person, quarter) or [""])[-1]
    return {DISTANCE + code: near(area, district, code) for code in need_areas()}


def _touches(row: Row, quarter: Quarter) -> bool:
    """Whether it held on any day of a quarter; what ends on a day no longer holds on it, unless it began on it."""
    began, ended = row["from_day"], row["to_day"]
    if began is None or began > quarter.last:
        return False
    return ended is None or ended > quarter.first or began == ended == quarter.first


def _said(records: Records, person: str, case: Row, quarter: Quarter, kinds: Iterable[str]) -> dict[str, str]:
    about = records.people.get(person, {})
    tiers = _values(records.tiers, person, quarter)
    offences = _values(records.offences, person, quarter)
    ordered = set(_values(records.requirements, person, quarter))
    return {
        AREA: case["area"],
        UNIT: records.delivery_units.get(case.get("team", ""), NO_UNIT),
        **{name: about.get(name) or UNKNOWN for name in SAID},
        "faith": faith_of(about.get("faith")),
        AGE: _age(about.get("date_of_birth"), quarter.last),
        TIER: tiers[-1] if tiers else NO_TIER,
        OFFENCE: (offences[-1] or UNKNOWN) if offences else NO_OFFENCE,
        **{REQUIREMENT + kind: YES if kind in ordered else NO for kind in kinds},
        **_needs(records, person, quarter),
    }


def _values(held: Held, person: str, quarter: Quarter) -> list[str]:
    return [row["value"] for row in held.get(person, ()) if _touches(row, quarter)]


def _age(born: date | None, on: date) -> str:
    return age_band(age_on(born, on)) if born else UNKNOWN


def faith_of(code: str | None) -> str:
    """The faith that a code of the service's list is of, in the groups of the census."""
    if code is None:
        return UNKNOWN
    if code in _NO_FAITH:
        return "no faith"
    return (
        "christian"
        if code.startswith("CHR") or code in _CHRISTIAN
        else _OTHER_FAITHS.get(code, "another faith")
    )


def _needs(records: Records, person: str, quarter: Quarter) -> dict[str, str]:
    """How each need that a service can be for stands, by the last assessment signed by the quarter's end."""
    signed = [row for row in records.assessed.get(person, ()) if row["from_day"] <= quarter.last]
    said: Mapping[str, str] = signed[-1]["needs"] if signed else {}
    served = set(_values(records.taken_on, person, quarter))
    found = {}
    for code, need in need_areas().items():
        answers = {said.get(section, UNKNOWN) for section in need.sections}
        found[NEED + code] = need_stands(answers, code in served)
    return found


def need_stands(answers: set[str], served: bool) -> str:
    """Met or not, none, or not known: one section that says so is enough for a need, and for none every one must be answered."""
    if YES in answers:
        return MET if served else NOT_MET
    return NONE if answers == {NO} else UNKNOWN
