"""The need that a competition is for, on its page: each intention, the figure that it cites, and how many it foresees."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from throughcare.casework.interventions.rules.words import need_areas
from throughcare.commissioning.competition import queries
from throughcare.commissioning.competition.queries import CompetitionSeen
from throughcare.commissioning.competition.rules.needed import Foreseen
from throughcare.commissioning.needs import queries as needs
from throughcare.commissioning.needs.rules.quarters import Quarter
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May


def table(request: Asking, seen: CompetitionSeen) -> Table:
    """What it rests on: with a link to each figure and intention for whoever may look at need."""
    columns = [
        Column("Intention"), Column("Figure of need that it cites"), Column("Likely to have it (95%)", numeric=True),
        Column("Foreseen in a year", numeric=True),
    ]  # fmt: skip
    return Table(
        "The need that it is for",
        columns,
        [_row(request, one) for one in queries.needed_by(seen)],
        empty="It was published for no intention: nothing here says what need it answers.",
    )


def _row(request: Asking, one: Foreseen) -> list[object]:
    name = need_areas()[one.need].name
    first, last = one.quarter
    place = needs.names_of_places().get(one.place, one.place)
    said = f"{name}, {place}, {Quarter(date.fromisoformat(first), date.fromisoformat(last))}"
    if not request.member.may(May.LOOK_AT_NEED):
        return [one.title, said, _expected(one), people((one.low, one.high))]
    figure = f"/need/one?{urlencode({'place': one.place, 'quarter': first, 'need': one.need})}"
    intention = Link(one.title, f"/need/intentions/{one.intention}")
    return [intention, Link(said, figure), _expected(one), people((one.low, one.high))]


def _expected(one: Foreseen) -> object:
    expected = one.figure.get("expected")
    known = people(expected) if expected else Unknown("Too few were assessed to say")
    assessed = one.figure.get("with_it")
    return Lines(known, [f"{assessed:,} assessed with it"]) if assessed is not None else known


def people(many: tuple[int, int] | None) -> object:
    """How many people, as the range that it is."""
    return Unknown("Not said") if many is None else f"{many[0]:,} to {many[1]:,}"
