"""The tables that pages measure: made-up people, always there, the service's extracts, and what one's organisation sent."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from throughcare.evidence import outcomes
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.ages import age_band
from throughcare.foundation.kernel.days import day_of

from . import sent

if TYPE_CHECKING:
    import pyarrow as pa

    from throughcare.evidence.outcomes.measure.tables import Tables

MADE_UP = "made-up"
MADE_UP_EVENTS, MADE_UP_SEED = 120_000, 7


@dataclass(frozen=True)
class Source:
    """Tables to choose: their name in an address, what they are in words, and when they were made.

    ``empty`` is an extract of nobody; ``own`` are tables that the viewer's organisation sent, of which ``columns``
    says what each holds.
    """

    name: str
    title: str
    made_up: bool
    fingerprint: str
    empty: bool = False
    own: bool = False
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    aside: str = ""

    def holds(self, column: str) -> bool:
        """Whether events or people are told apart by a column; taken to be so where nobody said which there are."""
        return (
            not self.own
            or column == "year"
            or any(column in self.columns.get(table, ()) for table in ("index_events", "people"))
        )


def folder() -> Path:
    """Where extracts to be shown lie."""
    return Path(settings.OUTCOMES_FOLDER)


def sources() -> list[Source]:
    """Every source: extracts of somebody, the latest first; what the viewer's organisation sent; made-up people; the empty.

    The first is what pages ask of unless told otherwise, so an extract of nobody is never the first.
    """
    found = [
        _extract(one) for one in sorted(folder().glob("*/extract.json"), key=lambda m: -m.stat().st_mtime)
    ]
    extracts = [one for one in found if one is not None]
    own = [_own(one) for one in sent.sent_tables() if one.state == "ready"]
    made = Source(MADE_UP, "Made-up people: nobody real", True, f"{MADE_UP_EVENTS} {MADE_UP_SEED}")
    return [
        *(one for one in extracts if not one.empty),
        *own,
        made,
        *(one for one in extracts if one.empty),
    ]


def _extract(manifest: Path) -> Source | None:
    """The extract of a manifest; None for made-up people, and for what is no extract of the service."""
    told = json.loads(manifest.read_text())
    if manifest.parent.name == MADE_UP or told.get("made_by") != "extract":
        return None
    empty = told.get("rows", {}).get("index_events") == 0
    made = f"{date.fromisoformat(told['made_on']):%-d %B %Y}"
    title = f"This service, as extracted on {made}" + (": nobody is in it yet" if empty else "")
    return Source(
        manifest.parent.name, title, False, f"{told['made_on']} {manifest.stat().st_mtime_ns}", empty=empty
    )


def _own(one: sent.Seen) -> Source:
    title = f"{one.title}, sent on {day_of(one.at):%-d %B %Y}"
    columns = one.told.get("columns", {})
    return Source(
        one.name,
        title,
        False,
        f"{one.id} {one.checked_at}",
        own=True,
        columns=columns,
        aside=aside_words(one.told),
    )


def aside_words(told: Mapping[str, Any]) -> str:
    """In words, who and what of tables that were sent is not measured; empty when everything is."""
    people, nobody = told.get("people_aside", 0), told.get("rows_of_nobody", 0)
    said = []
    if people:
        said.append(
            "1 person whom a bad row is about is set aside."
            if people == 1
            else f"{people:,} people whom bad rows are about are set aside."
        )
    if nobody:
        whose = (
            "1 row does not say whose it is" if nobody == 1 else f"{nobody:,} rows do not say whose they are"
        )
        said.append(f"{whose}: what became of somebody may be missing.")
    return " ".join(said)


def source(name: str) -> Source:
    """One source by name; Refused when there is none."""
    for one in sources():
        if one.name == name:
            return one
    raise Refused("There are no tables of that name. Choose from the list.", field="tables")


def told_of(name: str) -> dict[str, Any]:
    """What an extract's own file says of it, or what the check said of tables that were sent."""
    own = sent.one_called(name)
    if own is not None:
        return dict(own.told)
    told: dict[str, Any] = json.loads((folder() / name / "extract.json").read_text())
    return told


def opened(name: str) -> Tables:
    """The tables of a source, checked; made-up people are invented when first asked for."""
    source(name)
    own = sent.one_called(name)
    if own is not None:
        return sent.opened(own)
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
