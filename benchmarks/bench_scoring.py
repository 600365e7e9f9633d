"""How many people a second are scored at once, and one by one; how many tiers are worked out again.

Run: ``python benchmarks/bench_scoring.py [ROWS]`` (a million by default). Made-up people, seeded; prints rows,
versions, processors and what else the machine was doing, so that a figure can be judged.
"""

from __future__ import annotations

import os
import platform
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from throughcare.casework.assessment.rules import editions
from throughcare.casework.assessment.rules.batch import columns_of
from throughcare.casework.assessment.rules.predictors import FIELDS, Field, Kind, score
from throughcare.casework.assessment.rules.tier import V3Facts, tier_v3
from throughcare.faces.assessment.console.scoring import score_file

DISTINCT = 20_000
TIERS = 250_000
SCALAR = 2_000


def cell(field: Field, chance: random.Random, born: date) -> str:
    """One made-up answer, as a batch file holds it."""
    by_kind = {
        Kind.DATE: lambda: a_day(field, chance, born),
        Kind.YES_NO: lambda: (
            "no" if field.name == "ever_sexual_offence" else chance.choice(["yes", "no", "no"])
        ),
        Kind.SET: lambda: ";".join(chance.sample(field.choices, chance.randint(0, 2))) or "none",
        Kind.LEVEL: lambda: str(chance.randint(0, 2)),
        Kind.NUMBER: lambda: str(NUMBERS.get(field.name, lambda _: 1)(chance)),
        Kind.TEXT: lambda: chance.choice(field.choices or _CODES),
    }
    return by_kind[field.kind]()


NUMBERS = {"age_at_first_sanction": lambda _: 17, "sanctions": lambda chance: chance.randint(1, 20)}
AT_AGE = {"date_of_birth": 0, "conviction_date": 27, "follow_up_date": 28, "assessment_date": 29}


def a_day(field: Field, chance: random.Random, born: date) -> str:
    """A day at about the age that the field suggests."""
    later = chance.randint(0, 300) if field.name != "date_of_birth" else 0
    return (born + timedelta(days=365 * AT_AGE.get(field.name, 26) + later)).isoformat()


_CODES = sorted(editions.offence_weights().keys() & editions.offence_categories().keys())[2:2000]


def people(rows: int, instrument: str) -> pl.DataFrame:
    chance = random.Random(20261121)
    names = [
        name
        for name in columns_of(instrument)
        if name not in {"images", "contact_adult", "contact_child", "non_contact"}
    ]
    made = []
    for _ in range(min(rows, DISTINCT)):
        born = date(1960, 1, 1) + timedelta(days=chance.randint(0, 365 * 36))
        made.append({name: cell(FIELDS[name], chance, born) for name in names})
    few = pl.DataFrame(made)
    return pl.concat([few] * -(-rows // few.height)).head(rows)


def batch(rows: int, instrument: str, folder: Path) -> None:
    source, out = folder / "people.csv", folder / "scores.csv"
    people(rows, instrument).write_csv(source)
    began, worked = time.perf_counter(), time.process_time()
    scored, refused = score_file(source, out, instrument)
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    print(
        f"{instrument:8} {rows:>9,} rows, file to file: {took:6.2f} s ({rows / took:>9,.0f} a second; "
        f"{cpu:.2f} s of processor; {scored:,} scored, {refused:,} refused)"
    )


def one_by_one() -> None:
    rows = people(SCALAR, "arp").to_dicts()
    answers = [{name: value(FIELDS[name], text) for name, text in row.items()} for row in rows]
    began = time.perf_counter()
    done = sum(1 for each in answers if score_or_none(each))
    took = time.perf_counter() - began
    print(f"arp, one by one, every term explained: {done / took:,.0f} a second")


def score_or_none(answers: dict) -> bool:
    from throughcare.foundation.kernel import Refused

    try:
        return score("arp", answers) is not None
    except Refused:
        return False


def value(field: Field, text: str):
    readers = {
        Kind.DATE: date.fromisoformat,
        Kind.YES_NO: lambda said: said == "yes",
        Kind.SET: lambda said: frozenset() if said == "none" else frozenset(said.split(";")),
        Kind.LEVEL: int,
        Kind.NUMBER: int,
        Kind.TEXT: str,
    }
    return readers[field.kind](text)


def tiers() -> None:
    chance = random.Random(1)
    facts = [
        V3Facts(
            has_active_event=True,
            arp=chance.uniform(0, 100),
            csrp=chance.uniform(0, 12),
            arp_static=False,
            csrp_static=False,
            contact=None,
            contact_band=None,
            mappa=chance.random() < 0.1,
            rosh="medium",
            lifer_ipp=False,
            released_on=None,
            domestic_abuse=False,
            stalking=False,
            child_protection=False,
            ever_sexual_offence=False,
            on=None,
        )
        for _ in range(TIERS)
    ]
    began = time.perf_counter()
    for each in facts:
        tier_v3(each)
    took = time.perf_counter() - began
    print(f"tier 3 worked out again for {TIERS:,} people: {took:.1f} s ({TIERS / took:,.0f} a second)")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(
        f"Python {platform.python_version()}, polars {pl.__version__}, {os.cpu_count()} processors, load {load}"
    )
    if rows < 250_000:
        print("Fewer than 250,000 people: not a national figure.")
    with tempfile.TemporaryDirectory() as folder:
        for instrument in ("arp", "svrp", "csrp", "ogrs3", "rsr"):
            batch(rows, instrument, Path(folder))
    one_by_one()
    tiers()


if __name__ == "__main__":
    main()
