"""Who could be harmed, how, how soon and in what circumstances; the level that follows; and what a plan
must hold. Nothing is complete while an enquiry is missing, and it says which and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from throughcare.foundation.kernel import Clause, Edition, Finding, Refused

from ..needs.staleness import add_months
from .tables import HarmTable

HARM = "Risk of serious harm"


class Screened(Enum):
    """An answer to a screening question; NOT_ANSWERED is never read as no."""

    YES = "yes"
    NO = "no"
    NOT_ANSWERED = "not answered"


class Imminence(Enum):
    """How soon harm could come."""

    IMMEDIATE = "immediate"
    WEEKS = "within weeks"
    MONTHS = "within months"
    CIRCUMSTANCES = "only if circumstances change"


@dataclass(frozen=True)
class RiskTo:
    """The risk to one group: its level, the nature of the harm, how soon, and what raises or lowers it."""

    group: str
    level: str
    nature: str
    imminence: Imminence | None
    circumstances: str
    lowered_by: str = ""
    who: str = ""


@dataclass(frozen=True)
class EnquiryMade:
    """An enquiry: asked when, answered when (None: not yet), and what it found, in words."""

    enquiry: str
    asked: date
    answered: date | None = None
    found: str = ""


@dataclass(frozen=True)
class Measure:
    """One part of the plan: which kind, what will be done, by whom, and by which day where one was set."""

    kind: str
    what: str
    by_whom: str
    by_day: date | None = None


@dataclass(frozen=True)
class HarmAnalysis:
    """Everything said so far; it may be saved at any point and completed only when nothing blocks it."""

    screening: Mapping[str, Screened] = field(default_factory=dict)
    risks: tuple[RiskTo, ...] = ()
    enquiries: tuple[EnquiryMade, ...] = ()
    plan: tuple[Measure, ...] = ()
    in_custody: bool = False


@dataclass(frozen=True)
class NotAssessed:
    """There is no level yet: no group has been assessed, or not every screening question is answered."""

    finding: Finding


@dataclass(frozen=True)
class Level:
    """The level, the code it is registered under, the groups it comes from, and why."""

    level: str
    registered_as: str
    groups: tuple[str, ...]
    finding: Finding


def overall_level(analysis: HarmAnalysis, edition: Edition[HarmTable]) -> Level | NotAssessed:
    """The highest level for any group; where none is assessed there is no level, which is not a low one."""
    table = edition.table
    if not analysis.risks:
        if full_analysis_needed(analysis, edition) is None and _screened_through(analysis, table):
            because = "every screening question is answered no"
            return _level(next(iter(table.levels)), (), because, edition)
        return NotAssessed(_finding("overall_level", edition, "no group has been assessed yet"))
    highest = max((risk.level for risk in analysis.risks), key=table.rank)
    groups = tuple(risk.group for risk in analysis.risks if risk.level == highest)
    names = " and ".join(table.groups.get(group, group).lower() for group in groups)
    return _level(highest, groups, f"{table.levels[highest].lower()} for {names}", edition)


def _level(level: str, groups: tuple[str, ...], because: str, edition: Edition[HarmTable]) -> Level:
    code = edition.table.registered_as[level]
    return Level(level, code, groups, _finding("overall_level", edition, because))


def _screened_through(analysis: HarmAnalysis, table: HarmTable) -> bool:
    answers = (analysis.screening.get(question, Screened.NOT_ANSWERED) for question in table.screening)
    return Screened.NOT_ANSWERED not in answers


def full_analysis_needed(analysis: HarmAnalysis, edition: Edition[HarmTable]) -> Finding | None:
    """Why a full analysis is needed: a screening answer of yes, or a level that asks for one; else None."""
    table = edition.table
    yes = [
        table.screening[q]
        for q, answer in analysis.screening.items()
        if answer is Screened.YES and q in table.screening
    ]
    if yes:
        return _finding("full_analysis_needed", edition, f"screening: {yes[0].lower()}")
    high = [risk for risk in analysis.risks if table.at_least(risk.level, table.full_analysis_from)]
    if high:
        return _finding(
            "full_analysis_needed", edition, f"the level is {table.levels[high[0].level].lower()}"
        )
    return None


def blocks(analysis: HarmAnalysis, *, on: date, edition: Edition[HarmTable]) -> list[Finding]:
    """Everything that keeps the analysis from being complete on a day, each with the words to show."""
    found = _unscreened(analysis, edition) + _enquiries_missing(analysis, on, edition)
    if full_analysis_needed(analysis, edition) is not None:
        found += _risks_missing(analysis, edition)
    for risk in analysis.risks:
        found += _gaps_in(risk, edition)
    return found + _plan_missing(analysis, edition)


def check_complete(analysis: HarmAnalysis, *, on: date, edition: Edition[HarmTable]) -> Level:
    """The level of a complete analysis; refuses an incomplete one with every reason."""
    found = blocks(analysis, on=on, edition=edition)
    if found:
        raise Refused("not complete: " + "; ".join(finding.because for finding in found))
    level = overall_level(analysis, edition)
    if isinstance(level, NotAssessed):
        raise Refused(f"not complete: {level.finding.because}")
    return level


def _unscreened(analysis: HarmAnalysis, edition: Edition[HarmTable]) -> list[Finding]:
    table = edition.table
    left = [
        title
        for question, title in table.screening.items()
        if analysis.screening.get(question, Screened.NOT_ANSWERED) is Screened.NOT_ANSWERED
    ]
    return [_finding("screening", edition, f"screening not answered: {title.lower()}") for title in left]


def _enquiries_missing(analysis: HarmAnalysis, on: date, edition: Edition[HarmTable]) -> list[Finding]:
    each = (_enquiry_missing(code, analysis.enquiries, on, edition) for code in edition.table.enquiries)
    return [finding for finding in each if finding is not None]


def _enquiry_missing(
    code: str, made: Sequence[EnquiryMade], on: date, edition: Edition[HarmTable]
) -> Finding | None:
    enquiry = edition.table.enquiries[code]
    asked = [one for one in made if one.enquiry == code and one.asked <= on]
    answered = [one.answered for one in asked if one.answered is not None and one.answered <= on]
    if not asked:
        why = f"no {enquiry.title} has been made"
    elif not answered:
        latest = max(one.asked for one in asked)
        why = f"the {enquiry.title}, asked {latest:%-d %B %Y}, has not been answered"
    elif add_months(max(answered), enquiry.months) <= on:
        why = f"the {enquiry.title} was last answered {max(answered):%-d %B %Y}, over {enquiry.months} months ago"
    else:
        return None
    return _finding(f"enquiry_{code}", edition, why)


def _risks_missing(analysis: HarmAnalysis, edition: Edition[HarmTable]) -> list[Finding]:
    table = edition.table
    assessed = {risk.group for risk in analysis.risks}
    wanted = [g for g in table.groups if g not in table.custody_only or analysis.in_custody]
    return [
        _finding("groups", edition, f"the risk to {table.groups[group].lower()} is not assessed")
        for group in wanted
        if group not in assessed
    ]


def _gaps_in(risk: RiskTo, edition: Edition[HarmTable]) -> list[Finding]:
    table = edition.table
    if risk.group not in table.groups:
        raise Refused(f"{risk.group} is not a group of the analysis", field="group")
    if not table.at_least(risk.level, table.full_analysis_from):
        return []
    group = table.groups[risk.group].lower()
    parts = {
        "nature of the harm": risk.nature.strip(),
        "how soon it could come": risk.imminence,
        "circumstances that raise it": risk.circumstances.strip(),
    }
    return [
        _finding("risk", edition, f"risk to {group}: {name} not given")
        for name, part in parts.items()
        if not part
    ]


def _plan_missing(analysis: HarmAnalysis, edition: Edition[HarmTable]) -> list[Finding]:
    level = overall_level(analysis, edition)
    if isinstance(level, NotAssessed):
        return []
    held = {one.kind for one in analysis.plan if one.what.strip() and one.by_whom.strip()}
    return [
        _finding("plan", edition, f"the plan holds nothing for {edition.table.measures[kind].lower()}")
        for kind in measures_needed(level.level, edition)
        if kind not in held
    ]


def measures_needed(level: str, edition: Edition[HarmTable]) -> tuple[str, ...]:
    """The kinds of measure that a plan must hold at a level."""
    edition.table.rank(level)
    return edition.table.plan[level]


def countersignature_needed(level: str, edition: Edition[HarmTable]) -> bool:
    """Whether somebody else must countersign at this level."""
    return edition.table.at_least(level, edition.table.countersign_from)


def review_by(level: str, completed: date, edition: Edition[HarmTable]) -> date:
    """The day by which an analysis of this level is reviewed."""
    edition.table.rank(level)
    return completed + timedelta(weeks=edition.table.review_weeks[level])


def _finding(rule: str, edition: Edition[HarmTable], because: str) -> Finding:
    return Finding(rule, Clause(HARM, edition.name), because)
