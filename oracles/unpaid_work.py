"""Cases of unpaid work: who comes when, told as scenarios, and hours earned off by early compliance, as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from throughcare.casework.unpaid_work.rules.earning import most_earned, stands_in
from throughcare.casework.unpaid_work.rules.scheduling import Edition, Laid, Placed, Trigger, Turn, lay
from throughcare.casework.unpaid_work.rules.terms import Earning
from throughcare.casework.unpaid_work.rules.words import Frequency, Scheme

from .cases import Adapter, Case, Source, unknown

_MONDAY = date(2026, 6, 1)
_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_OFTEN = {"ONCE": Frequency.ONCE, "WEEKLY": Frequency.WEEKLY, "FORTNIGHTLY": Frequency.FORTNIGHTLY}
_LONG = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:0S)?")
_TIMES = re.compile(r"^\s*\w+\s*\*\s*(\d+)\s*$")
_KNOWN = {
    "requirement_hours_are", "requirement_is", "today_is", "project_exists_with_code", "scheduling_trigger_type_is",
    "allocation", "appointment", "non_working_date",
}  # fmt: skip
_ENDS = {
    "should_create_appointments", "no_actions_expected", "existing_appointments_sufficient", "requirement_already_satisfied",
}  # fmt: skip

Fact = Mapping[str, Any]


def _claims_scheduling(source: Source) -> bool:
    content = source.content
    if not isinstance(content, dict) or not content.get("cases"):
        return False
    first = content["cases"][0]
    given = first.get("given") if isinstance(first, dict) else None
    return isinstance(given, list) and any(
        isinstance(fact, dict) and fact.get("fact") in {"requirement_hours_are", "requirement_is"}
        for fact in given
    )


def _scheduling_cases(source: Source) -> Iterator[Case]:
    content = source.content
    assert isinstance(content, dict)
    for number, case in enumerate(content["cases"]):
        name = f"{number} {case.get('id')} {case.get('about', '')}"[:90]
        facts, ends = [one["fact"] for one in case["given"]], [one["fact"] for one in case["then"]]
        if not set(facts) <= _KNOWN or len(ends) != 1 or ends[0] not in _ENDS:
            yield unknown(name)
        else:
            yield _scheduled(name, case)


def _scheduled(name: str, case: Fact) -> Case:
    told = case["given"]
    today = _today(_of(told, "today_is")[0])
    end = case["then"][0]
    return Case(name, _expected(end, today), lambda: _shown(_laid(told, today), end))


def _laid(told: Sequence[Fact], today: date) -> Laid:
    placements = [_placed(one, today) for one in told if one["fact"] == "allocation"]
    turns = [_turn(one, today) for one in told if one["fact"] == "appointment"]
    closed = [today + timedelta(days=one["args"][0]) for one in told if one["fact"] == "non_working_date"]
    return lay(
        _ordered(told), placements, turns, today=today, trigger=_trigger(told), closed=closed, edition=Edition.REFERENCE
    )  # fmt: skip


def _trigger(told: Sequence[Fact]) -> Trigger:
    said = "".join(_of(told, "scheduling_trigger_type_is", [""])).lower()
    return Trigger.PLACEMENT if "allocation" in said else Trigger.TURN


def _ordered(told: Sequence[Fact]) -> int:
    every = [*told, *(inner for one in told for inner in one.get("items", []))]
    for one in every:
        if one["fact"] == "requirement_hours_are":
            return int(one["args"][0]) * 60
        if one["fact"] == "requirement_is":
            return _minutes(one["args"][0])
    raise LookupError("no requirement is given")


def _of(told: Sequence[Fact], fact: str, otherwise: list[Any] | None = None) -> list[Any]:
    found = next((one.get("args", []) for one in told if one["fact"] == fact), otherwise)
    if found is None:
        raise LookupError(f"no {fact} is given")
    return list(found)


def _inner(one: Fact, fact: str, otherwise: list[Any] | None = None) -> list[Any]:
    return _of(one.get("items", []), fact, otherwise)


def _has(one: Fact, fact: str) -> bool:
    return any(inner.get("fact") == fact for inner in one.get("items", []))


def _today(named: str) -> date:
    return _MONDAY + timedelta(days=_weekday(named))


def _weekday(named: str) -> int:
    return _DAYS.index(named.rsplit(".", 1)[-1])


def _minutes(written: str) -> int:
    found = _LONG.search(written)
    assert found is not None, written
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def _time(one: Fact, fact: str) -> time:
    return time.fromisoformat(_inner(one, fact)[0])


def _placed(one: Fact, today: date) -> Placed:
    starting = _inner(one, "starting_in_days", [0])[0]
    ending = _inner(one, "ending_in_days", [None])[0]
    return Placed(
        _inner(one, "alias")[0], _inner(one, "project_code")[0], _OFTEN[_inner(one, "frequency")[0]],
        _weekday(_inner(one, "on_week_day")[0]), _time(one, "from"), _time(one, "until"), today + timedelta(days=starting),
        None if ending is None else today + timedelta(days=ending),
    )  # fmt: skip


def _day(one: Fact, today: date, step: int = 0) -> date:
    for fact in ("today", "today_with_offset_days"):
        if _has(one, fact):
            said = (_inner(one, fact, []) or [0])[0]
            times = _TIMES.match(said) if isinstance(said, str) else None
            return today + timedelta(days=step * int(times[1]) if times else int(said))
    raise LookupError("no day is given")


def _turn(one: Fact, today: date) -> Turn:
    credited: int | None = None
    if _has(one, "credited"):
        credited = _minutes(_inner(one, "credited")[0])
    elif _has(one, "non_attended"):
        credited = 0
    placement = _inner(one, "allocation", [None])[0]
    return Turn(
        _inner(one, "project_code")[0], placement, _day(one, today), _time(one, "from"), _time(one, "until"), credited
    )  # fmt: skip


def _told(turn: Turn) -> list[str]:
    return [
        turn.project,
        turn.placement or "",
        turn.on.isoformat(),
        f"{turn.starts:%H:%M}",
        f"{turn.until:%H:%M}",
    ]


def _expected(end: Fact, today: date) -> dict[str, Any]:
    found: dict[str, Any] = {"end": end["fact"]}
    if end["fact"] == "should_create_appointments":
        found["turns"] = sorted(_told(turn) for turn in _to_make(end["items"], today))
    if "toAddressShortfall" in end:
        found["short"] = _minutes(end["toAddressShortfall"])
    return found


def _to_make(items: Sequence[Fact], today: date) -> Iterator[Turn]:
    first_and_last = [int(item["fact"]) for item in items if item["fact"].isdigit()]
    for item in items:
        if item["fact"] == "appointment":
            yield _turn_to_make(item, today, 0)
        elif item["fact"] == "for_each":
            each = next(inner for inner in item["items"] if inner["fact"] == "appointment")
            first, last = first_and_last
            yield from (_turn_to_make(each, today, step) for step in range(first, last + 1))


def _turn_to_make(one: Fact, today: date, step: int) -> Turn:
    return Turn(
        _inner(one, "project_code")[0], _inner(one, "allocation")[0], _day(one, today, step), _time(one, "from"),
        _time(one, "until"),
    )  # fmt: skip


def _shown(laid: Laid, end: Fact) -> dict[str, Any]:
    if laid.satisfied:
        said = "requirement_already_satisfied"
    elif laid.add:
        said = "should_create_appointments"
    else:
        said = "no_actions_expected" if laid.short else "existing_appointments_sufficient"
    shown: dict[str, Any] = {"end": said}
    if laid.add:
        shown["turns"] = sorted(_told(turn) for turn in laid.add)
    if "toAddressShortfall" in end:
        shown["short"] = laid.short
    return shown


_SCHEMES = {
    "INELIGIBLE": Scheme.INELIGIBLE,
    "ELIGIBLE": Scheme.ELIGIBLE,
    "QUALIFYING": Scheme.QUALIFYING,
    "DISQUALIFIED": Scheme.DISQUALIFIED,
}


def _claims_incentive(source: Source) -> bool:
    return {"required_hours", "threshold_ratio", "award_ratio", "status"} <= source.columns


def _incentive_cases(source: Source) -> Iterable[Case]:
    for number, row in enumerate(source.rows):
        name = f"{number} {row['required_hours']} hours, {row['status']}"
        ordered = Decimal(row["required_hours"])
        earning = Earning(Decimal(row["threshold_ratio"]), Decimal(row["award_ratio"]))
        if row["status"] == "max_discount":
            expected: object = float(row["projected_discount_hours"])
            yield Case(name, expected, lambda o=ordered, e=earning: float(most_earned(o, e)))  # type: ignore[misc]
        elif row["status"] in _SCHEMES:
            yield _earned_off(name, row, ordered, earning)
        else:
            yield unknown(name)


def _earned_off(name: str, row: Mapping[str, str], ordered: Decimal, earning: Earning) -> Case:
    scheme, worked = _SCHEMES[row["status"]], Decimal(row["qualifying_hours_worked"])
    expected = [float(row["current_discount_hours"]), float(row["projected_discount_hours"])]
    return Case(name, expected, lambda: [float(one) for one in stands_in(scheme, ordered, worked, earning)])


ADAPTERS = (
    Adapter("unpaid work: who comes when", _claims_scheduling, _scheduling_cases),
    Adapter("unpaid work: hours earned off", _claims_incentive, _incentive_cases),
)
