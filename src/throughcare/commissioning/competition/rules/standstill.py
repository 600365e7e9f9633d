"""How long nothing may be signed after an award is published: by regime and day, each counted in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import (
    Clause,
    Edition,
    Finding,
    NoEdition,
    Period,
    Refused,
    WorkingCalendar,
    edition_on,
)


class Applies(StrEnum):
    """Whether the law asks for a standstill, lets the buyer have one, or knows none."""

    MANDATORY = "mandatory"
    VOLUNTARY = "voluntary"
    NONE = "none"


@dataclass(frozen=True)
class Counting:
    """How many days; whether working days alone count, the day of the notice is the first, and the last must be worked."""

    days: int
    working: bool
    from_the_day_itself: bool
    ends_on_a_working_day: bool = True


@dataclass(frozen=True)
class Regime:
    """A regime on a day: its title, whether a standstill applies, how it is counted, and where that is said."""

    name: str
    title: str
    applies: Applies
    counting: Counting | None
    clause: Clause
    basis: str


@dataclass(frozen=True)
class Standstill:
    """The last day of a standstill, or none; ``sign_from`` is the first day on which a contract may be signed."""

    applies: Applies
    last_day: date | None
    sign_from: date
    finding: Finding


@lru_cache(maxsize=1)
def _editions() -> dict[str, tuple[Edition[Regime], ...]]:
    text = files(__package__).joinpath("editions", "standstill.yaml").read_text("utf-8")
    return {
        name: tuple(
            Edition(f"{name} from {one['from']}", Period(one["from"], one["until"]), _regime(name, one))
            for one in given
        )
        for name, given in yaml.safe_load(text).items()
    }


def _regime(name: str, one: dict[str, object]) -> Regime:
    counted = one["counting"]
    counting = (
        Counting(
            int(counted["days"]),
            bool(counted["working"]),
            bool(counted["from_the_day_itself"]),
            bool(counted["ends_on_a_working_day"]),
        )
        if isinstance(counted, dict)
        else None
    )
    clause = Clause(str(one["source"]), str(one["paragraph"]))
    return Regime(name, str(one["title"]), Applies(str(one["applies"])), counting, clause, str(one["basis"]))


def regimes() -> dict[str, str]:
    """The names of the regimes and their titles."""
    return {name: given[-1].table.title for name, given in _editions().items()}


def standstill(regime: str, published: date) -> Standstill:
    """The standstill after an award published on a day; refused where the regime is not known, or was not law that day."""
    if regime not in _editions():
        raise Refused(
            f"there is no regime “{regime}”; expected {', '.join(sorted(_editions()))}", field="regime"
        )
    try:
        law = edition_on(_editions()[regime], published).table
    except NoEdition:
        raise Refused(
            f"{regimes()[regime]} was not law on {published:%-d %B %Y}", field="published"
        ) from None
    if law.counting is None:
        return Standstill(law.applies, None, published, _finding(law, "no standstill is asked or counted"))
    last = last_day(law.counting, published)
    counted = f"{law.counting.days} {'working days' if law.counting.working else 'days'}"
    since = "beginning with the day" if law.counting.from_the_day_itself else "from the day after"
    return Standstill(
        law.applies, last, last + timedelta(days=1), _finding(law, f"{counted} {since} it was published")
    )


def last_day(counting: Counting, published: date) -> date:
    """The last day of a standstill so counted."""
    calendar = WorkingCalendar()
    if not counting.working:
        last = published + timedelta(days=counting.days - counting.from_the_day_itself)
        return calendar.next_working(last) if counting.ends_on_a_working_day else last
    counts_itself = counting.from_the_day_itself and calendar.is_working(published)
    return calendar.add(published, counting.days - counts_itself)


def counting_of(regime: str) -> Counting | None:
    """How a regime counts by its last edition; None where it knows no standstill."""
    return _editions()[regime][-1].table.counting


def _finding(law: Regime, because: str) -> Finding:
    return Finding("standstill", law.clause, because)
