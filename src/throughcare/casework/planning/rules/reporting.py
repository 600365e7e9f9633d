"""Whether somebody who has complied well may be seen less often, how much less, and until when that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.casework.supervision.rules.compliance import Compliance
from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on

AS_USUAL = 0
"""What a review says that ends less reporting: seen again as often as the risk says."""


@dataclass(frozen=True)
class LessReporting:
    """One edition: the clause, on what basis, and the days between contacts that may be chosen, by risk of serious harm."""

    clause: Clause
    basis: str
    every_days: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=1)
def less_reporting_editions() -> tuple[Edition[LessReporting], ...]:
    """Every edition in the package; before the first nobody was seen less often by rule."""
    text = files(__package__).joinpath("editions", "less_reporting.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            LessReporting(
                Clause(one["source"], one["clause"]),
                one["basis"],
                {risk: tuple(days) for risk, days in one["every_days"].items()},
            ),
        )
        for one in yaml.safe_load(text)
    )


@dataclass(frozen=True)
class Complying:
    """What decides whether somebody is seen less often: risk, compliance up to the day, and how contact stands.

    ``is_seen``: contact is owed, so not in custody; ``is_weekly``: early engagement asks for a meeting every week.
    """

    risk: str
    compliance: Compliance
    is_seen: bool
    is_weekly: bool


@dataclass(frozen=True)
class LessOften:
    """What a review said: seen again after so many days, from its day on; ``stands`` only while nothing ended it, and why."""

    every_days: int
    since: date
    stands: bool
    finding: Finding


def _in_force(on: date) -> Edition[LessReporting] | None:
    found = [one for one in less_reporting_editions() if on in one.in_force]
    return edition_on(less_reporting_editions(), on) if found else None


def may_be_chosen(risk: str, on: date) -> tuple[int, ...]:
    """The days between contacts that may be chosen at a risk on a day; none where the rule gives none."""
    edition = _in_force(on)
    return edition.table.every_days.get(risk, ()) if edition else ()


def against_less_reporting(facts: Complying, on: date) -> tuple[Finding, ...]:
    """What stands against seeing somebody less often from a day on, each with its clause; empty when nothing does."""
    edition = _in_force(on)
    if edition is None:
        first = less_reporting_editions()[0]
        return (_finding(first, f"no rule gave less reporting before {first.in_force.start:%-d %B %Y}"),)
    risk = facts.risk.replace("_", " ")
    said = [
        "" if may_be_chosen(facts.risk, on) else f"at risk {risk} nobody is seen less often",
        "" if facts.compliance.recognised else "good compliance is not recognised yet",
        "" if facts.is_seen else "no contact is owed now",
        "early engagement asks for a meeting every week" if facts.is_weekly else "",
    ]
    return tuple(_finding(edition, because) for because in said if because)


def less_often(
    every_days: int, since: date, *, risk: str, failed: Sequence[date], on: date
) -> LessOften | None:
    """What a review of a day said of less reporting, as it stands on another; None where it said to go on as usual.

    A failure ends it, whenever it is recorded, if its day is not before the review; so does a risk at which the rule gives less.
    """
    edition = _in_force(on)
    if every_days == AS_USUAL or edition is None:
        return None
    after = sorted(day for day in failed if since <= day <= on)
    most = max(may_be_chosen(risk, on), default=0)
    if after:
        because = f"ended by a failure to comply on {after[0]:%-d %B %Y}"
    elif every_days > most:
        because = f"ended: at risk {risk.replace('_', ' ')} the rule gives {'none' if not most else f'{most} days at most'}"
    else:
        because = (
            f"good compliance, recognised by the review of {since:%-d %B %Y}: seen every {every_days} days"
        )
    return LessOften(every_days, since, not after and every_days <= most, _finding(edition, because))


def _finding(edition: Edition[LessReporting], because: str) -> Finding:
    return Finding("less reporting", edition.table.clause, f"{because} ({edition.table.basis})")
