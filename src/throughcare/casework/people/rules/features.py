"""What of a record is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import TypedDict, TypeVar, Unpack

from .names import FullName
from .places import district_of, is_a_place
from .unknown import is_no_birthday, is_no_name, may_be_guessed

T = TypeVar("T")


@dataclass(frozen=True)
class Features:
    """What of a record is compared: every part in standard spelling, None or empty where unknown."""

    id: str
    name: FullName
    forenames: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    born: date | None = None
    births: tuple[date, ...] = ()
    postcodes: tuple[str, ...] = ()
    pnc: str | None = None
    cro: str | None = None
    sentenced: tuple[date, ...] = ()
    overrides: tuple[tuple[str, str], ...] = ()
    master_defendant: str | None = None
    court_defendants: tuple[str, ...] = ()
    other_pncs: tuple[str, ...] = ()
    other_cros: tuple[str, ...] = ()
    sex: str | None = None
    other_ids: tuple[str, ...] = ()
    died_on: date | None = None
    sitting: date | None = None

    @property
    def told(self) -> tuple[date, ...]:
        """Days of sentence that somebody states; a record's own sitting is shared by all who sat in it, and tells nothing."""
        return tuple(day for day in self.sentenced if day != self.sitting)

    @property
    def pncs(self) -> tuple[str, ...]:
        """Every PNC number, the first recorded first."""
        return _each_once((self.pnc, *self.other_pncs))

    @property
    def cros(self) -> tuple[str, ...]:
        """Every CRO number, the first recorded first."""
        return _each_once((self.cro, *self.other_cros))

    @property
    def readings(self) -> tuple[Features, ...]:
        """The record once for each choice of one PNC and one CRO number; itself when there is nothing to choose."""
        if not (self.other_pncs or self.other_cros):
            return (self,)
        chosen = product(self.pncs or (None,), self.cros or (None,))
        return tuple(replace(self, pnc=p, cro=c, other_pncs=(), other_cros=()) for p, c in chosen)

    @property
    def first_and_last(self) -> str | None:
        """First forename and surname in one text; None when either is unknown."""
        return f"{self.name.first} {self.name.surname}" if self.name.first and self.name.surname else None

    @property
    def districts(self) -> tuple[str, ...]:
        """The districts of the postcodes, each once, in their order."""
        return tuple(dict.fromkeys(map(district_of, self.postcodes)))


class More(TypedDict, total=False):
    """What else tells people apart: sex where known, other agencies' numbers, a death, the sitting of the record itself."""

    sex: str | None
    other_ids: tuple[str, ...]
    died_on: date | None
    sitting: date | None


def known_sex(code: str) -> str | None:
    """The sex a code says, M or F; None where it says that it is not known or not specified."""
    return code if code in {"M", "F"} else None


def features(
    id: str,
    name: FullName,
    *,
    aliases: tuple[FullName, ...] = (),
    born: date | None = None,
    other_births: tuple[date, ...] = (),
    postcodes: tuple[str, ...] = (),
    pnc: str | None = None,
    cro: str | None = None,
    sentenced: tuple[date, ...] = (),
    overrides: tuple[tuple[str, str], ...] = (),
    master_defendant: str | None = None,
    court_defendants: tuple[str, ...] = (),
    other_pncs: tuple[str, ...] = (),
    other_cros: tuple[str, ...] = (),
    **more: Unpack[More],
) -> Features:
    """Make a record comparable: aliases spread out, what stands for "not known" and guessed other birthdays left out."""
    names = [_known_name(one) for one in (name, *aliases)]
    born = None if born is None or is_no_birthday(born) else born
    births = [born, *(day for day in other_births if not (may_be_guessed(day) or is_no_birthday(day)))]
    return Features(
        id=id,
        name=names[0],
        forenames=_each_once(n.first for n in names),
        surnames=_each_once(surname for n in names for surname in n.surnames),
        born=born,
        births=_each_once(births) if born else (),
        postcodes=_each_once(p for p in postcodes if is_a_place(p)),
        pnc=pnc,
        cro=cro,
        sentenced=tuple(sorted(set(sentenced))),
        overrides=tuple(sorted(set(overrides))),
        master_defendant=master_defendant,
        court_defendants=_each_once(court_defendants),
        other_pncs=_each_once((pnc, *other_pncs))[1:] if pnc else (),
        other_cros=_each_once((cro, *other_cros))[1:] if cro else (),
        **more,
    )


def _known_name(name: FullName) -> FullName:
    forenames = tuple(word for word in name.forenames if not is_no_name(word))
    return FullName(forenames, "" if is_no_name(name.surname) else name.surname)


def together(known: Features, arrived: Features) -> Features:
    """What is known of a person once another record of them has arrived; what was known first stays first."""
    return replace(
        known,
        forenames=_each_once((*known.forenames, *arrived.forenames)),
        surnames=_each_once((*known.surnames, *arrived.surnames)),
        born=known.born or arrived.born,
        births=_each_once((*known.births, *arrived.births)),
        postcodes=_each_once((*known.postcodes, *arrived.postcodes)),
        pnc=known.pnc or arrived.pnc,
        cro=known.cro or arrived.cro,
        other_pncs=_each_once((*known.pncs, *arrived.pncs))[1:],
        other_cros=_each_once((*known.cros, *arrived.cros))[1:],
        sentenced=tuple(sorted({*known.sentenced, *arrived.sentenced})),
        overrides=tuple(sorted({*known.overrides, *arrived.overrides})),
        master_defendant=known.master_defendant or arrived.master_defendant,
        court_defendants=_each_once((*known.court_defendants, *arrived.court_defendants)),
        sex=known.sex or arrived.sex,
        other_ids=_each_once((*known.other_ids, *arrived.other_ids)),
        sitting=None,
    )


def _each_once(values: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def values_of(record: Features, column: str) -> tuple[str, ...]:
    """Every value a record has in one of the columns whose rarity counts; of numbers there may be several."""
    if column in _NUMBERS:
        return _NUMBERS[column](record)
    value = value_of(record, column)
    return () if value is None else (value,)


def value_of(record: Features, column: str) -> str | None:
    """A record's value in one of the columns whose rarity counts."""
    return _VALUES[column](record)


_VALUES: dict[str, Callable[[Features], str | None]] = {
    "first_and_last_name_std": lambda r: r.first_and_last,
    "name_1_std": lambda r: r.name.first,
    "last_name_std": lambda r: r.name.surname or None,
    "name_2_std": lambda r: r.name.second,
    "date_of_birth": lambda r: r.born.isoformat() if r.born else None,
    "pnc_single": lambda r: r.pnc,
    "cro_single": lambda r: r.cro,
}
_NUMBERS: dict[str, Callable[[Features], tuple[str, ...]]] = {
    "pnc_single": lambda r: r.pncs,
    "cro_single": lambda r: r.cros,
}
