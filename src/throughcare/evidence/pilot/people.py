"""The made-up people of one replication as tables: whom the official measure can be asked of, and who says of themselves that they are made up."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from throughcare.evidence.outcomes.measure import layout
from throughcare.evidence.outcomes.measure.tables import MANIFEST, Tables
from throughcare.foundation.kernel import Refused

from .assumptions import assumptions_on
from .coding import COHORTS, RISKS, SENTENCES
from .design import Design
from .running import WARM_WEEKS, Prepared, Spec, prepared, run_world, values_of
from .world.state import LOGGED, OCCASION, YEAR

if TYPE_CHECKING:
    import pyarrow as pa

MADE_BY: Final = "pilot"
WARNING: Final = "Made up: nobody in these tables is or was anybody. Every effect in them was put in."
IN_THE_WEEK: Final = 3
"""Days into its week on which an offence is dated, so that 52 weeks and twelve months hold the same offences."""
PROOF_WEEKS: Final = 27
"""How long after the last week proofs are known: the six months that definitions allow for them."""


def tables_of(design: Design, area: str, spec: Spec) -> Tables:
    """The people of one area in the first replication of a spec: an index event for each year followed, and every offence.

    Refused where the design has no such area.
    """
    if area not in design.areas:
        raise Refused(f"the design has no area “{area}”; expected one of {', '.join(design.areas)}")
    return people_of(prepared(design, spec), area, spec.first)


def people_of(ready: Prepared, area: str, replication: int) -> Tables:
    """The tables of one replication of what is prepared."""
    design, spec = ready.design, ready.spec
    world, _ = run_world(ready, area, replication, rows=8 * design.areas[area])
    log = world.log[: int(world.hub["at"][LOGGED])]
    log = log[log["week"] >= WARM_WEEKS]
    lag = values_of(assumptions_on(design.starts).table, design, spec.values)["lag_weeks"]
    bodies = [*(str(body) for body in ready.bodies), "nobody"]
    first = design.starts - timedelta(weeks=WARM_WEEKS)
    known_to = first + timedelta(weeks=WARM_WEEKS + spec.weeks + max(int(lag), PROOF_WEEKS) + 1)
    sources = {
        "index_events": _events(log[log["what"] == YEAR], first, bodies, ready.rules[area]["two_year"]),
        "offences": _offences(log[log["what"] == OCCASION], first, max(1, int(lag))),
    }
    return Tables(known_to, sources, by_person=False)


def _dates(first: date, weeks: np.ndarray, days: int = 0) -> pa.Array:
    import pyarrow as pa

    since = (first - date(1970, 1, 1)).days + days
    return pa.array((weeks.astype(np.int32) * 7 + since).astype(np.int32), pa.int32()).cast(pa.date32())


def _events(rows: np.ndarray, first: date, bodies: list[str], two_year: np.ndarray) -> pa.Table:
    import pyarrow as pa

    released = rows["sentence"] >= 5
    groups = {
        cohort.value: np.where(rows["cohort"] >> bit & 1, "yes", "no") for bit, cohort in enumerate(COHORTS)
    }
    return pa.table(
        {
            "event_id": np.arange(len(rows), dtype=np.int64),
            "person_id": rows["number"],
            "event_date": _dates(first, rows["week"]),
            "kind": np.where(released, "custody_release", "court_order"),
            "predicted": two_year[rows["band"]],
            "body": np.array(bodies)[rows["pool"]],
            "sentence": np.array([str(one) for one in SENTENCES])[rows["sentence"]],
            "risk": np.array([str(one) for one in RISKS])[rows["risk"]],
            "changes": rows["changes"].astype(np.int64),
            **groups,
        }
    )


def _offences(rows: np.ndarray, first: date, lag: int) -> pa.Table:
    import pyarrow as pa

    each = np.repeat(rows, rows["many"])
    return pa.table(
        {
            "person_id": each["number"],
            "offence_date": _dates(first, each["week"], IN_THE_WEEK),
            "proven_date": _dates(first, each["week"] + lag, IN_THE_WEEK),
            "breach": np.zeros(len(each), bool),
            "proved_by": np.full(len(each), "conviction"),
        }
    )


def write_people(design: Design, area: str, spec: Spec, folder: Path) -> dict[str, int]:
    """Write the tables of ``tables_of`` to a folder as outcomes read them, and say how many rows each has."""
    found = tables_of(design, area, spec)
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for name in found.sources:
        table = found.read(name)
        writer = layout.writer(folder / f"{name}.parquet", name, table.schema)
        writer.write_table(table.cast(writer.schema))
        writer.close()
        rows[name] = table.num_rows
    manifest = {
        "known_to": found.known_to.isoformat(),
        "by_person": False,
        "made_by": MADE_BY,
        "warning": WARNING,
        "design": design.name,
        "seed": spec.seed,
        "replication": spec.first,
        "rows": rows,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
    return rows
