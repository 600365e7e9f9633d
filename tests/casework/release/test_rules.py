"""The rules of release beside its days, without a database: who is responsible, the licence's course, needs, conditions, parole."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from throughcare.casework.release.rules import (
    AUTOMATIC,
    BEFORE_RELEASE,
    BY_TIME,
    LICENCE_MOVES,
    OPEN_TO_WORDS,
    BoardSays,
    Clock,
    EarlyReason,
    Inside,
    Known,
    LicenceMove,
    LicenceState,
    NeedKind,
    NeedState,
    Owes,
    ParoleKind,
    Responsible,
    Step,
    Why,
    approvers,
    as_the_days_have_it,
    bespoke,
    check_done,
    check_licence_move,
    check_need,
    check_step,
    chosen,
    condition_editions,
    earliest_release,
    early_allocation,
    filled,
    first_meeting_by,
    handover_date,
    handover_editions,
    handover_late,
    handover_near,
    handover_start,
    handover_terms,
    hard_stop,
    hard_stop_warning,
    held_past,
    in_force_of,
    in_hard_stop,
    is_before_a_shut_office,
    is_time_served,
    licence_after,
    licence_can,
    licence_editions,
    licence_start,
    licence_start_after_recall,
    licence_state,
    licence_terms,
    may_be_released_from,
    need_in_words,
    needs_asked,
    needs_editions,
    needs_owed,
    next_step,
    parole_editions,
    parole_terms,
    policy_list,
    policy_list_named,
    ran_out,
    refer_by,
    release_warning,
    responsible_on,
    who_is_responsible,
    writer_is_late,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar

TODAY = date(2026, 11, 30)
CALENDAR = WorkingCalendar()


def a_day(days):
    return TODAY + timedelta(days=days)


def inside(**given):
    return Inside(**{"sentence_start": date(2024, 1, 1), "earliest": date(2027, 12, 1)} | given)


def test_every_edition_holds_its_whole_time_without_a_hole():
    for editions in (
        handover_editions(),
        licence_editions(),
        needs_editions(),
        parole_editions(),
        condition_editions(),
    ):
        spans = sorted((one.in_force.start, one.in_force.end) for one in editions)
        assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))
        assert spans[-1][1] is None


@pytest.mark.parametrize(
    ("facts", "who", "why"),
    [
        ({"indeterminate": True, "more_to_come": True}, Responsible.PRISON, Why.ADDITIONAL),
        (
            {"indeterminate": True, "recalled": True, "hearing": a_day(400)},
            Responsible.BOTH,
            Why.RECALLED_FAR,
        ),
        (
            {"indeterminate": True, "recalled": True, "hearing": a_day(400), "managed_together": True},
            Responsible.COMMUNITY,
            Why.RECALLED,
        ),
        (
            {"indeterminate": True, "refused": True, "hearing": a_day(400), "managed_together": True},
            Responsible.COMMUNITY,
            Why.REFUSED_MANAGED,
        ),
        ({"indeterminate": True, "refused": True, "hearing": a_day(400)}, Responsible.BOTH, Why.REFUSED),
        ({"recalled": True}, Responsible.COMMUNITY, Why.RECALLED),
        ({"immigration": True}, Responsible.COMMUNITY, Why.IMMIGRATION),
        ({"earliest": None}, Responsible.PRISON, Why.NO_RELEASE),
        ({"earliest": a_day(100), "sentence_start": a_day(-20)}, Responsible.COMMUNITY, Why.SHORT),
        ({}, Responsible.PRISON, Why.DETERMINATE),
        ({"parole": True}, Responsible.PRISON, Why.PAROLE),
        ({"early_allocation": True}, Responsible.COMMUNITY, Why.EARLY),
    ],
)
def test_the_first_rule_that_fits_says_who_is_responsible(facts, who, why):
    found = who_is_responsible(inside(**facts), on=TODAY)
    assert (found.responsible(TODAY), found.why) == (who, why)
    assert found.finding.clause == handover_terms(TODAY).clause


def test_responsibility_passes_eight_months_and_a_fortnight_before_release_and_is_told_of_before_and_after():
    found = who_is_responsible(inside(earliest=date(2027, 12, 1)), on=TODAY)
    assert found.on == date(2027, 3, 18) and found.responsible(date(2027, 3, 17)) is Responsible.PRISON
    assert found.responsible(date(2027, 3, 18)) is Responsible.COMMUNITY
    assert handover_near(found.on, on=date(2027, 1, 21)) and not handover_near(found.on, on=date(2027, 1, 20))
    assert not handover_near(None, on=TODAY)

    def late(days, *, has):
        return handover_late(found.on, has_community_manager=has, on=found.on + timedelta(days=days))

    assert late(1, has=False) is None and "late" in str(late(2, has=False))
    assert "no community manager" in str(late(14, has=False))
    assert late(14, has=True) is None and handover_late(None, has_community_manager=False, on=TODAY) is None


def test_when_the_release_moves_the_handover_moves_with_it():
    first, later = (
        who_is_responsible(inside(earliest=day), on=TODAY) for day in (date(2027, 12, 1), date(2028, 3, 1))
    )
    assert later.on > first.on and later.responsible(first.on) is Responsible.PRISON


def test_in_open_conditions_for_life_both_sides_work_from_the_day_they_came_there():
    life = inside(
        indeterminate=True, open_conditions=True, arrived=date(2026, 6, 1), open_since=date(2026, 7, 1)
    )
    day, why = handover_date(life, handover_terms(TODAY))
    assert (day, why) == (date(2026, 12, 1), Why.INDETERMINATE_OPEN)
    assert handover_start(day, life) == date(2026, 6, 1)
    found = who_is_responsible(life, on=TODAY)
    assert found.responsible(TODAY) is Responsible.BOTH
    assert responsible_on(TODAY, None, None) is Responsible.COMMUNITY


def test_the_earliest_release_is_parole_else_the_first_of_the_days_that_come_of_themselves():
    days = {"automatic": a_day(3), "conditional": a_day(2)}
    assert earliest_release(indeterminate=False, today=TODAY, **days) == ("conditional", a_day(2))
    assert earliest_release(indeterminate=False, today=TODAY, parole=a_day(9), **days) == ("parole", a_day(9))
    assert earliest_release(indeterminate=True, today=TODAY, tariff=a_day(-9), hearing=a_day(5)) == (
        "hearing",
        a_day(5),
    )
    assert earliest_release(indeterminate=True, today=TODAY) is None


def test_early_allocation_is_by_rule_or_by_the_communitys_decision_and_only_near_release():
    soon, far = a_day(400), a_day(600)

    def early(*reasons, agreed=None, earliest=soon):
        return early_allocation(frozenset(reasons), agreed=agreed, earliest=earliest, on=TODAY)

    assert all(early(reason) for reason in AUTOMATIC) and not early(EarlyReason.LEVEL_THREE, earliest=far)
    assert not early(EarlyReason.HIGH_HARM) and not early(EarlyReason.HIGH_HARM, agreed=False)
    assert "community" in str(early(EarlyReason.HIGH_HARM, agreed=True))
    assert not early(agreed=True) and not early(EarlyReason.LEVEL_THREE, earliest=None)
    assert early(EarlyReason.EXTREMISM, agreed=True)


def test_a_licence_begins_on_the_confirmed_day_or_the_last_worked_one_and_stops_two_worked_days_before():
    saturday = date(2026, 12, 5)
    assert licence_start(saturday, None, CALENDAR) == date(2026, 12, 4)
    assert licence_start(saturday, date(2026, 12, 2), CALENDAR) == date(2026, 12, 2)
    assert licence_start(saturday, date(2026, 12, 2), CALENDAR, held_otherwise=True) == date(2026, 12, 4)
    assert licence_start(None, saturday, CALENDAR) is None
    assert licence_start_after_recall(saturday, date(2026, 6, 1), date(2026, 12, 3), CALENDAR) == date(
        2026, 12, 3
    )
    assert licence_start_after_recall(saturday, saturday, date(2026, 12, 3), CALENDAR) == date(2026, 12, 4)
    assert licence_start_after_recall(None, None, None, CALENDAR) is None
    starts = date(2026, 12, 4)
    assert hard_stop(starts, CALENDAR) == date(2026, 12, 2)
    assert hard_stop(None, CALENDAR) is None and hard_stop(starts, CALENDAR, time_served=True) is None
    assert hard_stop_warning(starts, CALENDAR) == TODAY and hard_stop_warning(None, CALENDAR) is None
    assert [in_hard_stop(starts, CALENDAR, on=date(2026, 12, n)) for n in (1, 2, 4, 5)] == [
        False,
        True,
        True,
        False,
    ]
    assert writer_is_late(starts, CALENDAR, on=date(2026, 11, 26)) and not writer_is_late(
        starts, CALENDAR, on=date(2026, 11, 25)
    )
    assert is_time_served(a_day(-20), a_day(-20), on=TODAY) and not is_time_served(
        a_day(-29), a_day(-29), on=TODAY
    )
    assert not is_time_served(a_day(-20), a_day(-19), on=TODAY)


def test_a_release_before_a_shut_office_is_warned_of_and_may_be_brought_forward():
    friday, tuesday, christmas_eve = date(2026, 12, 4), date(2026, 12, 8), date(2026, 12, 24)
    assert is_before_a_shut_office(friday, CALENDAR) and not is_before_a_shut_office(tuesday, CALENDAR)
    assert may_be_released_from(friday, CALENDAR) == date(2026, 12, 1)
    assert may_be_released_from(tuesday, CALENDAR) == tuesday
    assert may_be_released_from(friday, CALENDAR, curfew=friday) == friday
    assert release_warning(tuesday, CALENDAR) is None
    assert "Monday 7 December 2026" in str(release_warning(friday, CALENDAR))
    assert "Tuesday 29 December 2026" in str(release_warning(christmas_eve, CALENDAR))
    assert first_meeting_by(friday, CALENDAR) == date(2026, 12, 7)
    assert (
        first_meeting_by(tuesday, CALENDAR) == date(2026, 12, 9) and licence_terms(TODAY).first_meeting == 1
    )


def test_every_need_is_owed_until_it_is_settled_and_not_known_is_never_not_needed():
    release = a_day(30)
    assert (
        {one.kind for one in needs_owed({}, release, on=TODAY)} == set(NeedKind) == set(needs_asked(TODAY).of)
    )
    settled = {kind: Known(NeedState.IN_PLACE) for kind in NeedKind}
    assert needs_owed(settled, release, on=TODAY) == []
    [bed] = needs_owed(settled | {NeedKind.ACCOMMODATION: Known()}, release, on=TODAY)
    assert bed.is_late and bed.by == release - timedelta(days=84) and bed.whose is Owes.COMMUNITY
    [promised] = needs_owed(
        settled | {NeedKind.ACCOMMODATION: Known(NeedState.NEEDED, a_day(90))}, release, on=TODAY
    )
    assert promised.by == release and not promised.is_late
    assert [need_in_words(NeedKind.ACCOMMODATION, one) for one in (NeedState.IN_PLACE, NeedState.NOT_KNOWN, NeedState.NEEDED)] == [
        "known", "not known", "none",
    ]  # fmt: skip
    assert need_in_words(NeedKind.BANK, NeedState.NEEDED) == "help is needed"


def test_a_need_says_what_is_in_place_and_by_when_what_is_missing_will_be():
    check_need(NeedState.NEEDED, due=TODAY, what="", today=TODAY)
    check_need(NeedState.IN_PLACE, due=None, what="A hostel", today=TODAY)
    for state, due, what in (
        (NeedState.NEEDED, None, ""),
        (NeedState.NEEDED, a_day(-1), ""),
        (NeedState.IN_PLACE, None, ""),
    ):
        with pytest.raises(Refused):
            check_need(state, due=due, what=what, today=TODAY)


def test_a_condition_of_the_list_is_whole_before_it_is_added():
    listed = policy_list(TODAY).table
    assert len(listed.standard) == 8 and len(listed.categories) == 16
    assert policy_list_named(policy_list(TODAY).name).table == listed
    contact = chosen("no-contact-named", listed)
    assert filled(contact, {"who": " Mr  X "})[1].startswith("Do not get in touch with Mr X")
    for said in ({}, {"who": " "}, {"who": "X", "when": "now"}, {"who": "X" * 700}):
        with pytest.raises(Refused):
            filled(contact, said)
    for code in ("residence", "nothing"):
        with pytest.raises(Refused):
            chosen(code, listed)
    assert bespoke(" Do  it ", "Do it") == ("Do it", "Do it")
    for words, plain in (("", "x"), ("x", ""), ("x" * 601, "x")):
        with pytest.raises(Refused):
            bespoke(words, plain)
    assert approvers([chosen("polygraph", listed)], any_bespoke=False) == ("the head of the area",)
    assert len(approvers([], any_bespoke=True)) == 1 and approvers([contact], any_bespoke=False) == ()


def test_every_condition_says_in_plain_words_what_it_means_with_the_same_gaps():
    for one in policy_list(TODAY).table.of.values():
        words, plain = filled(one, {gap: f"<{gap}>" for gap in one.gaps})
        assert "{" not in words + plain and plain != words


def test_every_state_of_a_licence_has_a_way_on_but_its_end_and_every_clock_stops():
    reached = {LicenceState.WRITING}
    while fresh := {after for one in reached for after in LICENCE_MOVES[one].values()} - reached:
        reached |= fresh
    assert reached == set(LicenceState) == set(LICENCE_MOVES)
    for state, moves in LICENCE_MOVES.items():
        assert bool(moves) is (state is not LicenceState.ENDED)
    for state in LicenceState:
        for clock in (Clock(), Clock(True), Clock(False, True), Clock(True, True)):
            stands, _ = as_the_days_have_it(state, clock)
            assert licence_can(state, clock) or stands in {LicenceState.ENDED, LicenceState.RECALLED}
    assert licence_state([LicenceMove.SUBMIT, LicenceMove.APPROVE]) is LicenceState.APPROVED
    assert licence_after(LicenceState.IN_FORCE, LicenceMove.VARY) is LicenceState.VARYING
    assert ran_out(TODAY, on=a_day(1)) and not ran_out(TODAY, on=TODAY) and not ran_out(None, on=TODAY)


def test_what_nobody_approved_in_time_has_timed_out_and_a_standard_licence_is_made():
    stopped = Clock(in_hard_stop=True)
    assert as_the_days_have_it(LicenceState.WRITING, stopped) == (
        LicenceState.TIMED_OUT,
        (LicenceMove.TIME_OUT,),
    )
    with pytest.raises(Refused):
        check_licence_move(LicenceState.WRITING, LicenceMove.SUBMIT, stopped)
    moves = check_licence_move(LicenceState.WRITING, LicenceMove.MAKE_STANDARD, stopped)
    assert moves == (LicenceMove.TIME_OUT, LicenceMove.MAKE_STANDARD)
    assert check_licence_move(LicenceState.SUBMITTED, LicenceMove.APPROVE, stopped) == (LicenceMove.APPROVE,)
    for state, move in (
        (LicenceState.APPROVED, LicenceMove.REOPEN),
        (LicenceState.APPROVED, LicenceMove.BEGIN),
    ):
        with pytest.raises(Refused):
            check_licence_move(state, move, stopped)


def test_whoever_sent_a_licence_for_approval_never_approves_it():
    with pytest.raises(Refused, match="somebody else"):
        check_licence_move(LicenceState.SUBMITTED, LicenceMove.APPROVE, Clock(), by_whoever_sent_it=True)


class LicenceMachine(RuleBasedStateMachine):
    """A licence through any moves on any days: it says at each instant where it stands, and binds only by approved rounds."""

    @initialize(starts=st.integers(-2, 30), lasts=st.integers(1, 60))
    def begin(self, starts, lasts):
        self.made, self.today, self.released = [], TODAY, False
        self.starts = a_day(starts)
        self.expiry = self.starts + timedelta(days=lasts)
        self.round, self.approved, self.added = 0, [], []

    @property
    def clock(self):
        stopped = not self.released and in_hard_stop(self.starts, CALENDAR, on=self.today)
        return Clock(stopped, self.released, self.released and ran_out(self.expiry, on=self.today))

    @property
    def stands(self):
        return as_the_days_have_it(licence_state(self.made), self.clock)[0]

    @rule(days=st.integers(1, 9))
    def days_pass(self, days):
        self.today += timedelta(days=days)

    @rule()
    @precondition(lambda self: self.today >= self.starts)
    def the_gate_opens(self):
        self.released = True

    @rule(move=st.sampled_from(LicenceMove), own=st.booleans())
    def somebody_tries(self, move, own):
        before, made = self.stands, list(self.made)
        try:
            moves = check_licence_move(licence_state(self.made), move, self.clock, by_whoever_sent_it=own)
        except Refused:
            assert self.stands is before and self.made == made
            return
        assert not (move is LicenceMove.APPROVE and own) and move not in BY_TIME
        assert not (before is LicenceState.WRITING and move is LicenceMove.SUBMIT and self.clock.in_hard_stop)
        self.made += moves
        if move is LicenceMove.APPROVE:
            self.approved.append(self.round)
        if move is LicenceMove.VARY:
            self.round += 1

    @rule()
    @precondition(lambda self: self.stands in OPEN_TO_WORDS)
    def a_condition_is_added(self):
        self.added.append(self.round)

    @invariant()
    def it_stands_somewhere_and_nothing_binds_that_nobody_approved(self):
        if not hasattr(self, "made"):
            return
        stands = self.stands
        assert licence_can(licence_state(self.made), self.clock) or stands in {
            LicenceState.RECALLED,
            LicenceState.ENDED,
        }
        assert all(one in self.approved for one in self.added if in_force_of(one, None, self.approved))
        if stands is LicenceState.IN_FORCE:
            assert self.approved and self.released
        if stands in BEFORE_RELEASE and self.clock.in_hard_stop:
            assert stands is not LicenceState.WRITING


TestLicenceMachine = LicenceMachine.TestCase
TestLicenceMachine.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_a_condition_taken_out_binds_until_the_round_that_took_it_out_is_approved():
    assert in_force_of(0, None, [0]) and in_force_of(0, 1, [0]) and not in_force_of(0, 1, [0, 1])
    assert not in_force_of(1, None, [0])


TARIFF = a_day(-40)


def a_step(kind=ParoleKind.COURSE, owes=Owes.PRISON, due=-10, **given):
    return Step(kind, owes, a_day(due), **given)


def test_somebody_held_past_the_minimum_term_is_told_of_with_who_owes_what():
    assert held_past(None, [], on=TODAY) is None and held_past(TODAY, [], on=TODAY) is None
    assert "nobody owes anything" in str(held_past(TARIFF, [], on=TODAY))
    late = str(held_past(TARIFF, [a_step(), a_step(ParoleKind.OPEN, due=30)], on=TODAY))
    assert (
        "40 days" in late
        and "the prison owes the next step, to do a programme or course" in late
        and "was due" in late
    )
    assert "due on" in str(held_past(TARIFF, [a_step(due=5)], on=TODAY))
    told = a_step(ParoleKind.DECISION, Owes.BOARD, done_on=TODAY, says=BoardSays.RELEASE)
    assert "directed" in str(held_past(TARIFF, [told], on=TODAY))
    assert next_step([a_step(done_on=TODAY)]) is None and next_step(
        [a_step(due=9), a_step(due=3)]
    ).due == a_day(3)


def test_the_parole_board_is_asked_before_the_minimum_term_ends_and_again_after_it_refused():
    terms = parole_terms(TODAY)
    assert (terms.refer_before, terms.again_after) == (6, 24)
    assert set(terms.owes) == set(ParoleKind)
    assert (
        refer_by(date(2027, 7, 31), [], on=TODAY) == date(2027, 1, 31)
        and refer_by(None, [], on=TODAY) is None
    )
    refused = a_step(ParoleKind.DECISION, Owes.BOARD, done_on=date(2026, 2, 28), says=BoardSays.REFUSED)
    assert refer_by(TARIFF, [refused], on=TODAY) == date(2028, 2, 28)
    let_go = a_step(ParoleKind.DECISION, Owes.BOARD, done_on=date(2026, 3, 1), says=BoardSays.RELEASE)
    assert refer_by(TARIFF, [refused, let_go], on=TODAY) is None


def test_a_step_is_agreed_for_a_day_to_come_and_a_decision_says_what_was_decided():
    check_step(ParoleKind.COURSE, due=TODAY, today=TODAY)
    check_done(ParoleKind.DECISION, BoardSays.REFUSED, on=TODAY, today=TODAY)
    with pytest.raises(Refused):
        check_step(ParoleKind.COURSE, due=a_day(-1), today=TODAY)
    for kind, says, on in (
        (ParoleKind.DECISION, None, TODAY),
        (ParoleKind.COURSE, BoardSays.RELEASE, TODAY),
        (ParoleKind.COURSE, None, a_day(1)),
    ):
        with pytest.raises(Refused):
            check_done(kind, says, on=on, today=TODAY)


@given(st.integers(0, 4000), st.integers(0, 200))
def test_one_side_is_responsible_on_every_day_and_it_passes_once(days, length):
    found = who_is_responsible(inside(earliest=date(2024, 1, 2) + timedelta(days=days)), on=TODAY)
    told = [found.responsible(date(2024, 1, 1) + timedelta(days=n * 10)) for n in range(length)]
    assert told == sorted(told, key=list(Responsible).index)
