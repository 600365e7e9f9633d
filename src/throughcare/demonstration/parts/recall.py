"""Recalls in the demonstration: one or two at each stage, of people out on licence, with their papers, movements and what waits for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from throughcare.casework.interventions import actions as interventions_actions
from throughcare.casework.interventions import queries as interventions
from throughcare.casework.recall import actions, queries
from throughcare.casework.recall.rules import Ground, Length, NewOffence, RecallMove, Said, Tried, Urgency
from throughcare.casework.supervision import actions as supervision_actions
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.contacts import (
    Absence,
    ContactKind,
    Evidence,
    Outcome,
    Told,
    Whom,
)
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Sentence

from ..days import instant
from ..history import History
from ..outside import outside_since
from ..part import Finish, Part

_STAGES = (
    "considered",
    "decided",
    "shaken",
    "not",
    "sent",
    "revoked",
    "at large",
    "returned",
    "standard",
    "rescinded",
    "released",
)
_INSIDE = {"returned", "standard", "released"}
_SERVED = {"at large", "returned"}
"""The stages whose people were referred to a service that now waits for them."""
_NEEDS = ("employment", "money", "wellbeing", "recovery")
_MOST, _SINCE = 60, 5
_WANTS = "Wants to start on this now, and asked for somebody to do it with."
_LED_TO = (
    "They did not come to three appointments, and nobody at their address has seen them for two weeks.",
    "A member of the public told the police that they were at the address they may not go to.",
    "They were sent away from the approved premises after a fight, and did not say where they went.",
)


def recalls(history: History, given: Finish) -> None:
    """A recall at each stage; back in custody come only people who saw nobody since and wait for no appointment."""
    quiet, others = _enough(islice(_to_recall(history), _MOST))
    for number, stage in enumerate(_STAGES):
        pool = quiet if stage in _INSIDE else (others or quiet)
        if pool:
            _Course(history, pool.pop(0), number).to(stage)


def _enough(found: Iterable[_Recalled]) -> tuple[list[_Recalled], list[_Recalled]]:
    """Those who may come back into custody and the others, looked for until there is one for each stage."""
    quiet: list[_Recalled] = []
    others: list[_Recalled] = []
    inside = sum(stage in _INSIDE for stage in _STAGES)
    for one in found:
        (quiet if one.quiet else others).append(one)
        if len(quiet) >= inside and len(others) >= len(_STAGES) - inside:
            break
    return quiet, others


@dataclass(frozen=True)
class _Recalled:
    """Somebody out on licence: their case, officer, who approves, and whether nothing is recorded of them since or ahead."""

    person: UUID
    case: UUID
    by: Member
    head: Member
    quiet: bool


def _to_recall(history: History) -> Iterator[_Recalled]:
    """People out on licence all along, whose officer may ask for a recall and has somebody who approves."""
    begun = instant(history.as_at - timedelta(days=_SINCE), 9)
    on_licence = {Sentence.CUSTODY_UNDER_12_MONTHS, Sentence.CUSTODY_12_MONTHS_OR_MORE}
    approving = [
        (one, set(members.units_below(one.unit_id)))
        for one in members.members_who_may(May.APPROVE_RECALL, at=begun)
    ]
    for held in history.ordered(lambda h: "offender manager" in h.holder and h.case.sentence in on_licence):
        by = members.member(held.holder["offender manager"], at=begun)
        if by is None or not by.may(May.ASK_FOR_RECALL):
            continue
        with viewing(by, begun):
            able = _stands(held.case.person_id, begun)
        head = _approver(by, approving) if able else None
        if able and head is not None:
            yield _Recalled(held.case.person_id, able[0], by, head, able[1])


def _stands(person: UUID, begun: datetime) -> tuple[UUID, bool] | None:
    """The open case of somebody who can be recalled, and whether nothing is recorded of them since an instant or ahead."""
    seen = supervision.case_of(person, at=begun)
    if seen is None or seen.case.closed_at is not None or seen.case.opened_at > begun:
        return None
    if not outside_since(person, day_of(begun)):
        return None
    if not queries.considering(person, on=day_of(begun)).record.touched:
        return None
    told = supervision.contacting(seen.case, at=begun)
    last = told.contacts[0].happened_at if told.contacts else seen.case.opened_at
    return seen.case.id, last < begun and not told.ahead


def _approver(by: Member, approving: Sequence[tuple[Member, set[UUID]]]) -> Member | None:
    found = [one for one, beneath in approving if one.id != by.id and by.unit_id in beneath]
    return max(found, key=lambda one: (one.role == "head of delivery unit", str(one.id)), default=None)


class _Course:
    """One recall on its way, a step at a time from ten days ago."""

    def __init__(self, history: History, one: _Recalled, number: int) -> None:
        self.person, self.case, self.by, self.head = one.person, one.case, one.by, one.head
        self.at = instant(history.as_at - timedelta(days=_SINCE), 10)
        self.end = instant(history.as_at, 9)
        self.history, self.number = history, number
        self.missed_at = self.at
        self.contact: UUID | None = None
        self.recall: UUID | None = None

    def to(self, stage: str) -> None:
        """Bring it to a stage; one that cannot be decided so stays where it is."""
        if stage in {"considered", "decided", "shaken"}:
            self.at = instant(day_of(self.end) - timedelta(days=1), 15)
        try:
            if stage in _SERVED:
                self.refer()
            if stage == "shaken":
                self.miss()
            self.recall = actions.consider_recall(
                by=self.by, at=self.at, case_id=self.case, ground=list(Ground)[self.number % len(Ground)],
                led_to=_LED_TO[self.number % len(_LED_TO)], tried=[Tried.WARNING_LETTER, Tried.MORE_REPORTING],
                urgency=Urgency.EMERGENCY if self.number % 4 == 3 else Urgency.STANDARD,
            )  # fmt: skip
            for step in _STEPS[stage]:
                step(self)
        except Refused:
            return  # what the record holds of this one does not allow it: it stays as it is

    def act(
        self, act: Callable[..., object], *, by: Member | None = None, hours: float = 0.5, **given: object
    ) -> None:
        """One step, some time after the last."""
        self.at += timedelta(hours=hours)
        assert self.recall is not None
        with viewing(self.by, self.at):
            seen = queries.recall(self.recall)
        assert seen is not None
        act(by=by or self.by, at=self.at, recall_id=self.recall, version=seen.row.version, **given)

    def refer(self) -> None:
        """To the first service that surely suits them, a day before: it waits while they are away; none where none does."""
        at = self.at - timedelta(days=1)
        with viewing(self.by, at):
            found = [
                (need, one.id)
                for need in _NEEDS
                for one in interventions.services_for(self.person, need, at=at).fitting
                if one.receives and one.fit.is_sure
            ]
        if found:
            need, service = found[0]
            interventions_actions.send_referral(
                by=self.by, at=at, person_id=self.person, service_id=service, need=need, because=_WANTS,
            )  # fmt: skip

    def miss(self) -> None:
        """An appointment missed on the last working day before, which the recall comes to rest on."""
        self.missed_at = instant(WorkingCalendar().add(day_of(self.at), -1), 14)
        told = self.told(Outcome.ABSENT_UNACCEPTABLE, evidence=Evidence.NONE)
        meeting = supervision_actions.Meeting(self.case, told, "Did not come, and did not ring.", None)
        at = self.missed_at + timedelta(hours=2)
        self.contact = supervision_actions.record_contact(by=self.by, at=at, meeting=meeting).contact_id
        self.history.hear()

    def excuse(self) -> None:
        """A note came: the contact is put right, and what the recall rests on is rescinded."""
        self.at += timedelta(minutes=30)
        told = self.told(Outcome.ABSENT_ACCEPTABLE, absence=Absence.MEDICAL, evidence=Evidence.SEEN)
        meeting = supervision_actions.Meeting(
            self.case, told, "In hospital that day; the letter was seen.", None
        )
        assert self.contact is not None
        supervision_actions.correct_contact(
            by=self.by, at=self.at, contact_id=self.contact, meeting=meeting, because="The hospital's letter came by post."
        )  # fmt: skip
        self.history.hear()

    def told(self, outcome: Outcome, **more: Any) -> Told:
        """What is told of the appointment that was missed."""
        return Told(
            self.missed_at, ContactKind.OFFICE, outcome, Whom.PERSON, what="The weekly appointment", **more
        )

    def decide(self, length: Length = Length.FIXED_TERM) -> None:
        """Decide, with every question answered: one with yes where it is to be standard."""
        with viewing(self.by, self.at):
            asked = queries.considering(self.person, on=day_of(self.at))
        answers = dict.fromkeys(asked.questions, Said.NO)
        if length is Length.STANDARD and answers:
            answers[asked.questions[-1]] = Said.YES
        self.act(
            actions.decide_recall,
            length=length,
            approver_id=self.head.id,
            new_offence=NewOffence.NO,
            answers=answers,
        )

    def approve(self) -> None:
        """Approve."""
        self.act(actions.approve_recall, by=self.head, hours=1)

    def send(self) -> None:
        """Send the papers."""
        self.act(actions.send_papers)

    def revoke(self) -> None:
        """The licence is revoked."""
        self.act(actions.revoke_licence, hours=1)

    def take_in(self) -> None:
        """Back in custody two days later."""
        self.act(actions.take_into_custody, hours=49, note="Arrested at home.")

    def answer(self, move: RecallMove, note: str) -> None:
        """An answer."""
        self.act(actions.record_recall_answer, move=move, note=note, hours=20)

    def let_out(self) -> None:
        """Released by the executive."""
        self.act(
            actions.release_again,
            move=RecallMove.RELEASE_EXECUTIVE,
            hours=30,
            note="The risk can be managed outside.",
        )


_SENT = (_Course.decide, _Course.approve, _Course.send)
_STEPS: dict[str, tuple[Callable[[_Course], None], ...]] = {
    "considered": (),
    "decided": (_Course.decide,),
    "shaken": (_Course.decide, _Course.excuse),
    "not": (
        lambda one: one.act(
            actions.decide_not_to_recall, approver_id=one.head.id,
            because="They came back on their own, and a curfew is added to the licence.",
        ),
        _Course.approve,
    ),
    "sent": _SENT,
    "revoked": (*_SENT, _Course.revoke),
    "at large": (*_SENT, _Course.revoke, lambda one: one.answer(RecallMove.NOT_FOUND, "The police: not at any address known.")),
    "returned": (*_SENT, _Course.revoke, _Course.take_in),
    "standard": (
        lambda one: one.decide(Length.STANDARD), _Course.approve, _Course.send, _Course.revoke, _Course.take_in,
        lambda one: one.answer(RecallMove.REPRESENT, "Their solicitor: the report was of somebody else."),
    ),
    "rescinded": (
        *_SENT, _Course.revoke, lambda one: one.act(actions.rescind_recall, because="They were in hospital, and nobody had asked."),
    ),
    "released": (*_SENT, _Course.revoke, _Course.take_in, _Course.let_out),
}  # fmt: skip
PART = Part(at_the_end={61: recalls})
