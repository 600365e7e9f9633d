"""Which units' staff were considered for a case or a plan, and why the others of the organisation were not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

NOT_BELOW = "not part of the team of whoever asked, nor below it: they may not allocate for it"
NOT_CHOSEN = "left out by whoever asked"
NO_TERMS = "no member of its staff has recorded terms"


@dataclass(frozen=True)
class UnitSeen:
    """A unit, whether its staff were considered, how many they were, and what kept them out (empty: nothing did)."""

    unit: str
    name: str
    considered: bool
    staff: int
    because: str

    def written(self) -> dict[str, Any]:
        """As it is kept with what it led to."""
        return asdict(self)


def units_seen(
    names: Mapping[str, str],
    *,
    below: Collection[str],
    chosen: Collection[str] | None,
    staff: Mapping[str, int],
) -> tuple[UnitSeen, ...]:
    """Every unit of an organisation, those considered first, each group by name; ``chosen`` of None is all that may be."""
    found = [_seen(unit, name, below, chosen, staff.get(unit, 0)) for unit, name in names.items()]
    return tuple(sorted(found, key=lambda one: (not one.considered, one.name, one.unit)))


def _seen(
    unit: str, name: str, below: Collection[str], chosen: Collection[str] | None, staff: int
) -> UnitSeen:
    if unit not in below:
        return UnitSeen(unit, name, False, 0, NOT_BELOW)
    if chosen is not None and unit not in chosen:
        return UnitSeen(unit, name, False, 0, NOT_CHOSEN)
    return UnitSeen(unit, name, staff > 0, staff, "" if staff else NO_TERMS)


def names_in(written: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[tuple[str, str]]]:
    """From what was kept: the names of those considered with how many staff each, and of the others with why not."""
    rows = list(written)
    yes = [f"{one['name']} ({one['staff']} staff)" for one in rows if one["considered"]]
    return yes, [(one["name"], one["because"]) for one in rows if not one["considered"]]


def units_asked(written: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """From what was kept: the units that were asked about, those without staff to consider among them."""
    return frozenset(one["unit"] for one in written if one["considered"] or one["because"] == NO_TERMS)
