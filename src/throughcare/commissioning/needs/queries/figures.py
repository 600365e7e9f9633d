"""Need of a place as it was published, with what is offered for it now and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from throughcare.casework.interventions import queries as interventions
from throughcare.casework.interventions.rules.catalogue import ServiceFacts
from throughcare.casework.interventions.rules.waits import Waits
from throughcare.casework.interventions.rules.words import need_areas
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models

from ..models import NeedPublished
from ..rules.carrying_over import year_ends
from ..rules.counted import AREA, DISTANCE, NEED, SEX, UNIT
from ..rules.forecast import Forecast, forecasts
from ..rules.formula import Balance, Given, balances
from ..rules.gaps import NeedTold, Supply, gap_in_words, supply_of
from ..rules.near import bands
from ..rules.quarters import Quarter, whole_quarters
from ..rules.surely import change
from ..rules.telling import ASSESSED, HAS
from ..store import Tables, allowed_at, latest, need_told, told

Offers = Sequence[tuple[ServiceFacts, Waits | None]]


@dataclass(frozen=True)
class LocalNeed:
    """One need in one local area of a place, or among people of one sex, with what is offered there."""

    where: str
    told: NeedTold
    supply: Supply
    gap: tuple[str, ...]


@dataclass(frozen=True)
class NeedSeen:
    """One need in a place: how many, how surely, how it moved in a year, what is offered, and what is missing.

    ``distance`` is of everybody: how far they live from the nearest place where a service for it is held.
    """

    code: str
    name: str
    told: NeedTold
    since_last_year: str
    supply: Supply
    gap: tuple[str, ...]
    by_area: tuple[LocalNeed, ...] = ()
    by_sex: tuple[LocalNeed, ...] = ()
    by_unit: tuple[LocalNeed, ...] = ()
    distance: dict[str, int | None] = field(default_factory=dict)
    distance_by_area: dict[str, dict[str, int | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceNeed:
    """Need of a place in a quarter: everybody, each need, and every other column by its values."""

    place: str
    quarter: Quarter
    published_at: datetime
    people: int | None
    needs: tuple[NeedSeen, ...]
    columns: dict[str, dict[str, int | None]] = field(default_factory=dict)

    def need(self, code: str) -> NeedSeen | None:
        """One need by its code."""
        return next((one for one in self.needs if one.code == code), None)


def places_told_of() -> list[str]:
    """The codes of the places of which need was published."""
    return sorted(set(NeedPublished.objects.values_list("place", flat=True)))


def is_due(at: datetime) -> bool:
    """Whether the last whole quarter was published of no place yet."""
    last = whole_quarters(day_of(at))[-1]
    return not NeedPublished.objects.filter(first=last.first).exists()


def names_of_places() -> dict[str, str]:
    """The name of every area, by its code."""
    return {area.code: area.name for area in models.areas()}


def quarters_told_of(place: str) -> list[Quarter]:
    """The quarters published of a place, the latest first."""
    return [Quarter(row.first, row.last) for row in latest(place)]


def need_of_place(place: str, *, at: datetime, first: date | None = None) -> PlaceNeed | None:
    """Need of a place in the quarter that begins on a day, or the latest; None where none was published."""
    rows = {row.first: row for row in latest(place)}
    row = rows.get(first) if first else next(iter(rows.values()), None)
    if row is None:
        return None
    before = rows.get(row.first.replace(year=row.first.year - 1))
    now, then = told(row), told(before) if before else {}
    return PlaceNeed(
        place,
        Quarter(row.first, row.last),
        row.at,
        now.get((), {}).get(()),
        tuple(_need(code, place, now, then, at) for code in need_areas()),
        {
            by[0]: {labels[0]: many for labels, many in cells.items()}
            for by, cells in now.items()
            if len(by) == 1 and not by[0].startswith((NEED, HAS, ASSESSED, DISTANCE, UNIT))
        },
    )


def _need(code: str, place: str, now: Tables, then: Tables, at: datetime) -> NeedSeen:
    offers, today = _offers(code, at), day_of(at)
    within = models.areas_within(place)
    here = need_told(now, code)
    supply = supply_of(offers, {*models.areas_from(place), *within}, today)
    local = [
        _local(area, need_told(now, code, AREA, area), supply_of(offers, models.areas_from(area), today))
        for area in _values(now, AREA)
    ]
    sexes = [_local(sex, need_told(now, code, SEX, sex), supply) for sex in _values(now, SEX)]
    return NeedSeen(
        code,
        need_areas()[code].name,
        here,
        change(need_told(then, code).share, here.share),
        supply,
        tuple(gap_in_words(here, supply)),
        tuple(local),
        tuple(sexes),
        tuple(_local(unit, need_told(now, code, UNIT, unit), supply) for unit in _values(now, UNIT)),
        _distance(now, code, today),
        _distance_by_area(now, code),
    )


def _distance(tables: Tables, code: str, on: date) -> dict[str, int | None]:
    cells = tables.get((DISTANCE + code,), {})
    return {one: cells[one,] for one in bands(on) if (one,) in cells}


def _distance_by_area(tables: Tables, code: str) -> dict[str, dict[str, int | None]]:
    found: dict[str, dict[str, int | None]] = {}
    for (area, said), many in tables.get((AREA, DISTANCE + code), {}).items():
        found.setdefault(area, {})[said] = many
    return found


def _local(where: str, one: NeedTold, supply: Supply) -> LocalNeed:
    return LocalNeed(where, one, supply, tuple(gap_in_words(one, supply)))


def _offers(code: str, at: datetime) -> Offers:
    listed = interventions.catalogue(need=code, on=day_of(at))
    waits = interventions.waits_of([one.id for one in listed], at=at)
    return [(one.facts, waits.get(one.id)) for one in listed]


def _values(tables: Tables, column: str) -> list[str]:
    return [labels[0] for labels in tables.get((column,), {})]


def forecasts_of(place: str, code: str, *, at: datetime) -> list[Forecast]:
    """People with a need to be expected in a quarter a year on, for each scenario; none where too few quarters can be told."""
    rows = latest(place)[::-1]
    return forecasts([need_told(told(row), code).to_be_expected for row in rows], day_of(at))


def balances_of(place: str, given: Sequence[Given], *, at: datetime) -> list[Balance]:
    """What local areas of a place have in each year against what their need of it would give, by its last quarter published.

    A year is told to end in the March after it, and what is left of it goes on as the model in force there on that day allows.
    """
    needs = {row.last.year: told(row) for row in latest(place)[::-1]}
    on = day_of(at)
    most = {
        (one.area, one.year): allowed_at(one.area, year_ends(on).of_year(one.year + 1))
        for one in given
        if one.spent is not None
    }
    return balances(given, needs, on, most)
