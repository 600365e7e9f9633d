"""How well a score did, group by group: calibration, discrimination, and errors on either side of a cut.

Figures about few people are suppressed, and as many others as are needed so that nobody can work them out from what is
told, here or in earlier audits of the same table. A difference between groups is a question to ask, not an answer: offending that
is found is not offending that is done, and a score cannot be calibrated and equal in its errors at once
where the rates differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any

from throughcare.foundation.kernel import Count, Published, Refused, disclose
from throughcare.foundation.kernel.disclosure import Label, Told

from .cells_told import CellsTold, People, cells_told

NOT_RECORDED = "not recorded"
FEWEST = 10
BINS = 10
_EVERYBODY = "everybody"
_Z = NormalDist().inv_cdf(0.975)

Numbers = Any


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95% interval."""

    value: float
    low: float
    high: float

    def overlaps(self, other: Estimate) -> bool:
        """Whether the two intervals share a value."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Bin:
    """People with scores in one stretch: the mean score and the share with the outcome, or None."""

    people: Published
    mean_score: float | None
    observed: float | None


@dataclass(frozen=True)
class GroupFigures:
    """What the score did in one group; a figure that is None is suppressed or cannot be had.

    ``difference`` is the mean probability less the observed share (above nought: the score says too much);
    ``false_positive`` is the share at or above the cut of those without the outcome, ``false_negative`` the
    share below it of those with it.
    """

    dimension: str
    group: str
    people: Published
    observed: Estimate | None = None
    difference: Estimate | None = None
    auc: Estimate | None = None
    false_positive: Estimate | None = None
    false_negative: Estimate | None = None
    bins: tuple[Bin, ...] = ()


@dataclass(frozen=True)
class Gap:
    """The widest difference between two groups of a dimension, and whether their intervals are apart."""

    dimension: str
    figure: str
    widest: float
    between: tuple[str, str]
    is_clear: bool


@dataclass(frozen=True)
class Audit:
    """Everybody first, then each group of each dimension, then the widest gaps; and who was left out.

    ``told`` is what it answered, cell by cell, for the next audit of the same table.
    """

    cut: float
    figures: tuple[GroupFigures, ...]
    gaps: tuple[Gap, ...]
    left_out: Published
    told: tuple[Told, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Beside:
    """What earlier audits of the same table told, with the columns that they told people apart by; and this one's names."""

    told: tuple[Told, ...] = ()
    columns: Mapping[str, Sequence[Label]] = field(default_factory=dict)
    outcome: str = "had the outcome"
    kept: str = "score and outcome are known"
    score: str = "the score"


ALONE = Beside()


def auc(scores: Sequence[float], outcomes: Sequence[bool]) -> Estimate:
    """Area under the curve with DeLong's interval, on the logit scale so that it stays within 0 and 1.

    Raises Refused unless at least two people had the outcome and two had not.
    """
    import numpy as np

    marks, had = np.asarray(scores, dtype=float), np.asarray(outcomes, dtype=bool)
    positive, negative = marks[had], marks[~had]
    if min(len(positive), len(negative)) < 2:
        raise Refused("The area under the curve needs two people with the outcome and two without.")
    of_all = _midranks(np.concatenate([positive, negative]))
    above = (of_all[: len(positive)] - _midranks(positive)) / len(negative)
    below = 1 - (of_all[len(positive) :] - _midranks(negative)) / len(positive)
    area = float(above.mean())
    variance = float(above.var(ddof=1) / len(positive) + below.var(ddof=1) / len(negative))
    return _on_logit(area, math.sqrt(variance))


def _midranks(values: Numbers) -> Numbers:
    """Ranks from 1, ties sharing their mean."""
    import numpy as np

    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[inverse]


def _on_logit(value: float, error: float) -> Estimate:
    if value <= 0 or value >= 1 or error == 0:
        return Estimate(value, max(0.0, value - _Z * error), min(1.0, value + _Z * error))
    centre, spread = math.log(value / (1 - value)), _Z * error / (value * (1 - value))
    low, high = (1 / (1 + math.exp(-(centre + way * spread))) for way in (-1, 1))
    return Estimate(value, low, high)


def share(some: int, of: int) -> Estimate:
    """A share with Wilson's interval."""
    if of < 1:
        raise Refused("A share needs somebody to be a share of.")
    found, squared = some / of, _Z * _Z
    centre = (found + squared / (2 * of)) / (1 + squared / of)
    spread = _Z * math.sqrt(found * (1 - found) / of + squared / (4 * of * of)) / (1 + squared / of)
    return Estimate(found, max(0.0, centre - spread), min(1.0, centre + spread))


def audit(
    scores: Sequence[float | None],
    outcomes: Sequence[bool | None],
    groups: Mapping[str, Sequence[str | None]],
    *,
    cut: float,
    are_probabilities: bool = True,
    fewest: int = FEWEST,
    beside: Beside = ALONE,
) -> Audit:
    """Audit a score against an outcome by each dimension of ``groups``.

    ``scores`` are percentages when they are probabilities, else points; people without a score or an outcome
    are left out and counted. ``beside`` are earlier audits of the same table. ``cut`` is the score from which the score says yes. Raises Refused when the
    columns differ in length or nobody is left.
    """
    import numpy as np

    lengths = {len(scores), len(outcomes), *(len(labels) for labels in groups.values())}
    if len(lengths) != 1:
        raise Refused("Scores, outcomes and groups must have a row for each person.")
    kept = [n for n in range(len(scores)) if scores[n] is not None and outcomes[n] is not None]
    if not kept:
        raise Refused("Nobody has both a score and an outcome.")
    marks = np.array([scores[n] for n in kept], dtype=float)
    had = np.array([outcomes[n] for n in kept], dtype=bool)
    high = frozenset[Label](one for one in scores if one is not None and one >= cut)
    told = cells_told(_people(scores, outcomes, groups, high, beside), fewest, beside.told)
    asked = _Asked(cut, are_probabilities, fewest, told)
    figures = [_figures(_EVERYBODY, _EVERYBODY, marks, had, asked)]
    for dimension, labels in groups.items():
        named = np.array([labels[n] or NOT_RECORDED for n in kept], dtype=object)
        figures += _dimension(dimension, named, marks, had, asked)
    gaps = tuple(gap for dimension in groups for gap in _gaps(dimension, figures))
    left_out = disclose(Count(len(scores) - len(kept)), below=fewest)
    return Audit(cut, tuple(figures), gaps, left_out, told.told)


def _people(
    scores: Sequence[float | None],
    outcomes: Sequence[bool | None],
    groups: Mapping[str, Sequence[str | None]],
    high: frozenset[Label],
    beside: Beside,
) -> People:
    named = {name: [label or NOT_RECORDED for label in labels] for name, labels in groups.items()}
    within = [score is not None and had is not None for score, had in zip(scores, outcomes, strict=True)]
    said = {beside.score: scores, beside.outcome: outcomes, beside.kept: within}
    return People(
        {**beside.columns, **named, **said}, beside.kept, beside.outcome, tuple(groups), beside.score, high
    )


@dataclass(frozen=True)
class _Asked:
    cut: float
    are_probabilities: bool
    fewest: int
    told: CellsTold


def _dimension(
    dimension: str, named: Numbers, marks: Numbers, had: Numbers, asked: _Asked
) -> list[GroupFigures]:
    found = []
    for group in sorted({str(group) for group in named}):
        at = named == group
        found.append(_figures(dimension, group, marks[at], had[at], asked))
    return found


def _figures(dimension: str, group: str, marks: Numbers, had: Numbers, asked: _Asked) -> GroupFigures:
    people, events = len(marks), int(had.sum())
    whole = dimension == _EVERYBODY
    told = asked.told.shows(() if whole else (dimension,), () if whole else (group,))
    shown = disclose(Count(people), below=asked.fewest) if told else Published(None)
    if shown.value is None:
        return GroupFigures(dimension, group, shown)
    yes = marks >= asked.cut
    known = asked.told.shows_outcomes() if whole else asked.told.shows_outcomes(dimension, group)
    enough = known and min(events, people - events) >= asked.fewest

    def called(outcome: bool) -> bool:
        return asked.told.shows_called(outcome, "" if whole else dimension, "" if whole else group)

    return GroupFigures(
        dimension,
        group,
        shown,
        observed=share(events, people) if enough else None,
        difference=_difference(marks / 100, had) if enough and asked.are_probabilities else None,
        auc=auc(marks, had) if enough else None,
        false_positive=share(int((yes & ~had).sum()), people - events) if enough and called(False) else None,
        false_negative=share(int((~yes & had).sum()), events) if enough and called(True) else None,
        bins=_bins(marks, had, asked) if enough else (),
    )


def _difference(probabilities: Numbers, had: Numbers) -> Estimate:
    """Mean probability less the observed share, with the interval that the outcomes' chance gives."""
    import numpy as np

    gap = float(probabilities.mean() - had.mean())
    error = float(np.sqrt((had.var(ddof=1) if len(had) > 1 else 0.0) / len(had)))
    return Estimate(gap, gap - _Z * error, gap + _Z * error)


def _bins(marks: Numbers, had: Numbers, asked: _Asked) -> tuple[Bin, ...]:
    """Up to ten stretches of the score that hold about as many people each, joined until none is of few with the outcome or without."""
    import numpy as np

    edges = np.unique(np.quantile(marks, np.linspace(0, 1, BINS + 1)))
    places = np.clip(np.searchsorted(edges, marks, side="right") - 1, 0, max(0, len(edges) - 2))
    each = [places == place for place in range(max(1, len(edges) - 1)) if (places == place).any()]
    return tuple(
        Bin(
            disclose(Count(int(at.sum())), below=asked.fewest), float(marks[at].mean()), float(had[at].mean())
        )
        for at in _joined(each, had, asked.fewest)
    )


def _joined(each: Sequence[Numbers], had: Numbers, fewest: int) -> list[Numbers]:
    """Neighbours put together until in none there are some, but fewer than may be told, with the outcome or without."""

    def tells_of_few(at: Numbers) -> bool:
        events = int((at & had).sum())
        return any(0 < some < fewest for some in (events, int(at.sum()) - events)) or int(at.sum()) < fewest

    found: list[Numbers] = []
    for at in each:
        found = [*found[:-1], found[-1] | at] if found and tells_of_few(found[-1]) else [*found, at]
    while len(found) > 1 and tells_of_few(found[-1]):
        found = [*found[:-2], found[-2] | found[-1]]
    return found


_COMPARED = ("difference", "auc", "false_positive", "false_negative")


def _gaps(dimension: str, figures: Sequence[GroupFigures]) -> list[Gap]:
    """The widest difference of each figure between two groups of the dimension."""
    found = []
    for figure in _COMPARED:
        known = [(one, getattr(one, figure)) for one in figures if one.dimension == dimension]
        known = [(one, estimate) for one, estimate in known if estimate is not None]
        if len(known) < 2:
            continue
        low, high = (chosen(known, key=lambda pair: pair[1].value) for chosen in (min, max))
        apart = not low[1].overlaps(high[1])
        widest = high[1].value - low[1].value
        found.append(Gap(dimension, figure, widest, (low[0].group, high[0].group), apart))
    return found
