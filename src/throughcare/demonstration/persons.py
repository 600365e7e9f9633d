"""Made-up people: who they are, where they live, how to reach them, and the past that they bring with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from throughcare.casework.people.rules.identifiers import check_letter
from throughcare.evidence.population.chance import Lucks
from throughcare.evidence.population.names import Luck, family_name, first_names
from throughcare.evidence.population.people import NEEDS, People
from throughcare.evidence.population.rates import ethnicity, share

from .places import Local, Trust, address

# Numbers that no telephone has: the ranges kept free for plays and books.
_MOBILES, _HOMES = "07700 900", "01632 960"
_EPOCH: Final = date(1970, 1, 1)


_AGE_OF_RESPONSIBILITY = 10
"""Nobody younger is arrested for an offence, in England and Wales."""


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


@dataclass(frozen=True, eq=False)
class Persons:
    """The population's people as they live in one trust area; ``first`` is the first day of the history."""

    people: People
    trust: Trust
    first: date

    def all(self) -> list[Person]:
        """Each as one value, in the order of their numbers."""
        people, lucks = self.people, Lucks(self.people.chance, self.people.numbers)
        homes = self.trust.by_residents.picked(people.luck("home"))
        groups = ethnicity(self.trust.name).picked(people.luck("ethnicity"))
        women, born = people.is_woman.tolist(), people.born.tolist()
        pasts = self._pasts()
        return [
            self._one(
                lucks, place, homes[place], "F" if women[place] else "M", groups[place], born[place], past
            )
            for place, past in enumerate(pasts)
        ]

    def _pasts(self) -> list[Past]:
        people = self.people
        needs = [
            frozenset(name for name, has in zip(NEEDS, row, strict=True) if has)
            for row in people.needs.tolist()
        ]
        columns = (people.sanctions.tolist(), people.violent.tolist(), people.first_at.tolist(), needs)
        return [Past(*row) for row in zip(*columns, strict=True)]

    def _one(
        self, lucks: Lucks, place: int, local: Local, sex: str, group: str, born: int, past: Past
    ) -> Person:
        birth = _EPOCH + timedelta(days=born)
        known_from, known_to = birth.year + max(_AGE_OF_RESPONSIBILITY, past.first_at), self.first.year
        has_home = lucks.at(place, "has a home") < share("home_share")
        street, postcode = address(lucks, place, local) if has_home else ("", "")
        return Person(
            key=f"{self.trust.code}{int(self.people.numbers[place]):06}",
            local=local,
            sex=sex,
            ethnicity=group,
            given=" ".join(first_names(_three(lucks, place, "given name"), sex, group)),
            family=family_name(_three(lucks, place, "family name"), group),
            born=birth,
            pnc=_pnc(lucks, place, *_years(known_from, known_to, 1990)),
            cro=_cro(lucks, place, *_years(known_from, known_to, 1996)),
            postcode=postcode,
            address=street,
            phone=_phone(lucks, place),
            past=past,
        )


def _three(lucks: Lucks, place: int, what: str) -> Luck:
    return lucks.at(place, what), lucks.at(place, f"{what}, one"), lucks.at(place, f"{what}, other")


def _phone(lucks: Lucks, place: int) -> str:
    if lucks.at(place, "has a phone") >= share("phone"):
        return ""
    start = _MOBILES if lucks.at(place, "mobile") < 0.9 else _HOMES
    return f"{start}{lucks.among(place, 'number', 0, 999):03}"


def _years(known_from: int, known_to: int, first: int) -> tuple[int, int]:
    """The years in which the police may have come to know somebody: from their first sanction on, as far as numbers of that kind go back."""
    return min(max(known_from, first), known_to), known_to


def _pnc(lucks: Lucks, place: int, low: int, high: int) -> str:
    year, serial = lucks.among(place, "pnc year", low, high), lucks.among(place, "pnc", 1, 599_999)
    return f"{year}/{serial:07}{check_letter(year, serial, width=7)}"


def _cro(lucks: Lucks, place: int, low: int, high: int) -> str:
    year, serial = lucks.among(place, "cro year", low, high), lucks.among(place, "cro", 1, 499_999)
    return f"{serial:06}/{year % 100:02}{check_letter(year, serial, width=6)}"
