"""Loads the demonstration into an empty embedded database of its own and prints how long it took and what there is.

Run: ``python benchmarks/bench_demo.py --size area``. It keeps to a folder it makes under ``var/`` and removes nothing
else. A size is called national only when at least 250,000 people were recorded.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

AIMS = {"small": 30, "area": None, "national": 480}
CONSOLE = (sys.executable, "-m", "throughcare.faces.console")
COUNTED = (
    "people_person", "supervision_case", "supervision_tenure", "supervision_gap", "supervision_timelineentry",
    "courts_sentence", "courts_refusedrow", "access_grant", "audit_entry", "audit_decision",
)  # fmt: skip


def run(*words: str) -> float:
    """Run one command and say how many seconds it took."""
    started = time.monotonic()
    subprocess.run([*CONSOLE, *words], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def counts() -> dict[str, int]:
    """How many rows each table has, and the server's version."""
    import psycopg

    from throughcare.server.database.cluster import the_cluster
    from throughcare.server.database.urls import Role, require

    with the_cluster().lease(), psycopg.connect(**require(Role.OWNER).keywords()) as server:
        print(
            f"PostgreSQL {server.info.server_version // 10000}, Python {platform.python_version()}, {os.cpu_count()} cores"
        )
        found = {}
        for table in COUNTED:
            row = server.execute(f"SELECT count(*) FROM {table}").fetchone()
            found[table] = int(row[0]) if row else 0
        return found


def main() -> None:
    """Load one size and print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", choices=sorted(AIMS), default="small")
    asked.add_argument("--model", default="durham-tees-valley-2012")
    size, model = vars(asked.parse_args()).values()
    folder = Path(__file__).resolve().parents[1] / "var" / "bench-demo"
    shutil.rmtree(folder, ignore_errors=True)
    os.environ["THROUGHCARE_VAR"] = str(folder)
    run("db", "migrate", "--quiet")
    took = run("demo", "--size", size, "--model", model, "--seed", "1", "--as-at", "2026-11-21")
    found = counts()
    for table, rows in found.items():
        print(f"{table:<28} {rows:>10,}")
    if size == "national" and found["people_person"] < 250_000:
        raise SystemExit("That is not national: fewer than 250,000 people were recorded.")
    aim = AIMS[size]
    print(
        f"{size}: {took:.1f} s"
        + (f" (aim: {aim} s)" if aim else "")
        + f", load before {os.getloadavg()[2]:.1f}"
    )


if __name__ == "__main__":
    main()
