"""What is to be done under a requirement besides beginning it: the steps of its kind, when each was done, and which is owed next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.casework.courts.rules import RequirementKind, read_term
from throughcare.foundation.kernel import Clause, Edition, Period, Refused, WorkingCalendar, edition_on

ORDER = "order"


class DoneBy(StrEnum):
    """Who does a step: whoever delivers the requirement, or whoever answers for the case."""

    DELIVERER = "deliverer"
    OFFICER = "officer"


@dataclass(frozen=True)
class KindStep:
    """A step of a kind of requirement: in words, who does it, how many working days after what, how often (days; None: once), and
    for orders longer than how many months alone (None: for every one). ``begins``: the requirement has begun by it."""

    key: str
    words: str
    by: DoneBy
    after: str
    within: int
    every: int | None
    over: int | None
    begins: bool
    clause: Clause


@lru_cache(maxsize=1)
def step_editions() -> tuple[Edition[Mapping[RequirementKind, tuple[KindStep, ...]]], ...]:
    """Every edition of the steps in the package; ValueError where a step counts from one that does not stand before it."""
    text = files(__package__).joinpath("editions", "requirement_steps.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"], Period(one["from"], one["until"]),
            {RequirementKind(kind): _steps(rows, one["name"]) for kind, rows in one["kinds"].items()},
        )
        for one in yaml.safe_load(text)
    )  # fmt: skip


def _steps(rows: Sequence[Mapping[str, Any]], edition: str) -> tuple[KindStep, ...]:
    before = {ORDER}
    for row in rows:
        if row["after"] not in before:
            raise ValueError(f"{row['key']} counts from {row['after']}, which does not stand before it")
        before.add(row["key"])
    return tuple(_step(row, edition) for row in rows)


def _step(row: Mapping[str, Any], edition: str) -> KindStep:
    basis = "" if row["basis"] == "source" else f" ({row['basis']})"
    often = f", then every {row['every']} days" if row.get("every") else ""
    clause = Clause(
        row.get("source", "This project's own"),
        f"{edition}: within {row['within']} working days{often}{basis}",
    )
    return KindStep(
        row["key"], row["words"], DoneBy(row["side"]), row["after"], row["within"], row.get("every"), row.get("over"),
        bool(row.get("begins")), clause,
    )  # fmt: skip


def steps_on(kind: RequirementKind, on: date) -> tuple[KindStep, ...]:
    """The steps of a kind in force on a day; none where the kind has none."""
    return edition_on(step_editions(), on).table.get(kind, ())


def step_words(kind: RequirementKind, key: str, on: date) -> str:
    """A step in words; the key where the edition of the day has it no longer."""
    return next((one.words for one in steps_on(kind, on) if one.key == key), key)


@dataclass(frozen=True)
class StepStands:
    """A step of one requirement as it stands: the days on which it was done, and by when it is next to be (None: it is not owed)."""

    step: KindStep
    done: tuple[date, ...]
    due: date | None
    is_late: bool


@dataclass(frozen=True)
class StepFacts:
    """A requirement as its steps ask about it: its kind, the day it counts from, its length, whether it runs, and what was done.

    ``runs`` is false while the person is in custody, held for a lawful reason, or done; ``done`` has (key, day) pairs.
    """

    kind: RequirementKind
    since: date
    amount: int | None
    unit: str
    runs: bool
    done: Sequence[tuple[str, date]] = ()


def steps_stand(facts: StepFacts, *, on: date, calendar: WorkingCalendar) -> list[StepStands]:
    """Every step that applies to a requirement, in order, and by when each is next to be done; of one that is not due yet, None."""
    found: list[StepStands] = []
    days = {ORDER: facts.since}
    for step in steps_on(facts.kind, on):
        if not _applies(step, facts):
            continue
        done = tuple(sorted(day for key, day in facts.done if key == step.key and day <= on))
        if done:
            days[step.key] = done[0]
        due = _due(step, done, days, calendar) if facts.runs else None
        found.append(StepStands(step, done, due, due is not None and due < on))
    return found


def _applies(step: KindStep, facts: StepFacts) -> bool:
    """Whether a step is for an order of this length; one whose length is not known is not left out."""
    if step.over is None or not facts.amount or facts.unit in {"", "hours"}:
        return True
    last = read_term(f"{facts.amount} {facts.unit}").last_day(facts.since)
    return last > read_term(f"{step.over} months").last_day(facts.since)


def _due(
    step: KindStep, done: tuple[date, ...], days: Mapping[str, date], calendar: WorkingCalendar
) -> date | None:
    if done:
        return done[-1] + timedelta(days=step.every) if step.every else None
    began = days.get(step.after)
    return calendar.add(began, step.within) if began is not None else None


def next_step(found: Sequence[StepStands]) -> StepStands | None:
    """The step that is owed first; None where none is."""
    owed = [one for one in found if one.due is not None]
    return min(owed, key=lambda one: one.due or date.max, default=None)


def check_step(kind: RequirementKind, key: str, day: date, *, since: date, today: date) -> KindStep:
    """A step of a kind that was done on a day; refused where the kind has none such, or the day cannot be."""
    found = next((one for one in steps_on(kind, today) if one.key == key), None)
    if found is None:
        known = ", ".join(one.key for one in steps_on(kind, today)) or "none"
        raise Refused(f"“{kind}” has no such step. Expected one of: {known}.", field="step")
    if day > today:
        raise Refused("The day lies ahead. Record it once it has come.", field="on")
    if day < since:
        raise Refused(f"The order runs from {since:%-d %B %Y}. Expected that day or a later one.", field="on")
    return found
