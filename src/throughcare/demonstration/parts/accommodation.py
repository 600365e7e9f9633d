"""Accommodation in the demonstration: premises with beds, some lost, and applications at every stage from asking to leaving."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.casework.accommodation import actions, queries
from throughcare.casework.accommodation.actions import Asked, House
from throughcare.casework.accommodation.rules import (
    AccommodationKind,
    ApplicationState,
    Priority,
    accommodation_terms,
)
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld

from ..days import instant
from ..history import History
from ..outside import outside_since
from ..part import Finish, Part

_SINCE = 50
_AP, _TRANSITIONAL = AccommodationKind.APPROVED_PREMISES, AccommodationKind.TRANSITIONAL
_ROUTE = {_AP: "community", _TRANSITIONAL: "approved premises"}
_HOUSES = {
    _AP: (("everybody", ("catered", "vulnerable"), 6), ("men", ("catered", "step free"), 5)),
    _TRANSITIONAL: (("everybody", (), 4),),
}
_NAMES = {
    "Northumbria": (
        "Gateshead",
        {_AP: ("Hadrian House", "Quay House"), _TRANSITIONAL: ("Flats in Tyne Street",)},
    ),
    "": ("Stockton", {_AP: ("Elm House", "Rowan House"), _TRANSITIONAL: ("Flats in Bridge Street",)}),
}
"""Where the premises of a team are and what they are called, by a word in the name of its organisation."""
_EXCEPTION = "Threats at the only other address."
S = ApplicationState
_TRIED = 60
"""Of so many people at most a place is asked for."""


@dataclass
class _Course:
    """One application as it is taken through its stages: who asked, who gives, and the instant of the last act."""

    history: History
    application: UUID
    officer: Member
    worker: Member
    at: datetime
    kind: AccommodationKind

    def next(self, on: date | None = None) -> datetime:
        """A later instant: a few minutes on, or on a day."""
        self.at = (
            max(self.at + timedelta(minutes=7), instant(on, 11)) if on else self.at + timedelta(minutes=7)
        )
        return self.at

    def version(self) -> int:
        """The version that the application has now."""
        with viewing(self.worker, self.at):
            seen = queries.application(self.application, self.worker, at=self.at)
        assert seen is not None
        return seen.line.row.version

    def give(self, act: Callable[..., object], when: date | None = None, /, **given: object) -> None:
        """Something done by whoever gives the place."""
        version = self.version()
        act(by=self.worker, at=self.next(when), application_id=self.application, version=version, **given)

    def ask(self, act: Callable[..., object], when: date | None = None, /, **given: object) -> None:
        """Something done by whoever asked."""
        version = self.version()
        act(by=self.officer, at=self.next(when), application_id=self.application, version=version, **given)

    def to(self, *states: ApplicationState, **given: str) -> None:
        """Moves by hand of whoever gives the place."""
        for state in states:
            self.give(actions.move_application, None, to=state, **given)

    def bed(self, arrives: date) -> UUID | None:
        """A bed that fits from a day on."""
        with viewing(self.worker, self.at):
            found = queries.beds_for(self.application, at=self.at, arrives=arrives)
        return next((one.bed.id for one in found if one.fit.fits), None)


_Stage = tuple[Callable[[_Course], None], int]


def homes(history: History, given: Finish) -> None:
    """Premises of whoever gives places here, and a dozen people at every stage: a stage that one cannot be at is the next one's."""
    kinds = (_AP, _AP, _TRANSITIONAL)
    crews: dict[tuple[UUID, AccommodationKind], Member] = {}
    left = list(_STAGES)
    for number, (person, officer, unit) in enumerate(_people(history, kinds)):
        kind = kinds[number % 3]
        if not left or number >= _TRIED:
            return
        if (unit, kind) not in crews:
            crew = _crew(history, unit)
            if crew is None:
                continue
            _premises(history, crew, kind)
            crews[unit, kind] = crew[1]
        if _placed(history, left[0], person, officer, unit, crews[unit, kind], kind):
            left.pop(0)


def _people(history: History, kinds: Sequence[AccommodationKind]) -> Iterator[tuple[UUID, Member, UUID]]:
    """People managed and outside all along, each with their officer and the team that would give the place."""
    now, since = instant(history.as_at, 9), history.as_at - timedelta(days=_SINCE)
    signed = history.staff.signed_in("provider lead", now)
    gives = {signed.organisation_id: signed.unit_id} if signed else {}
    number = 0
    for held in history.ordered(lambda h: "offender manager" in h.holder):
        by = members.member(held.holder["offender manager"], at=now)
        if by is None:
            continue
        with viewing(by, now):
            told = _deliverer(held.case.person_id, since, now, kinds[number % 3])
        if told is not None and told.unit_id is not None:
            number += 1
            yield held.case.person_id, by, gives.setdefault(told.organisation_id, told.unit_id)


def _deliverer(
    person: UUID, since: date, now: datetime, kind: AccommodationKind
) -> supervision.Deliverer | None:
    seen = supervision.case_of(person, at=now)
    held = seen.now.get("offender manager") if seen is not None else None
    if seen is None or seen.case.closed_at is not None or held is None or not outside_since(person, since):
        return None
    if day_of(held.since) > since or day_of(seen.case.opened_at) > since:
        return None
    case = supervision.open_case(seen.case.id)
    if case is None or case.place != "community":
        return None
    told = supervision.deliverer_of(case, accommodation_terms(day_of(now)).table.kinds[kind].function, at=now)
    return None if isinstance(told, Unheld) else told


def _crew(history: History, unit: UUID) -> tuple[Member, Member] | None:
    """Who keeps the premises of a team, and who gives places."""
    there = members.members_of([unit], at=instant(history.as_at - timedelta(days=_SINCE + 20), 8))
    keeps = [one for one in there if one.may(May.KEEP_PREMISES) and one.unit_id == unit]
    gives = [one for one in there if one.may(May.GIVE_PLACES) and one.unit_id == unit]
    return (keeps[0], gives[-1]) if keeps and gives else None


def _premises(history: History, crew: tuple[Member, Member], kind: AccommodationKind) -> None:
    """The houses of a kind, with their beds; one bed is lost."""
    lead, worker = crew
    opened = history.as_at - timedelta(days=_SINCE + 15)
    place, names = next(told for word, told in _NAMES.items() if word in lead.organisation_name)
    for name, (takes, has, many) in zip(names[kind], _HOUSES[kind], strict=True):
        house = House(kind, name, place, opened, takes=takes, has=has)
        made = actions.add_premises(by=lead, at=instant(opened, 9), house=house)
        beds = actions.add_beds(
            by=lead, at=instant(opened, 10), premises_id=made, names=[str(n + 1) for n in range(many)], first=opened,
            has=("single",),
        )  # fmt: skip
        lost = history.as_at - timedelta(days=4)
        actions.lose_bed(
            by=worker,
            at=instant(lost, 9),
            bed_id=beds[-1],
            first=lost,
            until=history.as_at + timedelta(days=6),
            reason="damage",
        )


def _placed(
    history: History,
    becomes: _Stage,
    person: UUID,
    officer: Member,
    unit: UUID,
    worker: Member,
    kind: AccommodationKind,
) -> bool:
    """Ask for a place, and take it as far as its stage; whether it could be asked for."""
    stage, ago = becomes
    on = history.as_at - timedelta(days=ago)
    asked = Asked(
        kind, _ROUTE[kind], "Cannot go back to the address, and has nowhere else that is safe.",
        arrival=on + timedelta(days=12), contingency="Back to the senior the same day.", exception=_EXCEPTION, needs=("single",),
    )  # fmt: skip
    try:
        made = actions.apply_for_place(
            by=officer, at=instant(on, 10), person_id=person, asked=asked, unit_id=unit
        )
    except Refused:
        return False  # no agreement yet on that day, or something known speaks against it
    stage(_Course(history, made, officer, worker, instant(on, 10), kind))
    return True


def _sent(course: _Course) -> None:
    """Nobody has looked at it yet."""


def _assessed(course: _Course) -> None:
    course.to(S.ASSESSED)


def _asked(course: _Course) -> None:
    course.to(S.ASSESSED)
    course.to(S.ASKED, note="Which areas must they stay out of?")


def _refused(course: _Course) -> None:
    course.to(S.ASSESSED)
    course.to(S.REFUSED, reason="other way", note="Support at home was offered.")


def _waits(course: _Course) -> None:
    course.to(S.ASSESSED, S.WAITING)
    course.give(actions.set_priority, priority=Priority.FIRST, because="The tenancy ends this week.")


def _none(course: _Course) -> None:
    _waits(course)
    course.to(S.NO_BED, reason="no capacity")


def _booked(course: _Course) -> None:
    course.to(S.ASSESSED, S.WAITING)
    _book(course, course.history.as_at + timedelta(days=3))


def _book(course: _Course, arrives: date) -> bool:
    bed = course.bed(arrives)
    if bed is not None:
        course.give(actions.book_bed, bed_id=bed, arrives=arrives)
    return bed is not None


def _given_up(course: _Course) -> None:
    course.to(S.ASSESSED, S.WAITING)
    if _book(course, course.history.as_at + timedelta(days=5)):
        course.give(actions.give_bed_up, reason="lost bed", note="The ceiling came down.")


def _came(course: _Course) -> date | None:
    """Assessed and booked at once, and come to two days later."""
    course.to(S.ASSESSED, S.WAITING)
    arrives = day_of(course.at) + timedelta(days=2)
    if not _book(course, arrives):
        return None
    course.give(actions.record_arrival, arrives, on=arrives)
    return arrives


def _lives(course: _Course) -> None:
    _came(course)


def _moves_on(course: _Course) -> None:
    if _came(course):
        course.ask(actions.plan_move_on, move_on="supported housing")


def _left(course: _Course) -> None:
    arrived = _came(course)
    if arrived:
        on = arrived + timedelta(days=28)
        course.give(actions.record_departure, on, on=on, reason="planned", moved_on="social rental")


def _did_not_come(course: _Course) -> None:
    course.to(S.ASSESSED, S.WAITING)
    arrives = day_of(course.at) + timedelta(days=2)
    if _book(course, arrives):
        course.give(actions.record_no_arrival, arrives + timedelta(days=1), reason="not known")


_STAGES: Sequence[_Stage] = (
    (_lives, 40), (_moves_on, 30), (_sent, 1), (_waits, 8), (_booked, 9), (_left, 45), (_did_not_come, 5), (_asked, 6),
    (_lives, 20), (_assessed, 4), (_none, 10), (_lives, 12), (_refused, 9), (_given_up, 7), (_sent, 6),
)  # fmt: skip
"""What becomes of each application, and how many days ago it was sent."""

PART = Part(at_the_end={54: homes})
