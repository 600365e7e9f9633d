"""By which day a plan is to be made, and looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, WorkingCalendar, edition_on


@dataclass(frozen=True)
class PlanTerms:
    """Working days to a first plan and to a review after release, days between reviews, and points of the sentence."""

    source: str
    basis: str
    first_plan: int
    after_release: int
    between_reviews: int
    points: tuple[float, ...]


@lru_cache(maxsize=1)
def plan_editions() -> tuple[Edition[PlanTerms], ...]:
    """Every edition of the clocks in the package."""
    text = files(__package__).joinpath("editions", "plan_clocks.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            PlanTerms(
                one["source"], one["basis"], one["first_plan"], one["after_release"], one["between_reviews"],
                tuple(one["points"]),
            ),
        )
        for one in yaml.safe_load(text)
    )  # fmt: skip


@dataclass(frozen=True)
class PlanStands:
    """What the clocks of a plan ask: first seen, first and last answered or reviewed, the sentence's days, released."""

    first_seen: date | None = None
    last_looked_at: date | None = None
    begins: date | None = None
    ends: date | None = None
    released: date | None = None


@dataclass(frozen=True)
class PlanDue:
    """What is owed on a plan, by which day, and why."""

    is_first: bool
    by: date
    finding: Finding


def plan_due(stands: PlanStands, on: date, calendar: WorkingCalendar) -> PlanDue | None:
    """The plan or the review that is owed next; None while nobody has been seen, for then it is the meeting that is late."""
    edition = edition_on(plan_editions(), on)
    terms = edition.table
    if stands.last_looked_at is None:
        if stands.first_seen is None:
            return None
        by = calendar.add(stands.first_seen, terms.first_plan)
        because = f"first seen on {stands.first_seen:%-d %B %Y}, and a plan is answered within {terms.first_plan} working days"
        return PlanDue(True, by, _finding(edition, because))
    by, because = min(_reviews(stands, stands.last_looked_at, terms, calendar))
    return PlanDue(False, by, _finding(edition, because))


def _reviews(
    stands: PlanStands, looked: date, terms: PlanTerms, calendar: WorkingCalendar
) -> list[tuple[date, str]]:
    between = timedelta(days=terms.between_reviews)
    found = [(looked + between, f"last looked at on {looked:%-d %B %Y}, and again after {between.days} days")]
    if stands.released is not None and stands.released > looked:
        by = calendar.add(stands.released, terms.after_release)
        found.append(
            (
                by,
                f"released on {stands.released:%-d %B %Y}, and reviewed within {terms.after_release} working days",
            )
        )
    if stands.begins is not None and stands.ends is not None:
        points = [point_of(stands.begins, stands.ends, part) for part in terms.points]
        found += [(day, f"a point of the sentence on {day:%-d %B %Y}") for day in points if day > looked]
    return found


def point_of(begins: date, ends: date, part: float) -> date:
    """The day on which a part of a sentence, given by its first and last day, has run."""
    return begins + timedelta(days=round(((ends - begins).days + 1) * part))


def _finding(edition: Edition[PlanTerms], because: str) -> Finding:
    return Finding("plan due", Clause(edition.table.source, edition.name), because)
