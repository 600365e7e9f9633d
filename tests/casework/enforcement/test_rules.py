"""The rules of enforcement, without a database: what counts, who tells whom and decides by when, and what may follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.enforcement.rules import (
    BEGINS,
    DECISIONS,
    FAILURE_MOVES,
    OPEN_FAILURES,
    Clock,
    Clocked,
    Counts,
    FailureState,
    Happened,
    Made,
    Move,
    Must,
    Side,
    answers_now,
    check_move,
    check_pause,
    counted_as,
    crossing,
    delays_of,
    due_of,
    enforcement_editions,
    enforcement_terms,
    function_that_decides,
    is_drawn,
    is_paused,
    known_from,
    paused_days,
    pauses,
    position,
    state_after,
    why_out_of_turn,
)
from throughcare.casework.supervision.rules.contacts import FAILED, SAID, Outcome, Whom
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.operating_model.rules import (
    BodyKind,
    Function,
    InFlight,
    Place,
    Risk,
    Rsr,
    Sentence,
    Subject,
    load_model,
    preset,
    preset_text,
)

CALENDAR = WorkingCalendar()
MISSED = date(2026, 11, 3)  # a Tuesday
TERM = enforcement_terms(MISSED).table.clocks[Clock.REFER]
ACROSS = Clocked(MISSED, same_body=False, refer=TERM)
WITHIN = replace(ACROSS, same_body=True)
LOW = Subject(Risk.LOW, Sentence.COMMUNITY_ORDER, rsr=Rsr.BELOW_CUT_OFF)


def happened(**given):
    plain = {
        "outcome": Outcome.ABSENT_UNACCEPTABLE, "with_whom": Whom.PERSON, "sentence": Sentence.COMMUNITY_ORDER,
        "place": Place.COMMUNITY,
    }  # fmt: skip
    return Happened(**(plain | given))


def made(*moves):
    """Moves, each on a day a number of working days after the failure."""
    return [Made(move, CALENDAR.add(MISSED, after), *rest) for move, after, *rest in moves]


def due(*moves, clocked=ACROSS):
    done = made(*moves)
    return due_of(state_after([one.move for one in done]), done, clocked, CALENDAR)


# --- what counts


def test_an_absence_that_is_not_acceptable_counts():
    told = counted_as(happened())
    assert told.counts is Counts.YES
    assert "did not comply" in told.finding.because


@pytest.mark.parametrize("outcome", SAID)
def test_every_outcome_of_the_one_vocabulary_counts_as_the_table_says_and_no_other_way(outcome):
    expected = Counts.YES if outcome in FAILED else Counts.NO
    if outcome is Outcome.ABSENT_AWAITING:
        expected = Counts.AWAITED
    assert counted_as(happened(outcome=outcome)).counts is expected


@pytest.mark.parametrize(
    ("told", "because"),
    [
        ({"outcome": Outcome.ABSENT_ACCEPTABLE}, "acceptable"),
        ({"outcome": Outcome.OFF_SERVICE}, "the service's doing"),
        ({"outcome": Outcome.SENT_AWAY_SERVICE}, "the service's doing"),
        ({"outcome": Outcome.NO_ANSWER}, "not known"),
        ({"with_whom": Whom.FAMILY}, "somebody else"),
        ({"sentence": Sentence.NONE}, "no order or licence"),
        ({"sentence": Sentence.AWAITING_SENTENCE}, "no order or licence"),
        ({"sentence": Sentence.DIVERSION}, "no order or licence"),
        ({"place": Place.CUSTODY}, "in custody"),
    ],
)
def test_what_never_counts_says_why(told, because):
    found = counted_as(happened(**told))
    assert found.counts is Counts.NO
    assert because in found.finding.because


# --- the window


def test_the_first_failure_is_warned_and_the_second_within_twelve_months_goes_to_court():
    first = position(MISSED, Sentence.COMMUNITY_ORDER, earlier=[], warnings=[])
    assert (first.number, first.must) == (1, Must.WARN)
    warned = [date(2026, 3, 4)]
    second = position(MISSED, Sentence.COMMUNITY_ORDER, earlier=[date(2026, 3, 2)], warnings=warned)
    assert (second.number, second.must, second.warned_on, second.cautions) == (2, Must.COURT, warned[0], ())
    assert str(second.finding.clause) == "Sentencing Act 2020, Schedule 10, paragraphs 6 and 7"


@pytest.mark.parametrize(("before", "number"), [(date(2025, 11, 3), 1), (date(2025, 11, 4), 2), (MISSED, 2)])
def test_a_failure_falls_out_of_the_window_on_the_day_twelve_months_later(before, number):
    assert position(MISSED, Sentence.SUSPENDED_SENTENCE_ORDER, earlier=[before], warnings=[]).number == number


def test_a_second_failure_without_a_warning_is_said_to_be_so():
    found = position(
        MISSED, Sentence.COMMUNITY_ORDER, earlier=[date(2026, 10, 1)], warnings=[date(2025, 1, 1)]
    )
    assert found.must is Must.COURT
    assert found.cautions == ("No warning is recorded within that time.",)


def test_on_licence_a_warning_or_a_recall_is_considered_whatever_the_number():
    found = position(MISSED, Sentence.CUSTODY_UNDER_12_MONTHS, earlier=[date(2026, 10, 1)], warnings=[])
    assert (found.number, found.must) == (2, Must.CONSIDER)


def test_an_order_before_the_code_stands_under_the_act_of_its_day():
    assert (
        position(date(2019, 5, 7), Sentence.COMMUNITY_ORDER, earlier=[], warnings=[]).finding.clause.source
        == "Criminal Justice Act 2003"
    )


# --- dated terms


def test_the_editions_follow_one_another_without_a_hole_and_every_clock_has_a_clause():
    editions = enforcement_editions()
    assert all(one.in_force.end == two.in_force.start for one, two in pairwise(editions))
    for edition in editions:
        assert edition.table.clocks.keys() == set(Clock)
        assert all(
            term.basis in {"published", "assumed"} and term.clause.paragraph
            for term in edition.table.clocks.values()
        )


def test_the_published_figure_to_refer_is_of_the_day_of_the_failure():
    before, since = enforcement_terms(date(2014, 5, 31)), enforcement_terms(date(2014, 6, 1))
    assert before.table.clocks[Clock.REFER].basis == "assumed"
    assert (since.table.clocks[Clock.REFER].basis, since.table.clocks[Clock.REFER].days) == ("published", 8)


# --- the clocks


@pytest.mark.parametrize(
    ("moves", "owed", "side", "after"),
    [
        ([(Move.AWAITED, 0)], Move.FOUND, Side.NOTIFIER, 6),
        ([(Move.NOTED, 0)], Move.REFERRED, Side.NOTIFIER, 8),
        ([(Move.NOTED, 3)], Move.REFERRED, Side.NOTIFIER, 8),
        ([(Move.AWAITED, 0), (Move.FOUND, 6)], Move.REFERRED, Side.NOTIFIER, 8),
        ([(Move.NOTED, 0), (Move.REFERRED, 5)], Move.ACCEPTED, Side.DECIDER, 7),
        ([(Move.NOTED, 0), (Move.REFERRED, 5), (Move.RETURNED, 6)], Move.ANSWERED, Side.NOTIFIER, 9),
        ([(Move.NOTED, 0), (Move.REFERRED, 5), (Move.RETURNED, 6), (Move.ANSWERED, 8)], Move.ACCEPTED, Side.DECIDER, 10),
        ([(Move.NOTED, 0), (Move.REFERRED, 5), (Move.ACCEPTED, 6)], Move.WARNED, Side.DECIDER, 7),
        ([(Move.NOTED, 0), (Move.REFERRED, 5), (Move.RETURNED, 5), (Move.ANSWERED, 8), (Move.ACCEPTED, 8)], Move.WARNED, Side.DECIDER, 10),
        ([(Move.NOTED, 0), (Move.TAKEN_UP, 1), (Move.WARNED, 1)], Move.LETTER_SENT, Side.DECIDER, 3),
        ([(Move.NOTED, 0), (Move.TAKEN_UP, 1), (Move.BREACH_BEGUN, 2)], Move.LODGED, Side.DECIDER, 11),
        ([(Move.NOTED, 0), (Move.TAKEN_UP, 1), (Move.BREACH_BEGUN, 2), (Move.LODGED, 9)], Move.COURT_DECIDED, Side.DECIDER, 29),
    ],
)  # fmt: skip
def test_what_is_owed_by_whom_and_by_when_across_the_line(moves, owed, side, after):
    found = due(*moves)
    assert (found.move, found.side, found.on) == (owed, side, CALENDAR.add(MISSED, after))
    assert found.clause.paragraph


def test_where_one_body_records_and_decides_the_letter_is_due_two_working_days_after_the_miss_and_the_court_ten():
    first = [(Move.NOTED, 0), (Move.TAKEN_UP, 0)]
    assert due(*first, (Move.WARNED, 1), clocked=WITHIN).on == CALENDAR.add(MISSED, 2)
    assert due(*first, (Move.BREACH_BEGUN, 1), clocked=WITHIN).on == CALENDAR.add(MISSED, 10)


def test_recording_a_failure_late_gives_no_more_time():
    assert due((Move.NOTED, 7)).on == due((Move.NOTED, 0)).on


def test_a_hearing_day_that_is_known_is_when_the_result_is_asked_after():
    hearing = CALENDAR.add(MISSED, 15)
    lodged = [(Move.NOTED, 0), (Move.TAKEN_UP, 1), (Move.BREACH_BEGUN, 2), (Move.LODGED, 9, hearing)]
    assert due(*lodged).on == hearing


def test_a_warrant_is_owed_a_look_again_and_again_until_it_is_executed():
    issued = [
        (Move.NOTED, 0),
        (Move.TAKEN_UP, 1),
        (Move.BREACH_BEGUN, 2),
        (Move.LODGED, 9),
        (Move.WARRANT_ISSUED, 12),
    ]
    assert due(*issued).on == CALENDAR.add(MISSED, 32)
    looked = [*issued, (Move.WARRANT_REVIEWED, 30)]
    assert (due(*looked).move, due(*looked).on) == (Move.WARRANT_REVIEWED, CALENDAR.add(MISSED, 50))
    assert due(*looked, (Move.WARRANT_EXECUTED, 40)).move is Move.COURT_DECIDED


def test_while_a_clock_is_stopped_taking_it_up_again_is_owed_by_its_limit_and_the_time_is_given_back():
    begun = [(Move.NOTED, 0), (Move.TAKEN_UP, 1)]
    stopped = [*begun, (Move.PAUSED, 2, CALENDAR.add(MISSED, 7))]
    assert (due(*stopped).move, due(*stopped).on) == (Move.RESUMED, CALENDAR.add(MISSED, 7))
    assert due(*stopped, (Move.RESUMED, 6)).on == CALENDAR.add(MISSED, 3 + 4)


def test_pauses_are_counted_and_their_working_days_too():
    done = made((Move.NOTED, 0), (Move.REFERRED, 1), (Move.RETURNED, 2), (Move.ANSWERED, 4), (Move.ACCEPTED, 4), (Move.PAUSED, 4))  # fmt: skip
    assert pauses(done) == 2
    assert paused_days(done, CALENDAR, until=CALENDAR.add(MISSED, 9)) == 2 + 5


def test_what_is_rescinded_after_it_went_out_is_to_be_withdrawn():
    warned = [
        (Move.NOTED, 0),
        (Move.TAKEN_UP, 0),
        (Move.WARNED, 0),
        (Move.LETTER_SENT, 1),
        (Move.RESCINDED, 5),
    ]
    assert (due(*warned).move, due(*warned).on) == (Move.WITHDRAWN, CALENDAR.add(MISSED, 6))
    assert state_after([one.move for one in made(*warned)] + [Move.WITHDRAWN]) is FailureState.RESCINDED


def test_a_failure_that_stands_again_after_it_was_rescinded_is_counted_from_then():
    again = [(Move.NOTED, 0), (Move.RESCINDED, 4), (Move.FOUND, 6)]
    assert (due(*again).move, due(*again).on) == (Move.REFERRED, CALENDAR.add(MISSED, 14))


def test_whoever_decides_knows_from_when_they_were_told_or_took_it_up():
    assert known_from(made((Move.NOTED, 0)), ACROSS) is None
    assert known_from(made((Move.NOTED, 0), (Move.REFERRED, 3)), ACROSS) == CALENDAR.add(MISSED, 3)
    assert known_from(made((Move.NOTED, 2)), WITHIN) == MISSED
    assert known_from(made((Move.AWAITED, 0), (Move.FOUND, 4)), WITHIN) == CALENDAR.add(MISSED, 4)


def test_both_delays_are_measured_apart_and_a_pause_counts_against_neither():
    done = made((Move.NOTED, 0), (Move.REFERRED, 10), (Move.RETURNED, 11), (Move.ANSWERED, 13), (Move.ACCEPTED, 13), (Move.WARNED, 16))  # fmt: skip
    found = delays_of(done, ACROSS, CALENDAR)
    assert (found.notice, found.notice_late, found.decision, found.decision_late) == (10, 2, 4, 2)
    assert (found.pauses, found.paused) == (1, 2)


def test_a_delay_that_has_not_come_about_is_not_nought():
    found = delays_of(made((Move.NOTED, 0)), ACROSS, CALENDAR)
    assert (found.notice, found.decision, found.notice_late, found.decision_late) == (None, None, None, None)
    assert (
        delays_of(made((Move.NOTED, 0), (Move.TAKEN_UP, 0), (Move.WARNED, 1)), WITHIN, CALENDAR).notice
        is None
    )


# --- the table


def test_every_state_but_those_that_are_over_has_a_way_on_and_owes_one_thing():
    over = {state for state, moves in FAILURE_MOVES.items() if not moves}
    assert over == {FailureState.NOT_ENFORCEABLE, FailureState.ENDED}
    reached = {
        FailureState.ENDED,
        *BEGINS.values(),
        *(then for moves in FAILURE_MOVES.values() for then in moves.values()),
    }
    assert reached == set(FailureState) == set(FAILURE_MOVES)


def test_only_whoever_is_to_decide_decides_and_only_once():
    for state, moves in FAILURE_MOVES.items():
        assert (moves.keys() & DECISIONS == DECISIONS) == (state is FailureState.ACCEPTED)


def test_no_letter_goes_out_and_no_court_hears_of_what_was_rescinded():
    for move in (Move.LETTER_SENT, Move.LODGED, *DECISIONS):
        with pytest.raises(Refused, match="rescinded"):
            check_move(FailureState.RESCINDED, move)


def test_a_clock_that_runs_is_not_taken_up_and_one_that_is_stopped_is_taken_up_first():
    with pytest.raises(Refused, match="No clock is stopped"):
        check_pause([Move.NOTED, Move.TAKEN_UP], Move.RESUMED)
    with pytest.raises(Refused, match="Take it up again first"):
        check_pause([Move.NOTED, Move.TAKEN_UP, Move.PAUSED], Move.WARNED)
    assert not is_paused([Move.PAUSED, Move.RESUMED])
    assert not why_out_of_turn([Move.PAUSED], Move.RESUMED) and not why_out_of_turn([Move.PAUSED], Move.ENDED)
    assert why_out_of_turn([Move.PAUSED], Move.WARNED) and why_out_of_turn([Move.NOTED], Move.RESUMED)


def test_what_ended_with_its_case_goes_on_as_it_stood_once_the_case_is_open_again():
    ended = [Move.NOTED, Move.REFERRED, Move.ENDED]
    assert state_after(ended) is FailureState.ENDED
    assert state_after([*ended, Move.OPENED_AGAIN]) is FailureState.REFERRED


def test_a_failure_begins_when_it_is_noted_or_awaited_and_no_other_way():
    with pytest.raises(Refused, match="begins"):
        state_after([Move.REFERRED])


@given(st.data())
def test_on_any_walk_what_is_open_owes_one_thing_that_the_table_has_and_what_is_not_owes_none(data):
    walk, state, day = [Made(data.draw(st.sampled_from(sorted(BEGINS))), MISSED)], None, MISSED
    state = BEGINS[walk[0].move]
    for _ in range(data.draw(st.integers(0, 14))):
        moves = [m for m in FAILURE_MOVES[state] if _in_turn([one.move for one in walk], m)]
        if not moves:
            break
        move = data.draw(st.sampled_from(sorted(moves)))
        day += timedelta(days=data.draw(st.integers(0, 9)))
        walk.append(Made(move, day))
        state = check_move(state, move)
    assert state_after([one.move for one in walk]) is state
    clocked = ACROSS if data.draw(st.booleans()) else WITHIN
    owed = due_of(state, walk, clocked, CALENDAR)
    assert (owed is not None) == (state in OPEN_FAILURES)
    if owed is not None:
        assert owed.move in FAILURE_MOVES[state]
        assert _in_turn([one.move for one in walk], owed.move)
        assert owed.on >= MISSED
    found = delays_of(walk, clocked, CALENDAR)
    assert all(
        one is None or one >= 0
        for one in (found.notice, found.decision, found.notice_late, found.decision_late)
    )
    assert found.pauses >= 0
    assert found.paused >= 0


def _in_turn(moves, move):
    try:
        check_pause(moves, move)
    except Refused:
        return False
    return True


# --- across the line: the same missed appointment under all seven models

EVERY_MODEL: dict[str, tuple[BodyKind, BodyKind, BodyKind, bool, bool, str, str]] = {
    # model: who tells, who decides, whose officer, the shield, audited, the ground of the decision, the ground of the shield
    "home-office-2005": (BodyKind.COMPETED, BodyKind.COMPETED, BodyKind.COMPETED, False, True, "assumed in this model", "assumed in this model"),
    "avon-and-somerset-2010": (BodyKind.COMPETED, BodyKind.TRUST, BodyKind.TRUST, False, False, "7.2; 3.9", "assumed in this model"),
    "ministry-consultation-2012": (BodyKind.COMPETED, BodyKind.TRUST, BodyKind.TRUST, True, False, "Q2 bullet 1", "Q2 bullet 1"),
    "nacro-2012": (BodyKind.NOBODY, BodyKind.COMPETED, BodyKind.COMPETED, False, True, "Q2 p5", "Q2 p5"),
    "durham-tees-valley-2012": (BodyKind.COMPETED, BodyKind.TRUST, BodyKind.TRUST, True, False, "Q2 bullet 1", "Q2 bullet 1"),
    "transforming-rehabilitation-2014": (BodyKind.COMMUNITY_PROVIDER, BodyKind.PUBLIC_PROVIDER, BodyKind.COMMUNITY_PROVIDER, True, False, "paragraph 36", "paragraph 36"),
    "england-and-wales-2021": (BodyKind.PUBLIC_PROVIDER, BodyKind.PUBLIC_PROVIDER, BodyKind.PUBLIC_PROVIDER, True, False, "sentence management", "paragraph 12"),
}  # fmt: skip


@pytest.mark.parametrize("name", EVERY_MODEL)
def test_the_same_missed_appointment_under_every_model_line_by_line(name):
    tells, decides, officer, shielded, audited, ground, shield = EVERY_MODEL[name]
    told = crossing(preset(name), LOW, MISSED)
    assert told.notice.held_by is tells
    assert (told.decision.function, told.decision.held_by) == (Function.BREACH_DECISION, decides)
    assert (told.officer.held_by, told.shielded, told.audited) == (officer, shielded, audited)
    assert ground in str(told.decision.ground.clause)
    assert shield in str(told.shield.clause)
    assert not told.shielded or decides not in told.paid
    assert (told.refer.days, told.refer.basis) == (8, "published")
    assert [one.rule for one in told.findings] == [
        f"{name}: breach_notice", f"{name}: breach_decision", f"{name}: breach_presentation", f"{name}: responsible_officer",
        "days to refer", f"{name}: breach_shield",
    ]  # fmt: skip


def test_on_licence_it_is_advice_on_recall_that_decides():
    licence = replace(LOW, sentence=Sentence.CUSTODY_12_MONTHS_OR_MORE)
    assert function_that_decides(licence) is Function.RECALL_ADVICE
    assert crossing(preset("nacro-2012"), licence, MISSED).decision.function is Function.RECALL_ADVICE
    with pytest.raises(Refused, match="nothing to enforce"):
        function_that_decides(replace(LOW, sentence=Sentence.NONE))


def test_a_model_that_gives_a_number_of_days_to_tell_is_taken_at_its_word():
    text = preset_text("durham-tees-valley-2012").replace(
        "breach_notice_working_days: {value: unknown,", "breach_notice_working_days: {value: 3,"
    )
    told = crossing(load_model(text, "durham"), LOW, MISSED)
    assert told.refer.days == 3
    assert "Q2 bullet 2" in str(told.refer.clause)


def test_when_the_model_changes_a_failure_in_flight_stays_or_goes_as_the_new_model_says_and_its_clocks_stay():
    then, now = preset("nacro-2012"), preset("durham-tees-valley-2012")
    stays, why = answers_now(then, now, InFlight.STAY)
    assert stays is then
    assert then.title in why.because and then.name not in why.because
    for rule in (InFlight.MOVE, InFlight.DECIDE_AGAIN):
        goes, why = answers_now(then, now, rule)
        assert goes is now
        assert "Q1 bullet 2" in str(why.clause)
        assert now.title in why.because and now.name not in why.because
    told = crossing(then, LOW, MISSED, deciding=now)
    assert told.decision.model == now.name
    assert told.notice.model == then.name
    assert told.shielded


def test_a_share_of_decisions_is_drawn_as_the_terms_of_the_day_say_and_the_same_one_always():
    ids = [new_id() for _ in range(4000)]
    drawn = [one for one in ids if is_drawn(one, MISSED)]
    assert 300 < len(drawn) < 500
    assert all(is_drawn(one, MISSED) for one in drawn)
