"""An agreement and its statements as JSON, and back: so that either side works out the same penny with nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from throughcare.foundation.kernel import Refused

from .agreed import Earns, Timed
from .agreement_reading import agreement_from
from .monthly import Fact, OwedFor, in_order
from .result_reading import result_from
from .results import Told
from .signing import Edition
from .stating import Kept, Stated

FORMAT = "throughcare agreement 2"
_KNOWN = {one.value: one for one in (*Earns, *Timed)}


def export(
    title: str,
    editions: Iterable[tuple[int, date, str]],
    kept: Sequence[Kept],
    ended: date | None = None,
    told: Iterable[tuple[int, str, bool, str]] = (),
) -> str:
    """The editions agreed (number, first day, text), its last day where it ended early, every result told and every statement as it was kept, as JSON with sorted keys."""
    content = {
        "format": FORMAT,
        "title": title,
        "ended": ended.isoformat() if ended else None,
        "editions": [
            {"number": number, "starts": starts.isoformat(), "terms": text}
            for number, starts, text in editions
        ],
        "results": [
            {"number": number, "known": known, "official": official, "result": text}
            for number, known, official, text in told
        ],
        "statements": [_kept_out(one) for one in kept],
    }
    return json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False)


def _kept_out(one: Kept) -> dict[str, Any]:
    return {
        "month": one.month.isoformat(),
        "added": [_fact_out(fact) for fact in in_order(one.added)],
        "removed": [_fact_out(fact) for fact in in_order(one.removed)],
        "lines": [
            {
                "month": line.month.isoformat(), "what": line.what.value, "name": line.name, "pence": line.pence,
                "words": line.words, "sources": [str(source) for source in line.sources], "ruled": one.ruled.get(line.key),
            }
            for line in one.lines
        ],
    }  # fmt: skip


def _fact_out(fact: Fact) -> dict[str, str | int | None]:
    def said(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "source": str(fact.source), "what": fact.what.value, "since": fact.since.isoformat(), "came": said(fact.came),
        "withdrawn_on": said(fact.withdrawn_on), "absent_on": said(fact.absent_on), "quantity": fact.quantity,
    }  # fmt: skip


@dataclass(frozen=True)
class Exported:
    """What an export says: the title, the editions, every statement as it was kept, the last day where it ended early, and results."""

    title: str
    editions: tuple[Edition, ...]
    kept: tuple[Kept, ...]
    ended: date | None = None
    told: tuple[Told, ...] = ()


def exported(text: str, name: str) -> Exported:
    """What an export says; refused, with the place, where it is not one."""
    try:
        content = json.loads(text)
    except ValueError as wrong:
        raise Refused(f"{name} is not JSON: {wrong}") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Refused(f"{name} is not an export of an agreement; expected “format”: “{FORMAT}”.")
    place = "the editions"
    try:
        editions = tuple(_edition(one, name) for one in content["editions"])
        kept = []
        for number, one in enumerate(content["statements"], 1):
            place = f"statement {number}"
            kept.append(_kept_in(one))
        place, ended = "its last day", content.get("ended")
        last = date.fromisoformat(ended) if ended is not None else None
        place = "its results"
        told = tuple(
            Told(
                int(one["number"]),
                date.fromisoformat(one["known"]),
                bool(one["official"]),
                result_from(one["result"])[0],
            )
            for one in content.get("results", ())
        )
        return Exported(str(content["title"]), editions, tuple(kept), last, told)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise Refused(f"{name}, {place}: {_said(wrong)}") from None


def _said(wrong: Exception) -> str:
    return f"it lacks “{wrong.args[0]}”" if isinstance(wrong, KeyError) else str(wrong)


def _edition(one: Mapping[str, Any], name: str) -> Edition:
    agreed = agreement_from(one["terms"], f"{name}, terms of edition {one['number']}")
    return Edition(int(one["number"]), date.fromisoformat(one["starts"]), agreed)


def _kept_in(one: Mapping[str, Any]) -> Kept:
    lines, ruled = [], {}
    for line in one["lines"]:
        pence, instead = _pence(line["pence"]), line["ruled"]
        read = Stated(
            date.fromisoformat(line["month"]), OwedFor(line["what"]), str(line["name"]), pence, str(line["words"]),
            tuple(UUID(source) for source in line["sources"]),
        )  # fmt: skip
        lines.append(read)
        if instead is not None:
            ruled[read.key] = _pence(instead)
    added, removed = (frozenset(_fact_in(fact) for fact in one[key]) for key in ("added", "removed"))
    return Kept(date.fromisoformat(one["month"]), added, removed, tuple(lines), ruled)


def _pence(said: object) -> int:
    if isinstance(said, bool) or not isinstance(said, int):
        raise ValueError(f"{said!r} is not a whole number of pence")
    return said


def _quantity(said: object) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or said < 1:
        raise ValueError(f"{said!r} is no quantity; expected a whole number from 1")
    return said


def _fact_in(one: Mapping[str, Any]) -> Fact:
    def day(said: str | None) -> date | None:
        return date.fromisoformat(said) if said is not None else None

    if one["what"] not in _KNOWN:
        raise ValueError(f"“{one['what']}” is nothing that is counted")
    return Fact(
        UUID(one["source"]), _KNOWN[one["what"]], date.fromisoformat(one["since"]), day(one["came"]), day(one["withdrawn_on"]),
        day(one["absent_on"]), _quantity(one.get("quantity", 1)),
    )  # fmt: skip
