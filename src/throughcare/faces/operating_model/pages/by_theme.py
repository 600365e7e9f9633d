"""A model, and what differs between two, by the groups that a reader looks in: who holds what at once, each line behind more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from throughcare.faces.web.look.parts import Colour, Column, Lines, Row, Table, Tag
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.operating_model.rules import Function, Ground, OperatingModel
from throughcare.foundation.operating_model.rules.compare import Row as Compared
from throughcare.foundation.operating_model.rules.handbook import for_whom
from throughcare.foundation.operating_model.rules.themes import THEMES

_COLOURS: dict[str, Colour] = {"stated": "green", "inferred": "blue", "assumed": "orange", "external": "grey"}
ASKED, EVERY = "lines", "all"


@dataclass(frozen=True)
class Section:
    """One group: its name, what is seen of it at once, and the table of its lines behind a line that counts them."""

    name: str
    glance: Sequence[Row] | str
    more: str
    lines: Table


def opened(request: HttpRequest) -> bool:
    """Whether every line is asked for at once."""
    return request.GET.get(ASKED) == EVERY


def footing(ground: Ground) -> Tag:
    """What a line rests on."""
    if ground.unread:
        return Tag("External, unread", "red")
    return Tag(ground.basis.value.capitalize(), _COLOURS[ground.basis.value])


def sections_of(found: OperatingModel) -> list[Section]:
    """Who holds what under a model, group by group."""
    return [
        Section(
            theme,
            [Row(one.label, _bodies(found.body_name(line.held_by) for line in found.functions[one])) for one in functions],
            f"For whom, and the source of each line ({sum(len(found.functions[one]) for one in functions)})",
            _lines(found, theme, functions),
        )
        for theme, functions in THEMES.items()
    ]  # fmt: skip


def _bodies(names: Iterable[str]) -> str:
    return first_capital("; ".join(dict.fromkeys(names)))


def _lines(found: OperatingModel, theme: str, functions: Sequence[Function]) -> Table:
    rows = [
        [
            function.label,
            first_capital(for_whom(line)),
            first_capital(found.body_name(line.held_by)),
            footing(line.ground),
            str(line.ground),
        ]
        for function in functions
        for line in found.functions[function]
    ]
    columns = [Column(w) for w in ("Function", "For whom", "Held by", "Basis", "Source, or why")]
    return Table(f"{theme}: who holds what", columns, rows)


def sections_beside(one: OperatingModel, two: OperatingModel, rows: Sequence[Compared]) -> list[Section]:
    """What differs between two models, group by group; a group in which nothing does is left out."""
    found = []
    for theme, functions in THEMES.items():
        theirs = [row for row in rows if row.function in functions]
        if theirs:
            many = f"Who holds each under both, and for whom ({len(theirs)})"
            found.append(Section(theme, _named(theirs), many, _beside(one, two, theme, theirs)))
    return found


def _named(rows: Sequence[Compared]) -> str:
    """The functions that differ, each once."""
    return ", ".join(dict.fromkeys(row.function.label for row in rows))


def _beside(one: OperatingModel, two: OperatingModel, theme: str, rows: Sequence[Compared]) -> Table:
    return Table(
        f"{theme}: where they differ, for whom",
        [Column("Function"), Column("For whom"), Column(one.title), Column(two.title)],
        [
            [
                row.function.label,
                row.who,
                Lines(row.one.body_name, [row.one.ground.footing]),
                Lines(row.other.body_name, [row.other.ground.footing]),
            ]
            for row in rows
        ],
    )
