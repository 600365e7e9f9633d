"""What a court passes in the demonstration: sentence, length, offence and court that go together, and what it requires."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from random import Random
from typing import Final

from throughcare.evidence.population.lots import Lot
from throughcare.evidence.population.rates import lot, offences, rates
from throughcare.foundation.kernel import age_on

from .places import Trust

YOUNG: Final = "detention in a young offender institution"
EXTENDED, LIFE, SUSPENDED, ORDER = (
    "extended sentence",
    "life sentence",
    "suspended sentence order",
    "community order",
)
CUSTODIAL: Final = frozenset({"custody", EXTENDED, LIFE, YOUNG})

# Wounding with intent, robbery and a sexual offence: an extended sentence is for no lesser ones, an order never for them.
GRAVE: Final = ("005/01", "034/01", "020/02")
FOR_LIFE: Final = ("005/01",)
# Burglaries, threats to kill, indecent images, bodily harm, perverting justice and arson: over a year in custody is for
# these and the grave ones alone.
SERIOUS: Final = (*GRAVE, "028/03", "030/02", "003/01", "086/02", "008/06", "079/01", "056/02")
# What magistrates alone try: six months at most.
SUMMARY: Final = ("105/01", "125/09", "104/23", "126/00")
_EXTENDED_TERMS: Final = ((4, 1), (4, 2), (5, 2), (6, 2))


@dataclass(frozen=True)
class Passed:
    """What a court passed: its kind, its months (None for life), as its file says them, the offence and the court."""

    kind: str
    months: int | None
    length: str
    unit: str
    offence: str
    court: str
    suspends: int = 0

    @property
    def is_custody(self) -> bool:
        """Whether it is served in a prison from its first day."""
        return self.kind in CUSTODIAL


@lru_cache(maxsize=8)
def _among(only: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Lot:
    every = offences().shares.items()
    return Lot((code, w) for code, w in every if (not only or code in only) and code not in without)


def passed(by: Random, trust: Trust, born: date, on: date) -> Passed:
    """A sentence that a court of the area could pass on somebody on a day."""
    kind = lot("sentence").draw(by)
    if kind in {"custody", YOUNG}:
        kind = YOUNG if age_on(born, on) < 21 else "custody"
    if kind == LIFE:
        return Passed(
            kind, None, f"{by.randrange(9, 19)}", "years", by.choice(FOR_LIFE), by.choice(trust.crown)
        )
    if kind == EXTENDED:
        inside, after = by.choice(_EXTENDED_TERMS)
        offence, words = _among(GRAVE).draw(by), f"{12 * inside} months + {12 * after} months"
        return Passed(kind, 12 * (inside + after), words, "", offence, by.choice(trust.crown))
    return _determinate(by, trust, kind)


def _determinate(by: Random, trust: Trust, kind: str) -> Passed:
    inside = kind in CUSTODIAL
    months = int(lot("custody_months" if inside else "order_months").draw(by))
    long = inside and months > 12
    offence = (_among(SERIOUS) if long else _among(without=GRAVE)).draw(by)
    if inside and offence in SUMMARY:
        months = min(months, 6)
    suspends = min(6 if offence in SUMMARY else 12, max(1, months // 2)) if kind == SUSPENDED else 0
    court = by.choice(trust.crown if long else trust.magistrates)
    return Passed(kind, months, str(months), "months", offence, court, suspends)


def requirements(by: Random, kind: str, months: int) -> str:
    """What an order requires, as a court's file says it."""
    chosen = [
        f"{name} {_how_long(by, name, months)}"
        for name, often in rates()["requirement"]["shares"].items()
        if by.random() < often
    ]
    if not chosen and kind == ORDER:
        chosen.append(f"rehabilitation activity {by.choice((10, 15, 20, 25))} days")
    return "; ".join(chosen)


def _how_long(by: Random, name: str, months: int) -> str:
    return {
        "rehabilitation activity": f"{by.choice((10, 15, 20, 25, 30, 40))} days",
        "unpaid work": f"{by.choice((40, 60, 80, 100, 120, 150, 180, 200))} hours",
        "programme": f"{by.choice((19, 25, 31, 35))} days",
        "curfew": f"{by.choice((4, 8, 12, 16))} weeks",
        "exclusion": f"{min(months, 12)} months",
        "alcohol abstinence and monitoring": f"{by.choice((60, 90, 120))} days",
    }.get(name, f"{min(months, by.choice((6, 9, 12)))} months")
