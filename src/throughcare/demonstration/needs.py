"""Assessments of needs and harm by the demonstration's officer: most finished, some waiting for a senior, some begun; all assumed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any, Final
from uuid import UUID
from zlib import crc32

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
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Risk

from .days import LONG_AGO, instant
from .held import Held
from .history import History, Round

FINISHED, WAITING, BEGUN = "finished", "waiting for the senior", "begun"
LAST: Final = (WAITING, BEGUN, FINISHED, WAITING, FINISHED, BEGUN, FINISHED)
"""What becomes of the assessments of the last day; whoever comes after them still waits for one."""
_LATE: Final = (WAITING, FINISHED, FINISHED)
"""What becomes, in turn, of those of the last day who have waited too long."""
_A_WEEK, _LEFT = 6, 2
_PUT_OFF: Final = timedelta(days=35)
_SEEN: Final = (
    "seen at two visits",
    "from a telephone call with family",
    "from court papers",
    "seen at the office",
)
_AFTER: Final = timedelta(days=10)
_OF_SECTION: Final = {"education": "work"}
_OF_AREA: Final = {
    "accommodation": ("accommodation", "I want a place of my own", "My flat is fine"),
    "employment-education": ("work", "I want a job that lasts", "I like my work"),
    "finance": ("work", "I am behind with the rent", "I manage on what I have"),
    "drug-use": ("drugs", "I would like some help with this", "I do not use drugs"),
    "alcohol-use": ("alcohol", "I drink more than I should", "I drink little"),
    "health-wellbeing": ("thinking", "I do not sleep well", "I am well"),
    "personal-relationships-community": ("relationships", "We argue too much", "My family stands by me"),
    "thinking-behaviours-attitudes": ("thinking", "I act before I think", "I think things through now"),
    "offence-analysis": ("attitudes", "It was not all my doing", "I know what I did and to whom"),
}
_MEASURES: Final = {
    "supervision": ("Seen at the office every week, at home once a month", "the offender manager"),
    "monitoring": ("Police asked for call-outs to the address every fortnight", "the offender manager"),
    "interventions": ("Course on thinking before acting, from next month", "the supervisor"),
    "victim_safety": ("No contact with the victim; the victim liaison officer told of every change", "the offender manager"),
    "contingency": ("If drinking again or out of touch for two days: home visit that day, senior told", "the duty officer"),
    "multi_agency": ("Talked through with police and prison every month", "the senior"),
}  # fmt: skip


def assess_some(history: History, now: Round) -> None:
    """In a week the officer who signs in finishes some assessments: of whoever has waited too long, then of the riskiest; a third is put off a while."""
    if now.day < history.as_at - LONG_AGO:
        return
    at = instant(now.day, 13)
    waiting = _without(history, at, known=_AFTER)
    due = [held for held in waiting if crc32(held.key.encode()) % 3 or _waited_too_long(held, now.day)]
    due.sort(key=lambda held: not _waited_too_long(held, now.day))
    for number, held in enumerate(due[: max(0, min(_A_WEEK, len(waiting) - _LEFT))]):
        _write(history, held, at + timedelta(minutes=60 * number), FINISHED, history.random)


def assess_last(history: History, by: Random) -> None:
    """On the last day some are sent to the senior, some begun, some finished; of whoever has waited too long none is only begun."""
    at = instant(history.as_at - timedelta(days=1), 18)
    too_long = [held for held in _without(history, at, known=-_PUT_OFF) if _waited_too_long(held, day_of(at))]
    others = [held for held in _without(history, at, known=timedelta()) if held not in too_long]
    turns = [*zip(cycle(_LATE), too_long, strict=False), *zip(LAST, others, strict=False)]
    for number, (turn, held) in enumerate(turns):
        _write(history, held, at + timedelta(minutes=min(10 * number, 340)), turn, by)


def _waited_too_long(held: Held, on: date) -> bool:
    return (held.managed_since or on) < on - _PUT_OFF


def _without(history: History, at: datetime, *, known: timedelta) -> list[Held]:
    """Those of the officer's caseload who have no assessment yet, the gravest first."""
    officer = history.staff.signed_in("offender manager", at)
    if officer is None:
        return []
    theirs = history.ordered(
        lambda held: (
            held.holder.get("offender manager") == officer.id
            and held.case.risk != Risk.NOT_ASSESSED
            and bool(held.sentences)
            and not held.is_assessed
            and held.appointed_on is not None
            and held.appointed_on < day_of(at) - known
        )
    )
    return sorted(theirs, key=lambda held: (-_GRAVEST.index(held.case.risk), held.key))


_GRAVEST: Final = (Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.VERY_HIGH)


def _write(history: History, held: Held, at: datetime, turn: str, by: Random) -> None:
    officer = history.staff.signed_in("offender manager", at)
    senior = history.staff.signed_in("senior probation officer", at)
    assert officer is not None
    assert senior is not None
    _assess(held, officer, senior, at, turn, by)


def _assess(held: Held, officer: Member, senior: Member, at: datetime, turn: str, by: Random) -> None:
    held.is_assessed, held.scored_on = True, None
    needs = held.sentences[-1][1].person.past.needs
    _Writing(officer, senior, held.case.person_id, at, needs, by).whole(held.case.risk, turn)


class _Writing:
    """One assessment being written, a step at a time."""

    def __init__(
        self,
        officer: Member,
        senior: Member,
        person: UUID,
        at: datetime,
        needs: frozenset[str],
        by: Random,
    ) -> None:
        self.officer, self.senior, self.person, self.at, self.needs, self.by = (
            officer, senior, person, at, needs, by,
        )  # fmt: skip
        self.id = actions.start_assessment(by=officer, at=at, person_id=person)

    def whole(self, risk: str, turn: str) -> None:
        """Write it, as far as its turn says; each step is based on what the one before gave."""
        if turn == BEGUN:
            self._do(actions.save_answers, 1, answers=self._items(half=True))
            return
        version = self._do(actions.save_answers, 1, answers={**self._items(), **self._views()})
        version = self._do(actions.record_harm, version, analysis=self._harm(risk))
        state = self._do(actions.sign, version, countersign=turn == WAITING)
        if turn == FINISHED:
            if state.startswith("awaiting"):
                self._do(actions.countersign, self._version(), who=self.senior)
            self.at += timedelta(minutes=1)
            actions.record_scores(by=self.officer, at=self.at, assessment_id=self.id)

    def _version(self) -> int:
        with viewing(self.officer, self.at):
            found = queries.assessment(self.id, on=day_of(self.at))
        assert found is not None
        return found.version

    def _do(self, act: Callable[..., Any], version: int, who: Member | None = None, **given: Any) -> Any:
        self.at += timedelta(minutes=2)
        return act(by=who or self.officer, at=self.at, assessment_id=self.id, version=version, **given)

    def _items(self, half: bool = False) -> dict[str, str]:
        asked = [(code, item) for code, section in sections().items() for item in section.items]
        return {
            item: self._answer(name, item) for name, item in (asked[: len(asked) // 2] if half else asked)
        }

    def _answer(self, section: str, item: str) -> str:
        """No problem where none is known; where one is, some or a serious one for most of what is asked."""
        codes = [code for code, _ in question(item).choices]
        has = _OF_SECTION.get(section, section) in self.needs
        return self.by.choice(codes[1:]) if has and len(codes) > 1 and self.by.random() < 0.7 else codes[0]

    def _views(self) -> dict[str, str]:
        said: dict[str, str] = {}
        for area in areas():
            need, wants, well = _OF_AREA[area]
            problem = need in self.needs
            said |= {
                f"{area}.harm": "no",
                f"{area}.reoffending": "yes" if problem else "no",
                f"{area}.strengths": "no" if problem else "yes",
                f"{area}.because": self.by.choice(_SEEN),
                f"{area}.readiness": "WANTS_HELP",
                f"{area}.words": wants if problem else well,
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
            plan=tuple(Measure(kind, *_MEASURES[kind]) for kind in table.plan[level]),
        )
