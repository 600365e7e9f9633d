"""Made-up people: who they are, where they live, how to reach them, and the past that they bring with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from throughcare.casework.people.rules.identifiers import check_letter
from throughcare.evidence.population.names import family_name, first_names
from throughcare.evidence.population.people import MOST_SANCTIONS, NEEDS
from throughcare.evidence.population.rates import ethnicity, lot, mean, share

from .places import Local, Trust, address

# Numbers that no telephone has: the ranges kept free for plays and books.
_MOBILES, _HOMES = "07700 900", "01632 960"


@dataclass(frozen=True)
class Past:
    """What somebody did before: earlier sanctions, how many of them violent, the age at the first, and what they need."""

    sanctions: int
    violent: int
    first_at: int
    needs: frozenset[str]


@dataclass
class Person:
    """Somebody made up."""

    key: str
    local: Local
    sex: str
    ethnicity: str
    given: str
    family: str
    born: date
    pnc: str
    cro: str
    postcode: str
    address: str
    phone: str
    past: Past
    risk: str = ""


def a_person(by: Random, trust: Trust, local: Local, key: str, first: date) -> Person:
    """Somebody of a trust area; ``first`` is the first day of the history, from which ages are counted."""
    sex, group = lot("sex").draw(by), ethnicity(trust.name).draw(by)
    street, postcode = address(by, local) if by.random() < share("home_share") else ("", "")
    age = _age(by)
    born = first - timedelta(days=by.randrange(age * 365 + age // 4 + 1, (age + 1) * 365))
    low = first.year - 19
    return Person(
        key=key,
        local=local,
        sex=sex,
        ethnicity=group,
        given=" ".join(first_names(by, sex, group)),
        family=family_name(by, group),
        born=born,
        pnc=_pnc(by, max(low - 10, 1990), first.year),
        cro=_cro(by, max(low - 10, 1996), first.year),
        postcode=postcode,
        address=street,
        phone=_phone(by),
        past=_past(by, age),
    )


def _age(by: Random) -> int:
    low, high = (int(age) for age in str(lot("age").draw(by)).split("-"))
    return by.randrange(low, high + 1)


def _phone(by: Random) -> str:
    if by.random() >= share("phone"):
        return ""
    return f"{_MOBILES if by.random() < 0.9 else _HOMES}{by.randrange(1000):03}"


def _past(by: Random, age: int) -> Past:
    earlier = min(int(by.expovariate(1 / mean("sanctions"))), MOST_SANCTIONS, 3 * (age - 12))
    first = max(10, age - by.randrange(0, 1 + max(0, min(age - 14, 25)))) if earlier else age
    often = 0.2 + 0.35 * min(earlier, 12) / 12
    needs = frozenset(name for name in NEEDS if by.random() < often)
    return Past(earlier, by.randrange(0, 1 + min(earlier, 4)), first, needs)


def _pnc(by: Random, low: int, high: int) -> str:
    year, serial = by.randrange(low, high + 1), by.randrange(1, 600_000)
    return f"{year}/{serial:07}{check_letter(year, serial, width=7)}"


def _cro(by: Random, low: int, high: int) -> str:
    year, serial = by.randrange(low, high + 1), by.randrange(1, 500_000)
    return f"{serial:06}/{year % 100:02}{check_letter(year, serial, width=6)}"
