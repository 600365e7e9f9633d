"""Weighs a whole batch at once with Splink on DuckDB, in memory.

Splink scores the pairs that share a blocking key; what comes back are the pairs to join or to look at.
Loaded only where a batch is matched.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from .blocking import blocking_keys
from .decide import Link
from .features import Features, value_of
from .frequency import Frequencies
from .levels import settings_of
from .model import FREQUENCY_COLUMNS
from .pairing import kept


def score_batch(
    incoming: Sequence[Features],
    existing: Sequence[Features],
    frequencies: Frequencies,
) -> list[Link]:
    """Links between incoming records and existing ones or each other that are not left apart; ids must differ across both."""
    by_id = {record.id: record for record in (*incoming, *existing)}
    weighed = splink_weights(incoming, existing, frequencies, at_least=None)
    return kept([(by_id[link.left], by_id[link.right], link.bits) for link in weighed], frequencies)


def splink_weights(
    incoming: Sequence[Features],
    existing: Sequence[Features],
    frequencies: Frequencies,
    *,
    at_least: float | None,
) -> list[Link]:
    """Splink's own weight of every pair that shares a key; None keeps them all."""
    if not incoming:
        return []
    with duckdb.connect(":memory:") as connection:
        _run(connection, "SET threads TO 2")
        records = (*incoming, *existing)
        readings, whose = _readings(records)
        if not _pair_up(connection, records, readings, len(incoming), frequencies.model.widest_key):
            return []
        connection.register("arrived", _table((reading for _, reading in readings), frequencies))
        _run(
            connection,
            "CREATE TABLE compared AS SELECT * FROM arrived WHERE unique_id IN"
            " (SELECT join_key_l FROM paired UNION SELECT join_key_r FROM paired)",
        )
        return _best(_predicted(connection, frequencies, at_least), whose)


def _readings(records: Sequence[Features]) -> tuple[list[tuple[int, Features]], dict[str, str]]:
    """Each record's place and readings, every reading under an id of its own; and whose record each of those is."""
    found: list[tuple[int, Features]] = []
    whose: dict[str, str] = {}
    for place, record in enumerate(records):
        first, *more = record.readings
        found.append((place, first))
        for n, reading in enumerate(more):
            name = f"{record.id} read {n}"
            whose[name] = record.id
            found.append((place, replace(reading, id=name)))
    return found, whose


def _best(links: list[Link], whose: Mapping[str, str]) -> list[Link]:
    """For each two records the weight of the readings that agree best."""
    if not whose:
        return links
    best: dict[tuple[str, str], float] = {}
    for link in links:
        pair = whose.get(link.left, link.left), whose.get(link.right, link.right)
        best[pair] = max(link.bits, best.get(pair, link.bits))
    return [Link(left, right, bits) for (left, right), bits in best.items()]


def _predicted(
    connection: duckdb.DuckDBPyConnection, frequencies: Frequencies, at_least: float | None
) -> list[Link]:
    logging.getLogger("splink").setLevel(logging.ERROR)
    engine = DuckDBAPI(connection)
    linker = Linker(
        engine.register("compared"), settings_of(frequencies.model), log_level=None, validate_settings=False
    )
    linker.table_management.register_blocked_pairs_for_predict(engine.register("paired"))
    scored = linker.inference.predict(threshold_match_weight=at_least, warning_mode="never")
    rows = _run(connection, f"SELECT unique_id_l, unique_id_r, match_weight FROM {scored.physical_name}")
    return [Link(left, right, bits) for left, right, bits in rows]


def _pair_up(
    connection: duckdb.DuckDBPyConnection,
    records: Sequence[Features],
    readings: Sequence[tuple[int, Features]],
    incoming: int,
    widest: int,
) -> int:
    """Write the pairs of readings whose records share a key, one of each at least incoming; how many there are."""
    keyed = [(n, key) for n, record in enumerate(records) for key in blocking_keys(record)]
    places = pa.array([n for n, _ in keyed], pa.int32())
    connection.register(
        "keyed", pa.table({"place": places, "key": pa.array([k for _, k in keyed], pa.int64())})
    )
    ids = pa.array([reading.id for _, reading in readings], pa.string())
    of = pa.array([place for place, _ in readings], pa.int32())
    connection.register("named", pa.table({"place": of, "id": ids}))
    _run(
        connection,
        "CREATE TABLE paired AS WITH"
        " shared AS (SELECT key FROM keyed GROUP BY key HAVING count(*) BETWEEN 2 AND ?),"
        " useful AS (SELECT keyed.* FROM keyed SEMI JOIN shared USING (key)),"
        " pairs AS (SELECT DISTINCT a.place AS one, b.place AS other FROM useful a JOIN useful b"
        "  ON a.key = b.key AND a.place < b.place WHERE a.place < ?)"
        " SELECT '0' AS match_key, l.id AS join_key_l, r.id AS join_key_r"
        " FROM pairs JOIN named l ON l.place = one JOIN named r ON r.place = other",
        [widest, incoming],
    )
    return int(_run(connection, "SELECT count(*) FROM paired")[0][0])


def _run(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[int] = ()
) -> list[tuple[Any, ...]]:
    """Run one statement to its end and close its result, which the connection asks for before the next."""
    return connection.execute(sql, list(values)).fetchall()


def _table(records: Iterable[Features], frequencies: Frequencies) -> pa.Table:
    rows = list(records)
    columns: dict[str, Any] = {
        "unique_id": pa.array([r.id for r in rows], pa.string()),
        "forename_std_arr": _lists(r.forenames for r in rows),
        "last_name_std_arr": _lists(r.surnames for r in rows),
        "date_of_birth_arr": _lists((d.isoformat() for d in r.births) for r in rows),
        "postcode_arr": _lists(r.postcodes for r in rows),
        "postcode_share_arr": pa.array(
            [[frequencies.share("postcode", p) for p in r.postcodes] or None for r in rows],
            pa.list_(pa.float64()),
        ),
        "postcode_outcode_arr": _lists(r.districts for r in rows),
        "sentence_date_arr": pa.array([list(r.told) or None for r in rows], pa.list_(pa.date32())),
        "override_marker": _lists((f"{scope}:{marker}" for scope, marker in r.overrides) for r in rows),
        "override_scope": _lists((scope for scope, _ in r.overrides) for r in rows),
        "master_defendant_id": pa.array([r.master_defendant for r in rows], pa.string()),
    }
    for column in FREQUENCY_COLUMNS[:-1]:
        values = [value_of(r, column) for r in rows]
        shares = [None if v is None else frequencies.share(column, v) for v in values]
        columns[column] = pa.array(values, pa.string())
        columns[f"tf_{column}"] = pa.array(shares, pa.float64())
    return pa.table(columns)


def _lists(values: Iterable[Iterable[str]]) -> pa.Array:
    return pa.array([list(v) or None for v in values], pa.list_(pa.string()))
