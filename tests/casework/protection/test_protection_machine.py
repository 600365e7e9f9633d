"""However public protection goes: one thing is owed by one side while it stands, none after, and the register says what the steps say."""

from datetime import date

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
from support.people import joins
from support.protection import (
    MEETINGS,
    MINUTES,
    NOTHING,
    NOTHING_DISCLOSED,
    SENIORS,
    VIOLENT,
    acts,
    at_meeting,
    called,
    everybody,
    proposed,
    row_of,
    version_of,
)
from support.service import a_person, a_service, hear, managed

from throughcare.casework.assessment.models import Registration
from throughcare.casework.people.actions import record_death
from throughcare.casework.people.models import Person as Record
from throughcare.casework.protection import actions, queries
from throughcare.casework.protection.models import Meeting, MeetingAction, ProtectionStep
from throughcare.casework.protection.rules import (
    CHAIRED,
    PROTECTION_MOVES,
    Category,
    LevelReferral,
    ProtectionEnd,
    ProtectionLevel,
    ProtectionState,
    referral_outcomes,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of

SCENE = {}
L, S = ProtectionLevel, ProtectionState
MOVES = ("confirm", "none", "screen", "decide", "review", "end")
MEETS = ("call", "hold", "put off", "disclose", "give", "finish", "close")


class Course(RuleBasedStateMachine):
    """One person's public protection, tried every way: what stands against a step refuses it, and changes nothing."""

    @initialize(third=st.booleans())
    def begin(self, third):
        self.person = managed(a_person(SCENE["service"], **VIOLENT))
        self.chair = SCENE["chair"]
        if third:
            actions.refer_to_category_3(
                by=self.person.team.officer, at=SCENE["service"].later(), person_id=self.person.id, answers=MEETINGS, because="Known."
            )  # fmt: skip
        else:
            proposed(self.person)

    @precondition(lambda self: hasattr(self, "person"))
    @rule(move=st.sampled_from(MOVES + MEETS), data=st.data())
    def step(self, move, data):
        before = (row_of(self.person).state, version_of(self.person), self.registered)
        can = move in self.allowed
        try:
            self.take(move, data)
        except Refused:
            assert not can, (move, before)
            assert (row_of(self.person).state, version_of(self.person), self.registered) == before
        else:
            assert can, (move, before)
            assert version_of(self.person) == before[1] + (move in MOVES)
            after = S(row_of(self.person).state)
            assert after == before[0] or after in PROTECTION_MOVES[S(before[0])]

    @property
    def registered(self):
        rows = Registration.objects.using("owner").filter(
            person_id=self.person.id, kind="mappa", during__upper_inf=True
        )
        return rows.values_list("value", flat=True).first()

    @property
    def whole(self):
        service = SCENE["service"]
        with viewing(self.chair, service.at):
            return queries.one_protection(row_of(self.person).id, at=service.at)

    @property
    def allowed(self):
        """The moves that there are now, said anew here."""
        one = self.whole.whole
        if one.state is S.ENDED:
            return set()
        at = self.of_the_meeting(one)
        if one.waits:
            return {"decide"} | at if one.state is S.CONFIRMED else {"decide"}
        if one.state is S.PROPOSED:
            return {"confirm", "none"}
        ends = set() if one.held else {"end"}
        if one.level not in CHAIRED:
            return ends | at | {"screen"}
        meets = {"call"} if one.meeting is None else set()
        return ends | at | meets | ({"review"} if one.held and "the level" not in self.decided else set())

    @property
    def decided(self):
        row = self.meeting
        return set(row.decisions.values_list("kind", flat=True)) if row else set()

    @property
    def meeting(self):
        return Meeting.objects.using("owner").filter(person_id=self.person.id).order_by("called_at").last()

    @property
    def action(self):
        return MeetingAction.objects.using("owner").filter(person_id=self.person.id, state="open").first()

    def of_the_meeting(self, one):
        row = self.meeting
        finish = {"finish"} if self.action else set()
        if row is None or row.state in {"closed", "put off"}:
            return finish
        if row.state == "called":
            return {"hold", "put off"} | finish
        closes = {"the level"} <= self.decided and self.decided & {"a disclosure", "no disclosure"}
        return {"disclose", "give"} | ({"close"} if closes else set()) | finish

    def meet(self, move):
        person, chair, officer = self.person, self.chair, self.person.team.officer
        if move == "call":
            called(person, chair)
        elif move == "finish":
            one = self.action.id if self.action else new_id()
            actions.finish_meeting_action(
                by=officer, at=SCENE["service"].later(), meeting_action_id=one, came_of_it="It is so."
            )
        elif self.meeting is None:
            raise Refused("There is no meeting.")
        elif move == "hold":
            at_meeting(person, actions.hold_meeting, chair, came=everybody(person))
        elif move == "put off":
            at_meeting(person, actions.put_off_meeting, chair, because="The police cannot come.")
        elif move == "disclose":
            at_meeting(person, actions.decide_disclosure, chair, **NOTHING_DISCLOSED)
        elif move == "give":
            on = day_of(SCENE["service"].at)
            given = {"what": "Visit.", "owner_id": officer.id, "due_on": on}
            at_meeting(person, actions.give_meeting_action, chair, **given)
        else:
            at_meeting(person, actions.close_meeting, chair, **MINUTES)

    def take(self, move, data):
        if move in MEETS:
            self.meet(move)
            return
        person, senior = self.person, self.person.team.senior
        if move in {"confirm", "none"}:
            acts(
                person,
                actions.confirm_category,
                senior,
                category=Category.VIOLENT if move == "confirm" else None,
            )
        elif move == "screen":
            acts(
                person,
                actions.screen_level,
                person.team.officer,
                answers=data.draw(st.sampled_from([NOTHING, MEETINGS, SENIORS])),
            )
        elif move == "decide":
            outcomes = referral_outcomes(Category(row_of(person).category))
            acts(person, actions.decide_level_referral, self.chair, to=data.draw(st.sampled_from(outcomes)))
        elif move == "review":
            least = [L.TWO, L.THREE] if row_of(person).category == Category.OTHER else [L.ONE, L.TWO, L.THREE]
            acts(person, actions.review_level, self.chair, level=data.draw(st.sampled_from(least)))
        else:
            acts(person, actions.end_protection, senior, why=ProtectionEnd.ERROR)

    @invariant()
    def the_register_says_what_the_steps_say(self):
        if not hasattr(self, "person"):
            return
        row = row_of(self.person)
        last = ProtectionStep.objects.using("owner").filter(protection=row.id).latest("number")
        wanted = last.level if row.state == S.CONFIRMED else None
        assert self.registered == wanted
        assert not (row.category == Category.OTHER and self.registered == "1")

    @invariant()
    def one_thing_is_owed_while_it_stands_and_none_after(self):
        if not hasattr(self, "person"):
            return
        line = self.whole
        if line.whole.state is S.ENDED:
            assert line.owed is None and line.whole.waits is None
        elif not (line.whole.state is S.CONFIRMED and line.whole.level is L.NOT_SET and not line.whole.waits):
            assert line.owed is not None  # a level that is not set is owed as the release comes near

    @invariant()
    def no_meeting_is_closed_without_its_decision_on_disclosure(self):
        if not hasattr(self, "person"):
            return
        closed = Meeting.objects.using("owner").filter(person_id=self.person.id, state="closed")
        assert all(
            one.decisions.filter(kind__in=["a disclosure", "no disclosure"]).exists() for one in closed
        )
        assert all(one.shared and one.assessed and one.planned for one in closed)

    @invariant()
    def what_is_of_a_meeting_is_on_a_home_while_it_goes_on_and_on_none_after(self):
        if not hasattr(self, "person"):
            return
        one, row, action = self.whole.whole, self.meeting, self.action
        goes_on = one.state is S.CONFIRMED
        assert self.on_homes == (
            bool(goes_on and row and row.state == "called"),
            bool(goes_on and action),
        )

    @property
    def on_homes(self):
        """Whether the officer is asked to a meeting on them, and owes an action of one."""
        officer = self.person.team.officer
        with viewing(officer, SCENE["service"].at):
            asked, own = queries.meetings_to_come(officer), queries.actions_owed_by(officer)
        return tuple(any(row.person_id == self.person.id for row in rows) for rows in (asked, own))

    def teardown(self):
        """However far it went, a death stops every clock of it."""
        if not hasattr(self, "person"):
            return
        version = Record.objects.using("owner").get(id=self.person.id).version
        service = SCENE["service"]
        record_death(
            by=self.person.team.senior,
            at=service.later(),
            person_id=self.person.id,
            version=version,
            died_on=day_of(service.at),
        )
        hear()
        assert self.whole.owed is None and self.on_homes == (False, False)
        with viewing(self.chair, service.at):
            left = queries.actions_left([self.person.team.unit], on=date.max, at=service.at)
        assert self.person.id not in {one.row.person_id for one in left}


@pytest.fixture(scope="module")
def scene():
    service = a_service()
    unit = managed(a_person(service, **VIOLENT)).team.unit
    SCENE.update(service=service, chair=joins(unit, "public protection chair"))


def test_however_it_goes(scene):
    run_state_machine_as_test(
        Course,
        settings=settings(
            max_examples=14, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip


def test_every_outcome_of_a_referral_is_of_some_category():
    found = {one for category in Category for one in referral_outcomes(category)}
    assert found == set(LevelReferral) - {LevelReferral.PENDING}
