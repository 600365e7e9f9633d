"""When a sentence of custody lets somebody out, and how long supervision and unpaid work last, by the law of the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Finding

from .law import single_rule
from .terms import Term, read_term
from .words import INDETERMINATE, SentenceKind


@dataclass(frozen=True)
class Release:
    """The day of release that the standard rule gives, or from which it may be asked for, and on what authority."""

    on: date
    edition: str
    finding: Finding
    automatic: bool = True


@dataclass(frozen=True)
class _Share:
    name: str
    start: date
    over: tuple[int, int]
    clause: Clause
    tranches: tuple[Mapping[str, Any], ...]

    def day(self, first: date, days: int) -> date:
        """The day on which the share is served, the first day counted and part of a day served whole."""
        part, whole = self.over
        return first + timedelta(days=-(-days * part // whole) - 1)

    def tranche(self, first: date, days: int) -> date:
        """From which day it applies to a sentence of this length that was passed before it."""
        for one in self.tranches:
            if "up_to_days" in one and days > one["up_to_days"]:
                continue
            if "under" in one and days >= read_term(one["under"]).days_from(first):
                continue
            return date.fromisoformat(str(one["day"]))
        return self.start


@lru_cache(maxsize=1)
def release_editions() -> tuple[_Share, ...]:
    """Every edition of the point of release, the oldest first."""
    text = files(__package__).joinpath("editions", "release.yaml").read_text("utf-8")
    return tuple(
        _Share(
            e["name"],
            e["from"],
            (e["share"][0], e["share"][1]),
            Clause(e["source"], str(e["clause"])),
            tuple(e.get("tranches", ())),
        )
        for e in yaml.safe_load(text)
    )


STANDARD = {SentenceKind.CUSTODY, SentenceKind.YOUNG_ADULT_DETENTION}
_HALF_WAY = Clause("Sentencing Act 2020", "section 241 (assumed)")
_TWO_THIRDS = Clause("Criminal Justice Act 2003", "section 246A (assumed)")
_MINIMUM = Clause("Crime (Sentences) Act 1997", "section 28")


def standard_release(first: date, last: date, passed_on: date) -> Release | None:
    """The release day of a standard sentence, or of a run of them, from its first day to its last; None before our law."""
    days = (last - first).days + 1
    found: Release | None = None
    for share in release_editions():
        day, applies = share.day(first, days), share.tranche(first, days)
        if passed_on < share.start:
            if found is None or found.on <= applies:
                continue
            day = min(found.on, max(day, applies))
        part, whole = share.over
        because = (
            f"{part} of {whole} of {days} days; the standard, where the offence is not of an excluded kind"
        )
        found = Release(day, share.name, Finding("standard_release", share.clause, because))
    return found


_REMAND = Clause("Criminal Justice Act 2003", "sections 240ZA and 240A (assumed)")


def release_of(
    kind: SentenceKind,
    first: date,
    custody: date | None,
    minimum: Term | None,
    passed_on: date,
    *,
    credit: int,
    served: bool,
) -> Release | None:
    """When somebody may leave custody: ``custody`` is the last day of the custodial term or run; None where no day is known.

    ``credit`` is how many days on remand count towards it, ``served`` that the court said all of it is served already; no
    release comes before the day on which the last of the run was passed.
    """
    if served:
        because = "the court said that the time is served"
        return Release(passed_on, "time served", Finding("time_served", _REMAND, because))
    found = _without_credit(kind, first, custody, minimum, passed_on)
    if found is None or not credit:
        return found
    because = f"{found.finding.because}; {credit} days on remand count towards it ({_REMAND})"
    day = max(found.on - timedelta(days=credit), passed_on)
    return replace(found, on=day, finding=replace(found.finding, because=because))


def _without_credit(
    kind: SentenceKind, first: date, custody: date | None, minimum: Term | None, passed_on: date
) -> Release | None:
    if kind in INDETERMINATE:
        if minimum is None:
            return None
        because = f"the earliest day: the minimum term of {minimum} is served, and the Parole Board decides"
        day = minimum.last_day(first) + timedelta(days=1)
        return Release(day, "minimum term", Finding("earliest_release", _MINIMUM, because), automatic=False)
    if custody is None:
        return None
    if kind in STANDARD:
        return standard_release(first, custody, passed_on)
    return _other_release(kind, first, (custody - first).days + 1)


def _other_release(kind: SentenceKind, first: date, days: int) -> Release | None:
    if kind is SentenceKind.EXTENDED_SENTENCE:
        day = first + timedelta(days=-(-days * 2 // 3) - 1)
        because = f"the earliest day: two thirds of {days} days of custody, and the Parole Board decides"
        finding = Finding("earliest_release", _TWO_THIRDS, because)
        return Release(day, "two-thirds", finding, automatic=False)
    if kind is SentenceKind.DETENTION_AND_TRAINING_ORDER:
        day = first + timedelta(days=-(-days // 2) - 1)
        return Release(day, "half-way", Finding("half_way", _HALF_WAY, f"half of {days} days"))
    return None


def supervised_until(
    released: date, first: date, last: date, offence: date | None, *, on: date
) -> date | None:
    """Until when supervision after sentence lasts, by the law as it stands on a day; None where there is none.

    For a standard term over a day and under two years, for an offence since the law began: a year from release, where
    that is later than the sentence's own end. An offence whose day is not known is taken as after that day.
    """
    told = single_rule("supervision_after_sentence", on)
    if told is None:
        return None
    entry = told[0]
    days = (last - first).days + 1
    long = days >= read_term(entry["under"]).days_from(first)
    if long or days <= read_term(entry["over"]).days or (offence is not None and offence < entry["from"]):
        return None
    until = read_term(entry["lasts"]).last_day(released)
    return until if until > last else None


def unpaid_work_by(made: date, *, on: date) -> date | None:
    """The last day on which the hours of an order may be worked, by the law as it stands on a day; None: no limit of time."""
    told = single_rule("unpaid_work_within", on)
    return Term(months=told[0]["months"]).last_day(made) if told else None


def deferred_at_most(on: date) -> tuple[int, Clause] | None:
    """For how many months sentence may be put off, by the law of the day it is; None where our law does not say."""
    told = single_rule("deferment", on)
    return (told[0]["most_months"], told[1]) if told else None
