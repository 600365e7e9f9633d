"""Processor time of a page, Python's and PostgreSQL's apart, of this checkout and of others by turns in one run.

Run ``python benchmarks/bench_processor.py [--against ../other-checkout] [--turns 3]``. Pages are asked of the small area that
``bench_pages.py`` makes, one after the other, so that a second of both together is what one core answers in a second. Both
checkouts must know the same tables.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER, ROUNDS, WARM = "bench-small", 80, 12
TICK = 1000 / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure each checkout in turn, each turn in a process of its own, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", action="append", default=[], type=Path)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--child", action="store_true")
    given = parser.parse_args()
    if given.child:
        print(json.dumps(measure()))
        return
    found: dict[str, list[dict[str, Any]]] = {}
    print(f"load at the start {os.getloadavg()[0]:.1f}")
    for _ in range(given.turns):
        for checkout in (*(path.resolve() for path in given.against), ROOT):
            found.setdefault(checkout.name, []).append(turn(checkout))
    print(
        f"load at the end {os.getloadavg()[0]:.1f}; medians of {given.turns} turns of {ROUNDS} asks, milliseconds"
    )
    print(
        f"{'page':12}{'checkout':16}{'Python':>9}{'PostgreSQL':>12}{'both':>8}{'statements':>12}{'a second on 2 cores':>21}"
    )
    for page in found[ROOT.name][0]:
        for name, turns in found.items():
            python, base = (
                statistics.median(one[page][part] for one in turns) for part in ("python", "database")
            )
            print(
                f"{page:12}{name:16}{python:9.1f}{base:12.1f}{python + base:8.1f}{turns[0][page]['statements']:12}"
                f"{2000 / (python + base):21.0f}"
            )


def turn(checkout: Path) -> dict[str, Any]:
    """One checkout's pages, measured in a process that imports that checkout."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{checkout / 'src'}",
        "THROUGHCARE_VAR": str(ROOT / "var" / FOLDER),
        "THROUGHCARE_REQUIRE_MFA": "no",
        "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
    }
    done = subprocess.run(
        [sys.executable, __file__, "--child"], env=environment, check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure() -> dict[str, Any]:
    """Milliseconds of processor of each page, and its statements; run inside the folder's own environment."""
    from throughcare.server.ready import ready

    with ready("web"):
        from django.test import Client
        from django.utils import timezone

        from throughcare.casework.supervision import queries
        from throughcare.foundation.access.models import Account
        from throughcare.foundation.access.queries import memberships_of_email
        from throughcare.foundation.access.session import viewing

        [member, *_] = memberships_of_email("offender.manager@demo.example", at=timezone.now())
        with viewing(member, timezone.now()):
            people = [row.person_id for row in queries.caseload(member.id, size=50)]
        client = Client()
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(Account.objects.get(id=member.account_id), backend=backend)
        return {
            name: page(client, [path.format(one) for one in people])
            for name, path in (
                ("person", "/people/{}"),
                ("timeline", "/people/{}/timeline"),
                ("caseload", "/caseload"),
                ("home", "/"),
            )
        }


def page(client: Any, addresses: list[str]) -> dict[str, float]:
    """Processor milliseconds of one ask of a page, in Python and in the web role's backends, and how many statements it sends."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for n in range(WARM):
        assert client.get(addresses[n % len(addresses)]).status_code == 200
    ours, theirs = time.process_time(), backends()
    for n in range(ROUNDS):
        assert client.get(addresses[n % len(addresses)]).status_code == 200
    ours, theirs = time.process_time() - ours, backends() - theirs
    with CaptureQueriesContext(connection) as captured:
        client.get(addresses[0])
    return {
        "python": 1000 * ours / ROUNDS,
        "database": theirs * TICK / ROUNDS,
        "statements": len(captured.captured_queries),
    }


def backends(folder: str = FOLDER) -> int:
    """Ticks of processor that the web role's backends of this database server have taken, and of no other on the machine."""
    [file] = (ROOT / "var" / folder).rglob("postmaster.pid")
    ticks, server = 0, file.read_text().split()[0]
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if place.joinpath("cmdline").read_bytes().startswith(b"postgres: throughcare_web"):
                told = place.joinpath("stat").read_text().rpartition(")")[2].split()
                ticks += sum(map(int, told[11:13])) if told[1] == server else 0
        except OSError:
            continue
    return ticks


if __name__ == "__main__":
    main()
