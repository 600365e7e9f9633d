"""An application, a stay and a bed in words: where they stand, what is owed, and how nights are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from throughcare.casework.accommodation.queries import ApplicationLine
from throughcare.casework.accommodation.rules import (
    ApplicationState,
    NightStands,
    PlacingSide,
    Priority,
    characteristics,
)
from throughcare.faces.web.look.parts import Colour, Column, Lines, Link, Table, Tag, Unknown
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import LONDON, day_of

_COLOURS: Mapping[str, Colour] = {
    ApplicationState.RESIDENT: "green", ApplicationState.PLACED: "blue", ApplicationState.WAITING: "blue",
    ApplicationState.DEPARTED: "grey", ApplicationState.WITHDRAWN: "grey", ApplicationState.REFUSED: "orange",
    ApplicationState.NO_BED: "orange", ApplicationState.NOT_ARRIVED: "orange",
}  # fmt: skip
_BANDS: Mapping[str, Colour] = {Priority.FIRST: "red", Priority.SECOND: "yellow", Priority.THIRD: "grey"}


def stands_words(state: str) -> Tag:
    """A state as a tag."""
    return Tag(first_capital(state), _COLOURS.get(state, "yellow"))


def priority_words(priority: str) -> Tag:
    """A band as a tag."""
    return Tag(first_capital(priority), _BANDS[priority])


def owed_words(line: ApplicationLine, at: datetime) -> object:
    """What is owed, by which side and by when, and whether it is late."""
    owed = line.owed
    if owed is None:
        return "Nothing"
    side = "by the team that asked" if owed.side is PlacingSide.SENDER else "by the team that gives the place"
    late = [Tag("Late", "red")] if owed.by < at else []
    return Lines(owed.what, [side, f"by {when_words(owed.by)}", *late])


def when_words(at: datetime) -> str:
    """A day, with the time where it is not the end of a day's work."""
    there = at.astimezone(LONDON)
    return f"{there:%-d %B %Y}" if there.hour == 17 and there.minute == 0 else f"{there:%-d %B %Y, %H:%M}"


def arrival_words(line: ApplicationLine) -> object:
    """When they came or are to come."""
    stay = line.stay
    if stay is not None and stay.arrived_on is not None:
        return Lines(f"Since {stay.arrived_on:%-d %B %Y}", [f"to leave on {stay.leaves:%-d %B %Y}"])
    on = stay.arrives if stay is not None else line.row.arrival
    return f"{on:%-d %B %Y}" if on else Unknown("Day not known yet")


def bed_words(line: ApplicationLine) -> object:
    """The bed they have now."""
    stay = line.stay
    if stay is None:
        return "None"
    house = stay.bed.premises
    return Lines(
        Link(house.name, f"/accommodation/premises/{house.id}"), [f"Bed {stay.bed.name}", house.place]
    )


def nights_words(line: ApplicationLine) -> object:
    """Nights spent, still to come and left."""
    told = line.nights
    ahead = [f"{told.planned} still to come"] if told.planned else []
    left = [f"{told.left} left of at most {told.most}"] if told.left is not None else ["no limit of nights"]
    over = [f"{told.over} beyond it, with leave"] if told.over else []
    return Lines(f"{told.spent} spent", [*ahead, *left, *over])


def has_words(codes: Iterable[str]) -> object:
    """What is had or needed, in words."""
    known = characteristics()
    said = [known[code][1] if code in known else code for code in codes]
    return Lines(said[0], said[1:]) if said else "Nothing"


def nights_table(nights: Iterable[NightStands], caption: str) -> Table:
    """Nights one under the other: how many beds there are, lived in, booked, lost and free."""
    return Table(
        caption,
        [
            Column("Night of"), Column("Beds", numeric=True), Column("Lived in", numeric=True), Column("Booked", numeric=True),
            Column("Lost", numeric=True), Column("Free", numeric=True),
        ],
        [[day_words(one.on), one.beds, one.occupied, one.booked, one.lost, one.free] for one in nights],
    )  # fmt: skip


def day_words(on: date) -> str:
    """A day with its day of the week."""
    return f"{on:%A %-d %B}"


def since_of(line: ApplicationLine) -> date:
    """Since when it stands as it does."""
    return day_of(line.row.moved_at)
