"""Sections of need: what each item scores, what counts as a need, and what cannot be told yet.

An item that is not known is never nothing: a section's score is a range until every item is known, and a
need is found, ruled out or left open by that range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Finding, Refused

from .translation import Item

_WORST = 2
_SCORES: Mapping[str, int] = {"0": 0, "1": 1, "2": 2, "YES": 2, "NO": 0, "NA": 0}


class AnswerSet(Enum):
    """Which set the items were filled from; thresholds differ."""

    OLDER_SECTIONS = "older_sections"
    STRENGTHS_AND_NEEDS = "strengths_and_needs"


class Line(Enum):
    """What a missing item counts as: nothing, as published, or anything it could be, which is the default."""

    PUBLISHED = "published"
    CORRECTED = "corrected"


class Need(Enum):
    """What a section's score says; OPEN: the items not known could decide it either way."""

    NONE = "none"
    STANDARD = "standard"
    SEVERE = "severe"
    OPEN = "open"
    NOT_SCORED = "not scored"


@dataclass(frozen=True)
class Section:
    """One section: its items in words, its thresholds by set (empty: not scored), and its weight in a tier."""

    code: str
    title: str
    items: Mapping[str, str]
    thresholds: Mapping[AnswerSet, tuple[int, int]]
    tier_weight: int
    area: str


@cache
def _document() -> Mapping[str, Any]:
    text = files(f"{__package__}.editions").joinpath("sections.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def edition_name() -> str:
    """The edition of the sections in use."""
    return str(_document()["name"])


@cache
def sections() -> Mapping[str, Section]:
    """Every section, by its code."""
    return {code: _section(code, written) for code, written in _document()["sections"].items()}


@cache
def areas() -> Mapping[str, str]:
    """The areas of the strengths-and-needs set, and their titles."""
    return dict(_document()["areas"])


def sections_of_area(area: str) -> tuple[Section, ...]:
    """The older sections that an area's answers fill; refuses an area that does not exist."""
    if area not in areas():
        raise Refused(f"{area} is not an area of the strengths-and-needs set", field="area")
    return tuple(section for section in sections().values() if section.area == area)


def _section(code: str, written: Mapping[str, Any]) -> Section:
    names = {AnswerSet.OLDER_SECTIONS: "threshold", AnswerSet.STRENGTHS_AND_NEEDS: "strengths_and_needs"}
    thresholds = {which: tuple(written[name]) for which, name in names.items() if name in written}
    return Section(
        code, written["title"], dict(written["items"]), thresholds, written["tier_weight"], written["area"]
    )


@dataclass(frozen=True)
class SectionScore:
    """A section's score as a range, the items not known, and what it says of need."""

    section: str
    lowest: int
    highest: int
    missing: tuple[str, ...]
    need: Need
    finding: Finding

    @property
    def is_known(self) -> bool:
        """Whether every item is known, so that the score is one number."""
        return not self.missing


def item_score(value: Item) -> int | None:
    """What an item scores, 0 to 2; None when it is not known (M, an empty answer, or none)."""
    return _SCORES.get(value) if isinstance(value, str) else None


def score_section(
    section: Section,
    items: Mapping[str, Item],
    which: AnswerSet = AnswerSet.OLDER_SECTIONS,
    line: Line = Line.CORRECTED,
) -> SectionScore:
    """Score one section from its items; other items in the mapping are not looked at."""
    scores = {item: item_score(items.get(item)) for item in section.items}
    missing = tuple(item for item, score in scores.items() if score is None)
    lowest = sum(score for score in scores.values() if score is not None)
    spread = 0 if line is Line.PUBLISHED and len(missing) < len(scores) else _WORST * len(missing)
    need, because = _need(section, lowest, lowest + spread, which)
    clause = Clause("Sections of need", f"{edition_name()}, {section.title}")
    return SectionScore(
        section.code, lowest, lowest + spread, missing, need, Finding("score_section", clause, because)
    )


def score_all(
    items: Mapping[str, Item],
    which: AnswerSet = AnswerSet.OLDER_SECTIONS,
    line: Line = Line.CORRECTED,
) -> dict[str, SectionScore]:
    """Score every section."""
    return {code: score_section(section, items, which, line) for code, section in sections().items()}


def _need(section: Section, lowest: int, highest: int, which: AnswerSet) -> tuple[Need, str]:
    if which not in section.thresholds:
        return Need.NOT_SCORED, f"{section.title} has no threshold"
    need_from, severe_from = section.thresholds[which]
    score = str(lowest) if lowest == highest else f"between {lowest} and {highest}"
    low, high = (_level(value, need_from, severe_from) for value in (lowest, highest))
    if low is not high:
        return Need.OPEN, f"{score}: could be {low.value} or {high.value} once every item is known"
    return low, f"{score}, against {need_from} for a need and {severe_from} for a severe one"


def _level(score: int, need_from: int, severe_from: int) -> Need:
    if score >= severe_from:
        return Need.SEVERE
    return Need.STANDARD if score >= need_from else Need.NONE
