"""How long a search of people takes in the database at national size, for one who sees few and for one who sees all.

Run ``python benchmarks/bench_search.py``. It makes (once) a database of 250,000 people by SQL in a folder of its own under
var/: names put together from the demonstration's lists and made-up syllables, a grant each to a unit that sees
everybody, and to one unit of sixty. Only ``people_search`` is timed, as the web role: no page, no session, no audit.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEOPLE, FEW, ROUNDS, AIM = 250_000, 60, 200, 80.0
FOLDER = "bench-search"
ALL_UNIT, FEW_UNIT = "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000f"
AT = datetime(2026, 11, 29, 10, tzinfo=UTC)


def main() -> int:
    """Make the people where there are none, ask, and say whether what is aimed at was met."""
    os.environ |= {
        "THROUGHCARE_VAR": str(ROOT / "var" / FOLDER),
        "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
    }
    subprocess.run(
        [sys.executable, "-m", "throughcare.faces.console", "db", "migrate"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    from throughcare.server.ready import ready

    with ready("owner"):
        made_in = make()
    with ready("web"):
        found = {who: asked(who, unit) for who, unit in (("sees 60", FEW_UNIT), ("sees everybody", ALL_UNIT))}
    print(f"{PEOPLE:,} people made in {made_in:.0f} s; {ROUNDS} searches each")
    for who, times in found.items():
        print(
            f"{who:<15} median {statistics.median(times):6.1f} ms   95th percentile {p95(times):6.1f} ms   worst {max(times):6.1f} ms"
        )
        print(
            f"{'':<15} processor of PostgreSQL, in the mean {1000 * PROCESSOR[who] / ROUNDS:.1f} ms a search"
        )
    met = all(p95(times) < AIM for times in found.values())
    print(f"aim: 95th percentile under {AIM:g} ms: {'met' if met else 'NOT met'}")
    return 0 if met else 1


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def names() -> tuple[list[str], list[str]]:
    """First names and surnames, standard spelling: common ones many times, made-up ones once."""
    from throughcare.evidence.population.names import family_name, first_names, luck_of

    by = random.Random(1)
    firsts = [first_names(luck_of(by), by.choices("MF", [85, 15])[0], "W1")[0].upper() for _ in range(2000)]
    common = [family_name(luck_of(by), "W1").upper().replace("-", " ") for _ in range(1200)]
    parts = [
        "ASH",
        "BAR",
        "BER",
        "BRAY",
        "CAL",
        "COR",
        "DAL",
        "DEN",
        "DOW",
        "FAL",
        "GAR",
        "HAL",
        "HAR",
        "KEL",
        "LAN",
        "MAR",
        "MEL",
        "NOR",
        "PEN",
        "POL",
        "RAD",
        "SAL",
        "SED",
        "TAR",
        "TOR",
        "VEN",
        "WAL",
    ]
    ends = [
        "BY",
        "CROFT",
        "DALE",
        "FIELD",
        "FORD",
        "HAM",
        "LAND",
        "LEY",
        "MAN",
        "MORE",
        "SON",
        "STEAD",
        "TON",
        "WELL",
        "WICK",
        "WOOD",
        "WORTH",
    ]
    rare = [by.choice(parts) + by.choice([*parts, ""]) + by.choice(ends) for _ in range(1800)]
    return firsts, common + rare


def make() -> float:
    """Two hundred and fifty thousand people with a grant each, in one statement for each table."""
    from django.db import connections

    started = time.perf_counter()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        if cursor.fetchone()[0] >= PEOPLE:
            return 0.0
        firsts, lasts = names()
        cursor.execute(
            "INSERT INTO access_organisation (id, name, kind, sector, version) VALUES (%s, 'Everybody', 'public probation provider',"
            " 'public', 1)",
            [ALL_UNIT],
        )
        for unit, name in ((ALL_UNIT, "sees everybody"), (FEW_UNIT, "sees sixty")):
            cursor.execute(
                "INSERT INTO access_unit (id, organisation_id, name, kind, area_code, address, postcode, version)"
                " VALUES (%s, %s, %s, 'team', '', '', '', 1)",
                [unit, ALL_UNIT, name],
            )
        cursor.execute(
            """INSERT INTO people_person (id, forenames, surname, preferred_name, standard_name, date_of_birth, sex, gender_identity,
                 gender_identity_words, ethnicity, religion, disabled, first_language, other_languages, needs_interpreter,
                 has_caring_responsibilities, sentenced_on, state, recorded_by_unit, recorded_by_organisation, recorded_at, version)
               SELECT gen_random_uuid(), f, l, '', f || ' ' || l, date '1950-01-01' + n %% 20000, 'M', 'not_asked', '', 'not_asked',
                 'not_asked', 'not_asked', '', '{}', 'not_asked', 'not_asked', '{}', 'current', %s, %s, %s, 1
               FROM (SELECT n, (%s::text[])[1 + floor(random() * %s)::int] || CASE WHEN random() < 0.5 THEN ' ' ||
                   (%s::text[])[1 + floor(random() * %s)::int] ELSE '' END AS f, (%s::text[])[1 + floor(random() * %s)::int] AS l
                 FROM generate_series(1, %s) n) made""",
            [ALL_UNIT, ALL_UNIT, AT, firsts, len(firsts), firsts, len(firsts), lasts, len(lasts), PEOPLE],
        )
        for unit, limit in ((ALL_UNIT, PEOPLE), (FEW_UNIT, FEW)):
            cursor.execute(
                "INSERT INTO access_grant (id, person_id, unit_id, purpose, cause_kind, cause_id, parts, during) SELECT gen_random_uuid(),"
                " id, %s, 'recording', 'recorded', gen_random_uuid(), '{everything}', tstzrange(%s, NULL) FROM people_person ORDER BY id LIMIT %s",
                [unit, "2026-01-01", limit],
            )
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE people_person")
        cursor.execute("VACUUM ANALYZE access_grant")
    return time.perf_counter() - started


PROCESSOR: dict[str, float] = {}


def backend_seconds(pid: int) -> float:
    """Seconds of processor that one backend has taken."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def asked(who: str, unit: str) -> list[float]:
    """Milliseconds of each search: surnames, whole names, first names alone, some misspelt, as people ask."""
    from django.db import connection, transaction

    firsts, lasts = names()
    by, times = random.Random(2), []
    for n in range(ROUNDS):
        first, last = by.choice(firsts), by.choice(lasts)
        words = (last, f"{first} {last}", misspelt(by, last), f"{misspelt(by, last)} {first}", first)[n % 5]
        with transaction.atomic(), connection.cursor() as cursor:
            for name, value in (
                ("app.units", "{" + unit + "}"),
                ("app.at", AT.isoformat()),
                ("app.barred", "{}"),
            ):
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
            before, started = backend_seconds(pid), time.perf_counter()
            cursor.execute("SELECT person_id, likeness FROM people_search(%s, NULL, NULL, 51)", [words])
            cursor.fetchall()
            times.append((time.perf_counter() - started) * 1000)
            PROCESSOR[who] = PROCESSOR.get(who, 0) + backend_seconds(pid) - before
    return times[10:]


def misspelt(by: random.Random, name: str) -> str:
    """A name with two letters turned round."""
    at = by.randrange(1, max(2, len(name) - 1))
    return name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]


if __name__ == "__main__":
    sys.exit(main())
