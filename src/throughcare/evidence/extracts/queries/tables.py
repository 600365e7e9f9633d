"""Rows of the database made into the documented tables: numbers in place of people, bands beside ages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from . import numbering, reading, sources


def disclosed(read: Mapping[str, pa.Table], secret: bytes) -> tuple[dict[str, pa.Table], int, dict[str, int]]:
    """The tables with keyed numbers for people, the salt of the numbers, and how many rows were left out, by why."""
    numbers, salt = numbering.numbers_of((UUID(p) for p in read["people"]["person"].to_pylist()), secret)
    offences, left_out = _usable(read["offences"])
    offences = _with_severity(offences)
    tables = {
        "people": read["people"],
        "index_events": _with_bands(read["index_events"]),
        "offences": offences,
        "services": read["services"],
    }
    return {name: _numbered(table, numbers) for name, table in tables.items()}, salt, left_out


def _numbered(table: pa.Table, numbers: Mapping[UUID, int]) -> pa.Table:
    """The person's number in place of their id, rows in the order of the numbers so that no other order is told."""
    people = pa.array([numbers[UUID(p)] for p in table["person"].to_pylist()], pa.int64())
    made = table.drop_columns(["person"]).add_column(0, "person_id", people)
    day = [
        (name, "ascending")
        for name in ("event_date", "offence_date", "started_on")
        if name in made.column_names
    ]
    made = made.sort_by([("person_id", "ascending"), *day])
    if "event_id" in made.column_names:
        made = made.set_column(
            made.column_names.index("event_id"), "event_id", pa.array(range(1, made.num_rows + 1), pa.int64())
        )
    return made


def _with_bands(events: pa.Table) -> pa.Table:
    bands = [sources.band_of(age) for age in events["age"].to_pylist()]
    return events.append_column("age_band", pa.array(bands, pa.string()))


def _with_severity(offences: pa.Table) -> pa.Table:
    """The weight of each offence in place of its category, by the rule of the extract."""
    weights = reading.rules()["rules"]["severity"]["value"]
    found = [Decimal(str(weights[one])) for one in offences["category"].to_pylist()]
    weighed = pa.array(found, pa.decimal128(9, 2))
    return offences.drop_columns(["category"]).append_column("severity", weighed)


def _usable(offences: pa.Table) -> tuple[pa.Table, dict[str, int]]:
    """The offences that can be counted, and how many cannot, by why."""
    dated = offences.filter(pc.is_valid(offences["offence_date"]))
    sound = dated.filter(pc.less_equal(dated["offence_date"], dated["proven_date"]))
    return sound, {
        "offences_without_day": offences.num_rows - dated.num_rows,
        "offences_after_proof": dated.num_rows - sound.num_rows,
    }
