"""How somebody complies, seen fairly: whether failures fall alike, what held the person then, and what is recognised of good compliance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on
from throughcare.foundation.kernel.days import LONDON, day_of

from .contacts import months_on

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True)
class ComplianceTerms:
    """From how many failures a pattern is told, which share of them alike, how much oftener than the rest; and what is recognised."""

    clause: Clause
    basis: str
    least: int
    share: float
    near: float
    kept_meetings: int
    kept_months: int


@lru_cache(maxsize=1)
def compliance_editions() -> tuple[Edition[ComplianceTerms], ...]:
    """Every edition in the package."""
    text = files(__package__).joinpath("editions", "compliance.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            ComplianceTerms(
                Clause(one["source"], one["clause"]), one["basis"], one["least"], one["share"], one["near"],
                one["kept"]["meetings"], one["kept"]["months"],
            ),
        )
        for one in yaml.safe_load(text)
    )  # fmt: skip


@dataclass(frozen=True)
class Arranged:
    """One meeting that was arranged with somebody: when, whether it was failed, and what held them then (work, caring, …; empty: nothing known)."""

    at: datetime
    failed: bool
    held_by: tuple[str, ...] = ()
    far: bool | None = None


@dataclass(frozen=True)
class Compliance:
    """What is seen of somebody's contact: patterns to ask about before anything is punished, and what may be recognised.

    ``since`` is the day from which it is recognised; None where it is not.
    """

    patterns: tuple[Finding, ...]
    recognised: Finding | None
    kept_in_a_row: int
    since: date | None = None


ADJUSTMENTS = Clause("Equality Act 2010", "section 20, the duty to make adjustments")


def compliance_seen(arranged: Sequence[Arranged], on: date, conditions: Sequence[str] = ()) -> Compliance:
    """The patterns in what was failed, and whether good compliance is recognised, up to a day; from few failures nothing is told.

    ``conditions`` are the disabilities and conditions recorded of the person, each with the adjustment for it where one is: from
    the first failure on they are asked about, whatever the number.
    """
    terms = edition_on(compliance_editions(), on).table
    past = sorted((one for one in arranged if day_of(one.at) <= on), key=lambda one: one.at)
    failed = [one for one in past if one.failed]
    patterns = _patterns(past, failed, terms) if len(failed) >= terms.least else []
    patterns = [*(_of_condition(one) for one in conditions if failed), *patterns]
    kept = _kept_in_a_row(past)
    recognised = _recognised(past, kept, on, terms)
    since = _since(past, kept, terms) if recognised is not None else None
    return Compliance(tuple(patterns), recognised, kept, since)


def _of_condition(said: str) -> Finding:
    because = f"{said} is recorded: ask whether what was arranged suits them before anything is punished"
    return Finding("compliance_condition", ADJUSTMENTS, because)


def _patterns(past: Sequence[Arranged], failed: Sequence[Arranged], terms: ComplianceTerms) -> list[Finding]:
    asked: list[tuple[Callable[[Arranged], tuple[str, ...]], str]] = [
        (
            lambda one: (WEEKDAYS[one.at.astimezone(LONDON).weekday()],),
            "were on {}: ask what holds them then, and offer another day",
        ),
        (lambda one: (_part_of_day(one.at),), "were {}: ask what holds them then, and offer another time"),
        (lambda one: one.held_by, "fell in hours recorded for {}: move them before anything is punished"),
        (
            lambda one: ("far",) if one.far else (),
            "left too little time to travel: arrange them nearer, or at another time",
        ),
    ]
    found = []
    for told, words in asked:
        alike = Counter(value for one in failed for value in told(one))
        every = Counter(value for one in past for value in told(one))
        for value, number in alike.items():
            share, usual = number / len(failed), every[value] / len(past)
            if number >= terms.least and share >= terms.share and share >= terms.near * usual:
                because = f"{number} of {len(failed)} failures {words.format(value)} ({terms.basis})"
                found.append(Finding("compliance_pattern", terms.clause, because))
    return found


def _part_of_day(at: datetime) -> str:
    hour = at.astimezone(LONDON).hour
    return "before noon" if hour < 12 else "in the afternoon" if hour < 17 else "in the evening"


def _kept_in_a_row(past: Sequence[Arranged]) -> int:
    kept = 0
    for one in reversed(past):
        if one.failed:
            break
        kept += 1
    return kept


def _recognised(past: Sequence[Arranged], kept: int, on: date, terms: ComplianceTerms) -> Finding | None:
    since = months_on(on, -terms.kept_months)
    clean = all(not one.failed for one in past if day_of(one.at) > since)
    known = any(day_of(one.at) <= since for one in past)
    if kept < terms.kept_meetings or not clean or not known:
        return None
    because = (
        f"{kept} meetings kept in a row and no failure in {terms.kept_months} months: "
        f"an early review and less reporting may be offered ({terms.basis})"
    )
    return Finding("compliance_recognised", terms.clause, because)


def _since(past: Sequence[Arranged], kept: int, terms: ComplianceTerms) -> date:
    """The day on which the last of what is asked came to be so: enough kept, long enough since a failure, long enough known."""
    days = [day_of(one.at) for one in past]
    enough = days[len(days) - kept + terms.kept_meetings - 1]
    clean_from = days[-kept - 1] if kept < len(days) else days[0]
    return max(enough, months_on(clean_from, terms.kept_months))


def early_review(seen: Compliance, looked_at: date | None) -> Finding | None:
    """Why the plan is to be looked at early: good compliance is recognised, and nobody has looked at the plan since it was.

    ``looked_at`` is when it last was, or was begun; None where there is no plan, which is to be made first and asked for by itself.
    What is then decided, less reporting among it, is a person's to say.
    """
    if seen.since is None or looked_at is None or looked_at >= seen.since:
        return None
    return seen.recognised
