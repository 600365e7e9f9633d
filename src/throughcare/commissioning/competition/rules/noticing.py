"""Which notices a competition gives in which order, by when, and how long it must take bids: by regime and day of publishing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, NoEdition, Period, Refused, edition_on

from .standstill import regimes


class Kind(StrEnum):
    """The notices of a competition, whatever a regime calls them."""

    ENGAGEMENT = "market engagement"
    PLANNED = "planned procurement"
    TENDER = "tender"
    AWARD = "contract award"
    DETAILS = "contract details"
    TERMINATION = "procurement termination"


class When(StrEnum):
    """After what a notice has its time."""

    BEFORE = "before"
    OPEN = "open"
    AWARD = "award"
    SIGNED = "signed"
    ABANDONED = "abandoned"


@dataclass(frozen=True)
class Notice:
    """One notice of a regime: what the regime calls it, after what it has its time, whether it must be given, in how many days."""

    kind: Kind
    code: str
    when: When
    required: bool
    within: int | None = None


@dataclass(frozen=True)
class Planned:
    """The fewer days that suffice where a planned procurement notice came from so many to so many days before."""

    least_days: int
    from_days: int
    to_days: int


@dataclass(frozen=True)
class Notices:
    """A regime's notices on a day: their order, the least days for bids, and where that is said."""

    order: tuple[Notice, ...]
    least_days: int
    planned: Planned | None
    engagement: bool
    clause: Clause
    basis: str

    def of(self, kind: Kind) -> Notice | None:
        """The notice of a kind, if the regime has it."""
        return next((one for one in self.order if one.kind is kind), None)


@dataclass(frozen=True)
class LeastDays:
    """The least days that bids are taken, and the rule that says so."""

    days: int
    finding: Finding


@dataclass(frozen=True)
class Owed:
    """A notice that is owed: which, since when, and by when, where there is a day."""

    notice: Notice
    since: date
    due: date | None


@lru_cache(maxsize=1)
def _editions() -> dict[str, tuple[Edition[Notices], ...]]:
    text = files(__package__).joinpath("editions", "notices.yaml").read_text("utf-8")
    return {
        name: tuple(
            Edition(f"{name} from {one['from']}", Period(one["from"], one["until"]), _notices(one)) for one in given
        )
        for name, given in yaml.safe_load(text).items()
    }  # fmt: skip


def _notices(one: Mapping[str, object]) -> Notices:
    given, planned = one["notices"], one["planned"]
    assert isinstance(given, list)
    order = tuple(
        Notice(Kind(n["kind"]), str(n["code"]), When(n["when"]), bool(n["required"]), n.get("within")) for n in given
    )  # fmt: skip
    fewer = Planned(**planned) if isinstance(planned, dict) else None
    clause = Clause(str(one["source"]), str(one["paragraph"]))
    return Notices(
        order, int(str(one["least_days"])), fewer, bool(one["engagement"]), clause, str(one["basis"])
    )


def notices(regime: str, published: date) -> Notices:
    """A regime's notices as they were law on the day that a competition was published; refused where it was not law."""
    try:
        return edition_on(_editions()[regime], published).table
    except NoEdition:
        raise Refused(f"{regimes()[regime]} was not law on {published:%-d %B %Y}.", field="regime") from None


def least_days(law: Notices, published: date, planned_on: date | None) -> LeastDays:
    """The least days that bids are taken, and why; fewer where a planned procurement notice came in its time."""
    if law.planned is not None and planned_on is not None:
        before = (published - planned_on).days
        if law.planned.from_days <= before <= law.planned.to_days:
            because = f"a planned procurement notice came {before} days before"
            return LeastDays(law.planned.least_days, Finding("least days", law.clause, because))
    because = "no planned procurement notice came in its time"
    return LeastDays(law.least_days, Finding("least days", law.clause, because))


def check_window(law: Notices, published: date, closes: date, planned_on: date | None) -> None:
    """Refuse a competition that closes before the least days have run, counted from the day after it was published."""
    found = least_days(law, published, planned_on)
    first = published + timedelta(days=found.days)
    if closes < first:
        raise Refused(
            f"It must take bids for at least {found.days} days: {found.finding}. "
            f"It may close on {first:%-d %B %Y} at the earliest.",
            field="closes_at",
        )


def check_engagement(law: Notices, engaged: bool, because: str) -> None:
    """Refuse a competition that neither asked the market first nor says why not, where the regime wants one of them."""
    if law.engagement and not engaged and not because.strip():
        raise Refused("Say when the market was asked, or why it was not.", field="not_engaged_because")


def owed(law: Notices, days: Mapping[When, date], given: frozenset[Kind]) -> list[Owed]:
    """The notices that must be given and were not: ``days`` says on which day each thing happened that one is due after."""
    return [
        Owed(one, days[one.when], None if one.within is None else days[one.when] + timedelta(days=one.within))
        for one in law.order
        if one.required and one.when in days and one.kind not in given
    ]


def check_notice(law: Notices, kind: Kind, days: Mapping[When, date], given: frozenset[Kind]) -> Notice:
    """The notice of a kind; refused where the regime has none, it was given, or its time has not come."""
    found = law.of(kind)
    if found is None:
        raise Refused(f"This law knows no notice of {kind}.", field="kind")
    if kind in given:
        raise Refused("That notice has been given.", field="kind")
    if found.when not in days:
        raise Refused(
            f"The notice of {kind} has its time after something that has not happened yet.", field="kind"
        )
    return found
