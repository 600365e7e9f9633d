"""Cases of approved premises: how much notice there is by the days to an arrival."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from throughcare.casework.accommodation.rules import accommodation_terms, notice_of

from .cases import Adapter, Case, Source, unknown

_ON = date(2026, 8, 1)


def _is_notice(source: Source) -> bool:
    content = source.content
    if not isinstance(content, dict) or not isinstance(content.get("cases"), list) or not content["cases"]:
        return False
    return all(isinstance(case, dict) and "days_to_arrival" in case for case in content["cases"])


def _cases(source: Source) -> Iterable[Case]:
    content = source.content
    assert isinstance(content, dict)
    for number, case in enumerate(content["cases"]):
        days = case["days_to_arrival"]
        name = f"{number} {days} days"
        if "notice" not in case or not (days is None or isinstance(days, int)):
            yield unknown(name)
        else:
            yield Case(name, case["notice"], _later(days))


def _later(days: int | None) -> Callable[[], Any]:
    return lambda: notice_of(days, accommodation_terms(_ON).table).value


ADAPTERS = (Adapter("notice of approved premises", _is_notice, _cases),)
