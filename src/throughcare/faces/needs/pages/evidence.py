"""What an intention rests on, in words: the figure of need that it cites, demand that was lost, gaps that were reported."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from throughcare.commissioning.needs import queries
from throughcare.faces.web.look.parts import Link, Row, Unknown


def evidence(kept: dict[str, Any]) -> list[Row]:
    """What an intention cites, as it stood that day, with where the figure stands; nothing where it cites none."""
    if not kept:
        return []
    figure, lost = kept["figure"], kept["lost"]
    names = queries.names_of_places()
    figure_at = f"/need?{urlencode({'place': kept['place'], 'quarter': kept['first']})}"

    def told(name: str) -> object:
        return Unknown("Withheld") if figure[name] is None else figure[name]

    rows = [
        Row(
            "Need cited",
            Link(f"{names.get(kept['place'], kept['place'])}, {kept['first']} to {kept['last']}", figure_at),
        ),
        Row("Assessed as having it", told("with_it")),
        Row("Taken on by nobody", told("not_met")),
        Row("Gaps reported in the year before", kept["gaps"]),
        Row(
            "Demand lost to waits in the year before, everywhere",
            Unknown("Too few were sent to say")
            if lost is None
            else "; ".join(f"{many} {why}" for why, many in lost.items()) or "None",
        ),
    ]
    if figure["expected"]:
        rows.insert(2, Row("To be expected of everybody", "{:,} to {:,}".format(*figure["expected"])))
    return rows
