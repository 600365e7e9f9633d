"""Tables of the population's people at any size, written in chunks: nobody real, rates only like the published ones.

Who they are and what becomes of them is drawn by ``throughcare.evidence.population``, whose rates say each whether it is
published or assumed. Published too: the shape of the series (three-month cohorts over twelve years).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from throughcare.evidence.population.chance import Chance, Whole
from throughcare.evidence.population.lives import Lives, Years
from throughcare.evidence.population.people import People
from throughcare.evidence.population.rates import lot, rates

from . import layout
from .schema import SCHEMAS
from .tables import MANIFEST

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

NATIONAL_EVENTS = 7_500_000
PEOPLE_A_CHUNK = 13_000
EVENTS_A_PERSON = 3
EPOCH = date(1970, 1, 1)
FIRST_OFFENCE, LAST_OFFENCE = date(1980, 1, 1), date(2021, 6, 30)
FIRST_EVENT, LAST_EVENT = date(2008, 1, 1), date(2019, 12, 31)
KNOWN_TO = date(2021, 12, 31)


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
            made = chunk_tables(seed, first, end, next_event)
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


def chunk_tables(seed: int, first: int, end: int, next_event: int) -> dict[str, pa.Table]:
    """Every table for the people from ``first`` up to ``end``, who are the same however they are cut into chunks."""
    import numpy as np

    numbers = np.arange(first, end, dtype=np.int64)
    people = People(Chance(("outcomes", seed)), numbers, _day(FIRST_EVENT), _day(LAST_EVENT))
    lives = Lives(people, Years(_day(FIRST_OFFENCE), _day(LAST_OFFENCE), _day(KNOWN_TO)))
    return {
        "index_events": _events(lives, next_event),
        "offences": _offences(lives),
        "people": _people(people),
        "services": _services(lives),
        "milestones": _milestones(lives),
        "returns": _returns(lives),
    }


def _day(day: date) -> int:
    return (day - EPOCH).days


def _whose(lives: Lives, whose: Whole) -> pa.Array:
    import pyarrow as pa

    return pa.array((whose + lives.people.numbers[0]).astype("int32"))


def _days(values: Whole, mask: NDArray[np.bool_] | None = None) -> pa.Array:
    import pyarrow as pa

    return pa.array(values.astype("int32"), pa.int32(), mask=mask).cast(pa.date32())


def _words(places: Whole | NDArray[np.bool_], words: Sequence[str]) -> pa.Array:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(places.astype("int8")), pa.array(list(words)))


def _events(lives: Lives, next_event: int) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    made = lives.events
    return pa.table(
        {
            "event_id": np.arange(next_event, next_event + made.whose.size, dtype=np.int64),
            "person_id": _whose(lives, made.whose),
            "event_date": _days(made.day),
            "kind": _words(made.kind, lot("event_kind").things),
            "area": _words(made.area, lot("area").things),
            "offence_group": _words(made.group, lot("event_group").things),
            "predicted": made.predicted,
        }
    )


def _offences(lives: Lives) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    made, severity = lives.offences, rates()["offence_severity"]["weights"]
    hundredths = np.array([severity[group] for group in lot("offence_group").things], np.int32)
    return pa.table(
        {
            "person_id": _whose(lives, made.whose),
            "offence_date": _days(made.day),
            "proven_date": _days(made.proven),
            "breach": made.breach,
            "proved_by": _words(made.convicted, ("caution", "conviction")),
            "offence_group": _words(made.group, lot("offence_group").things),
            "severity": _hundredths(pa.array(hundredths[made.group])),
        }
    )


def _returns(lives: Lives) -> pa.Table:
    import pyarrow as pa

    made = lives.returns
    return pa.table(
        {
            "person_id": _whose(lives, made.whose),
            "returned_on": _days(made.day),
            "reason": _words(made.recalled, ("new sentence", "recall")),
        }
    )


def _hundredths(whole: pa.Array) -> pa.Array:
    """Whole hundredths as exact decimals with two places."""
    import pyarrow as pa
    import pyarrow.compute as pc

    hundredth = pa.scalar(Decimal("0.01"), pa.decimal128(3, 2))
    return pc.multiply(whole.cast(pa.decimal128(12, 0)), hundredth).cast(pa.decimal128(9, 2))


def _people(people: People) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    told = people.dies <= _day(KNOWN_TO)
    years = people.born.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int16) + 1970
    return pa.table(
        {
            "person_id": people.numbers.astype(np.int32),
            "sex": _words(~people.is_woman, ("female", "male")),
            "birth_year": years.astype(np.int16),
            "died_on": _days(np.where(told, people.dies, 0), mask=~told),
        }
    )


def _services(lives: Lives) -> pa.Table:
    import pyarrow as pa

    made = lives.services
    return pa.table(
        {
            "person_id": _whose(lives, made.whose),
            "service": _words(made.service, lot("service").things),
            "provider": _words(made.provider, lot("provider").things),
            "started_on": _days(made.started),
            "ended_on": _days(made.ended, mask=made.ended < made.started),
        }
    )


def _milestones(lives: Lives) -> pa.Table:
    import pyarrow as pa

    made = lives.milestones
    return pa.table(
        {
            "person_id": _whose(lives, made.whose),
            "outcome": _words(made.outcome, lot("milestone").things),
            "observed_on": _days(made.day),
            "achieved": pa.array(made.achieved, mask=~made.known),
        }
    )
