"""A referral to a programme from its rows, as rules, actions and pages ask: its sides, how far it has come, and its group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import OpenCase
from throughcare.casework.supervision.rules import as_subject
from throughcare.casework.supervision.rules.contacts import CREDITED
from throughcare.foundation.kernel import Period
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld, holders
from throughcare.foundation.operating_model.rules import Function
from throughcare.foundation.operating_model.rules import Place as Where

from .models import Attendance, Enrolment, Group, GroupSession, Place, Training
from .rules import (
    GroupKind,
    GroupSex,
    GroupStands,
    Programme,
    Progress,
    Side,
    Suiting,
    Trained,
    programme,
    progress_of,
)


@dataclass(frozen=True)
class Sides:
    """The units of a referral: which sent it, which answers for the case now (None: not seen), and which deliver it."""

    sent: UUID
    answers: UUID | None
    delivers: frozenset[UUID]

    def of(self, units: Collection[UUID]) -> frozenset[Side]:
        """The sides on which units stand."""
        sender = self.sent in units or self.answers in units
        found = {Side.SENDER} if sender else set()
        return frozenset(found | ({Side.DELIVERER} if self.delivers & set(units) else set()))


def sides_of(row: Enrolment) -> Sides:
    """The sides of a referral as its case and its place now stand."""
    place = open_place(row.id)
    answers = supervision.teams_of_open([row.case_id]).get(row.case_id)
    return Sides(row.from_unit, answers, frozenset({row.to_unit, *([place.unit_id] if place else [])}))


def open_place(enrolment_id: UUID) -> Place | None:
    """The place that somebody has in a group now."""
    return (
        Place.objects.filter(enrolment=enrolment_id, during__upper_inf=True).select_related("group").first()
    )


@dataclass(frozen=True)
class Attended:
    """What came of one session for one person, as the contact that stands tells it."""

    enrolment_id: UUID
    number: int
    session_id: UUID | None
    contact: supervision.ContactSeen

    @property
    def on(self) -> date:
        """The day of the session."""
        return day_of(self.contact.happened_at)

    @property
    def counts(self) -> bool:
        """Whether the session is done by it."""
        return self.contact.outcome in CREDITED


def attended_of(enrolment_ids: Iterable[UUID]) -> list[Attended]:
    """What came of every session of these referrals, as it stands, the earliest first; three questions."""
    rows = list(Attendance.objects.filter(enrolment__in=list(enrolment_ids)))
    standing = supervision.contacts_as_they_stand([row.contact_id for row in rows])
    found = [
        Attended(row.enrolment_id, row.number, row.session_id, standing[row.contact_id])
        for row in rows
        if row.contact_id in standing
    ]
    return sorted(found, key=lambda one: (one.contact.happened_at, one.number))


@dataclass(frozen=True)
class Come:
    """How far a referral has come: what was attended, what of it counts, the last day of it, and days that count already."""

    progress: Progress
    attended: tuple[Attended, ...]
    last_on: date | None = None
    days: frozenset[date] = field(default_factory=frozenset)


def come_so_far(rows: Iterable[Enrolment]) -> dict[UUID, Come]:
    """How far each of these referrals has come."""
    every = list(rows)
    by: dict[UUID, list[Attended]] = {row.id: [] for row in every}
    for one in attended_of(by):
        by[one.enrolment_id].append(one)
    return {row.id: _come(row, by[row.id]) for row in every}


def _come(row: Enrolment, attended: list[Attended]) -> Come:
    counted = [one for one in attended if one.counts]
    since = [one for one in counted if row.counts_from is None or one.on >= row.counts_from]
    numbers: dict[int, bool] = {}
    for one in since:
        numbers[one.number] = numbers.get(one.number, True) and one.session_id is None
    days = frozenset(one.on for one in attended if one.contact.done is not None)
    return Come(
        progress_of(programme(row.programme), numbers),
        tuple(attended),
        max((one.on for one in counted), default=None),
        days,
    )


def group_stands(group: Group, *, at: datetime) -> GroupStands:
    """A group as somebody would join it now."""
    chosen = programme(group.programme)
    taken = Place.objects.filter(group=group, during__upper_inf=True).count()
    sessions = GroupSession.objects.filter(group=group).order_by("starts_at", "place")
    days = [(chosen.session(row.number), day_of(row.starts_at)) for row in sessions]
    return GroupStands(
        GroupKind(group.kind), GroupSex(group.sex), group.capacity, taken, days, group.ended_at is not None
    )


def trainings_in(unit_ids: Iterable[UUID]) -> dict[UUID, list[Trained]]:
    """Who of each of several teams is trained, in one question; of one training told again the latest stands."""
    rows = Training.objects.filter(unit_id__in=list(unit_ids)).order_by("made_at", "id")
    latest = {(row.unit_id, row.member_id, row.programme, row.holds.lower): row for row in rows}
    found: dict[UUID, list[Trained]] = {}
    for (unit_id, *_), one in latest.items():
        holds = Period(one.holds.lower, one.holds.upper)
        found.setdefault(unit_id, []).append(Trained(one.member_id, one.programme, holds))
    return found


def trainings_of(unit_ids: Iterable[UUID] = (), member_ids: Iterable[UUID] = ()) -> list[Trained]:
    """Who is trained in what and when: the members of units, or those named; of one training told again the latest stands."""
    rows = Training.objects.order_by("made_at", "id")
    units, members = list(unit_ids), list(member_ids)
    rows = rows.filter(member_id__in=members) if members else rows.filter(unit_id__in=units)
    latest: Mapping[tuple[UUID, str, date], Training] = {
        (row.member_id, row.programme, row.holds.lower): row for row in rows
    }
    return [
        Trained(one.member_id, one.programme, Period(one.holds.lower, one.holds.upper))
        for one in latest.values()
    ]


def suiting_of(person_id: UUID, *, at: datetime) -> Suiting:
    """What programmes ask of somebody, as the record has it; the latest scores, and None for what is not known."""
    seen = people.person_page(person_id, on=day_of(at))
    traits = people.traits_of([person_id]).get(person_id)
    scores = {one.instrument: one for one in assessment.scores_of(person_id)}
    case = supervision.open_cases_of([person_id]).get(person_id)
    need, risk = scores.get("pni"), scores.get("arp")
    return Suiting(
        sex=traits.sex if traits else None,
        born=traits.date_of_birth if traits else None,
        in_custody=case.place == Where.CUSTODY if case else None,
        pathway=need.outcome or None if need else None,
        band=risk.band or None if risk else None,
        partner_violence=_told(scores.values(), "domestic_abuse_partner"),
        learning_disability=_learning(seen),
    )


def _told(scores: Iterable[assessment.ScoreSeen], question: str) -> bool | None:
    """The answer that the current scores were worked out from; None where none had one."""
    said = [given.get("value") for score in scores for name, given in score.inputs if name == question]
    answers = [one for one in said if isinstance(one, bool)]
    return any(answers) if answers else None


def _learning(seen: people.PersonPage | None) -> bool | None:
    if seen is None:
        return None
    if any(need.words == "Learning disability" for need in seen.disabilities):
        return True
    return False if seen.codes.get("disabled") == "no" else None


def chosen_of(group: Group) -> Programme:
    """The programme of a group."""
    return programme(group.programme)


def delivering_body(case: OpenCase, at: datetime) -> UUID | Unheld:
    """The organisation that delivers programmes for somebody, under the operating model of where they live."""
    subject = as_subject(
        risk=case.risk, sentence=case.sentence, place=case.place, rsr=case.rsr, cohorts=case.cohorts,
        resettled=case.resettled,
    )  # fmt: skip
    return holders(case.area_code, day_of(at)).organisation(Function.PROGRAMMES, subject)
