"""What an engine counts in one cell: whole numbers from which every rate and interval is reckoned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Moments:
    """Counts of one cell. An entry is a person's place in one cohort; a person may have several.

    ``awaiting`` entries have incomplete follow-up or proof and are in no other count. Severity is
    in hundredths, None when the tables hold none. The squares and products are of each person's
    totals (n entries, y of them reoffended, f reoffences, s severity), for errors clustered by
    person; ``predicted_*`` are over the entries whose chance is known.
    """

    entries: int
    awaiting: int
    people: int
    reoffended: int
    reoffences: int
    severity: int | None
    nn: int
    yy: int
    ff: int
    ny: int
    nf: int
    fy: int
    ss: int | None
    ns: int | None
    predicted_known: int
    predicted_reoffended: int
    predicted_sum: float
    predicted_squares: float
    predicted_hits: float


WHOLE = tuple(name for name, kind in Moments.__annotations__.items() if not kind.startswith("float"))
REAL = tuple(name for name, kind in Moments.__annotations__.items() if kind.startswith("float"))


def from_row(row: Mapping[str, Any]) -> Moments:
    """The counts of an engine's row; engines hand back wider number types than they were given."""
    whole = {name: None if row.get(name) is None else int(row[name]) for name in WHOLE}
    return Moments(**whole, **{name: float(row[name] or 0.0) for name in REAL})  # type: ignore[arg-type]
