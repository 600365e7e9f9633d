"""What a row carries of the courts' own words: offences as a message said them, and what has to be asked about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

_CODE = re.compile(r"(\d{1,3})/?(\d{2})", re.ASCII)
LONGEST_WORDS = 20_000


@dataclass(frozen=True)
class Doubt:
    """Something a court said that is recorded as far as it can be, and asked about: its field, words and why."""

    field: str
    said: str
    because: str


@dataclass(frozen=True)
class OffenceOf:
    """An offence in a row: Home Office code as 999/99, empty where no list has it, the day, and the court's words."""

    code: str
    on: date | None
    main: bool
    sent_id: str = ""
    sent_code: str = ""
    title: str = ""
    wording: str = ""


def home_office_code(value: str) -> str:
    """A Home Office code in its standard spelling; ValueError where it is none.

    >>> home_office_code("10501")
    '105/01'
    """
    found = _CODE.fullmatch(value.strip())
    if found is None:
        raise ValueError(value)
    return f"{int(found[1]):03d}/{found[2]}"


def offences_in(written: str) -> tuple[OffenceOf, ...]:
    """The offences of a message, the first the main one; ValueError where the text holds no list of them."""
    made: list[OffenceOf] = []
    for one in _objects(written):
        code = str(one.get("home_office_code", ""))
        on = str(one.get("on", ""))
        made.append(
            OffenceOf(
                code=home_office_code(code) if code else "",
                on=date.fromisoformat(on) if on else None,
                main=not made,
                sent_id=str(one.get("id", ""))[:100] or str(len(made) + 1),
                sent_code=str(one.get("code", ""))[:40],
                title=str(one.get("title", ""))[:500],
                wording=str(one.get("wording", ""))[:LONGEST_WORDS],
            )
        )
    return tuple(made)


def _objects(written: str) -> Iterator[dict[str, Any]]:
    held = json.loads(written)
    if not isinstance(held, list) or any(not isinstance(one, dict) for one in held):
        raise ValueError("no list of objects")
    yield from held


def doubts_in(written: str) -> tuple[Doubt, ...]:
    """What has to be asked about, as a message's row carries it; ValueError where the text holds no list of it."""
    held = json.loads(written) if written else []
    if not isinstance(held, list) or any(not isinstance(one, list) or len(one) != 3 for one in held):
        raise ValueError("no list of three texts each")
    return tuple(Doubt(str(a)[:40], str(s)[:LONGEST_WORDS], str(b)[:500]) for a, s, b in held)
