"""Somebody out on licence, a team that decides recalls with a head, and a recall brought to any state by real actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from support.people import joins
from support.service import Person, Service, a_person, managed
from throughcare.casework.recall import actions
from throughcare.casework.recall.models import Recall
from throughcare.casework.recall.rules import (
    Ground,
    Length,
    NewOffence,
    RecallMove,
    RecallState,
    Said,
    SentenceGroup,
    Tried,
    questions_of,
)
from throughcare.casework.supervision.actions import record_movement
from throughcare.casework.supervision.models import Movement
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of

LED_TO = "They did not come on three days, and were seen outside the address that they may not go to."


def on_licence(service: Service, **given: str) -> Person:
    """Somebody sentenced to two years of custody in January and let out since, with an offender manager."""
    told = {
        "hearing_date": "2026-01-05", "sentence_kind": "custody", "sentence_length": "24", "sentence_unit": "months",
        "requirements": "", "offence_date": "2025-10-01",
    }  # fmt: skip
    person = a_person(service, **(told | given))
    let_out(person)
    return managed(person)


def let_out(person: Person) -> None:
    """Record that somebody was released from custody."""
    record_movement(
        by=person.team.officer, at=person.service.later(), case_id=person.case, version=person.row.version,
        kind=MovementKind.RELEASED,
    )  # fmt: skip


@dataclass
class Recalling:
    """A recall, whose it is, the officer who asks and the head who approves."""

    id: UUID
    person: Person
    officer: Member
    head: Member

    @property
    def row(self) -> Recall:
        """Its own row, whoever may see it."""
        return Recall.objects.using("owner").get(id=self.id)

    @property
    def state(self) -> RecallState:
        """Where it stands."""
        return RecallState(self.row.state)

    @property
    def service(self) -> Service:
        """Whose service it is."""
        return self.person.service

    @property
    def movements(self) -> list[str]:
        """The kinds of the person's movements, the oldest first."""
        rows = Movement.objects.using("owner").filter(person_id=self.person.id).order_by("moved_at")
        return list(rows.values_list("kind", flat=True))

    def act(self, act: Any, *, by: Member | None = None, at: datetime | None = None, **given: Any) -> Any:
        """Do something on the recall as it stands, as its officer unless somebody else is named."""
        at = at or self.service.later()
        return act(by=by or self.officer, at=at, recall_id=self.id, version=self.row.version, **given)

    def decided(self, **given: Any) -> Recalling:
        """Decided: for a fixed term, nothing ruling it out."""
        self.act(actions.decide_recall, **(decision(self) | given))
        return self

    def approved(self, **given: Any) -> Recalling:
        """Approved by the head."""
        self.decided(**given).act(actions.approve_recall, by=self.head)
        return self

    def sent(self, **given: Any) -> Recalling:
        """Its papers sent."""
        self.approved(**given).act(actions.send_papers)
        return self

    def revoked(self, **given: Any) -> Recalling:
        """The licence revoked."""
        self.sent(**given).act(actions.revoke_licence)
        return self

    def returned(self, **given: Any) -> Recalling:
        """Back in custody the day after."""
        self.revoked(**given)
        self.act(actions.take_into_custody, at=self.service.later(days=1))
        return self

    def moved(self, move: RecallMove, **given: Any) -> Recalling:
        """An answer recorded."""
        self.act(actions.record_recall_answer, move=move, note="Told by telephone.", **given)
        return self


def decision(recall: Recalling, **said: Said) -> dict[str, Any]:
    """What decides for a fixed term: every question answered with no but those given."""
    group = SentenceGroup(recall.row.sentence_group)
    answers = dict.fromkeys(questions_of(group, day_of(recall.service.at)), Said.NO) | said
    return {
        "length": Length.FIXED_TERM, "approver_id": recall.head.id, "new_offence": NewOffence.NO, "answers": answers,
    }  # fmt: skip


def standard(recall: Recalling) -> dict[str, Any]:
    """What decides for a standard recall: one exclusion is so."""
    return decision(recall, mappa_level_2_or_3=Said.YES) | {"length": Length.STANDARD}


def consider(person: Person, *, head: Member | None = None, **given: Any) -> Recalling:
    """A recall of somebody being considered by their officer, in a team that has a head."""
    usual: dict[str, Any] = {"ground": Ground.BOTH, "led_to": LED_TO, "tried": [Tried.WARNING_LETTER]}
    officer = given.pop("by", person.team.officer)
    made = actions.consider_recall(
        by=officer, at=person.service.later(), case_id=person.case, **(usual | given)
    )
    return Recalling(made, person, officer, head or joins(person.team.unit, "head of delivery unit"))


DAY = timedelta(days=1)
