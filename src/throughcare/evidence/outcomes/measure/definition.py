"""Definitions of reoffending as dated data, each rule with its label and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from throughcare.foundation.kernel import Edition, Period, Refused, columns_fault, edition_on, unknown_columns

from ..written import read_yaml
from .calendar import Length, MonthEnd

PACKAGED = Path(__file__).parent / "definitions"


class Takes(StrEnum):
    """Which of a person's index events in a window enter the cohort."""

    FIRST_PER_PERSON = "first_per_person"
    EVERY_EVENT = "every_event"


class TableRule(StrEnum):
    """What a table by kind counts: the first event of that kind, or the headline's one event."""

    FIRST_OF_KIND = "first_of_kind"
    HEADLINE = "headline"


class Unit(StrEnum):
    """What is counted as one: an offence, a court occasion, or a return to prison."""

    OFFENCE = "offence"
    COURT_OCCASION = "court_occasion"
    RETURN = "return"


class Claims(StrEnum):
    """Whether an event may count for several index events, or only for the latest before it."""

    SHARED = "shared"
    LATEST = "latest"


class Label(StrEnum):
    """How far a rule may be relied on."""

    VERIFIED = "verified"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Rule:
    """One rule of a definition: its value, how far it may be relied on, and where it comes from."""

    value: object
    label: Label
    source: str


@dataclass(frozen=True)
class Definition:
    """A way of counting reoffending. ``rules`` keeps the label and source of each value."""

    name: str
    family: str
    title: str
    in_force: Period
    cohort_months: int
    first_month: int
    entry_kinds: tuple[str, ...] | None
    takes: Takes
    tables: TableRule
    follow_up: Length
    proven_within: Length | None
    day_0_counts: bool
    last_day_counts: bool
    month_end: MonthEnd
    breaches_count: bool
    proved_by: tuple[str, ...] | None
    unit: Unit
    claims: Claims
    headline_frequency: str
    suppress_below: int
    rules: Mapping[str, Rule] = field(compare=False, hash=False)
    tells: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()

    @property
    def assumed(self) -> tuple[str, ...]:
        """The rules nobody has checked against the published method."""
        return tuple(name for name, rule in self.rules.items() if rule.label is Label.ASSUMED)

    def interim(self, month: int) -> Definition:
        """The same measure as it stands ``month`` months after each index day; not comparable with the final.

        Refused for a month outside the definition's own follow-up and proof.
        """
        last = self.proven_within or self.follow_up
        if last.unit != "month" or not 1 <= month <= last.count:
            raise Refused(f"{self.name} can be looked at after 1 to {last}, not {month} months")
        return replace(
            self,
            name=f"{self.name}-at-month-{month}",
            follow_up=Length(min(month, self.follow_up.count), "month"),
            proven_within=Length(month, "month"),
        )


COUNTING_RULES = tuple(
    f.name
    for f in fields(Definition)
    if f.name
    not in {"name", "family", "title", "in_force", "rules", "tells", "cannot_tell", "suppress_below"}
)
"""The rules that change what is counted: two definitions that differ in one are not comparable."""

_READERS: dict[str, Any] = {
    "cohort_months": int,
    "first_month": int,
    "entry_kinds": lambda v: None if v == "all" else tuple(v),
    "takes": Takes,
    "tables": TableRule,
    "follow_up": Length.read,
    "proven_within": lambda v: None if v == "does_not_apply" else Length.read(v),
    "day_0_counts": bool,
    "last_day_counts": bool,
    "month_end": MonthEnd,
    "breaches_count": bool,
    "proved_by": lambda v: None if v == "all" else tuple(v),
    "unit": Unit,
    "claims": Claims,
    "headline_frequency": str,
    "suppress_below": int,
}
_FREQUENCIES = ("per_person", "per_reoffending_person")


def read_definition(source: Path | Mapping[str, Any]) -> Definition:
    """A definition from a YAML file or its mapping; Refused, naming the rule, when one is wrong."""
    written = read_yaml(source.read_text(), source.name) if isinstance(source, Path) else source
    _check_names(written)
    rules = {name: _rule(name, written["rules"][name]) for name in _READERS}
    values = {name: _value(name, rule.value) for name, rule in rules.items()}
    definition = Definition(
        name=written["name"],
        family=written["family"],
        title=written["title"],
        in_force=Period(written["in_force"]["from"], written["in_force"].get("to")),
        rules=rules,
        tells=tuple(written.get("tells", ())),
        cannot_tell=tuple(written.get("cannot_tell", ())),
        **values,
    )
    _check_sense(definition)
    return definition


def _check_names(written: object) -> None:
    if not isinstance(written, Mapping):
        raise Refused("a definition is a list of named choices: name, family, title, in_force and rules")
    needed = ("name", "family", "title", "in_force", "rules")
    wrong = columns_fault(
        [str(word) for word in written], [*needed, "tells", "cannot_tell"], needed, what="word"
    )
    if wrong:
        raise Refused(f"a definition says {', '.join(needed)}; here, {wrong}", field="name")
    rules = written["rules"] if isinstance(written["rules"], Mapping) else {}
    given = [str(rule) for rule in rules]
    if unknown := unknown_columns(given, list(_READERS), what="rule"):
        raise Refused(f"{written['name']}: {unknown}", field=min(set(given) - set(_READERS)))
    if lacking := sorted(set(_READERS) - set(given)):
        raise Refused(f"{written['name']} lacks the rule {', '.join(lacking)}", field=lacking[0])


def _rule(name: str, written: Mapping[str, Any]) -> Rule:
    try:
        return Rule(written["value"], Label(written["label"]), written["source"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise Refused(
            f"the rule {name} needs a value, a label (verified or assumed) and a source", field=name
        ) from wrong


def _value(name: str, value: object) -> Any:
    try:
        return _READERS[name](value)
    except (Refused, ValueError, TypeError) as wrong:
        raise Refused(f"the rule {name} cannot be {value!r}: {wrong}", field=name) from wrong


def _check_sense(definition: Definition) -> None:
    if definition.cohort_months < 0 or (definition.cohort_months and 12 % definition.cohort_months):
        raise Refused("cohort_months is 0 (one window) or divides a year", field="cohort_months")
    if definition.headline_frequency not in _FREQUENCIES:
        raise Refused(f"headline_frequency is one of {', '.join(_FREQUENCIES)}", field="headline_frequency")
    proof, follow_up = definition.proven_within, definition.follow_up
    if proof and (proof.unit != follow_up.unit or proof.count < follow_up.count):
        raise Refused(
            "proven_within is in the unit of follow_up and no shorter: it is counted from the index day",
            field="proven_within",
        )
    if (definition.unit is Unit.RETURN) != (proof is None):
        raise Refused("proof does_not_apply to returns to prison, and only to them", field="proven_within")


@lru_cache(maxsize=1)
def definitions() -> Mapping[str, Definition]:
    """The definitions that come with Throughcare, by name."""
    found = (read_definition(path) for path in sorted(PACKAGED.glob("*.yaml")))
    return {definition.name: definition for definition in found}


def definition(name_or_file: str | Path) -> Definition:
    """A packaged definition by name, or a user's own from a YAML file; Refused when there is none."""
    if isinstance(name_or_file, str) and name_or_file in definitions():
        return definitions()[name_or_file]
    path = Path(name_or_file)
    if path.suffix in {".yaml", ".yml"} and path.is_file():
        return read_definition(path)
    raise Refused(f"no definition called {name_or_file}; there are {', '.join(definitions())}")


def definition_on(family: str, day: date) -> Definition:
    """The one definition of a family in force for index events of a day; NoEdition otherwise."""
    editions = [Edition(d.name, d.in_force, d) for d in definitions().values() if d.family == family]
    return edition_on(editions, day).table
