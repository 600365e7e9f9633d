"""Which pairs are worth weighing: those that share a key.

The sixteen rules of the model's authors, each turned into keys, so that one index finds every candidate:
a PNC or CRO number; a birthday with a postcode, a sentence date, or a district and two letters; names
with a postcode or a birthday, either way round; two letters of each name with a birthday, a postcode or
a sentence date; the whole name with the second forename; an override; a master defendant id. One more of
our own: the court's own defendant id.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import product

from .features import Features

_MOST_KEYS = 64


def blocking_keys(record: Features) -> tuple[int, ...]:
    """The keys of a record as signed 64-bit numbers, each once, in order; at most 64."""
    written = sorted(set(_written(record)))[:_MOST_KEYS]
    return tuple(sorted(_number(key) for key in written))


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def _written(record: Features) -> Iterator[str]:
    yield from (f"pnc:{record.pnc}",) if record.pnc else ()
    yield from (f"cro:{record.cro}",) if record.cro else ()
    yield from (f"own:{scope}:{marker}" for scope, marker in record.overrides)
    yield from (f"mdi:{record.master_defendant}",) if record.master_defendant else ()
    yield from (f"cd:{number}" for number in record.court_defendants)
    yield from _of_birth(record)
    yield from _of_names(record)


def _of_birth(record: Features) -> Iterator[str]:
    if record.born is None:
        return
    for born in record.births:
        yield from (f"bp:{born}:{postcode}" for postcode in record.postcodes)
    yield from (f"bs:{record.born}:{day}" for day in record.sentenced)
    first, last = (record.name.first or "")[:2], record.name.surname[:2]
    for district in record.districts:
        yield from (f"bdf:{record.born}:{district}:{first}",) if first else ()
        yield from (f"bdl:{record.born}:{district}:{last}",) if last else ()
    if record.name.first and record.name.surname:
        swapped = ":".join(sorted((record.name.first, record.name.surname)))
        yield f"sw:{record.born}:{swapped}"
    for forename, surname, born in product(record.forenames, record.surnames, record.births):
        yield f"nb:{forename}:{surname}:{born}"


def _of_names(record: Features) -> Iterator[str]:
    first, last = record.name.first, record.name.surname
    if not (first and last):
        return
    for forename, surname, postcode in product(record.forenames, record.surnames, record.postcodes):
        yield f"np:{forename}:{surname}:{postcode}"
    yield from (f"n2:{first}:{last}:{record.name.second}",) if record.name.second else ()
    start = f"{first[:2]}:{last[:2]}"
    yield from (f"ib:{start}:{record.born}",) if record.born else ()
    yield from (f"ip:{start}:{postcode}" for postcode in record.postcodes)
    yield from (f"is:{start}:{day}" for day in record.sentenced)
