"""What will be done next, by whom and by which day: appointments, what the court ordered, referrals and the agreed plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from throughcare.casework.assessment.queries import AssessmentSeen
from throughcare.casework.assessment.rules.harm.analysis import Measure
from throughcare.casework.courts import queries as courts
from throughcare.casework.interventions import queries as interventions
from throughcare.casework.interventions.rules.referral import OPEN_REFERRALS
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital

RUNNING = {"in force", "in breach"}
# What of the plan the person takes away: nothing about victims, watching or contingencies leaves the building.
SHARED = {"supervision", "interventions"}


@dataclass(frozen=True)
class Part:
    """One part of the summary: its heading, then sentences, then a list."""

    heading: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def what_happens_next(request: Asking, person_id: UUID, seen: AssessmentSeen | None, today: date) -> Part:
    """Each action once, with a name and a day wherever one is known; what has neither says that it is still to be agreed."""
    case = supervision.case_of(person_id, at=request.at)
    open_case = case if case is not None and case.case.closed_at is None else None
    names = {kind: held.member for kind, held in open_case.now.items()} if open_case else {}
    said = [
        *(_appointments(request, open_case) if open_case else []),
        *_ordered(person_id),
        *_referred(person_id, today),
        *(_planned(seen, names) if seen else []),
    ]
    return Part("What happens next", items=tuple(dict.fromkeys(said)))


def _appointments(request: Asking, case: supervision.CaseSeen) -> list[str]:
    ahead = supervision.contacting(case.case, at=request.at).ahead
    manager = case.now.get("offender manager") or next(iter(case.now.values()), None)
    if ahead:
        return [
            f"{moment(one.starts_at)}: {one.kind.words} with {one.holder}"
            + (f", at {one.place}." if one.place else ".")
            for one in ahead[:3]
        ]
    if manager is None:
        return ["We still have to say who your officer is. Until then, ask at the office that you report to."]
    return [f"No appointment is made yet: {manager.member} will tell you the day of the next one."]


def _ordered(person_id: UUID) -> list[str]:
    running = [one for one in courts.sentences_of(person_id) if one.state in RUNNING]
    done = supervision.credited([q.id for one in running for q in one.requirements if q.is_counted])
    return [
        line
        for one in running
        for line in (
            *_until(one.kind, one.ends_on),
            *(
                _left(q, done.get(q.id, Decimal(0)), one.ends_on)
                for q in one.requirements
                if q.is_counted and q.amount
            ),
        )
    ]


def _until(kind: str, ends_on: date | None) -> list[str]:
    return [f"Your {kind} lasts until {ends_on:%-d %B %Y}."] if ends_on else []


def _left(asked: courts.RequirementSeen, done: Decimal, ends_on: date | None) -> str:
    left = max(Decimal(asked.amount or 0) - done, Decimal(0))
    most = "up to " if asked.at_most else ""
    by = f", by {ends_on:%-d %B %Y}" if ends_on else ""
    if not left:
        return f"{first_capital(asked.kind)}: you have done all {asked.amount} {asked.unit}."
    return f"{first_capital(asked.kind)}: {most}{left:f} of {asked.amount} {asked.unit} left to do{by}."


def _referred(person_id: UUID, today: date) -> list[str]:
    rows = interventions.referrals_of(person_id, today=today)
    return [
        f"{one.service}, at {one.provider}"
        + (f", with {one.worker}" if one.worker else "")
        + (f": you hear from them by {one.due_on:%-d %B %Y}." if one.due_by_provider and one.due_on else ".")
        for one in rows
        if one.state in OPEN_REFERRALS
    ]


def _planned(seen: AssessmentSeen, names: dict[str, str]) -> Iterable[str]:
    for one in seen.harm.analysis.plan:
        if one.kind in SHARED and one.what.strip():
            yield f"{first_capital(one.what.strip().rstrip('.'))}: {_who(one, names)}{_when(one, seen)}."


def _who(one: Measure, names: dict[str, str]) -> str:
    """Whoever holds the role that a plan names, by name; whatever else it names as it stands."""
    role = one.by_whom.strip().lower().removeprefix("the ")
    if role in {"officer", "supervisor"} and role not in names:
        role = "offender manager"
    return names.get(role, one.by_whom.strip() or "who will do it is still to be agreed")


def _when(one: Measure, seen: AssessmentSeen) -> str:
    if one.by_day is not None:
        return f", by {one.by_day:%-d %B %Y}"
    return f", looked at again by {seen.harm.review_by:%-d %B %Y}" if seen.harm.review_by else ""
