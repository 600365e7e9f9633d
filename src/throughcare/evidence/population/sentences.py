"""What courts pass on people: kind, length, offence and court that go together, what orders require, and whose risk is how high."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .chance import Chance, Lucks, Marks, Real, Whole
from .lots import Lot
from .people import People
from .rates import lot, offences, rates

YOUNG: Final = "detention in a young offender institution"
CUSTODY: Final = "custody"
EXTENDED, LIFE, SUSPENDED, ORDER = (
    "extended sentence",
    "life sentence",
    "suspended sentence order",
    "community order",
)
CUSTODIAL: Final = frozenset({CUSTODY, EXTENDED, LIFE, YOUNG})

# Wounding with intent, robbery and a sexual offence: an extended sentence is for no lesser ones, an order never for them.
GRAVE: Final = ("005/01", "034/01", "020/02")
FOR_LIFE: Final = ("005/01",)
# Burglaries, threats to kill, indecent images, bodily harm, perverting justice and arson: over a year in custody is for
# these and the grave ones alone.
SERIOUS: Final = (*GRAVE, "028/03", "030/02", "003/01", "086/02", "008/06", "079/01", "056/02")
# What magistrates alone try: six months at most.
SUMMARY: Final = ("105/01", "125/09", "104/23", "126/00")
_EXTENDED_TERMS: Final = ((4, 1), (4, 2), (5, 2), (6, 2))
_OF_AGE: Final = 21 * 365.25
_LENGTHS: Final[dict[str, tuple[tuple[int, ...], str]]] = {
    "rehabilitation activity": ((10, 15, 20, 25, 30, 40), "days"),
    "unpaid work": ((40, 60, 80, 100, 120, 150, 180, 200), "hours"),
    "programme": ((19, 25, 31, 35), "days"),
    "curfew": ((4, 8, 12, 16), "weeks"),
    "exclusion": ((12,), "months"),
    "alcohol abstinence and monitoring": ((60, 90, 120), "days"),
}
_TREATMENT: Final = ((6, 9, 12), "months")


@dataclass(frozen=True)
class Passed:
    """What a court passed: its kind, its months (None for life), as its file says them, the offence, and by which kind of court."""

    kind: str
    months: int | None
    length: str
    unit: str
    offence: str
    by_crown_court: bool
    suspends: int = 0

    @property
    def is_custody(self) -> bool:
        """Whether it is served in a prison from its first day."""
        return self.kind in CUSTODIAL


@dataclass(frozen=True, eq=False)
class Sentences:
    """The sentences of some matters, a column of each; ``months`` is nought for life."""

    kind: NDArray[np.str_]
    inside: Whole
    after: Whole
    offence: NDArray[np.str_]
    by_crown_court: NDArray[np.bool_]
    suspends: Whole

    def __len__(self) -> int:
        return len(self.kind)

    def passed(self) -> list[Passed]:
        """Each as one value, with its length as a court's file says it."""
        columns = (self.kind, self.inside, self.after, self.offence, self.by_crown_court, self.suspends)
        return [_passed(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _passed(kind: str, inside: int, after: int, offence: str, crown: bool, suspends: int) -> Passed:
    if kind == LIFE:
        return Passed(kind, None, f"{inside // 12}", "years", offence, crown)
    if kind == EXTENDED:
        return Passed(kind, inside + after, f"{inside} months + {after} months", "", offence, crown)
    return Passed(kind, inside, str(inside), "months", offence, crown, suspends)


@lru_cache(maxsize=8)
def _among(only: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Lot:
    every = offences().shares.items()
    return Lot((code, w) for code, w in every if (not only or code in only) and code not in without)


def _words(among: Lot, luck: Real) -> NDArray[np.str_]:
    return np.array(among.things)[among.places(luck)]


def sentences(chance: Chance, matters: Marks, born: Whole, on: Whole) -> Sentences:
    """A sentence that a court could pass on each of some people on a day; days are since 1970."""

    def luck(question: str) -> Real:
        return chance.luck(question, matters)

    kind = _words(lot("sentence"), luck("sentence"))
    kind = np.where(np.isin(kind, (CUSTODY, YOUNG)), np.where(on - born < _OF_AGE, YOUNG, CUSTODY), kind)
    life, extended, custodial = kind == LIFE, kind == EXTENDED, np.isin(kind, tuple(CUSTODIAL))
    ordered = np.array([int(months) for months in lot("order_months").things])
    served = np.array([int(months) for months in lot("custody_months").things])
    months = np.where(
        custodial,
        served[lot("custody_months").places(luck("months"))],
        ordered[lot("order_months").places(luck("months"))],
    )
    grave = life | extended
    long = custodial & (months > 12) & ~grave
    offence = np.where(
        long, _words(_among(SERIOUS), luck("offence")), _words(_among(without=GRAVE), luck("offence"))
    )
    offence = np.where(extended, _words(_among(GRAVE), luck("offence")), offence)
    offence = np.where(life, _words(_among(FOR_LIFE), luck("offence")), offence)
    summary = np.isin(offence, SUMMARY)
    months = np.where(custodial & summary, np.minimum(months, 6), months)
    suspends = np.minimum(np.where(summary, 6, 12), np.maximum(1, months // 2))
    terms = 12 * np.array(_EXTENDED_TERMS)[np.floor(luck("term") * len(_EXTENDED_TERMS)).astype(int)]
    years = 12 * chance.among("years", matters, 9, 18)
    return Sentences(
        kind,
        inside=np.where(life, years, np.where(extended, terms[:, 0], months)),
        after=np.where(extended, terms[:, 1], 0),
        offence=offence,
        by_crown_court=long | grave,
        suspends=np.where(kind == SUSPENDED, suspends, 0),
    )


def requirements(lucks: Lucks, place: int, kind: str, months: int) -> list[tuple[str, int, str]]:
    """What an order requires: each kind with how much of which unit; a community order requires something."""
    shares = rates()["requirement"]["shares"].items()
    chosen = [name for name, often in shares if lucks.at(place, f"requires {name}") < often]
    if not chosen and kind == ORDER:
        chosen = ["rehabilitation activity"]
    return [_how_much(lucks, place, name, months) for name in chosen]


def _how_much(lucks: Lucks, place: int, name: str, months: int) -> tuple[str, int, str]:
    lengths, unit = _LENGTHS.get(name, _TREATMENT)
    much = lucks.one_of(place, f"how much {name}", lengths)
    return name, min(much, months) if unit == "months" else much, unit


def graded(people: People, whose: Whole, matters: Marks, passed: Sentences) -> NDArray[np.str_]:
    """The risk of serious harm of each, by the gravest of what they did and by their past: the shares are the rates', whoever they are."""
    weight = 1.8 * np.isin(passed.offence, GRAVE) + 0.7 * np.isin(passed.offence, SERIOUS)
    weight = weight + (0.08 * people.sanctions + 0.3 * people.violent)[whose]
    weight = weight + 0.7 * people.chance.spread("gravity", matters)
    gravest = np.full(len(people), -np.inf)
    np.maximum.at(gravest, whose, weight)
    ranks = np.empty(len(people), np.int64)
    ranks[np.argsort(gravest, kind="stable")] = np.arange(len(people))
    return _words(lot("risk"), (ranks + 0.5) / len(people))
