"""Assessments of needs and harm by the demonstration's officer: most finished, some waiting for a senior, some begun; all assumed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.rules.harm.analysis import (
    EnquiryMade,
    HarmAnalysis,
    Imminence,
    Measure,
    RiskTo,
    Screened,
)
from throughcare.casework.assessment.rules.harm.tables import harm_on
from throughcare.casework.assessment.rules.needs.sections import areas, sections
from throughcare.casework.assessment.rules.questions import question
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Risk

from .days import instant
from .history import History

FINISHED, WAITING, BEGUN = "finished", "waiting for the senior", "begun"
TURNS = (FINISHED, WAITING, BEGUN, FINISHED, FINISHED, WAITING, BEGUN, FINISHED, FINISHED, FINISHED)
_SEEN = ("seen at two visits", "from a telephone call with family", "from court papers", "seen at the office")
_WORDS = (
    "I would like some help with this",
    "It is going better than it was",
    "I do not see this as a problem",
    "I want a job that lasts",
)


def assess_needs(history: History, by: Random) -> None:
    """Where the area has the sign-in accounts: the officer assesses the riskiest of the caseload in turn."""
    at = instant(history.as_at - timedelta(days=1), 9)
    found = {one.role: one.email for one in reversed(history.staff.sign_ins)}
    if "offender manager" not in found:
        return
    [officer, *_] = members.memberships_of_email(found["offender manager"], at=at)
    [senior, *_] = members.memberships_of_email(found["senior probation officer"], at=at)
    with viewing(officer, at):
        people = [row.person_id for row in supervision.caseload(officer.id, size=2 * len(TURNS))]
        seen = {person: supervision.case_of(person, at=at) for person in people}
    risks = {
        person: case.case.risk
        for person, case in seen.items()
        if case and case.case.risk != Risk.NOT_ASSESSED
    }
    for number, (turn, (person, risk)) in enumerate(zip(TURNS, risks.items(), strict=False)):
        _Writing(officer, senior, person, at + timedelta(minutes=30 * number), by).whole(risk, turn)


class _Writing:
    """One assessment being written, a step at a time."""

    def __init__(self, officer: Member, senior: Member, person: UUID, at: datetime, by: Random) -> None:
        self.officer, self.senior, self.person, self.at, self.by = officer, senior, person, at, by
        self.id = actions.start_assessment(by=officer, at=at, person_id=person)

    def whole(self, risk: str, turn: str) -> None:
        """Write it, as far as its turn says."""
        if turn == BEGUN:
            self._do(actions.save_answers, answers=self._items(half=True))
            return
        self._do(actions.save_answers, answers={**self._items(), **self._views()})
        self._do(actions.record_harm, analysis=self._harm(risk))
        self._do(actions.complete_harm)
        self._do(actions.sign, countersign=turn == WAITING)
        if turn == FINISHED:
            if self._state().startswith("awaiting"):
                self._do(actions.countersign, who=self.senior)
            self.at += timedelta(minutes=1)
            actions.record_scores(by=self.officer, at=self.at, assessment_id=self.id)

    def _state(self) -> str:
        return self._seen()[0]

    def _seen(self) -> tuple[str, int]:
        with viewing(self.officer, self.at):
            found = queries.assessment(self.id, on=day_of(self.at))
        assert found is not None
        return found.state.value, found.version

    def _do(self, act: Callable[..., object], who: Member | None = None, **given: Any) -> None:
        version = self._seen()[1]
        self.at += timedelta(minutes=2)
        act(by=who or self.officer, at=self.at, assessment_id=self.id, version=version, **given)

    def _items(self, half: bool = False) -> dict[str, str]:
        names = [item for section in sections().values() for item in section.items]
        return {name: self._answer(name) for name in (names[: len(names) // 2] if half else names)}

    def _answer(self, item: str) -> str:
        codes = [code for code, _ in question(item).choices]
        return self.by.choice([codes[0], *codes])

    def _views(self) -> dict[str, str]:
        said: dict[str, str] = {}
        for area in areas():
            problem, words = self.by.random() < 0.4, self.by.choice(_WORDS)
            said |= {
                f"{area}.harm": "no",
                f"{area}.reoffending": "yes" if problem else "no",
                f"{area}.strengths": "no" if problem else "yes",
                f"{area}.because": self.by.choice(_SEEN),
                f"{area}.readiness": "WANTS_HELP",
                f"{area}.words": words,
            }
        return said

    def _harm(self, risk: str) -> HarmAnalysis:
        on = day_of(self.at)
        table = harm_on(on).table
        level = risk if risk in table.plan else "medium"
        return HarmAnalysis(
            screening=dict.fromkeys(table.screening, Screened.NO)
            | {"violent_or_sexual_offence": Screened.YES},
            risks=tuple(
                RiskTo(
                    group,
                    level if group == "public" else "low",
                    "assault",
                    Imminence.MONTHS,
                    "after drinking",
                )
                for group in table.groups
                if group not in table.custody_only
            ),
            enquiries=tuple(
                EnquiryMade(code, on - timedelta(days=20), on - timedelta(days=6), "nothing known")
                for code in table.enquiries
            ),
            plan=tuple(Measure(kind, "every week", "the offender manager") for kind in table.plan[level]),
        )
