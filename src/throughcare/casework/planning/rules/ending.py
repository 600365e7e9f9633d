"""When an order ends on the day that the responsible officer names: everything complied with, and the plan's goals met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on

from .words import GoalState


@dataclass(frozen=True)
class EarlyEnding:
    """The law of ending an order early: where it stands, on what basis, and for which kinds of order."""

    source: str
    basis: str
    paragraph_of: Mapping[str, str]


@lru_cache(maxsize=1)
def early_ending_editions() -> tuple[Edition[EarlyEnding], ...]:
    """Every edition of the law in the package; before the first no order ended so."""
    text = files(__package__).joinpath("editions", "early_ending.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            EarlyEnding(one["source"], one["basis"], one["kinds"]),
        )
        for one in yaml.safe_load(text)
    )


@dataclass(frozen=True)
class Ordered:
    """A requirement as the rule asks about it: in words, how much was ordered and is done, or whether it was complied with.

    ``ordered`` None: it is not counted, and ``complied`` is what the officer says, None where they say nothing.
    """

    words: str
    ordered: Decimal | None
    done: Decimal
    complied: bool | None = None


@dataclass(frozen=True)
class OrderStands:
    """An order as the rule asks about it; None is what the officer did not say.

    ``goals`` are those of the plan; empty where the person has none, in which case none has to be met.
    """

    kind: str
    has_court_review: bool | None
    more_to_instruct: bool | None
    more_to_plan: bool | None
    requirements: Sequence[Ordered]
    goals: Sequence[GoalState]


def against_early_end(order: OrderStands, on: date) -> tuple[Finding, ...]:
    """What stands against ending an order on a day, each with its clause; empty when nothing does."""
    editions = [one for one in early_ending_editions() if on in one.in_force]
    if not editions:
        first = min(one.in_force.start for one in early_ending_editions())
        clause = Clause("Sentencing Act 2026", "before its day")
        return (Finding("early end", clause, f"no order could end early before {first:%-d %B %Y}"),)
    law = edition_on(early_ending_editions(), on).table
    if order.kind not in law.paragraph_of:
        clause = Clause(law.source, "the orders it names")
        return (Finding("early end", clause, f"the {order.kind} is not one of them"),)
    clause = Clause(law.source, law.paragraph_of[order.kind])
    return tuple(Finding("early end", clause, because) for because in _against(order))


def _against(order: OrderStands) -> list[str]:
    said = [
        _said(order.has_court_review, "the court reviews this order", "whether the court reviews this order"),
        _said(
            order.more_to_instruct,
            "more is to be instructed under a requirement",
            "whether more is to be instructed under a requirement",
        ),
        *(_of_requirement(one) for one in order.requirements),
    ]
    if order.goals:
        said.append(
            _said(
                order.more_to_plan,
                "a goal is to be added to the plan",
                "whether a goal is to be added to the plan",
            )
        )
    wanted = sum(state in {GoalState.CURRENT, GoalState.LATER} for state in order.goals)
    if wanted:
        said.append(f"{wanted} of the plan's goals {'is' if wanted == 1 else 'are'} not met")
    return [one for one in said if one]


def _said(answer: bool | None, when_so: str, unknown: str) -> str:
    if answer is None:
        return f"it is not known {unknown}"
    return when_so if answer else ""


def _of_requirement(one: Ordered) -> str:
    if one.ordered is not None:
        return (
            f"{one.words}: {one.done.normalize():f} of {one.ordered.normalize():f} done"
            if one.done < one.ordered
            else ""
        )
    if one.complied is None:
        return f"it is not known whether {one.words} was complied with"
    return "" if one.complied else f"{one.words} was not complied with"
