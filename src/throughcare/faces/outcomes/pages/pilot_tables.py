"""The tables of a trial of designs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from throughcare.faces.outcomes.answers import piloting
from throughcare.faces.web.look.parts import Column, Table
from throughcare.faces.web.value_words import first_capital

DIFFERENCE = (
    Column("First", numeric=True),
    Column("Second", numeric=True),
    Column("Difference", numeric=True),
    Column("By chance"),
)


def _differing(row: Sequence[float]) -> list[object]:
    one, other, by, low, high = row
    return [f"{one:.2f}", f"{other:.2f}", f"{by:+.2f}", f"{low:+.2f} to {high:+.2f}"]


def levels(shown: Any) -> Table:
    """What the difference comes to where an effect that nobody measured is null, in the middle, or at its far end."""
    rows: list[list[object]] = [
        [first_capital(name.replace("_", " ")), f"{level}: {size:g} ({unit})", f"{by:+.2f}", f"{low:+.2f} to {high:+.2f}"]
        for name, unit, level, size, by, low, high in shown["levels"]
    ]  # fmt: skip
    columns = [Column("Effect"), Column("Taken to be"), Column("Difference in 100", numeric=True), Column("By chance")]  # fmt: skip
    return Table("Where nobody measured an effect", columns, rows)


def figures(shown: Any, most: int | None = None) -> Table:
    """The figures of both designs, or the first so many."""
    rows: list[list[object]] = [[row[0], row[1], *_differing(row[2:])] for row in shown["figures"][:most]]
    columns = [Column("What"), Column("Unit"), *DIFFERENCE]
    return Table("Under each, with what is assumed at its middle", columns, rows)


def matters(shown: Any) -> Table:
    """What the difference comes to at each end of each assumption, and what knowing it would be worth."""
    worth = dict(shown["worth"])
    rows: list[list[object]] = [
        [first_capital(name.replace("_", " ")), f"{low:+.2f}", f"{high:+.2f}", f"{worth.get(name, 0):.1f}"]
        for name, low, high in shown["swings"]
    ]
    return Table(
        "What matters most, and what it would be worth to know",
        [
            Column("Assumed"), Column("At its low end", numeric=True), Column("At its high end", numeric=True),
            Column("Offences avoided for 1,000 people and year, were it known", numeric=True),
        ],
        rows,
    )  # fmt: skip


WHOM = {
    "predicted": "By the chance of reoffending that was predicted: are the likeliest neglected?",
    "groups": "By group",
    "levels": "By the level of harm at which people were held",
}


def whom(shown: Any) -> list[Table]:
    """Who gets more and who less: by predicted chance, by group, by level of harm."""
    columns = [Column("Whose"), Column("What"), Column("Unit"), *DIFFERENCE]
    found = []
    for name, title in WHOM.items():
        rows: list[list[object]] = [
            [first_capital(row[0]), row[1], row[2], *_differing(row[3:])] for row in shown["whom"][name]
        ]
        found.append(Table(title, columns, rows))
    return found


def payments(shown: Any) -> Table:
    """What payment by results would come to in a year for 1,000 people followed, and how much of it for chance alone."""
    rows: list[list[object]] = [
        [title, f"£{chance:,.0f}", f"{something:.0f} in 100 years", f"£{under:,.0f}"]
        for title, chance, something, under in shown["payments"]
    ]
    return Table(
        "What payment by results would come to, in a year for 1,000 people",
        [
            Column("Rule"), Column("Under the first, for chance alone", numeric=True), Column("It pays something in", numeric=True),
            Column("Under the second", numeric=True),
        ],
        rows,
        empty="A rule is read on whole years of people followed for a year: this trial is too short for one.",
    )  # fmt: skip


def costs(shown: Any) -> Table:
    """What each body spends under both designs, and all of it."""
    rows: list[list[object]] = [
        [row[0], f"£{row[2]:,.0f}", f"£{row[3]:,.0f}", f"{row[4]:+,.0f}", f"{row[5]:+,.0f} to {row[6]:+,.0f}"]
        for row in shown["costs"]
    ]
    return Table("What it costs, for each person and year", [Column("Who spends"), *DIFFERENCE], rows)


def providers(shown: Any) -> Table:
    """How each provider under contract fares: profit, losses, failures, who steps in, and what its profit hangs on most."""
    rows: list[list[object]] = [
        [
            f"{design}: {body.replace('_', ' ')}", f"{profit:+.1f} in 100 of its fees", f"{loses:.0f} in 100",
            f"{failed:.0f} in 100", first_capital(steps.replace("_", " ")),
            "; ".join(f"{name.replace('_', ' ')}: {low:+.1f} to {high:+.1f}" for name, low, high, _, _ in ends),
        ]
        for design, body, profit, loses, failed, steps, ends in shown["providers"]
    ]  # fmt: skip
    return Table(
        "Providers under contract",
        [
            Column("Who"), Column("Profit", numeric=True), Column("Contracts that lose", numeric=True),
            Column("Contracts that fail", numeric=True), Column("Who steps in"), Column("Profit hangs most on"),
        ],
        rows,
        empty="Nobody who manages people is paid under contract, or nobody was for a whole year.",
    )  # fmt: skip


def places(shown: Any) -> Table | None:
    """What the second design differs by in each area, where there is more than one; None where there is one."""
    if len(shown["places"]) < 2:
        return None
    rows: list[list[object]] = [
        [
            area, f"{people:,}", first_capital(seen),
            *(f"{by:+.2f} ({low:+.2f} to {high:+.2f})" for _, _, by, low, high in told),
        ]
        for area, people, seen, *told in shown["places"]
    ]  # fmt: skip
    told = [Column(f"{name} ({unit})", numeric=True) for name, unit in shown["place_figures"]]
    columns = [Column("Area"), Column("People", numeric=True), Column("What is seen"), *told]
    return Table("What differs in each area, with the range that chance gives", columns, rows)


def phases(name: str) -> Table | None:
    """The days on which a design goes over, area by area, to be set where it is adopted; None where it names none."""
    rows: list[list[object]] = [list(row) for row in piloting.phases_named(name)]
    columns = [Column("Area in the design"), Column("From")]
    return Table("Days to set when it is adopted", columns, rows) if rows else None
