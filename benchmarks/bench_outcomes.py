"""Measure a national series side by side: ours, straightforward DuckDB and Polars, and the bare scan.

Every contender runs in a process of its own on the same Parquet files and must give the same
counts. Times are the best of the runs, imports and process start left out; memory is the
process's peak with everything loaded.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

NATIONAL = 7_500_000
ASKED = 7_530_000
"""Events to ask for, so that chance leaves no fewer than the national number."""
AIM_SECONDS, AIM_GIGABYTES = 2.0, 1.5
VERSIONS = ("duckdb", "polars", "pyarrow", "numpy", "ibis-framework")
SAME_QUESTION = ("ours", "DuckDB, left join", "DuckDB, filter first", "Polars, streaming")
SHOWN = (*SAME_QUESTION, "ours, by definition", "bare scan, DuckDB", "bare scan, Arrow")


def every_event():
    """The England and Wales counting with each event an entry, as the straightforward queries do it."""
    from dataclasses import replace

    from throughcare.evidence.outcomes import definition
    from throughcare.evidence.outcomes.measure.definition import Takes

    official = definition("england-and-wales-three-month")
    return replace(official, name="every-event", takes=Takes.EVERY_EVENT)


def ours(folder, counted_by):
    from throughcare.evidence.outcomes import Question, load
    from throughcare.evidence.outcomes.measure import merging
    from throughcare.evidence.outcomes.measure.engines import opened

    assert merging, "loaded here, so that its import is not timed"

    tables = load(folder, check=False)

    def run():
        with opened(Question(tables, counted_by, ("area", "window"), weights=False)) as engine:
            found = engine.moments()
        return {(a, w.isoformat()): (m.entries, m.reoffended, m.reoffences) for (a, w), m in found.items()}

    return run


DUCKDB_LEFT_JOIN = """
select area, series, count(*), count(*) filter (hits > 0), sum(hits) from (
  select e.event_id, any_value(e.area) area, any_value(date_trunc('quarter', e.event_date)) series,
         count(o.person_id) hits
  from '{index_events}' e left join '{offences}' o
    on o.person_id = e.person_id and not o.breach
   and o.offence_date > e.event_date and o.offence_date <= e.event_date + interval 12 month
   and o.proven_date <= e.event_date + interval 18 month
  group by e.event_id)
group by area, series
"""
DUCKDB_FILTER_FIRST = """
with o as (select person_id, offence_date, proven_date from '{offences}'
           where not breach and offence_date > date '2008-01-01'),
h as (select e.event_id, count(*) hits from '{index_events}' e join o
        on o.person_id = e.person_id
       and o.offence_date > e.event_date and o.offence_date <= e.event_date + interval 12 month
       and o.proven_date <= e.event_date + interval 18 month
      group by e.event_id)
select e.area, date_trunc('quarter', e.event_date), count(*), count(h.hits), coalesce(sum(h.hits), 0)
from '{index_events}' e left join h using (event_id) group by 1, 2
"""


def with_duckdb(folder, query):
    import duckdb

    files = {name: folder / f"{name}.parquet" for name in ("index_events", "offences")}

    def run():
        with duckdb.connect() as connection:
            connection.execute("set threads to 2")
            rows = connection.execute(query.format(**files)).fetchall()
        return {(area, str(quarter)[:10]): tuple(map(int, counts)) for area, quarter, *counts in rows}

    return run


def with_polars(folder):
    import polars as pl

    def run():
        events = pl.scan_parquet(folder / "index_events.parquet").select(
            "event_id",
            "person_id",
            "event_date",
            pl.col("area").cast(pl.String),
            closes=pl.col("event_date").dt.offset_by("12mo"),
            proven_by=pl.col("event_date").dt.offset_by("18mo"),
        )
        offences = (
            pl.scan_parquet(folder / "offences.parquet")
            .filter(~pl.col("breach"))
            .select("person_id", "offence_date", "proven_date")
        )
        day = pl.col("offence_date")
        hits = (
            events.join(offences, on="person_id")
            .filter(
                (day > pl.col("event_date"))
                & (day <= pl.col("closes"))
                & (pl.col("proven_date") <= pl.col("proven_by"))
            )
            .group_by("event_id")
            .agg(hits=pl.len())
        )
        rows = (
            events.join(hits, on="event_id", how="left")
            .with_columns(pl.col("hits").fill_null(0), quarter=pl.col("event_date").dt.truncate("1q"))
            .group_by("area", "quarter")
            .agg(pl.len(), (pl.col("hits") > 0).sum().alias("hit"), pl.col("hits").sum())
            .collect(engine="streaming")
        )
        return {(a, q.isoformat()): tuple(map(int, counts)) for a, q, *counts in rows.iter_rows()}

    return run


def scan_with_duckdb(folder):
    import duckdb

    def run():
        with duckdb.connect() as connection:
            connection.execute("set threads to 2")
            offences = (
                "sum(person_id), sum(offence_date - date '1970-01-01'), sum(proven_date - date '1970-01-01')"
            )
            connection.execute(
                f"select {offences}, count(*) filter (breach) from '{folder}/offences.parquet'"
            ).fetchall()
            connection.execute(
                f"select sum(person_id), max(event_date), max(area) from '{folder}/index_events.parquet'"
            ).fetchall()

    return run


def scan_with_arrow(folder):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_cpu_count(2)

    def run():
        for name, columns in (
            ("index_events", ["person_id", "event_date", "area"]),
            ("offences", ["person_id", "offence_date", "proven_date", "breach"]),
        ):
            file = pq.ParquetFile(folder / f"{name}.parquet")
            for group in range(file.num_row_groups):
                file.read_row_group(group, columns=columns)

    return run


def contender(name, folder):
    if name == "ours":
        return ours(folder, every_event())
    if name == "ours, by definition":
        from throughcare.evidence.outcomes import definition

        return ours(folder, definition("england-and-wales-three-month"))
    return {
        "DuckDB, left join": lambda: with_duckdb(folder, DUCKDB_LEFT_JOIN),
        "DuckDB, filter first": lambda: with_duckdb(folder, DUCKDB_FILTER_FIRST),
        "Polars, streaming": lambda: with_polars(folder),
        "bare scan, DuckDB": lambda: scan_with_duckdb(folder),
        "bare scan, Arrow": lambda: scan_with_arrow(folder),
    }[name]()


def run_one(name, folder, runs):
    """In this process: time a contender and print what it found as one line of JSON."""
    run, times, works, found = contender(name, folder), [], [], None
    for _ in range(runs):
        start, worked = time.perf_counter(), time.process_time()
        found = run()
        times.append(time.perf_counter() - start)
        works.append(time.process_time() - worked)
    totals = None if found is None else [sum(c[i] for c in found.values()) for i in range(3)]
    digest = None if found is None else hash_of(found)
    peak = peak_gigabytes()
    print(
        json.dumps(
            {"times": times, "work": min(works), "gigabytes": peak, "totals": totals, "digest": digest}
        )
    )


def peak_gigabytes():
    """This process's own peak: the system's other figure counts the memory of whoever started it too."""
    told = Path("/proc/self/status")
    if told.exists():
        [line] = [one for one in told.read_text().splitlines() if one.startswith("VmHWM")]
        return int(line.split()[1]) / 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def hash_of(found):
    import hashlib

    lines = sorted(f"{area}|{quarter}|{counts}" for (area, quarter), counts in found.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def run_apart(name, folder, runs):
    command = [sys.executable, __file__, "--one", name, "--folder", str(folder), "--runs", str(runs)]
    environment = {**os.environ, "POLARS_MAX_THREADS": "2"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout.splitlines()[-1])


def made(folder, events, seed=7):
    """The folder's invented extract, made now unless it is there already."""
    from throughcare.evidence.outcomes import synthesise

    told = folder / "made.json"
    wanted = {"events": events, "seed": seed, "layout": 4}
    if not told.exists() or json.loads(told.read_text())["asked"] != wanted:
        start = time.perf_counter()
        rows = synthesise(folder, events=events, seed=seed)
        told.write_text(json.dumps({"asked": wanted, "rows": rows, "seconds": time.perf_counter() - start}))
    return json.loads(told.read_text())


def machine():
    names = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return f"Python {platform.python_version()}, {names}; {os.cpu_count()} cores"


def side_by_side(folder, events, runs):
    told = made(folder, events)
    rows = told["rows"]
    megabytes = sum(path.stat().st_size for path in folder.glob("*.parquet")) / 1024**2
    size = "NATIONAL SIZE" if rows["index_events"] >= NATIONAL else "below national size"
    print(
        f"{rows['index_events']:,} index events, {rows['offences']:,} offences, {megabytes:,.0f} MB: {size}"
    )
    print(machine())
    print(f"made in {told['seconds']:.0f} s, rows by person and day; that time is in none of those below")
    found = {}
    for name in SHOWN:
        found[name] = run_apart(name, folder, runs)
        times, work, peak = (found[name][part] for part in ("times", "work", "gigabytes"))
        spread = f"{min(times):8.2f} s best, {max(times):6.2f} s worst of {runs}"
        print(f"{name:<24}{spread}{work:8.2f} s of processor{peak:7.2f} GB", flush=True)
    digests = {found[name]["digest"] for name in SAME_QUESTION}
    if len(digests) != 1:
        sys.exit(f"contenders disagree: {[(name, found[name]['totals']) for name in SAME_QUESTION]}")
    entries, reoffended, reoffences = found["ours"]["totals"]
    print(
        f"all agree in every cell: {entries:,} entries, {reoffended:,} reoffended, {reoffences:,} reoffences"
    )
    for name in (
        "DuckDB, left join",
        "DuckDB, filter first",
        "Polars, streaming",
        "bare scan, DuckDB",
        "bare scan, Arrow",
    ):
        print(f"{name:<24}{min(found[name]['times']) / min(found['ours']['times']):>6.1f} times ours")
    mine = found["ours, by definition"]
    seconds, peak = min(mine["times"]), mine["gigabytes"]
    verdict = "met" if seconds <= AIM_SECONDS and peak <= AIM_GIGABYTES else "NOT met"
    if size == "NATIONAL SIZE":
        print(f"aim {AIM_SECONDS} s and {AIM_GIGABYTES} GB: {verdict} ({seconds:.2f} s, {peak:.2f} GB)")


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, default=Path("var/bench/outcomes"))
    asked.add_argument("--events", type=int, default=ASKED)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--one", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        run_one(given.one, given.folder, given.runs)
    else:
        side_by_side(given.folder, given.events, given.runs)


if __name__ == "__main__":
    main()
