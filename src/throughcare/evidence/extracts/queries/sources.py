"""The tables that pages measure: made-up people, always there, and the extracts somebody has written beside them."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from throughcare.evidence import outcomes
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.ages import age_band

if TYPE_CHECKING:
    import pyarrow as pa

    from throughcare.evidence.outcomes.measure.tables import Tables

MADE_UP = "made-up"
MADE_UP_EVENTS, MADE_UP_SEED = 30_000, 7


@dataclass(frozen=True)
class Source:
    """Tables to choose: their name in an address, what they are in words, and when they were made."""

    name: str
    title: str
    made_up: bool
    fingerprint: str


def folder() -> Path:
    """Where extracts to be shown lie."""
    return Path(settings.OUTCOMES_FOLDER)


def sources() -> list[Source]:
    """Every source, extracts first, the latest of them first."""
    found = []
    for manifest in sorted(folder().glob("*/extract.json"), key=lambda m: -m.stat().st_mtime):
        told = json.loads(manifest.read_text())
        if manifest.parent.name != MADE_UP and told.get("made_by") == "extract":
            title = f"This service, as extracted on {date.fromisoformat(told['made_on']):%-d %B %Y}"
            print_ = f"{told['made_on']} {manifest.stat().st_mtime_ns}"
            found.append(Source(manifest.parent.name, title, False, print_))
    made = f"{MADE_UP_EVENTS} {MADE_UP_SEED}"
    return [*found, Source(MADE_UP, "Made-up people: nobody real", True, made)]


def source(name: str) -> Source:
    """One source by name; Refused when there is none."""
    for one in sources():
        if one.name == name:
            return one
    raise Refused("There are no tables of that name. Choose from the list.", field="tables")


def told_of(name: str) -> dict[str, Any]:
    """What an extract's own file says of it."""
    told: dict[str, Any] = json.loads((folder() / name / "extract.json").read_text())
    return told


def opened(name: str) -> Tables:
    """The tables of a source, checked; made-up people are invented when first asked for."""
    source(name)
    place = folder() / name
    if name == MADE_UP and not (place / "extract.json").exists():
        _make_up(place)
    tables: Tables = outcomes.load(place)
    return tables


def band_of(age: int | None) -> str | None:
    """The band of an age in whole years; none for an age nobody knows."""
    return None if age is None else age_band(age)


def _make_up(place: Path) -> None:
    """Invent people in a folder of its own beside the place and move them there whole: whoever is first.

    Two questions of one process, in threads, or of two may invent at once; each has its own folder, and
    the same seed gives both the same people.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{MADE_UP}.", dir=place.parent))
    try:
        outcomes.synthesise(making, events=MADE_UP_EVENTS, seed=MADE_UP_SEED)
        _with_ages(making)
        with suppress(OSError):  # somebody else was quicker, with the same people
            making.rename(place)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _with_ages(making: Path) -> None:
    """Put a band of ages on every event in place of the year of birth."""
    import pyarrow.parquet as pq

    people = pq.read_table(making / "people.parquet")
    born = dict(zip(people["person_id"].to_pylist(), people["birth_year"].to_pylist(), strict=True))
    events = pq.read_table(making / "index_events.parquet")
    pq.write_table(_banded(events, born), making / "index_events.parquet")
    pq.write_table(people.drop_columns(["birth_year"]), making / "people.parquet")
    manifest = json.loads((making / "extract.json").read_text()) | {"by_person": False}
    (making / "extract.json").write_text(json.dumps(manifest, indent=1) + "\n")


def _banded(events: pa.Table, born: dict[int, int]) -> pa.Table:
    import pyarrow as pa

    whose, days = events["person_id"].to_pylist(), events["event_date"].to_pylist()
    bands = [band_of(day.year - born[person]) for person, day in zip(whose, days, strict=True)]
    return events.append_column("age_band", pa.array(bands, pa.string()))
