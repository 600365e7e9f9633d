"""The one act of extraction: permitted, whole, checked and audited."""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from throughcare.evidence import outcomes
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models

from ..queries import counting, numbering, published, reading, sources
from ..rules import figures, managing
from ..store import in_turn

if TYPE_CHECKING:
    import pyarrow as pa

    from throughcare.evidence.outcomes.measure.tables import Tables

    from ..models import PublishedFigures

MADE_BY, SERVICE = "extract", "service"
HEADLINE = "england-and-wales-three-month"


@dataclass(frozen=True)
class Extracted:
    """What was written: rows by table, rows left out by why, and the last day proofs are known to."""

    rows: Mapping[str, int]
    left_out: Mapping[str, int]
    known_to: date


@action(Permission.EXTRACT_OUTCOMES)
def extract_outcomes(*, by: Member, at: datetime, folder: Path, known_to: date | None = None) -> Extracted:
    """Write the tables of an extract to a folder, checked as any extract is; an earlier extract there is replaced.

    People are keyed numbers; there are no names and no days of birth. Refused when the folder holds something
    else, when no court result is known, or when a table is bad.
    """
    _check_free(folder)
    tables, salt, left_out, known = _read(day_of(at), known_to)
    manifest = {
        "known_to": known.isoformat(),
        "made_by": MADE_BY,
        "made_on": day_of(at).isoformat(),
        "salt": salt,
        "rows": {name: table.num_rows for name, table in tables.items()},
        "services": sorted(set(tables["services"]["service"].to_pylist())),
        "left_out": left_out,
        "rules": reading.rules(),
    }
    _write(folder, tables, manifest)
    add_to_line(known_to=known.isoformat(), rows=manifest["rows"], left_out=left_out)
    return Extracted({name: table.num_rows for name, table in tables.items()}, left_out, known)


@action(Permission.EXTRACT_OUTCOMES)
def publish_figures(*, by: Member, at: datetime) -> int:
    """Publish, of every area, the figures of each whole month that were not published yet; how many were.

    Counted as the auditor in one moment, withheld and rounded here; only what may be told is stored, as the owner. What
    was published stays as it was, so that no two days' figures of one month can be set against each other.
    """
    from ..models import PublishedFigures

    today = day_of(at)
    months = figures.month_ends(today)
    done = set(PublishedFigures.objects.values_list("kind", "place", "on"))
    with reading.snapshot() as cursor:
        records = counting.read(cursor, reading.asked, today)
    rows, settling = [], set(models.areas_settling(today))
    for on in months:
        for place, people in _by_settler(counting.people_on(records, on), settling).items():
            if (published.CASELOAD, place, on) not in done:
                told = figures.one_by_one(people, counting.columns_of(people))
                rows.append(
                    PublishedFigures(kind=published.CASELOAD, place=place, on=on, figures=told, at=at)
                )
    rows += [
        PublishedFigures(kind=published.FLOW, place=place, on=on, figures=told, at=at)
        for before, on in pairwise(months)
        for place, told in _flow(records, before, on, settling).items()
        if (published.FLOW, place, on) not in done
    ]
    for place, became in _became(settling).items():
        if (published.BECAME, place, months[-1]) not in done:
            rows.append(
                PublishedFigures(kind=published.BECAME, place=place, on=months[-1], figures=became, at=at)
            )
    rows += _managed(records, months[-1], settling, done, at)
    PublishedFigures.objects.using("owner").bulk_create(rows)
    add_to_line(figures=len(rows))
    return len(rows)


def _by_settler(
    people: Mapping[str, list[figures.Counted]], settling: set[str]
) -> dict[str, list[figures.Counted]]:
    """People by the area that settles how they are supervised: the nearest with a model of its own, else their own."""
    found: dict[str, list[figures.Counted]] = {}
    for area, counted in people.items():
        found.setdefault(_settler(area, settling), []).extend(counted)
    return found


def _flow(
    records: counting.Records, before: date, on: date, settling: set[str]
) -> dict[str, figures.Figures]:
    """Who came to each area and went from it in a month, told as numbers; whoever moved within it did neither."""
    there = [defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)]
    for found, day in zip(there, (before, on), strict=True):
        for person, area in counting.where_on(records, day).items():
            found[_settler(area, settling)].add(person)
    return {place: figures.flow_told(there[0][place], people) for place, people in list(there[1].items())}


def _managed(
    records: counting.Records, on: date, settling: set[str], done: set[tuple[str, str, date]], at: datetime
) -> list[PublishedFigures]:
    """How the people of each area were managed in the year to a month's end, fit to be told, where it is due."""
    from ..models import PublishedFigures

    def settler(area: str) -> str:
        return _settler(area, settling)

    cases, managers = counting.held(records.cases, settler), counting.held(records.managers, settler)
    found = managing.managed(cases, managers, managing.year_to(on))
    return [
        PublishedFigures(
            kind=published.MANAGED, place=place, on=on, figures=managing.managed_told(one), at=at
        )
        for place, one in found.items()
        if managing.is_due(on, [day for kind, of, day in done if (kind, of) == (published.MANAGED, place)])
    ]


def _settler(area: str, settling: set[str]) -> str:
    return next((above for above in models.areas_from(area) if above in settling), area)


def _became(settling: set[str]) -> dict[str, dict[str, Any]]:
    """What became of each area's people, as the headline definition counts it of the service's own extract.

    Each area is a choice of the local areas in it, answered in the light of all that was answered of these tables.
    """
    if not (sources.folder() / SERVICE / "extract.json").exists():
        return {}
    counted_by = outcomes.definition(HEADLINE)
    held = sources.opened(SERVICE).read("index_events")["area"].unique().to_pylist()
    places: dict[str, list[str]] = {}
    for area in sorted(filter(None, held)):
        places.setdefault(_settler(area, settling), []).append(area)

    def ask(tables: Tables, of: tuple[str, ...]) -> Any:
        given: dict[str, Any] = {"engine": "duckdb", "within": counted_by.in_force, "where": {"area": of}}
        return outcomes.reoffending(tables, counted_by, **given)

    found = {}
    for place, local in places.items():
        try:
            cells = in_turn(SERVICE, partial(ask, of=tuple(local))).cells
        except Refused as refusal:
            found[place] = {"because": refusal.because}
        else:
            found[place] = _told(cells[0]) if cells else {"because": "nobody to measure"}
    return found


def _told(cell: Any) -> dict[str, Any]:
    """One area's rate and its interval, or why there is none."""
    rate = cell.binary
    if not isinstance(rate, outcomes.Estimate):
        return {"because": str(rate)}
    return {"entries": str(cell.entries), "rate": [rate.value, rate.low, rate.high]}


def _read(today: date, known_to: date | None) -> tuple[dict[str, pa.Table], int, dict[str, int], date]:
    from ..queries import tables as making

    with reading.snapshot() as cursor:
        known = known_to or reading.known_to(cursor, today)
        if known is None:
            raise Refused("No court result has been recorded, so there is nothing to extract.")
        if known > today:
            raise Refused("Proofs cannot be known to a day that has not come.", field="known_to")
        read, without = reading.read(cursor, known)
    made, salt, left_out = making.disclosed(read, numbering.key(sources.folder()))
    return made, salt, {**without, **left_out}, known


def _check_free(folder: Path) -> None:
    if not folder.exists() or not any(folder.iterdir()):
        return
    manifest = folder / "extract.json"
    if not manifest.exists() or json.loads(manifest.read_text()).get("made_by") != MADE_BY:
        raise Refused(
            f"{folder.name} holds something that is not an extract. Name another folder.", field="out"
        )


def _write(folder: Path, tables: Mapping[str, pa.Table], manifest: Mapping[str, Any]) -> None:
    """Write beside the folder, check every row, and only then take its place."""
    import pyarrow.parquet as pq

    making = folder.with_name(f".{folder.name}.{os.getpid()}")
    making.mkdir(parents=True, mode=0o700)
    try:
        for name, table in tables.items():
            pq.write_table(table, making / f"{name}.parquet")
        (making / "extract.json").write_text(json.dumps(manifest, indent=1) + "\n")
        outcomes.check_folder(making)
        if folder.exists():
            shutil.rmtree(folder)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
