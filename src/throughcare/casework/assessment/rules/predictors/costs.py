"""What one missing answer costs: which instruments cannot be scored for want of it, and how wide each score could be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from throughcare.foundation.kernel import Edition

from ..editions import Table
from .fields import FIELDS, Given, Kind, NotScored, Problem, Trouble, Value
from .registry import INSTRUMENTS, score

_MISSING = {
    Problem.MISSING,
    Problem.FOLLOW_UP_NEEDED,
    Problem.SEXUAL_COUNTS_MISSING,
    Problem.TOO_FEW,
    Problem.DRUGS_MOTIVATION,
}


@dataclass(frozen=True)
class Span:
    """How far one answer alone could move one score, in the score's own unit; the other answers as they stand."""

    instrument: str
    lowest: float
    highest: float

    @property
    def width(self) -> float:
        """The distance between the two."""
        return self.highest - self.lowest


@dataclass(frozen=True)
class Cost:
    """One missing answer: the instruments that cannot be scored without it, those it leaves to rest on history alone, and
    the scores that it leaves open.
    """

    name: str
    stops: tuple[str, ...] = ()
    history_alone: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


def costs_of_missing(
    inputs: Mapping[str, Given], names: Iterable[str] = tuple(INSTRUMENTS)
) -> tuple[Cost, ...]:
    """What each missing answer costs over the instruments named, those that stop most first, then those that move most."""
    stops: dict[str, list[str]] = {}
    alone: dict[str, list[str]] = {}
    spans: dict[str, list[Span]] = {}
    for instrument in names:
        edition = INSTRUMENTS[instrument].editions[-1]
        try:
            scored = score(instrument, inputs, edition=edition.name)
        except NotScored as refusal:
            _note(stops, _wanting(refusal.troubles, _MISSING, inputs), instrument)
            continue
        present = tuple(_wanting(scored.troubles, {Problem.MISSING_DYNAMIC}, inputs))
        _note(alone, present, instrument)
        for name in dict.fromkeys((*(one.name for one in scored.missing), *present)):
            span = _span(instrument, name, inputs, edition)
            if span is not None:
                spans.setdefault(name, []).append(span)
    found = [
        Cost(name, tuple(stops.get(name, ())), tuple(alone.get(name, ())), tuple(spans.get(name, ())))
        for name in {**stops, **alone, **spans}
    ]
    return tuple(sorted(found, key=_costliest))


def _note(kept: dict[str, list[str]], names: Iterable[str], instrument: str) -> None:
    for name in names:
        kept.setdefault(name, []).append(instrument)


def _costliest(one: Cost) -> tuple[int, int, float, str]:
    return -len(one.stops), -len(one.history_alone), -_widest(one), one.name


def _widest(one: Cost) -> float:
    return max((span.width for span in one.spans), default=0.0)


def _wanting(
    troubles: Iterable[Trouble], which: Collection[Problem], inputs: Mapping[str, Given]
) -> Iterator[str]:
    """The answers that troubles of some kinds name and that are not given: an answer that cannot be is no missing one."""
    named = (name for one in troubles if one.problem in which for name in one.fields)
    for name in dict.fromkeys(named):
        if name not in inputs or inputs[name].value is None:
            yield name


def _span(instrument: str, name: str, inputs: Mapping[str, Given], edition: Edition[Table]) -> Span | None:
    marks = [mark for mark in _marks(instrument, name, inputs, edition) if mark is not None]
    return Span(instrument, min(marks), max(marks)) if marks and max(marks) > min(marks) else None


def _marks(
    instrument: str, name: str, inputs: Mapping[str, Given], edition: Edition[Table]
) -> Iterator[float | None]:
    """The score with each thing that the answer could be; what the instrument refuses is none of them."""
    for value in _could_be(name):
        try:
            yield score(instrument, {**inputs, name: Given(value)}, edition=edition.name).score
        except NotScored:
            continue


def _could_be(name: str) -> tuple[Value, ...]:
    """Every value of an answer that has few; a count, a day and a set of names have too many to try."""
    field = FIELDS.get(name)
    if field is None:
        return ()
    if field.kind is Kind.LEVEL:
        return (0, 1, 2)
    if field.kind is Kind.YES_NO:
        return (False, True)
    return field.choices if field.kind is Kind.TEXT else ()
