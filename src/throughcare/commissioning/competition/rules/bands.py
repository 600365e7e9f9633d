"""Bands of volume that a commissioner publishes with the units, and what a bidder asks for each person outside the band that is expected.

A package's price is for the band in which the published expected volume lies, and the award is made at it. In every other band
the bidder says a price for each person: paid for each above that band, taken back for each below it. The published rule holds both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughcare.foundation.operating_model.rules.document import Place

from .entries import name_in, once, pence, up_to

MOST_BANDS, MOST_PERCENT = 8, 1_000


@dataclass(frozen=True)
class Band:
    """A band: up to how many whole per cent of the people expected; the last has no end."""

    name: str
    up_to: int | None = None


@dataclass(frozen=True)
class Bands:
    """The bands of a round, from fewest people to most: the first is below what is expected, the second holds it, the others lie above.

    ``most_more`` is the most that a person above may cost, and ``least_fewer`` the least that is taken back for a person short,
    in whole per cent of the package's price for each person expected.
    """

    bands: tuple[Band, ...]
    most_more: int
    least_fewer: int

    @property
    def fewer(self) -> Band:
        """The band below what is expected."""
        return self.bands[0]

    @property
    def expected(self) -> Band:
        """The band at which a package is priced and the award is made."""
        return self.bands[1]

    @property
    def more(self) -> tuple[Band, ...]:
        """The bands above."""
        return self.bands[2:]


@dataclass(frozen=True)
class PricedBands:
    """A package's bands in people a year, as an agreement pays them: nothing between lower and upper, pence a person outside.

    ``above`` is the price of each band with where it ends, None for the last; ``below`` what is taken back for each person short.
    """

    lower: int
    upper: int
    above: tuple[tuple[int, int | None], ...]
    below: int


def bands_in(place: Place) -> Bands:
    """The bands of a round; refused, with line, where they do not rise, have no end too early, or hold the expected volume elsewhere."""
    part = place.fields(("bands", "most_more", "least_fewer"))
    items = part["bands"].items()
    if not 3 <= len(items) <= MOST_BANDS:
        part["bands"].refuse(f"there are {len(items)} bands; expected one below, one that holds what is expected, and at least one above")  # fmt: skip
    bands = tuple(_band(one, last=one is items[-1]) for one in items)
    once(part["bands"], [one.name for one in bands], "band")
    _check_rise(items, bands)
    return Bands(bands, up_to(part["most_more"], MOST_PERCENT) or 0, up_to(part["least_fewer"], 100) or 0)


def _band(place: Place, *, last: bool) -> Band:
    part = place.fields(("band",), ("up_to",))
    if ("up_to" in part) == last:
        place.refuse("the last band has no “up_to”, and every other one has")
    return Band(name_in(part["band"]), up_to(part.get("up_to"), MOST_PERCENT))


def _check_rise(items: Sequence[Place], bands: Sequence[Band]) -> None:
    ends = [one.up_to for one in bands if one.up_to is not None]
    for place, before, after in zip(items[1:], ends, ends[1:], strict=False):
        if after <= before:
            place.refuse(f"it is up to {after} per cent; expected more than {before}")
    if not ends[0] < 100 <= ends[1]:
        items[1].refuse(
            f"it is from {ends[0]} to {ends[1]} per cent of what is expected; expected the second band to hold 100 per cent"
        )


def beyond_in(place: Place | None, package: Place, bands: Bands | None) -> tuple[tuple[str, int], ...]:
    """A package's price for each person in every band but that which is expected; refused, with line, where one is missing or unknown."""
    if bands is None:
        if place is not None:
            place.refuse("the competition publishes no bands of volume; expected one price")
        return ()
    if place is None:
        package.refuse(
            "it has no “bands”; expected a price for each person in every band but the expected one"
        )
    wanted = [one.name for one in bands.bands if one is not bands.expected]
    part = place.fields(wanted)
    return tuple((name, pence(part[name])) for name in wanted)


def check_beyond(
    place: Place | None, said: Sequence[tuple[str, int]], bands: Bands | None, price: int, people: int
) -> None:
    """Refuse, with line, a price for a person that the published rule does not allow beside the price of what is expected."""
    if place is None or bands is None:
        return
    of = dict(said)
    lines = place.fields(of)
    for band in bands.more:
        if of[band.name] * people * 100 > bands.most_more * price:
            most = bands.most_more * price // (100 * people)
            lines[band.name].refuse(f"a person in “{band.name}” costs {_pounds(of[band.name])}; expected at most {_pounds(most)}, {bands.most_more} per cent of the price for each of {people:,} people")  # fmt: skip
    fewer = bands.fewer.name
    if of[fewer] * people * 100 < bands.least_fewer * price:
        least = -(-bands.least_fewer * price // (100 * people))
        lines[fewer].refuse(f"{_pounds(of[fewer])} is taken back for a person short in “{fewer}”; expected at least {_pounds(least)}, {bands.least_fewer} per cent of the price for each of {people:,} people")  # fmt: skip


def priced(bands: Bands, beyond: Mapping[str, int], people: int) -> PricedBands:
    """A package's bands as an agreement pays them, in people a year."""

    def reached(band: Band) -> int | None:
        return None if band.up_to is None else people * band.up_to // 100

    above = tuple((beyond[one.name], reached(one)) for one in bands.more)
    return PricedBands(
        reached(bands.fewer) or 0, reached(bands.expected) or people, above, beyond[bands.fewer.name]
    )


def _pounds(pence_: int) -> str:
    return f"{pence_ / 100:,.2f} pounds"
