"""Which pairs are worth weighing: those that share a key.

The sixteen rules of the model's authors, each turned into keys, so that one index finds every candidate:
a PNC or CRO number; a birthday with a postcode, a sentence date, or a district and two letters; names
with a postcode or a birthday, either way round; two letters of each name with a birthday, a postcode or
a sentence date; the whole name with the second forename; an override; a master defendant id. More of our
own, so that one field mistyped, or changed altogether, never leaves a pair uncompared: the court's own
defendant id and every other agency's number; a birthday with either name alone; both names, in whichever order,
with any two of a birthday's three parts (its day and month in either order), and alone; a surname with a postcode.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import product

from .features import Features

_MOST_GUESSES = 128
_KEPT = "_blocking_keys"


def blocking_keys(record: Features) -> tuple[int, ...]:
    """The keys of a record as signed 64-bit numbers, each once, in order.

    Every number of an agency is a key; of the rest the surest 128, so that forty aliases do not
    make a record everybody's neighbour. Worked out once for each record: three steps of matching ask.
    """
    if _KEPT not in record.__dict__:
        record.__dict__[_KEPT] = _keys(record)
    kept: tuple[int, ...] = record.__dict__[_KEPT]
    return kept


def _keys(record: Features) -> tuple[int, ...]:
    guesses = list(dict.fromkeys(_guesses(record)))[:_MOST_GUESSES]
    return tuple(sorted({_number(key) for key in (*_numbers(record), *guesses)}))


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def _numbers(record: Features) -> Iterator[str]:
    yield from (f"pnc:{number}" for number in record.pncs)
    yield from (f"cro:{number}" for number in record.cros)
    yield from (f"own:{scope}:{marker}" for scope, marker in record.overrides)
    yield from (f"mdi:{record.master_defendant}",) if record.master_defendant else ()
    yield from (f"cd:{number}" for number in record.court_defendants)
    yield from (f"id:{number}" for number in record.other_ids)


def _guesses(record: Features) -> Iterator[str]:
    if record.name.first and record.name.surname:
        yield from _of_name(record, record.name.first, record.name.surname)
    if record.born is not None:
        yield from _of_birth(record)
    yield from _of_mistyped(record)
    for forename, surname in product(record.forenames, record.surnames):
        yield from (f"nb:{forename}:{surname}:{born}" for born in record.births)
        yield from (f"np:{forename}:{surname}:{postcode}" for postcode in record.postcodes)


def _of_name(record: Features, first: str, last: str) -> Iterator[str]:
    start = f"{first[:2]}:{last[:2]}"
    if record.born is not None:
        yield f"ib:{start}:{record.born}"
        yield f"sw:{record.born}:" + ":".join(sorted((first, last)))
    yield from (f"n2:{first}:{last}:{record.name.second}",) if record.name.second else ()
    yield from (f"ip:{start}:{postcode}" for postcode in record.postcodes)
    yield from (f"is:{start}:{day}" for day in record.told)


def _of_birth(record: Features) -> Iterator[str]:
    first, last = (record.name.first or "")[:2], record.name.surname[:2]
    for district in record.districts:
        yield from (f"bdf:{record.born}:{district}:{first}",) if first else ()
        yield from (f"bdl:{record.born}:{district}:{last}",) if last else ()
    yield from (f"bp:{born}:{postcode}" for born in record.births for postcode in record.postcodes)
    yield from (f"bs:{record.born}:{day}" for day in record.told)


def _of_mistyped(record: Features) -> Iterator[str]:
    """Keys that stand when any one field is mistyped or changed, and when a name is one word alone."""
    for born in record.births:
        yield from (f"bn:{born}:{name}" for name in dict.fromkeys((*record.forenames, *record.surnames)))
    yield from (f"lp:{last}:{postcode}" for last in record.surnames for postcode in record.postcodes)
    words = ":".join(sorted({*record.name.forenames[:1], *record.name.surname.split()}))
    if not words:
        return
    yield f"nw:{words}"
    for born in record.births:
        low, high = sorted((born.day, born.month))
        yield from (f"wy:{words}:{born.year}", f"wd:{words}:{low}:{high}")
