"""Cases of who is responsible in custody, and of the days of a licence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from throughcare.casework.release.rules import handover, licence_days
from throughcare.casework.release.rules.handover import Inside, Why
from throughcare.casework.release.rules.words import Responsible

from .cases import Adapter, Case, Source, unknown

Told = Mapping[str, Any]
_TODAY = date(2026, 11, 29)
_ANY = date(2020, 1, 1)
_WHY = {
    "early_allocation": Why.EARLY, "determinate_short": Why.SHORT, "determinate_parole": Why.PAROLE,
    "determinate": Why.DETERMINATE, "indeterminate_open": Why.INDETERMINATE_OPEN, "indeterminate": Why.INDETERMINATE,
}  # fmt: skip
_WHO = {
    "CustodyOnly": Responsible.PRISON, "CustodyWithCom": Responsible.BOTH, "Community": Responsible.COMMUNITY,
}  # fmt: skip
_NAMES = {"tariff": "TED", "hearing": "THD", "parole": "PED", "automatic": "ARD", "conditional": "CRD"}
_OFFSET = re.compile(r"([+-]?\d+)([dwmy])")
_UNITS = {"d": 1, "w": 7, "m": 30, "y": 365}


def _day(said: Any) -> date | None:
    if said in (None, ""):
        return None
    if said in {"any", "X"}:
        return _ANY
    offset = _OFFSET.fullmatch(said)
    if offset:
        return _TODAY + timedelta(days=int(offset[1]) * _UNITS[offset[2]])
    return date.fromisoformat(said)


def _handover_date(told: Told) -> list[str | None]:
    start = _day(told["sentence_start"])
    assert start is not None
    inside = Inside(
        start, _day(told["earliest_release"]), told["indeterminate"], told["determinate_parole"],
        told["early_allocation"], told["open_conditions"],
    )  # fmt: skip
    day, why = handover.handover_date(inside, handover.handover_terms(_TODAY))
    return [day.isoformat() if day else None, next(name for name, ours in _WHY.items() if ours is why)]


def _handover_start(told: Told) -> str:
    inside = Inside(
        _ANY, None, told["indeterminate"], open_conditions=told["open_prison_rules"], womens_prison=told["womens"],
        open_since=_day(told["category_active_since"]), arrived=_day(told["prison_arrival"]),
    )  # fmt: skip
    day = _day(told["handover_date"])
    assert day is not None
    found = handover.handover_start(day, inside)
    return "X" if told["handover_date"] == "X" and found == day else found.isoformat()


def _responsible(told: Told) -> str:
    on = _day(told["today"])
    assert on is not None
    found = handover.responsible_on(on, _day(told["handover"]), _day(told["start"]))
    return next(name for name, ours in _WHO.items() if ours is found)


def _earliest(told: Told) -> str | None:
    found = handover.earliest_release(
        indeterminate=told["indeterminate"], today=_TODAY, parole=_day(told.get("PED")), automatic=_day(told.get("ARD")),
        conditional=_day(told.get("CRD")), tariff=_day(told.get("TED")), hearing=_day(told.get("THD")),
    )  # fmt: skip
    return _NAMES[found[0]] if found else None


_SECTIONS: Mapping[str, Callable[[Told], object]] = {
    "handover_date": _handover_date,
    "handover_start_date": _handover_start,
    "responsibility": _responsible,
    "earliest_release": _earliest,
}


def _claims_handover(source: Source) -> bool:
    content = source.content
    return isinstance(content, dict) and {"handover_date", "responsibility"} <= set(content)


def _handover_cases(source: Source) -> Iterator[Case]:
    content = source.content
    assert isinstance(content, dict)
    for section, cases in content.items():
        for number, case in enumerate(cases if isinstance(cases, list) else ()):
            name = f"{section} {number}"
            if section not in _SECTIONS:
                yield unknown(name)
            else:
                yield Case(name, case["out"], partial(_SECTIONS[section], case["in"]))


@dataclass(frozen=True)
class _Listed:
    """A calendar of Mondays to Fridays without the holidays that a file names, and no others."""

    holidays: frozenset[date]

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays


def _claims_licence(source: Source) -> bool:
    content = source.content
    return isinstance(content, dict) and {"hard_stop_date", "licence_start_date_crd"} <= set(content)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _asked(section: str, told: Told, calendar: _Listed) -> object:
    if section == "earliest_release_date":
        start, curfew = _day(told["licence_start_date"]), _day(told.get("hdcad"))
        assert start is not None
        return _iso(licence_days.may_be_released_from(start, calendar, curfew=curfew))
    if section == "late_allocation_warning":
        today, release = _day(told["today"]), _day(told["release"])
        assert today is not None and release is not None
        return licence_days.writer_is_late(release, calendar, on=today)
    if section == "hard_stop_date":
        return _iso(licence_days.hard_stop(_day(told["lsd"]), calendar))
    if section == "hard_stop_warning_date":
        return _iso(licence_days.hard_stop_warning(_day(told["lsd"]), calendar))
    started = licence_days.licence_start(
        _day(told["crd"]), _day(told["ard"]), calendar, held_otherwise=bool(told.get("alt"))
    )
    return _iso(started)


_EXPECTS = {
    "earliest_release_date": "earliest_release", "late_allocation_warning": "warn", "hard_stop_date": "out",
    "hard_stop_warning_date": "out", "licence_start_date_crd": "out",
}  # fmt: skip


def _licence_cases(source: Source) -> Iterator[Case]:
    content = source.content
    assert isinstance(content, dict)
    calendar = _Listed(frozenset(map(date.fromisoformat, content.get("bank_holidays_used_by_the_tests", ()))))
    for section, cases in content.items():
        if section in {"source", "bank_holidays_used_by_the_tests"} or not isinstance(cases, list):
            continue
        for number, case in enumerate(cases):
            name = f"{section} {number}"
            if section in _EXPECTS:
                yield Case(name, case[_EXPECTS[section]], partial(_asked, section, case, calendar))
            else:
                yield unknown(name)


ADAPTERS = (
    Adapter("release: who is responsible in custody", _claims_handover, _handover_cases),
    Adapter("release: the days of a licence", _claims_licence, _licence_cases),
)
