"""Words of this face: how figures of need are said."""

from __future__ import annotations

from throughcare.commissioning.needs.rules.gaps import NeedTold, Supply
from throughcare.commissioning.needs.rules.surely import Share
from throughcare.faces.web.look.parts import Lines, Unknown
from throughcare.faces.web.value_words import first_capital

WITHHELD = Unknown("Withheld")
_COLUMNS = {
    "sex": "Sex",
    "age": "Age",
    "ethnicity": "Ethnicity",
    "faith": "Faith",
    "disability": "Says they are disabled",
    "interpreter": "Needs an interpreter",
    "tier": "Tier",
    "offence": "Main offence of the sentence",
    "area": "Local area",
}


def figure(many: int | None) -> object:
    """A figure as it may be shown."""
    return WITHHELD if many is None else many


def percent(share: Share) -> str:
    """A share with its interval, in per cent."""
    return f"{share.value:.0%}, between {share.low:.0%} and {share.high:.0%}"


def share_words(share: Share | None) -> object:
    """A share with its interval, or that it cannot be told."""
    return Unknown("Cannot be told") if share is None else percent(share)


def how_many(told: NeedTold) -> object:
    """Those assessed as having a need, and the range to be expected of everybody."""
    many = told.to_be_expected
    more = [f"{many.low:,} to {many.high:,} to be expected of everybody"] if many else []
    return Lines(figure(told.with_it), more) if more else figure(told.with_it)


def supply_words(supply: Supply) -> object:
    """What is offered, in a few lines; what nobody said is said to be not known."""
    if not supply.services:
        return "None"
    said = [
        "1 service" if supply.services == 1 else f"{supply.services} services",
        "places not said" if supply.free_places is None else f"{supply.free_places} places free",
        "waits not known"
        if supply.shortest_middle is None
        else f"half within {supply.shortest_middle} days at the soonest",
    ]
    if supply.longest_ninth is not None:
        said.append(f"nine of ten within {supply.longest_ninth} days at the slowest")
    return Lines(said[0], said[1:])


def gap_lines(gap: tuple[str, ...]) -> object:
    """What is missing, the worst first."""
    return Lines(gap[0], gap[1:])


def column_words(column: str) -> str:
    """A column's name."""
    return _COLUMNS.get(column) or first_capital(column)
