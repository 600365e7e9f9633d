"""What two records say of one another in words, not bits: how far name, birthday, home and numbers agree."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import product

from .alike import edits, likeness
from .comparing import meet, numbers_nearly_meet, same
from .features import Features
from .frequency import Frequencies
from .unknown import may_be_guessed


class Name(StrEnum):
    """How far two names agree."""

    SAME = "the same name"
    NEAR = "nearly the same name"
    RARE_HALF = "one rare name of two"
    HALF = "one name of two"
    OTHER = "another name"
    UNKNOWN = "no name to compare"


class Birth(StrEnum):
    """How far two birthdays agree."""

    SAME = "the same date of birth"
    GUESSED = "the same first of January, which may be a guess"
    NEAR = "nearly the same date of birth"
    OTHER = "another date of birth"
    UNKNOWN = "no date of birth to compare"


class Home(StrEnum):
    """How far two homes agree."""

    SAME = "the same home"
    CROWDED = "the same address, which many share"
    DISTRICT = "the same district"
    OTHER = "another home"
    UNKNOWN = "no home to compare"


class Number(StrEnum):
    """How far the numbers that agencies gave agree."""

    SAME = "the same number"
    NEAR = "nearly the same number"
    OTHER = "another number"
    UNKNOWN = "no number to compare"


@dataclass(frozen=True)
class Signs:
    """How far two records agree in each thing that tells people apart."""

    name: Name
    birth: Birth
    home: Home
    number: Number
    sexes_differ: bool
    first_names_differ: bool
    surnames_meet: bool

    @property
    def words(self) -> str:
        """What agrees and what does not, as a reviewer reads it."""
        said = [self.name, self.birth, self.home, self.number]
        known = [part.value for part in said if "to compare" not in part.value]
        return ", ".join(known + (["the sexes recorded differ"] if self.sexes_differ else []))


def signs_of(left: Features, right: Features, frequencies: Frequencies) -> Signs:
    """The signs of a pair, the same whichever comes first."""
    return Signs(
        name=_name(left, right, frequencies),
        birth=_birth(left, right),
        home=_home(left, right, frequencies),
        number=_number(left, right),
        sexes_differ=bool(left.sex and right.sex and left.sex != right.sex),
        first_names_differ=_first_names_differ(left, right),
        surnames_meet=meet(left.surnames, right.surnames),
    )


def _first_names_differ(left: Features, right: Features) -> bool:
    return bool(left.forenames and right.forenames) and not meet(left.forenames, right.forenames)


def _name(left: Features, right: Features, frequencies: Frequencies) -> Name:
    if not (left.forenames or left.surnames) or not (right.forenames or right.surnames):
        return Name.UNKNOWN
    firsts, lasts = meet(left.forenames, right.forenames), meet(left.surnames, right.surnames)
    if (firsts and lasts) or _same_words(left, right):
        return Name.SAME
    if _nearly(left, right) or _nearly_reversed(left, right):
        return Name.NEAR
    if firsts or lasts:
        return Name.RARE_HALF if _rarely_shared(left, right, frequencies) else Name.HALF
    return Name.OTHER


def _same_words(left: Features, right: Features) -> bool:
    """The same words in any order, and whichever of them is taken for the surname; one name alone too."""
    one, other = (
        {*r.name.forenames[:1], *r.name.surname.split()} if r.name.surname else set() for r in (left, right)
    )
    return bool(one) and one == other


def _nearly(left: Features, right: Features) -> bool:
    lasts = _any_alike(left.surnames, right.surnames)
    return lasts and (
        any(one_first_name(a, b) for a, b in product(left.forenames, right.forenames))
        or _crossed(left, right)
    )


def _nearly_reversed(left: Features, right: Features) -> bool:
    (a, b), (c, d) = (left.name.first, left.name.surname), (right.name.first, right.name.surname)
    return bool(a and b and c and d) and _alike(a or "", d) and _alike(b, c or "")


def _crossed(left: Features, right: Features) -> bool:
    """Whether one is called by the other's second forename."""
    return bool(set(left.name.forenames[1:]) & set(right.forenames)) or bool(
        set(right.name.forenames[1:]) & set(left.forenames)
    )


def _any_alike(one: Iterable[str], other: Iterable[str]) -> bool:
    return any(_alike(a, b) for a, b in product(one, other))


def _alike(one: str, other: str) -> bool:
    """Whether two words may be one, mistyped: very like, or a letter or two apart in a word long enough."""
    if one == other:
        return True
    longest = max(len(one), len(other))
    return likeness(one, other) >= 0.88 or (longest >= 4 and edits(one, other) <= (1 if longest < 7 else 2))


def one_first_name(one: str, other: str) -> bool:
    """Whether two first names may be one person's: mistyped, an initial, or a short form of the other."""
    if _alike(one, other) or likeness(one, other) >= 0.8:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return bool(_short_forms().get(one, frozenset()) & _short_forms().get(other, frozenset()))


@lru_cache(maxsize=1)
def _short_forms() -> dict[str, frozenset[str]]:
    """For each name, the names whose family of short forms it belongs to."""
    text = files("throughcare.casework.people").joinpath("reference", "short_forms.csv").read_text("utf-8")
    families: dict[str, set[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        for name in (row["name"], *row["short_forms"].split()):
            families.setdefault(name, set()).add(row["name"])
    return {name: frozenset(of) for name, of in families.items()}


def _rarely_shared(left: Features, right: Features, frequencies: Frequencies) -> bool:
    at_most = frequencies.model.rare_name
    columns = (
        ("name_1_std", left.forenames, right.forenames),
        ("last_name_std", left.surnames, right.surnames),
    )
    return any(
        frequencies.share(column, value) <= at_most
        for column, one, other in columns
        for value in set(one) & set(other)
    )


def _birth(left: Features, right: Features) -> Birth:
    if not left.births or not right.births:
        return Birth.UNKNOWN
    shared = set(left.births) & set(right.births)
    if shared:
        return Birth.GUESSED if all(map(may_be_guessed, shared)) else Birth.SAME
    near = any(_nearly_born(a, b) for a, b in product(left.births, right.births))
    return Birth.NEAR if near else Birth.OTHER


def _nearly_born(one: date, other: date) -> bool:
    """Whether one birthday may be the other mistyped: two parts of three the same, day and month turned round, two digits turned round."""
    parts = sum((one.year == other.year, one.month == other.month, one.day == other.day))
    if parts == 2 or (one.year == other.year and (may_be_guessed(one) or may_be_guessed(other))):
        return True
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return True
    return edits(f"{one:%Y%m%d}", f"{other:%Y%m%d}") <= 1


def _home(left: Features, right: Features, frequencies: Frequencies) -> Home:
    if not left.postcodes or not right.postcodes:
        return Home.UNKNOWN
    shared = set(left.postcodes) & set(right.postcodes)
    if shared:
        crowd = frequencies.model.crowded_home
        crowded = all(frequencies.known_with("postcode", p) > crowd for p in shared)
        return Home.CROWDED if crowded else Home.SAME
    return Home.DISTRICT if meet(left.districts, right.districts) else Home.OTHER


def _number(left: Features, right: Features) -> Number:
    if any(meet(*pair) for pair in _kinds(left, right)) or same(
        left.master_defendant, right.master_defendant
    ):
        return Number.SAME
    if any(numbers_nearly_meet(a, b) for a, b in product(left.readings, right.readings)):
        return Number.NEAR
    issued = ((left.pncs, right.pncs), (left.cros, right.cros))
    return Number.OTHER if any(one and other for one, other in issued) else Number.UNKNOWN


def _kinds(left: Features, right: Features) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return (left.pncs, right.pncs), (left.cros, right.cros), (left.other_ids, right.other_ids)
