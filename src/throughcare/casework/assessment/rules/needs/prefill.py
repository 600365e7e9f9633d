"""Fills a new assessment from what is known already, saying where each answer comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughcare.foundation.kernel import Clause, Finding
from throughcare.foundation.kernel.days import day_of

from .drafts import Answered, Origin
from .translation import Answer

PREFILLING = Clause("Assessment policy", "what may be prefilled")


@dataclass(frozen=True)
class Known:
    """One thing known of the person: the question it answers, and where and when it was learned."""

    question: str
    value: Answer
    origin: Origin
    source: str
    learned: date


@dataclass(frozen=True)
class Prefilled:
    """Answers ready to be confirmed, and questions left open because what is known disagrees or is old."""

    answers: Mapping[str, Answered]
    left_open: Mapping[str, Finding]


def prefill(known: Iterable[Known], *, at: datetime, oldest: timedelta) -> Prefilled:
    """The newest answer to each question, unsure until somebody confirms it.

    A question is left open, with the reason, when its newest sources disagree or are older than
    ``oldest``; nothing is ever filled from a source dated after ``at``. What a register says of the past does not age: a
    conviction of ten years ago is as much on record as one of last week.
    """
    grouped: dict[str, list[Known]] = {}
    for one in known:
        if one.learned <= day_of(at) and one.value is not None:
            grouped.setdefault(one.question, []).append(one)
    answers: dict[str, Answered] = {}
    left_open: dict[str, Finding] = {}
    for question, all_known in grouped.items():
        newest = max(one.learned for one in all_known)
        latest = [one for one in all_known if one.learned == newest]
        doubt = _doubt(latest, day_of(at) - newest, oldest)
        if doubt:
            left_open[question] = Finding("prefill", PREFILLING, doubt)
        else:
            answers[question] = _answered(latest[0], at)
    return Prefilled(answers, left_open)


def _doubt(latest: list[Known], age: timedelta, oldest: timedelta) -> str:
    if len({one.value for one in latest}) > 1:
        sources = " and ".join(sorted({one.source for one in latest}))
        return f"{sources} disagree: ask the person"
    if age > oldest and latest[0].origin is not Origin.RECORD:
        return f"last known {latest[0].learned:%-d %B %Y}, which is too long ago: ask the person"
    return ""


def _answered(known: Known, at: datetime) -> Answered:
    learned = datetime.combine(known.learned, datetime.min.time(), tzinfo=at.tzinfo)
    return Answered(known.value, known.origin, known.source, learned, sure=False)
