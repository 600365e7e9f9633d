"""Invented people at any size, seeded and written in chunks: nobody real, rates only like the published ones.

Published: the regions' names; the shape of the series (three-month cohorts over twelve years).
Assumed: everything else, set so that about a third reoffend within a year of an event, most of
them once and a few very often, and so that offences outnumber events as they do nationally.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import layout
from .schema import SCHEMAS
from .tables import MANIFEST

if TYPE_CHECKING:
    import pyarrow as pa

NATIONAL_EVENTS = 7_500_000
PEOPLE_A_CHUNK = 13_000
EVENTS_A_PERSON = 3
OCCASIONS_A_PERSON = 12.5
OFFENCES_AN_OCCASION = 1.6
EPOCH = date(1970, 1, 1)
FIRST_OFFENCE, LAST_OFFENCE = date(1990, 1, 1), date(2021, 6, 30)
FIRST_EVENT, LAST_EVENT = date(2008, 1, 1), date(2019, 12, 31)
KNOWN_TO = date(2021, 12, 31)
AREAS = (
    "East Midlands",
    "East of England",
    "Greater Manchester",
    "Kent, Surrey and Sussex",
    "London",
    "North East",
    "North West",
    "South Central",
    "South West",
    "Wales",
    "West Midlands",
    "Yorkshire and the Humber",
)
KINDS = ("caution", "court_order", "custody_release")
GROUPS = ("theft", "violence", "drugs", "public order", "burglary", "other")
SEVERITY = (150, 900, 400, 120, 1100, 200)
"""Weight of each group in hundredths; assumed."""
SERVICES = ("accommodation", "education and work", "mentoring")
PROVIDERS = ("Provider A", "Provider B", "Provider C")


@dataclass(frozen=True)
class Plan:
    """What to invent: how many index events (about), and from which seed."""

    events: int
    seed: int = 7

    @property
    def people(self) -> int:
        """How many people that takes."""
        return max(1, self.events // EVENTS_A_PERSON)

    def chunks(self) -> Iterator[tuple[int, int, int]]:
        """The number of each chunk, its first person, and the person after its last."""
        for number, first in enumerate(range(0, self.people, PEOPLE_A_CHUNK)):
            yield number, first, min(self.people, first + PEOPLE_A_CHUNK)


def synthesise(
    folder: Path, *, events: int, seed: int = 7, told: Callable[[int, int], None] | None = None
) -> dict[str, int]:
    """Write every table to a folder, chunk by chunk, and say how many rows each has.

    Rows lie by person and day, a row group for each chunk of people, as extract.json says; the
    same seed and size give the same rows. ``told`` hears how many chunks are done, of how many.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plan, rows, writers = Plan(events, seed), dict.fromkeys(SCHEMAS, 0), {}
    chunks, next_event = list(plan.chunks()), 1
    try:
        for number, first, end in chunks:
            made = chunk_tables(seed, number, first, end, next_event)
            next_event += made["index_events"].num_rows
            for name, table in made.items():
                if name not in writers:
                    writers[name] = layout.writer(folder / f"{name}.parquet", name, table.schema)
                table = table.cast(writers[name].schema)
                writers[name].write_table(table, row_group_size=max(1, table.num_rows))
                rows[name] += table.num_rows
            if told:
                told(number + 1, len(chunks))
    finally:
        for writer in writers.values():
            writer.close()
    manifest = {
        "known_to": KNOWN_TO.isoformat(),
        "by_person": True,
        "made_by": "synth",
        "seed": seed,
        "rows": rows,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
    return rows


def chunk_tables(seed: int, number: int, first: int, end: int, next_event: int) -> dict[str, pa.Table]:
    """Every table for the people from ``first`` up to ``end``; a chunk depends on the seed and its number only."""
    import numpy as np

    chance = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    people = np.arange(first, end, dtype=np.int32)
    often = chance.gamma(1.0, 1.0, people.size)
    home = chance.integers(0, len(AREAS), people.size)
    offences, returns = _offences(chance, people, often)
    return {
        "index_events": _events(chance, people, often, home, next_event),
        "offences": offences,
        "people": _people(chance, people),
        "services": _services(chance, people, often),
        "milestones": _milestones(chance, people, often),
        "returns": returns,
    }


def _day(day: date) -> int:
    return (day - EPOCH).days


def _days(values: Any) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    return pa.array(values.astype(np.int32), pa.int32()).cast(pa.date32())


def _words(chosen: Any, words: tuple[str, ...]) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(chosen.astype(np.int8)), pa.array(words))


def _events(chance: Any, people: Any, often: Any, home: Any, next_event: int) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    whose = np.repeat(np.arange(people.size), 1 + chance.poisson((EVENTS_A_PERSON - 1) * often))
    day = chance.integers(_day(FIRST_EVENT), _day(LAST_EVENT) + 1, whose.size)
    order = np.lexsort((day, whose))
    whose, day = whose[order], day[order]
    moved = chance.random(whose.size) < 0.05
    area = np.where(moved, chance.integers(0, len(AREAS), whose.size), home[whose])
    noisy = often[whose] * chance.gamma(8.0, 1 / 8.0, whose.size)
    return pa.table(
        {
            "event_id": np.arange(next_event, next_event + whose.size, dtype=np.int64),
            "person_id": people[whose],
            "event_date": _days(day),
            "kind": _words(chance.choice(3, whose.size, p=(0.35, 0.5, 0.15)), KINDS),
            "area": _words(area, AREAS),
            "offence_group": _words(
                chance.choice(6, whose.size, p=(0.3, 0.25, 0.15, 0.1, 0.05, 0.15)), GROUPS
            ),
            "predicted": 1 - np.exp(-0.35 * noisy),
        }
    )


def _offences(chance: Any, people: Any, often: Any) -> tuple[pa.Table, pa.Table]:
    import numpy as np
    import pyarrow as pa

    occasion = np.repeat(np.arange(people.size), chance.poisson(OCCASIONS_A_PERSON * often))
    day = chance.integers(_day(FIRST_OFFENCE), _day(LAST_OFFENCE) + 1, occasion.size)
    lag = np.minimum(chance.exponential(80, occasion.size).astype(np.int64), _day(KNOWN_TO) - day)
    several = np.repeat(np.arange(occasion.size), 1 + chance.poisson(OFFENCES_AN_OCCASION - 1, occasion.size))
    whose, day, lag = occasion[several], day[several], lag[several]
    order = np.lexsort((day, whose))
    whose, day, lag = whose[order], day[order], lag[order]
    group = chance.choice(6, whose.size, p=(0.35, 0.2, 0.15, 0.12, 0.06, 0.12))
    severity = pa.array(np.array(SEVERITY, np.int32)[group])
    offences = pa.table(
        {
            "person_id": people[whose],
            "offence_date": _days(day),
            "proven_date": _days(day + lag),
            "breach": chance.random(whose.size) < 0.12,
            "proved_by": _words(chance.random(whose.size) < 0.8, ("caution", "conviction")),
            "offence_group": _words(group, GROUPS),
            "severity": _hundredths(severity),
        }
    )
    back = np.flatnonzero(chance.random(whose.size) < 0.02)
    returns = pa.table(
        {
            "person_id": people[whose[back]],
            "returned_on": _days(day[back] + lag[back]),
            "reason": _words(chance.random(back.size) < 0.4, ("new sentence", "recall")),
        }
    )
    return offences, returns


def _hundredths(whole: pa.Array) -> pa.Array:
    """Whole hundredths as exact decimals with two places."""
    import pyarrow as pa
    import pyarrow.compute as pc

    hundredth = pa.scalar(Decimal("0.01"), pa.decimal128(3, 2))
    return pc.multiply(whole.cast(pa.decimal128(12, 0)), hundredth).cast(pa.decimal128(9, 2))


def _people(chance: Any, people: Any) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    dead = chance.random(people.size) < 0.01
    died = chance.integers(_day(FIRST_EVENT), _day(KNOWN_TO), people.size)
    return pa.table(
        {
            "person_id": people,
            "sex": _words(chance.random(people.size) < 0.84, ("female", "male")),
            "birth_year": chance.integers(1950, 2000, people.size).astype(np.int16),
            "died_on": pa.array(died.astype(np.int32), mask=~dead).cast(pa.date32()),
        }
    )


def _services(chance: Any, people: Any, often: Any) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    whose = np.flatnonzero(chance.random(people.size) < 0.1 + 0.1 * (often > 1))
    start = chance.integers(_day(FIRST_EVENT), _day(LAST_EVENT), whose.size)
    open_still = chance.random(whose.size) < 0.02
    end = (start + chance.integers(20, 200, whose.size)).astype(np.int32)
    return pa.table(
        {
            "person_id": people[whose],
            "service": _words(chance.integers(0, 3, whose.size), SERVICES),
            "provider": _words(chance.integers(0, 3, whose.size), PROVIDERS),
            "started_on": _days(start),
            "ended_on": pa.array(end, mask=open_still).cast(pa.date32()),
        }
    )


def _milestones(chance: Any, people: Any, often: Any) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    whose = np.repeat(np.arange(people.size), chance.poisson(0.5, people.size))
    achieved = chance.random(whose.size) < np.exp(-0.5 * often[whose]) * 0.8
    return pa.table(
        {
            "person_id": people[whose],
            "outcome": _words(chance.random(whose.size) < 0.5, ("employed", "settled_accommodation")),
            "observed_on": _days(chance.integers(_day(FIRST_EVENT), _day(KNOWN_TO), whose.size)),
            "achieved": pa.array(achieved, mask=chance.random(whose.size) < 0.15),
        }
    )
