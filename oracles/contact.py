"""Cases of supervision packages, of remote check-in, and of deadlines of tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from throughcare.casework.interventions.rules.task_deadlines import clock_starts, task_deadline
from throughcare.casework.supervision.rules.checking_in import CheckInFacts, check_in
from throughcare.casework.supervision.rules.package_terms import PackagesTold, package_status
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, day_of

from .cases import Adapter, Case, Source, unknown

WORDING = "the wording of an error message: ours is written for the person asking"
DAY = date(2026, 10, 1)  # from which the rule of remote check-in is in force
_PACKAGE_KEYS = frozenset({"package", "phase", "sentence_packages", "person_known", "service_down"})


def _given(source: Source) -> list[dict[str, Any]]:
    content = source.content if source.path.suffix == ".json" else None
    cases = content.get("cases") if isinstance(content, dict) else None
    return [case for case in cases or [] if isinstance(case, dict) and isinstance(case.get("in"), dict)]


def _is_of_packages(source: Source) -> bool:
    return any(case["in"] and case["in"].keys() <= _PACKAGE_KEYS for case in _given(source))


def _packages(source: Source) -> Iterable[Case]:
    for number, case in enumerate(_given(source)):
        name, given, out = f"{number}", case["in"], case["out"]
        if not given.keys() <= _PACKAGE_KEYS:
            yield unknown(name)
        elif isinstance(out, str):
            refused = {"refused": out.startswith("refuse")}
            yield Case(name, refused, partial(_status, given), not_compared=(WORDING,))
        else:
            yield Case(name, out, partial(_status, given))


def _status(given: Mapping[str, Any]) -> object:
    told = PackagesTold(given.get("package"), given.get("phase"), tuple(given.get("sentence_packages") or ()))
    is_known = given.get("person_known", True)
    try:
        found = package_status(told if is_known else None, answered=not given.get("service_down"))
    except Refused:
        return {"refused": True}
    return vars(found) if found else None


def _is_of_check_in(source: Source) -> bool:
    return any("tier_band" in case["in"] for case in _given(source))


def _check_ins(source: Source) -> Iterable[Case]:
    for number, case in enumerate(_given(source)):
        yield Case(f"{number}", case["out"], partial(_check_in, case["in"]))


def _check_in(given: Mapping[str, Any]) -> object:
    """The answer for every tier of the band; where they differ, all of them."""
    answers = [_of_tier(tier, given) for tier in _tiers(given["tier_band"])]
    return answers[0] if all(one == answers[0] for one in answers) else answers


def _tiers(band: str) -> list[str]:
    if band == "DG":
        return list("DEFG")
    return list(band)


def _of_tier(tier: str, given: Mapping[str, Any]) -> object:
    ticked = set(given["ticked"])
    facts = CheckInFacts(
        tier=tier, on_package=given["on_supervision_package"], final_third=given["in_final_third"],
        early_engagement=given["in_early_engagement"], recalled="recalled" in ticked,
        device_barred="device_restriction" in ticked, on_programme="accredited_programme" in ticked,
        youth_sentence="youth_sentence" in ticked, pilot=given["pilot_cohort"],
    )  # fmt: skip
    found = check_in(facts, on=DAY)
    return {"eligible": found.eligible, "by_programme": found.by_programme}


CALENDAR = WorkingCalendar()
MORNING = datetime(2026, 11, 2, 9, 30, tzinfo=LONDON)  # a working Monday
LATE, SATURDAY = MORNING.replace(hour=13, minute=1), MORNING.replace(day=7)


def _is_of_tasks(source: Source) -> bool:
    return {"task", "notice", "deadline"} <= source.columns


def _tasks(source: Source) -> Iterable[Case]:
    for row in source.rows:
        task, notice = row["task"], row["notice"]
        run = _starts if task == "clock start" else _takes
        yield Case(f"{task}, {notice}", row["deadline"], partial(run, task, notice))


def _takes(task: str, notice: str) -> str:
    by, _ = task_deadline(task, notice, MORNING, CALENDAR)
    if day_of(by) == day_of(MORNING):
        return f"{(by - MORNING).total_seconds() / 3600:g} hours"
    return f"{CALENDAR.between(day_of(MORNING), day_of(by))} working days"


def _starts(_: str, notice: str) -> str:
    received = [MORNING] if notice.startswith("before") else [LATE, SATURDAY]
    starts = [clock_starts(one, CALENDAR) for one in received]
    if starts == received:
        return "as received"
    is_next = all(
        CALENDAR.add(day_of(one), 1) == day_of(to) for one, to in zip(received, starts, strict=True)
    )
    clocks = {f"{one.astimezone(LONDON):%H:%M}" for one in starts}
    return f"next working day {clocks.pop()}" if is_next and len(clocks) == 1 else f"{starts}"


ADAPTERS = (
    Adapter("supervision packages", _is_of_packages, _packages),
    Adapter("remote check-in", _is_of_check_in, _check_ins),
    Adapter("deadlines of tasks", _is_of_tasks, _tasks),
)
