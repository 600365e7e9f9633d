"""Who is responsible for somebody in custody, the prison or the community, and when it passes from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on

from .dates import months_on
from .law import read_edition
from .words import Responsible


class Why(StrEnum):
    """Why the handover is on the day it is."""

    EARLY = "early allocation"
    INDETERMINATE = "indeterminate sentence"
    INDETERMINATE_OPEN = "indeterminate sentence, in open conditions"
    SHORT = "too short for a handover"
    PAROLE = "determinate sentence with parole"
    DETERMINATE = "determinate sentence"
    ADDITIONAL = "a second indeterminate sentence still to come"
    RECALLED_FAR = "recalled, with a hearing a year or more away"
    REFUSED_MANAGED = "the Parole Board refused release, and other agencies manage the risk together"
    REFUSED = "the Parole Board refused release"
    RECALLED = "recalled"
    IMMIGRATION = "held under immigration powers"
    NO_RELEASE = "no day of release is known"


@dataclass(frozen=True)
class HandoverTerms:
    """How long before release responsibility passes, and when it is late."""

    clause: Clause
    said: dict[str, Any]

    def before(self, name: str, day: date) -> date:
        """The day that lies as long before another as the terms say for a kind of handover."""
        one = self.said[name]
        return months_on(day, -one.get("months", 0)) - timedelta(days=one.get("days", 0))

    def after(self, name: str, day: date) -> date:
        """The day that lies as long after another as the terms say."""
        one = self.said[name]
        return months_on(day, one.get("months", 0)) + timedelta(days=one.get("days", 0))


@lru_cache(maxsize=1)
def handover_editions() -> tuple[Edition[HandoverTerms], ...]:
    """Every edition of the rules of handover."""
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            HandoverTerms(Clause(one["source"], one["name"]), one),
        )
        for one in read_edition("handover")
    )


def handover_terms(on: date) -> HandoverTerms:
    """The rules of handover in force on a day."""
    return edition_on(handover_editions(), on).table


@dataclass(frozen=True)
class Inside:
    """What the rules of handover ask about somebody in custody; None: not known, or there is none.

    ``earliest`` is the earliest release by ``earliest_release``; ``hearing`` the day of the target or next hearing.
    """

    sentence_start: date
    earliest: date | None
    indeterminate: bool = False
    parole: bool = False
    early_allocation: bool = False
    open_conditions: bool = False
    recalled: bool = False
    immigration: bool = False
    more_to_come: bool = False
    refused: bool = False
    managed_together: bool = False
    hearing: date | None = None
    womens_prison: bool = False
    open_since: date | None = None
    arrived: date | None = None


@dataclass(frozen=True)
class Handover:
    """When responsibility passes, from when both sides work, and why; None: no such day, the community's at once or never."""

    on: date | None
    start: date | None
    why: Why
    fixed: Responsible | None
    finding: Finding

    def responsible(self, on: date) -> Responsible:
        """Who is responsible on a day."""
        return self.fixed or responsible_on(on, self.on, self.start)


def who_is_responsible(inside: Inside, *, on: date) -> Handover:
    """Who is responsible now, and when it passes: the first rule that fits, in the published order."""
    terms = handover_terms(on)
    always = _fixed(inside, terms, on)
    if always is not None:
        who, why = always
        return Handover(None, None, why, who, Finding("handover", terms.clause, f"{why}: {who}"))
    day, why = handover_date(inside, terms)
    start = handover_start(day, inside) if day else None
    because = f"{why}: on {day:%-d %B %Y}" if day else f"{why}: the community's at once"
    return Handover(day, start, why, None, Finding("handover", terms.clause, because))


def _fixed(inside: Inside, terms: HandoverTerms, on: date) -> tuple[Responsible, Why] | None:
    far = inside.indeterminate and inside.hearing is not None and inside.hearing >= terms.after("apart", on)
    rules = (
        (inside.indeterminate and inside.more_to_come, Responsible.PRISON, Why.ADDITIONAL),
        (far and inside.recalled and not inside.managed_together, Responsible.BOTH, Why.RECALLED_FAR),
        (far and inside.refused and inside.managed_together, Responsible.COMMUNITY, Why.REFUSED_MANAGED),
        (far and inside.refused, Responsible.BOTH, Why.REFUSED),
        (inside.recalled, Responsible.COMMUNITY, Why.RECALLED),
        (inside.immigration, Responsible.COMMUNITY, Why.IMMIGRATION),
        (inside.earliest is None, Responsible.PRISON, Why.NO_RELEASE),
    )
    return next(((who, why) for fits, who, why in rules if fits), None)


def handover_date(inside: Inside, terms: HandoverTerms) -> tuple[date | None, Why]:
    """The day on which responsibility passes, and why; None where the sentence is too short for one."""
    assert inside.earliest is not None
    if inside.early_allocation:
        return terms.before("early_allocation", inside.earliest), Why.EARLY
    if inside.indeterminate:
        why = Why.INDETERMINATE_OPEN if inside.open_conditions else Why.INDETERMINATE
        return terms.before("indeterminate", inside.earliest), why
    if terms.after("short", inside.sentence_start) >= inside.earliest:
        return None, Why.SHORT
    if inside.parole:
        return terms.before("parole", inside.earliest), Why.PAROLE
    return terms.before("determinate", inside.earliest), Why.DETERMINATE


def handover_start(day: date, inside: Inside) -> date:
    """From when the community works beside the prison: earlier than the handover for whoever is in open conditions for life."""
    if not (inside.indeterminate and inside.open_conditions):
        return day
    since = inside.open_since if inside.womens_prison else inside.arrived
    return min(day, since) if since else day


def responsible_on(on: date, handed_over: date | None, start: date | None) -> Responsible:
    """Who is responsible on a day, by the days of the handover; without one it is the community's."""
    if handed_over is None or on >= handed_over:
        return Responsible.COMMUNITY
    if start is not None and on < start:
        return Responsible.PRISON
    return Responsible.BOTH


def earliest_release(
    *, indeterminate: bool, today: date, parole: date | None = None, automatic: date | None = None,
    conditional: date | None = None, tariff: date | None = None, hearing: date | None = None,
) -> tuple[str, date] | None:  # fmt: skip
    """The earliest release by which handover is reckoned: its name and day; None where none is known."""
    if indeterminate:
        return _earliest_for_life(today, tariff, hearing)
    if parole is not None:
        return "parole", parole
    days = [("automatic", automatic), ("conditional", conditional)]
    known = [(name, day) for name, day in days if day is not None]
    return min(known, key=lambda one: one[1], default=None)


def _earliest_for_life(today: date, tariff: date | None, hearing: date | None) -> tuple[str, date] | None:
    days = [("tariff", tariff), ("hearing", hearing)]
    known = [(name, day) for name, day in days if day is not None]
    ahead = next(((name, day) for name, day in known if day > today), None)
    return ahead or min(known, key=lambda one: abs(one[1] - today), default=None)


class EarlyReason(StrEnum):
    """What speaks for handing somebody over early."""

    TERRORISM = "convicted of a terrorism offence"
    HIGH_PROFILE = "a case of high profile"
    CRIME_PREVENTION_ORDER = "a serious crime prevention order"
    LEVEL_THREE = "managed by agencies together at level 3"
    CRITICAL = "a critical public protection case"
    HIGH_HARM = "high risk of serious harm"
    LEVEL_TWO = "managed by agencies together at level 2"
    PATHFINDER = "a pathfinder case"
    EXTREMISM = "separated for extremism"
    OTHER = "another reason"


AUTOMATIC = frozenset(
    {
        EarlyReason.TERRORISM,
        EarlyReason.HIGH_PROFILE,
        EarlyReason.CRIME_PREVENTION_ORDER,
        EarlyReason.LEVEL_THREE,
        EarlyReason.CRITICAL,
    }
)
"""Reasons that hand over early by themselves; the others need a reason, and the community's decision."""


def early_allocation(
    reasons: frozenset[EarlyReason], *, agreed: bool | None, earliest: date | None, on: date
) -> Finding | None:
    """Whether somebody is handed over early, and why; None where not, or not yet: ``agreed`` is the community's decision."""
    terms = handover_terms(on)
    if earliest is None or on < terms.before("early_counts", earliest):
        return None
    by_itself = sorted(reasons & AUTOMATIC)
    if by_itself:
        return Finding("early_allocation", terms.clause, f"early by rule: {', '.join(by_itself)}")
    near = on >= terms.before("early_extremism", earliest)
    asked = sorted(one for one in reasons if one is not EarlyReason.EXTREMISM or near)
    if asked and agreed:
        return Finding(
            "early_allocation", terms.clause, f"early by the community's decision: {', '.join(asked)}"
        )
    return None


def handover_late(inside_until: date | None, *, has_community_manager: bool, on: date) -> Finding | None:
    """Whether a handover is late: two days after its day, and told of again after fourteen without a community manager."""
    if inside_until is None:
        return None
    terms = handover_terms(on)
    if not has_community_manager and on >= terms.after("overdue_without_manager", inside_until):
        because = f"handed over on {inside_until:%-d %B %Y}, and no community manager is named yet"
        return Finding("handover_late", terms.clause, because)
    if not has_community_manager and on >= terms.after("overdue", inside_until):
        return Finding("handover_late", terms.clause, f"the handover of {inside_until:%-d %B %Y} is late")
    return None


def handover_near(day: date | None, *, on: date) -> bool:
    """Whether a handover is so near that both sides are told of it."""
    return day is not None and handover_terms(on).before("upcoming", day) <= on < day
