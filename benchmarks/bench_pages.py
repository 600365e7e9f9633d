"""How long pages take at national size: server time, queries, ratio to the same SQL by bare psycopg, growth with size.

Makes (once) a national and a small demonstration area in folders of their own under var/, then asks each page as a
member. Refuses to call fewer than 250,000 people national.
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
NATIONAL, SMALL = "bench-national", "bench-small"
ENOUGH = 250_000
ROUNDS = 60
AIMS = {"p95_ms": 80, "to_bare": 4, "growth": 1.3, "queries": 15}


def main() -> None:
    """Measure both sizes, each in a process of its own, and print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", help="measure the area kept in this folder")
    parser.add_argument("--plans", action="store_true", help="print the plan of each page's queries too")
    given = parser.parse_args()
    if given.child:
        print(json.dumps(measure(given.plans)))
        return
    results = {
        name: run(name, size, given.plans) for name, size in ((SMALL, "small"), (NATIONAL, "national"))
    }
    report(results)


def made(folder: str, size: str) -> dict[str, str]:
    """Make the area if it is not there yet; the environment in which it is asked."""
    var = ROOT / "var" / folder
    environment = {**os.environ, "THROUGHCARE_VAR": str(var), "THROUGHCARE_REQUIRE_MFA": "no"}
    if not (var / "made").exists():
        console = [sys.executable, "-m", "throughcare.faces.console"]
        subprocess.run([*console, "db", "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
        started = time.perf_counter()
        subprocess.run(
            [*console, "demo", "--size", size], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        (var / "made").write_text(f"{time.perf_counter() - started:.0f}")
    return environment


def run(folder: str, size: str, plans: bool) -> dict[str, Any]:
    """Make the area if it is not there yet, then measure it."""
    environment = made(folder, size)
    child = [sys.executable, __file__, "--child", folder, *(["--plans"] if plans else [])]
    done = subprocess.run(child, env=environment, check=True, capture_output=True, text=True)
    return {
        **json.loads(done.stdout.splitlines()[-1]),
        "made_in": (ROOT / "var" / folder / "made").read_text(),
    }


def measure(plans: bool) -> dict[str, Any]:
    """Ask each page many times as a member; run inside the folder's own environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "throughcare.config.settings"
    from throughcare.server.ready import ready

    with ready("owner"):
        counts = counted()
    with ready("web"):
        return {"counts": counts, "pages": {name: page(*ask, plans) for name, ask in asks().items()}}


def counted() -> dict[str, Any]:
    """Row counts and versions, counted by the owner, whom no wall stops."""
    import django
    from django.db import connections

    tables = (
        "people_person",
        "supervision_case",
        "supervision_tenure",
        "supervision_timelineentry",
        "access_grant",
        "audit_entry",
    )
    found: dict[str, Any] = {"django": django.__version__, "python": sys.version.split()[0]}
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
        cursor.execute("SHOW server_version")
        found["postgresql"] = cursor.fetchone()[0]
    return found


def asks() -> dict[str, tuple[Any, list[str], Any]]:
    """Each page with the member who asks and the addresses to ask in turn."""
    from django.utils import timezone

    from throughcare.casework.supervision import queries
    from throughcare.foundation.access.queries import memberships_of_email
    from throughcare.foundation.access.session import viewing

    [member, *_] = memberships_of_email("offender.manager@demo.example", at=timezone.now())
    [senior, *_] = memberships_of_email("senior.probation.officer@demo.example", at=timezone.now())
    with viewing(member, timezone.now()):
        people = queries.caseload(member.id, size=50)
    ids = [str(row.person_id) for row in people]
    names = [row.name.split()[-1] for row in people]
    return {
        "home": (member, ["/"], None),
        "home of a senior": (senior, ["/"], None),
        "search": (member, ["/people/search"], names),
        "person": (member, [f"/people/{id}" for id in ids], None),
        "timeline": (member, [f"/people/{id}/timeline" for id in ids], None),
        "caseload": (member, ["/caseload"], None),
        "team": (senior, ["/team"], None),
    }


def page(member: Any, addresses: list[str], searched: Any, plans: bool) -> dict[str, Any]:
    """Server time of one page in milliseconds, its queries, and the same SQL by bare psycopg."""
    from django.db import connection
    from django.test import Client

    from throughcare.foundation.access.models import Account

    client = Client()
    client.force_login(
        Account.objects.get(id=member.account_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    ask = _asker(client, addresses, searched)
    for n in range(5):
        ask(n)
    times = []
    for n in range(ROUNDS):
        started = time.perf_counter()
        ask(n)
        times.append(1000 * (time.perf_counter() - started))
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask(0)
    own = [(sql, params) for sql, params in asked if _is_of_the_page(sql)]
    bare = bare_time(member, own, plans)
    times.sort()
    return {
        "median_ms": statistics.median(times), "p95_ms": times[int(0.95 * len(times))], "queries": len(own),
        "bare_ms": bare["ms"], "to_bare": statistics.median(times) / bare["ms"], "plans": bare["plans"],
    }  # fmt: skip


def _asker(client: Any, addresses: list[str], searched: Any) -> Any:
    def ask(n: int) -> None:
        if searched is None:
            response = client.get(addresses[n % len(addresses)])
        else:
            response = client.post(
                addresses[0], {"words": searched[n % len(searched)], "number": ""}, follow=True
            )
        assert response.status_code == 200, (addresses, response.status_code)

    return ask


_OTHERS = (
    "django_session",
    "access_account",
    "access_membership",
    "access_open_session",
    "audit_entry",
    "SAVEPOINT",
    "mfa_authenticator",
    "throughcare_cache",
)


def _is_of_the_page(sql: str) -> bool:
    """Whether a query is the page's own: not session, viewer or audit."""
    return sql.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE")) and not any(
        o in sql for o in _OTHERS
    )


def bare_time(member: Any, statements: list[tuple[str, Any]], plans: bool) -> dict[str, Any]:
    """The same statements by bare psycopg as the same role and viewer, prepared where the page's are: median milliseconds
    of the lot, and their plans."""
    import psycopg
    from django.conf import settings
    from django.utils import timezone

    from throughcare.faces.web.prepared import is_of_the_orm
    from throughcare.foundation.access.gathered import Prepared

    where = settings.DATABASES["default"]
    with psycopg.connect(
        host=where["HOST"],
        port=where["PORT"],
        dbname=where["NAME"],
        user=where["USER"],
        password=where["PASSWORD"],
    ) as bare:
        times, told = [], []
        for n in range(ROUNDS + 5):
            with bare.transaction(), bare.cursor() as cursor, psycopg.ClientCursor(bare) as written:
                cursor.execute("SELECT access_open_session(%s, %s)", [member.id, timezone.now()])
                started = time.perf_counter()
                for sql, params in statements:
                    apart = isinstance(sql, Prepared) or is_of_the_orm(sql)
                    asking = cursor if apart else written
                    asking.execute(sql, params, prepare=True if apart else None)
                    asking.fetchall()
                times.append(1000 * (time.perf_counter() - started))
                if plans and n == 0:
                    for sql, params in statements:
                        written.execute("EXPLAIN " + sql, params)
                        told.append("\n".join(row[0] for row in written.fetchall()))
    return {"ms": statistics.median(times[5:]), "plans": told}


def report(results: dict[str, dict[str, Any]]) -> None:
    """Print both sizes side by side, with aims and what missed them."""
    national, small = results[NATIONAL], results[SMALL]
    for name, found in results.items():
        print(
            f"{name}: made in {found['made_in']} s; "
            + ", ".join(
                f"{k} {v:,}" if isinstance(v, int) else f"{k} {v}" for k, v in found["counts"].items()
            )
        )
    people = national["counts"]["people_person"]
    called = "national" if people >= ENOUGH else f"NOT NATIONAL: {people:,} people, fewer than {ENOUGH:,}"
    print(
        f"\n{called}\n{'page':18}{'median':>9}{'p95':>9}{'queries':>9}{'bare SQL':>10}{'ratio':>8}{'small median':>14}{'growth':>8}"
    )
    for name, found in national["pages"].items():
        before = small["pages"][name]["median_ms"]
        print(
            f"{name:18}{found['median_ms']:8.1f} {found['p95_ms']:8.1f} {found['queries']:8} {found['bare_ms']:9.1f}"
            f" {found['to_bare']:7.1f} {before:13.1f} {found['median_ms'] / before:7.2f}"
        )
        for plan in found["plans"]:
            print(f"    {plan}".replace("\n", "\n    "))
    print(
        f"\naims: p95 under {AIMS['p95_ms']} ms, ratio under {AIMS['to_bare']}, growth under {AIMS['growth']}, at most {AIMS['queries']} queries"
    )


if __name__ == "__main__":
    main()
