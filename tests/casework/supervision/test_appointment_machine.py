"""However an appointment goes: one owner, one state, a way on from each, none ahead once the case is closed, and nobody fails one that was off."""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from support.contacts import met
from support.people import joins
from support.service import a_person, a_service, hear, managed

from throughcare.casework.enforcement.models import Failure
from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import (
    Booking,
    book_appointment,
    book_series,
    call_off_appointment,
    close_case,
    correct_contact,
    move_appointment,
    record_contact,
    record_movement,
)
from throughcare.casework.supervision.models import Appointment, Contact
from throughcare.casework.supervision.rules.appointments import (
    APPOINTMENT_MOVES,
    AppointmentState,
)
from throughcare.casework.supervision.rules.contacts import FAILED, Absence, ContactKind, Outcome
from throughcare.casework.supervision.rules.diary import Every, MovedBy
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

S = AppointmentState
OFF = frozenset({S.OFF, S.MOVED})
LIVE = frozenset({S.AHEAD, S.OWED, S.TOLD})


def leads_to(before, after, steps=2):
    """Whether the table leads from one state to another in so few steps: an act, and the time it took."""
    reached = {before}
    for _ in range(steps):
        reached |= {then for one in reached for then in APPOINTMENT_MOVES[one]}
    return after in reached


SCENE = {}
OUTCOMES = {
    Outcome.ATTENDED: {}, Outcome.ABSENT_UNACCEPTABLE: {}, Outcome.OFF_SERVICE: {},
    Outcome.ABSENT_ACCEPTABLE: {"absence": Absence.MEDICAL},
}  # fmt: skip


class Through(RuleBasedStateMachine):
    """The appointments of one case, through the service: whatever is done with any of them, whoever does it."""

    @initialize()
    def begin(self):
        service = SCENE["service"]
        service.takes_its_area()
        self.person, self.before = managed(a_person(service)), {}
        self.officer, self.colleague = self.person.team.officer, SCENE["colleague"]
        self.case, self.hours = self.person.case, itertools.count(1)

    @property
    def now(self):
        return self.person.service.at

    def later(self):
        return self.person.service.later()

    @property
    def rows(self):
        return list(Appointment.objects.using("owner").filter(case=self.case).order_by("id"))

    @property
    def is_open(self):
        return self.person.row.closed_at is None

    def booking(self, kind, days, by_colleague=False, **given):
        """A time of its own, so that only what is meant to clash does."""
        starts_at = self.now + timedelta(days=days, minutes=next(self.hours))
        held_by = (self.colleague if by_colleague else self.officer).id
        return Booking(starts_at, kind, "The office", held_by=held_by, **given)

    def told(self):
        """What stands of each appointment: the contact that tells of it."""
        found = Contact.objects.using("owner").filter(
            case=self.case, appointment__isnull=False, corrected=None
        )
        return {one.appointment_id: one for one in found}

    def states(self):
        """What each appointment is, as the page tells it."""
        with viewing(self.officer, self.now):
            told = queries.appointments_told(self.case, at=self.now)
            return {one.id: one.state for one in told}

    def one_of(self, data, states):
        """Any appointment that is in one of these states; None where there is none."""
        found = sorted((one for one, state in self.states().items() if state in states), key=str)
        return Appointment.objects.using("owner").get(id=data.draw(st.sampled_from(found))) if found else None

    @precondition(lambda self: self.is_open)
    @rule(
        kind=st.sampled_from([ContactKind.OFFICE, ContactKind.PHONE]),
        days=st.integers(0, 9),
        mine=st.booleans(),
    )
    def book(self, kind, days, mine):
        booking = self.booking(kind, days, by_colleague=not mine)
        made = book_appointment(by=self.officer, at=self.now, case_id=self.case, booking=booking)
        assert self.states()[made] is S.AHEAD

    @precondition(lambda self: self.is_open)
    @rule(every=st.sampled_from(Every))
    def repeat(self, every):
        made = book_series(
            by=self.officer, at=self.now, case_id=self.case, booking=self.booking(ContactKind.OFFICE, 1), every=every, times=2
        )  # fmt: skip
        assert {self.states()[one] for one in made} == {S.AHEAD}

    @precondition(lambda self: self.is_open)
    @rule(data=st.data(), says_why=st.booleans())
    def clash(self, data, says_why):
        """At the same time as another: never twice at one instant, and where both are kept the reason is."""
        other = self.one_of(data, {S.AHEAD})
        if other is None:
            return
        after = Booking(
            other.starts_at + timedelta(minutes=5), ContactKind.PHONE, despite="Both are short." if says_why else ""
        )  # fmt: skip
        with pytest.raises(Refused, match="that very time already"):
            book_appointment(
                by=self.officer, at=self.now, case_id=self.case,
                booking=Booking(other.starts_at, ContactKind.VIDEO, minutes=15),
            )  # fmt: skip
        if any(row.starts_at == after.starts_at and row.called_off_at is None for row in self.rows):
            return
        made = book_appointment(by=self.officer, at=self.now, case_id=self.case, booking=after)
        row = Appointment.objects.using("owner").get(id=made)
        assert bool(row.clashes) is bool(row.despite) is says_why

    @precondition(lambda self: self.is_open)
    @rule(data=st.data(), doing=st.sampled_from(MovedBy), days=st.integers(1, 9))
    def reschedule(self, data, doing, days):
        old = self.one_of(data, {S.AHEAD})
        if old is None:
            return
        booking = replace(self.booking(ContactKind(old.kind), days), held_by=None)
        made = move_appointment(
            by=self.officer, at=self.now, appointment_id=old.id, booking=booking, moved_by=doing, because="Another time."
        )  # fmt: skip
        assert (self.states()[old.id], self.states()[made]) == (S.MOVED, S.AHEAD)
        assert Appointment.objects.using("owner").get(id=made).held_by == old.held_by

    @precondition(lambda self: self.is_open)
    @rule(data=st.data())
    def call_off(self, data):
        chosen = self.one_of(data, set(S))
        if chosen is None:
            return
        act = {
            "by": self.officer,
            "at": self.now,
            "appointment_id": chosen.id,
            "because": "The officer is ill.",
        }
        if self.states()[chosen.id] is S.AHEAD:
            call_off_appointment(**act)
            assert self.states()[chosen.id] is S.OFF
        else:
            with pytest.raises(Refused):
                call_off_appointment(**act)

    @precondition(lambda self: self.is_open)
    @rule(data=st.data(), outcome=st.sampled_from(list(OUTCOMES)))
    def tell(self, data, outcome):
        """What came of any appointment of today or before, also where they came early: once, and never of one that was off."""
        chosen = self.one_of(data, set(S))
        if chosen is None or day_of(chosen.starts_at) > day_of(self.now):
            return
        state = self.states()[chosen.id]
        meeting = self.meeting(chosen, outcome)
        if state in {S.AHEAD, S.OWED} and not self.was_told(chosen):
            record_contact(by=self.officer, at=self.later(), meeting=meeting)
            assert self.states()[chosen.id] is S.TOLD
        else:
            with pytest.raises(Refused):
                record_contact(by=self.officer, at=self.later(), meeting=meeting)

    def meeting(self, chosen, outcome, days=0):
        when = min(chosen.starts_at, self.now) - timedelta(days=days)
        when += timedelta(seconds=next(self.hours))
        inside = self.person.row.place != Place.COMMUNITY
        if inside and outcome is Outcome.ABSENT_UNACCEPTABLE:
            outcome = Outcome.OFF_SERVICE
        return met(
            self.case, min(when, self.now), "phone call", outcome=outcome, appointment_id=chosen.id, **OUTCOMES[outcome]
        )  # fmt: skip

    def was_told(self, chosen):
        return Contact.objects.using("owner").filter(appointment=chosen.id, corrects=None).exists()

    @precondition(lambda self: self.is_open)
    @rule(data=st.data(), outcome=st.sampled_from(list(OUTCOMES)), on_another_day=st.booleans())
    def put_right(self, data, outcome, on_another_day):
        """A contact put right: on its day it tells of the same appointment, on another day it does not, and it can come back."""
        first = Contact.objects.using("owner").filter(
            case=self.case, appointment__isnull=False, corrects=None
        )
        roots = sorted(first.values_list("id", flat=True), key=str)
        if not roots:
            return
        root = Contact.objects.using("owner").get(id=data.draw(st.sampled_from(roots)))
        last = root
        while after := Contact.objects.using("owner").filter(corrects=last).first():
            last = after
        chosen = Appointment.objects.using("owner").get(id=root.appointment_id)
        opened = day_of(self.person.row.opened_at)
        if on_another_day and day_of(chosen.starts_at) <= opened:
            return
        meeting = self.meeting(chosen, outcome, days=1 if on_another_day else 0)
        if day_of(meeting.told.happened_at) < opened:
            return
        correct_contact(
            by=self.officer, at=self.later(), contact_id=last.id, meeting=meeting, because="It was not so."
        )
        if on_another_day:
            assert self.states()[chosen.id] in {S.AHEAD, S.OWED, *OFF}
        else:
            assert self.states()[chosen.id] in {S.TOLD, *OFF}

    @precondition(lambda self: self.is_open)
    @rule()
    def go_inside_or_come_out(self):
        row = self.person.row
        inside = row.place != Place.COMMUNITY
        kind = MovementKind.RELEASED if inside else MovementKind.RECEIVED
        cannot = {
            one.id for one in self.rows if one.kind == ContactKind.OFFICE and self.states()[one.id] is S.AHEAD
        }
        record_movement(by=self.officer, at=self.later(), case_id=self.case, version=row.version, kind=kind)
        if not inside:
            assert all(self.states()[one] in {S.OFF, S.OWED} for one in cannot)

    @rule(days=st.integers(0, 6), hours=st.integers(1, 23))
    def wait(self, days, hours):
        self.person.service.later(days=days, hours=hours)

    @precondition(lambda self: self.is_open and len(self.rows) > 2)
    @rule()
    def close(self):
        row = self.person.row
        close_case(
            by=self.person.team.senior, at=self.later(), case_id=self.case, version=row.version, because="It ended."
        )  # fmt: skip

    @invariant()
    def each_has_one_state_that_follows_from_its_last(self):
        now = self.states()
        assert now.keys() == {row.id for row in self.rows}
        assert all(leads_to(state, now[one]) for one, state in self.before.items())
        assert all(now[one] is state for one, state in self.before.items() if state in OFF)
        self.before = now

    @invariant()
    def each_has_one_owner_in_whose_diary_alone_it_stands(self):
        states, now = self.states(), self.now
        with viewing(self.officer, now):
            span = {"start": day_of(now - timedelta(days=200)), "until": day_of(now + timedelta(days=200))}
            diaries = {
                who.id: [one.id for one in queries.diary([who.id], **span) if one.id in states]
                for who in (self.officer, self.colleague)
            }
            waiting = {one.id for one in queries.appointments_of(self.case)}
        stands = Counter(one for held in diaries.values() for one in held)
        live = {one for one, state in states.items() if state in LIVE} if self.is_open else set()
        assert set(stands) == live
        assert set(stands.values()) <= {1}
        assert all(row.id in diaries[row.held_by] for row in self.rows if row.id in live)
        assert waiting == {one for one in live if states[one] is not S.TOLD}

    @invariant()
    def none_lies_ahead_of_a_closed_case(self):
        with viewing(self.officer, self.now):
            ahead = queries.next_appointments([self.case], at=self.now)
        assert bool(ahead) is (S.AHEAD in self.states().values())
        assert self.is_open or not ahead

    @invariant()
    def nobody_failed_what_was_off_or_what_the_service_put_off(self):
        states = self.states()
        assert not {one for one in self.told() if states[one] in OFF}

    def teardown(self):
        """In the end the jobs are heard: every failure that runs is one that a contact still tells of."""
        if not hasattr(self, "case"):
            return
        hear()
        running = (
            Failure.objects.using("owner")
            .filter(case=self.case)
            .exclude(state__in=["rescinded", "ended with the case"])
        )
        for failure in running:
            last = Contact.objects.using("owner").get(id=failure.contact_id)
            while after := Contact.objects.using("owner").filter(corrects=last).first():
                last = after
            assert last.outcome in FAILED


@pytest.fixture(scope="module")
def scene():
    service = a_service()
    team = managed(a_person(service)).team
    SCENE.update(service=service, colleague=joins(team.unit, "offender manager"))


def test_every_course_of_an_appointment_through_the_service(scene):
    run_state_machine_as_test(
        Through,
        settings=settings(
            max_examples=6, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True,
            phases=(Phase.generate,),
        ),
    )  # fmt: skip
