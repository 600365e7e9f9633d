"""Two versions of an assessment, side by side: what was said, what changed, and which needs moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from .drafts import Answered
from .sections import Need, SectionScore


class Change(Enum):
    """What happened to an answer between two versions."""

    SAME = "same"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"


@dataclass(frozen=True)
class Row:
    """One question in both versions; None where that version does not answer it."""

    question: str
    before: Answered | None
    after: Answered | None
    change: Change


class Movement(Enum):
    """Which way a need moved; UNCLEAR when either version leaves it open."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class SectionRow:
    """One section in both versions, and which way its need moved."""

    section: str
    before: SectionScore
    after: SectionScore
    movement: Movement


def compare_answers(before: Mapping[str, Answered], after: Mapping[str, Answered]) -> list[Row]:
    """Every question that either version answers, in order of its name; provenance alone is no change."""
    questions = sorted(before.keys() | after.keys())
    return [_row(question, before.get(question), after.get(question)) for question in questions]


def _row(question: str, before: Answered | None, after: Answered | None) -> Row:
    if before is None:
        change = Change.ADDED
    elif after is None:
        change = Change.WITHDRAWN
    else:
        change = Change.SAME if before.value == after.value else Change.CHANGED
    return Row(question, before, after, change)


_ORDER = {Need.NONE: 0, Need.STANDARD: 1, Need.SEVERE: 2}


def compare_sections(
    before: Mapping[str, SectionScore], after: Mapping[str, SectionScore]
) -> list[SectionRow]:
    """Every section scored in both versions, and which way its need moved."""
    both = [section for section in before if section in after]
    return [SectionRow(one, before[one], after[one], _movement(before[one], after[one])) for one in both]


def _movement(before: SectionScore, after: SectionScore) -> Movement:
    first, second = _ORDER.get(before.need), _ORDER.get(after.need)
    if first is None or second is None:
        return Movement.UNCLEAR
    if first == second:
        return Movement.SAME
    return Movement.WORSE if second > first else Movement.BETTER
