"""How long it takes to say which of 2,000 services fit a person: the query alone, the page and the API, with what both leave out.

Run ``python benchmarks/bench_services.py``. It takes a database as the tests do, with one person and 2,000 services, each for
the need asked about and with two sites, a fifth of them where the person lives; the database goes when it ends.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid5

ROOT = Path(__file__).resolve().parents[1]
SERVICES, ROUNDS, AIM = 2_000, 60, 80.0


def main() -> int:
    """Make the services, ask, and say whether what is aimed at was met."""
    sys.path[:0] = [str(ROOT / "tests")]
    import conftest
    import django
    from support.database import Database

    django.setup()
    database = Database(ROOT / "var")
    conftest.open_when_touched(database)
    try:
        times = measured()
    finally:
        from throughcare.server.ready import close_connections

        close_connections()
        database.close()
    print(f"{SERVICES:,} services for one need; {ROUNDS} asks each; load {os.getloadavg()[0]:.1f}")
    for what, (wall, processor) in times.items():
        print(
            f"{what:<10} median {statistics.median(wall):6.1f} ms   95th percentile {p95(wall):6.1f} ms"
            f"   processor in the mean {statistics.mean(processor):5.1f} ms"
        )
    met = all(p95(wall) < AIM for wall, _ in times.values())
    print(f"aim: 95th percentile under {AIM:g} ms: {'met' if met else 'NOT met'}")
    return 0 if met else 1


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def measured() -> dict[str, tuple[list[float], list[float]]]:
    """The times of each way of asking, in milliseconds: on the wall and of this process."""
    from support.service import a_person, a_service, managed
    from support.wall_visits import browser, caller

    from throughcare.casework.interventions.queries import services_for
    from throughcare.foundation.access.session import viewing

    service = a_service()
    person = managed(a_person(service))
    make()
    by, at = person.team.officer, service.later()

    def query() -> None:
        with viewing(by, at):
            services_for(person.id, "money", at=at)

    page, api = browser(by), caller(by)
    return {
        "query": asked(query),
        "page": asked(lambda: page.get(f"/people/{person.id}/services?need=money")),
        "API": asked(lambda: api.get(f"/api/v1/people/{person.id}/services?need=money")),
    }


def make() -> None:
    """The services, by the owner."""
    from psycopg.types.range import DateRange

    from throughcare.casework.interventions.models import Service
    from throughcare.casework.supervision.rules.areas import local_areas
    from throughcare.foundation.kernel.days import today

    codes = [area["code"] for area in local_areas()]
    rows = [
        Service(
            reference=f"BENCH-{number}", title=f"Money advice {number}", needs=["money"], prime=f"Provider {number % 90}",
            areas=["E06000002", *codes[:20]] if number % 5 == 0 else codes[number % 100 + 20 :: 9], takes_women=True,
            takes_men=number % 3 != 0, youngest=18, offered=DateRange(today().replace(year=2020), None),
            sites=[site(number, which) for which in range(2)],
            places=[{"unit": "places a week", "free": number % 7, "most": 8, "said_on": "2026-11-20"}],
        )
        for number in range(SERVICES)
    ]  # fmt: skip
    Service.objects.using("owner").bulk_create(rows, ignore_conflicts=True)


def site(number: int, which: int) -> dict[str, object]:
    """A site some way from Middlesbrough."""
    key = str(uuid5(UUID(int=0), f"{number}-{which}"))
    return {
        "reference": key, "name": f"Hall {which}", "postcode": "TS1 2AA",
        "latitude": 54.57 + number % 50 / 60, "longitude": -1.23 + which / 9, "is_place": True,
    }  # fmt: skip


def asked(ask: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Each ask in milliseconds after five to warm up, on the wall and of the processor."""
    for _ in range(5):
        ask()
    wall, processor = [], []
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        ask()
        wall.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - worked))
    return wall, processor


if __name__ == "__main__":
    raise SystemExit(main())
