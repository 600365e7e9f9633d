"""What each missing answer of an assessment under way costs: what cannot be scored without it, and how wide each score could be."""

from __future__ import annotations

from throughcare.casework.assessment.rules.predictors import INSTRUMENTS, Cost, Span, words
from throughcare.casework.assessment.rules.where_asked import place_of
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Lines, Link, Table
from throughcare.faces.web.value_words import first_capital

from .journey import where

_POINTS = {"mst", "lds", "pni", "opd"}
_HARM = {"rosh", "highest_rosh"}


def costs_table(costs: tuple[Cost, ...], base: str, *, writes: bool) -> Table:
    """A line for each missing answer, what stops most first, each leading whoever may write to the question."""
    columns = [
        Column("Missing answer"),
        Column("Cannot be scored without it"),
        Column("Rests on history alone"),
        Column("How wide the score could be"),
    ]
    rows = [
        [_answer(one, base, writes), _names(one.stops), _names(one.history_alone), _spans(one)]
        for one in costs
    ]
    return Table(
        "What each missing answer costs", columns, rows, empty="No answer is missing that a score asks for."
    )


def _answer(one: Cost, base: str, writes: bool) -> object:
    place = ("harm", "") if one.name in _HARM else place_of(one.name)
    said = f"The score of {one.name.upper()}" if one.name in INSTRUMENTS else first_capital(words(one.name))
    if not place:
        return Lines(said, ["Not asked: it is on record or nobody knows"])
    return Link(said, where(base, *place)) if writes else said


def _names(instruments: tuple[str, ...]) -> object:
    if not instruments:
        return "None"
    first, *rest = [f"{name.upper()}, {INSTRUMENTS[name].words}" for name in instruments]
    return Lines(first, rest)


def _spans(one: Cost) -> object:
    if not one.spans:
        return "It moves no score by itself"
    first, *rest = [_span(span) for span in sorted(one.spans, key=lambda span: -span.width)]
    return Lines(first, rest)


def _span(span: Span) -> str:
    name, unit = span.instrument.upper(), "" if span.instrument in _POINTS else "%"
    wide = f"{span.width:.2g} points apart" if unit else count_of(round(span.width), "point") + " apart"
    return f"{name}: {span.lowest:g}{unit} to {span.highest:g}{unit}, {wide}"
