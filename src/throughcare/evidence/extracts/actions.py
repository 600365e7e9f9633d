"""The one act of extraction: permitted, whole, checked and audited."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from throughcare.evidence import outcomes
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from .queries import numbering, reading, sources

if TYPE_CHECKING:
    import pyarrow as pa

MADE_BY = "extract"


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


def _read(today: date, known_to: date | None) -> tuple[dict[str, pa.Table], int, dict[str, int], date]:
    from .queries import tables as making

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
