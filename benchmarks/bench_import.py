"""Rows a second of ``import court-results``: one file of people nobody knows, brought in and heard to the last listener.

Run ``python benchmarks/bench_import.py [--rows 2000] [--profile]``. The file goes into the small area that
``bench_pages.py`` makes, through the same action as the command's, in the worker; every delivery of what it announced is
then made. Processor time of Python and of the worker's backend are given apart, for the file and for what hears of it.
"""

from __future__ import annotations

import argparse
import cProfile
import csv
import io
import os
import pstats
import random
import time
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "bench-small"
TICK = 1 / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Make a file, bring it in, let everybody hear of it, and say what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    os.environ |= {
        "THROUGHCARE_VAR": str(ROOT / "var" / FOLDER),
        "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
    }
    from throughcare.server.ready import ready

    with ready("worker"):
        from django.utils import timezone

        from throughcare.casework.courts.actions import import_court_results
        from throughcare.foundation.access import delivery
        from throughcare.foundation.access.queries import memberships_of_email

        [by, *_] = memberships_of_email("court.officer@demo.example", at=timezone.now())
        delivery.drain()
        file = a_file(given.rows)
        profile = cProfile.Profile()
        if given.profile:
            profile.enable()
        brought = taken(
            "the file", given.rows,
            lambda: refuse_refused(
                import_court_results(by=by, at=timezone.now(), file=file, file_name="bench.csv")
            ),
        )  # fmt: skip
        heard = taken("who hears of it", given.rows, delivery.drain)
        profile.disable()
    print(f"both: {given.rows / (brought + heard):.0f} rows a second, load {os.getloadavg()[0]:.1f}")
    if given.profile:
        pstats.Stats(profile).sort_stats("cumtime").print_stats(80).sort_stats("tottime").print_stats(60)


def refuse_refused(report: Any) -> None:
    """Measure nothing when the file was not taken whole."""
    assert report.recorded == report.lines, report


def taken(what: str, rows: int, act: Callable[[], object]) -> float:
    """Do something, say what it took, and return the seconds on the wall."""
    ours, theirs, wall = time.process_time(), backends(), time.perf_counter()
    act()
    ours, theirs, wall = time.process_time() - ours, backends() - theirs, time.perf_counter() - wall
    print(
        f"{what}: {wall:.1f} s, {rows / wall:.0f} rows a second; processor a row: "
        f"Python {1000 * ours / rows:.2f} ms, PostgreSQL {1000 * theirs / rows:.2f} ms"
    )
    return wall


def backends() -> float:
    """Seconds of processor that the worker role's backends of this database server have taken, and of no other on the machine."""
    ticks, ours = 0, server()
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if place.joinpath("cmdline").read_bytes().startswith(b"postgres: throughcare_worker"):
                told = place.joinpath("stat").read_text().rpartition(")")[2].split()
                ticks += sum(map(int, told[11:13])) if told[1] == ours else 0
        except OSError:
            continue
    return ticks * TICK


def server() -> str:
    """The process of the database server of the small area."""
    [file] = (ROOT / "var" / FOLDER).rglob("postmaster.pid")
    return file.read_text().split()[0]


def a_file(rows: int) -> io.BytesIO:
    """Results of the last month about people nobody knows, as a court's file says them."""
    from throughcare.casework.courts.rules.stream import COLUMNS
    from throughcare.evidence.population.names import family_name, first_names, luck_of

    by = random.Random()
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(
        a_row(by, first_names(luck_of(by), "M", "W1"), family_name(luck_of(by), "W1")) for _ in range(rows)
    )
    return io.BytesIO(text.getvalue().encode())


def a_row(by: random.Random, given: object, family: str) -> dict[str, str]:
    """Somebody sentenced to a community order or to prison."""
    from throughcare.foundation.kernel.days import today

    prison = by.random() < 0.3
    names = given if isinstance(given, str) else " ".join(given)  # type: ignore[arg-type]
    return {
        "result_ref": uuid.uuid4().hex[:20],
        "court_code": by.choice(("MDDLMC", "PTRLMC", "HRTLMC")),
        "hearing_date": (today() - timedelta(days=by.randrange(1, 28))).isoformat(),
        "case_number": f"C{by.randrange(10**9)}",
        "defendant_id": str(uuid.uuid4()),
        "family_name": family,
        "given_names": names,
        "date_of_birth": (date(1960, 1, 1) + timedelta(days=by.randrange(16_000))).isoformat(),
        "postcode": f"{by.choice(('SR4', 'SR3', 'NE3', 'NE4', 'NE5'))} {by.randrange(1, 9)}AB",
        "offence_code": "105/01",
        "offence_date": (today() - timedelta(days=60)).isoformat(),
        "outcome": "sentenced",
        "sentence_kind": "custody" if prison else "community order",
        "sentence_length": by.choice(("6", "12", "18")),
        "sentence_unit": "months",
        "requirements": "" if prison else "unpaid work 120 hours; rehabilitation activity 20 days",
    }


if __name__ == "__main__":
    main()
