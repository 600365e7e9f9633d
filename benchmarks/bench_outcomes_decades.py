"""Time against size over three decades: from 7,500 to 7,500,000 index events, ours beside straightforward queries.

Every contender runs in a process of its own on the same Parquet files; at each size the counts must agree in every
cell. The last column of each says how time grew from the size before: ten times the rows at 1.0 is in proportion.
A fixed cost (opening files, the calendar) shows as growth well under 1 at the small sizes.
"""

import argparse
import math
import sys
from pathlib import Path

from bench_outcomes import ASKED, NATIONAL, SAME_QUESTION, machine, made, run_apart

CONTENDERS = ("ours", "DuckDB, filter first", "Polars, streaming", "bare scan, Arrow")
DECADES = (1000, 100, 10, 1)


def measured(folder, runs):
    """Seconds, processor seconds and gigabytes of each contender; stops when two that ask the same disagree."""
    found = {name: run_apart(name, folder, runs) for name in CONTENDERS}
    asked_alike = [found[name] for name in CONTENDERS if name in SAME_QUESTION]
    if len({one["digest"] for one in asked_alike}) != 1:
        sys.exit(f"contenders disagree: {[one['totals'] for one in asked_alike]}")
    return {name: (min(one["times"]), one["work"], one["gigabytes"]) for name, one in found.items()}


def growth(before, now, rows_before, rows_now):
    """The power of size that time grew by since the last size."""
    return math.log(now / before) / math.log(rows_now / rows_before)


def line(name, rows, now, before):
    seconds, work, gigabytes = now[name]
    grew = "" if before is None else f"{growth(before[1][name][0], seconds, before[0], rows):>8.2f}"
    rate = rows / seconds / 1e6
    return f"  {name:<22}{seconds:>9.3f} s{work:>9.3f} s of processor{gigabytes:>7.2f} GB{rate:>8.2f} M rows/s{grew}"


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--folder", type=Path, default=Path("var/bench/outcomes"), help="the largest size's tables"
    )
    asked.add_argument("--largest", type=int, default=ASKED, help="index events of the largest size")
    asked.add_argument("--runs", type=int, default=2, help="runs of each, of which the best counts")
    given = asked.parse_args()
    print(machine())
    print(
        f"best of {given.runs}; making the tables is in none of the times; growth is the power of size since the size before"
    )
    before = None
    for part in DECADES:
        events = given.largest // part
        folder = given.folder if part == 1 else given.folder.parent / f"{given.folder.name}-{events}"
        rows = made(folder, events)["rows"]
        whole = rows["index_events"] + rows["offences"]
        national = ": NATIONAL SIZE" if rows["index_events"] >= NATIONAL else ""
        print(f"{rows['index_events']:,} index events, {rows['offences']:,} offences{national}")
        now = measured(folder, given.runs)
        for name in CONTENDERS:
            print(line(name, whole, now, before), flush=True)
        before = (whole, now)


if __name__ == "__main__":
    main()
