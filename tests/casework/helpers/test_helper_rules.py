"""Rules of helpers alone: checks and their ends, who may be matched, what may become of a pairing, what is owed, and what came of work."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.helpers.rules import (
    CLOSED,
    OPEN_PAIRINGS,
    PAIRING_MOVES,
    CheckKind,
    CheckResult,
    CheckStands,
    CheckTold,
    HelperKind,
    HelperOffered,
    JobOutcome,
    JobPoint,
    JobTold,
    PairingSide,
    PairingStanding,
    PairingState,
    Through,
    check_job_outcome,
    check_pairing_move,
    check_pairing_reason,
    checks_standing,
    helper_editions,
    helper_fits,
    helper_terms,
    lapse_owed,
    last_day,
    moves_by_hand,
    next_point,
    owed_next,
    pairing_drawing,
    pairing_moves_from,
    pairing_reasons,
    point_on,
    points_owed,
    work_tabulated,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id

ON = date(2026, 11, 30)
DAY = timedelta(days=1)
S, K, R = PairingState, CheckKind, CheckResult
CALENDAR = WorkingCalendar()


def passed(kind, done=ON - 30 * DAY, until=ON + 300 * DAY):
    return CheckTold(kind, R.PASSED, done, until)


def every(kind, *, but=None):
    """Every check that a kind of helper needs, passed, but one."""
    return [passed(check) for check in helper_terms(ON).table.checks[kind] if check is not but]


def stands(told, kind=HelperKind.PEER_MENTOR, *, in_custody=True, on=ON):
    return {one.kind: one.stands for one in checks_standing(kind, told, in_custody=in_custody, on=on)}


def test_a_check_is_in_date_until_its_last_day_and_lapsed_the_day_after():
    told = [passed(K.TRAINING, until=ON)]
    assert stands(told)[K.TRAINING] is CheckStands.IN_DATE
    assert stands(told, on=ON + DAY)[K.TRAINING] is CheckStands.LAPSED


def test_what_was_never_told_is_missing_and_what_is_awaited_or_has_no_day_where_one_is_needed_is_not_known():
    assert set(stands([]).values()) == {CheckStands.MISSING}
    awaited = CheckTold(K.CRIMINAL_RECORD, R.AWAITED, ON)
    assert stands([awaited])[K.CRIMINAL_RECORD] is CheckStands.NOT_KNOWN
    assert stands([passed(K.CRIMINAL_RECORD, until=None)])[K.CRIMINAL_RECORD] is CheckStands.NOT_KNOWN
    assert stands([passed(K.REFERENCES, until=None)])[K.REFERENCES] is CheckStands.IN_DATE


def test_the_last_told_counts_and_one_told_for_a_day_to_come_does_not():
    old, new = passed(K.TRAINING, ON - 60 * DAY), CheckTold(K.TRAINING, R.NOT_PASSED, ON - DAY)
    assert stands([new, old])[K.TRAINING] is CheckStands.NOT_PASSED
    assert stands([old, CheckTold(K.TRAINING, R.NOT_PASSED, ON + DAY)])[K.TRAINING] is CheckStands.IN_DATE
    again = CheckTold(K.TRAINING, R.PASSED, ON - DAY, ON + DAY)
    assert stands([new, again])[K.TRAINING] is CheckStands.IN_DATE


def test_prison_access_is_needed_inside_alone():
    assert K.PRISON_ACCESS not in stands([], in_custody=False)
    assert stands([], in_custody=True)[K.PRISON_ACCESS] is CheckStands.MISSING


def test_a_check_lasts_as_long_as_the_terms_say_and_some_have_no_end():
    assert last_day(HelperKind.PEER_MENTOR, K.PRISON_ACCESS, date(2026, 2, 28)) == date(2027, 2, 28)
    assert last_day(HelperKind.PEER_MENTOR, K.CRIMINAL_RECORD, date(2024, 2, 29)) == date(2027, 2, 28)
    assert last_day(HelperKind.MENTOR, K.REFERENCES, ON) is None


def offered(kind=HelperKind.PEER_MENTOR, checks=None, **given):
    said = {"takes": "everybody", "most": 2, "helped": 0, "since": ON - 90 * DAY, "ended_on": None} | given
    return HelperOffered(kind, checks=every(kind) if checks is None else checks, **said)


def fits(helper, wanted=HelperKind.PEER_MENTOR, *, sex="male", in_custody=True):
    return helper_fits(helper, wanted, sex=sex, in_custody=in_custody, on=ON)


@pytest.mark.parametrize("kind", HelperKind)
def test_each_kind_may_be_matched_with_every_check_in_date_and_with_none_of_them_missing(kind):
    assert fits(offered(kind), kind).fits
    for check in helper_terms(ON).table.checks[kind]:
        found = fits(offered(kind, every(kind, but=check)), kind)
        assert not found.fits
        assert check.value in found.against[0].because
        assert helper_terms(ON).name in str(found.against[0].clause)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(CheckKind),
            st.sampled_from(CheckResult),
            st.integers(-900, 40),
            st.none() | st.integers(0, 900),
        ),
        max_size=12,
    )
)
def test_nobody_is_matched_unless_each_check_that_is_needed_was_passed_and_holds(rows):
    told = [
        CheckTold(kind, result, ON + days * DAY, ON + (days + more) * DAY if more is not None and result is R.PASSED else None)
        for kind, result, days, more in rows
    ]  # fmt: skip
    found = fits(offered(checks=told))
    for kind, terms in helper_terms(ON).table.checks[HelperKind.PEER_MENTOR].items():
        holding = [
            one for one in told
            if one.kind is kind and one.result is R.PASSED and one.done_on <= ON
            and (one.until >= ON if one.until is not None else terms.months is None)
        ]  # fmt: skip
        assert holding or not found.fits


@pytest.mark.parametrize(
    ("given", "sex", "says"),
    [
        ({"takes": "women"}, "male", "help women alone"),
        ({"takes": "women"}, None, "sex is not recorded"),
        ({"helped": 2}, "male", "help 2 already"),
        ({"since": ON + DAY}, "male", "not offered"),
        ({"ended_on": ON - DAY}, "male", "not offered"),
    ],
)
def test_what_else_speaks_against_a_helper_is_said(given, sex, says):
    assert says in fits(offered(**given), sex=sex).against[0].because


def test_a_helper_of_another_kind_is_not_who_was_asked_for():
    assert not fits(offered(HelperKind.EMPLOYER)).fits


def test_the_clause_of_an_employers_insurance_is_the_law():
    found = fits(offered(HelperKind.EMPLOYER, []), HelperKind.EMPLOYER).against[0]
    assert "Employers' Liability" in str(found.clause)


def test_every_state_is_led_to_has_a_way_on_or_is_closed_and_every_move_is_one_sides():
    reached = {S.ASKED} | {move.after for move in PAIRING_MOVES}
    assert reached == set(S) == set(pairing_drawing())
    assert all(pairing_moves_from(state) for state in OPEN_PAIRINGS)
    assert not any(pairing_moves_from(state) for state in CLOSED)
    assert len({(move.before, move.after) for move in PAIRING_MOVES}) == len(PAIRING_MOVES)


def test_a_move_is_refused_to_the_other_side_by_another_way_or_where_there_is_none():
    for wrong in (
        (S.ASKED, S.MEETING, PairingSide.HELPERS, Through.HAND),
        (S.ASKED, S.MATCHED, PairingSide.HELPERS, Through.HAND),
        (S.ASKED, S.DECLINED, PairingSide.SENDER, Through.HAND),
        (S.MATCHED, S.WITHDRAWN, PairingSide.HELPERS, Through.HAND),
    ):
        with pytest.raises(Refused):
            check_pairing_move(*wrong)
    assert {move.after for move in moves_by_hand(S.MATCHED, {PairingSide.HELPERS})} == {S.ASKED, S.ENDED}
    with pytest.raises(Refused, match="from the list"):
        check_pairing_reason("ended", "because", ON)
    lists = {move.reasons for move in PAIRING_MOVES if move.reasons}
    assert all(
        check_pairing_reason(name, key, ON) == key for name in lists for key in pairing_reasons(name, ON)
    )


def standing(state, kind=HelperKind.MENTOR, **given):
    return PairingStanding(kind, state, given.pop("moved_on", ON), **given)


def owed(state, kind=HelperKind.MENTOR, **given):
    return owed_next(standing(state, kind, **given), on=ON, calendar=CALENDAR)


def test_one_step_is_owed_while_it_is_open_and_none_after():
    assert owed(S.ASKED).by == CALENDAR.add(ON, 10)
    assert "first meeting" in owed(S.MATCHED).what
    assert owed(S.MEETING, met_on=ON).by == ON + 28 * DAY
    assert "work agreed" in owed(S.MATCHED, HelperKind.EMPLOYER).what
    assert {owed(state).side for state in OPEN_PAIRINGS} == {PairingSide.HELPERS}
    assert [owed(state) for state in CLOSED] == [None, None, None]
    assert all(owed(state, is_open=False) is None for state in S)


def job(**told):
    known = {"start": JobPoint.START, "week_13": JobPoint.WEEK_13, "week_26": JobPoint.WEEK_26}
    return JobTold(ON, {known[name]: outcome for name, outcome in told.items()})


def test_what_came_of_work_is_owed_by_the_helpers_while_it_is_open_and_by_whoever_asked_after_it():
    begun = job(start=JobOutcome.IN_IT)
    for state, side in ((S.MATCHED, PairingSide.HELPERS), (S.ENDED, PairingSide.SENDER)):
        found = owed(state, HelperKind.EMPLOYER, jobs=[begun])
        assert (found.side, found.by) == (side, CALENDAR.add(ON + timedelta(weeks=13), 10))
    whole = job(start=JobOutcome.IN_IT, week_13=JobOutcome.NOT_KNOWN, week_26=JobOutcome.NO_WORK)
    assert owed(S.ENDED, HelperKind.EMPLOYER, jobs=[whole]) is None
    assert "End it" in owed(S.MATCHED, HelperKind.EMPLOYER, jobs=[whole]).what


def test_of_work_that_did_not_start_nothing_is_owed_later_and_of_several_the_earliest_comes_first():
    assert points_owed(job(start=JobOutcome.NOT_STARTED)) == ()
    later = JobTold(ON + 10 * DAY)
    assert next_point([later, job()]) == (1, JobPoint.START, ON)
    assert next_point([]) is None
    assert point_on(ON, JobPoint.WEEK_26) == ON + timedelta(weeks=26)


@pytest.mark.parametrize(
    ("told", "point", "outcome", "today", "says"),
    [
        (job(), JobPoint.START, JobOutcome.NO_WORK, ON, "expected one of"),
        (job(), JobPoint.START, JobOutcome.IN_IT, ON - DAY, "once that day has come"),
        (job(start=JobOutcome.IN_IT), JobPoint.WEEK_13, JobOutcome.IN_IT, ON + 90 * DAY, "once that day has come"),
        (job(), JobPoint.WEEK_13, JobOutcome.IN_IT, ON + 91 * DAY, "Tell first"),
        (job(start=JobOutcome.NOT_STARTED), JobPoint.WEEK_13, JobOutcome.IN_IT, ON + 91 * DAY, "did not start"),
        (job(start=JobOutcome.IN_IT, week_13=JobOutcome.IN_IT), JobPoint.START, JobOutcome.NOT_STARTED, ON + 91 * DAY, "so it started"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_of_work_yet_or_at_all_is_refused(told, point, outcome, today, says):
    with pytest.raises(Refused, match=says):
        check_job_outcome(told, point, outcome, today=today)


def test_that_it_is_not_known_can_be_told_once_due():
    check_job_outcome(
        job(start=JobOutcome.NOT_KNOWN), JobPoint.WEEK_13, JobOutcome.NOT_KNOWN, today=ON + 91 * DAY
    )


def lapse(told, state=S.MEETING, **given):
    checks = checks_standing(HelperKind.MENTOR, told, in_custody=False, on=ON)
    return lapse_owed(standing(state, checks=checks, **given), on=ON)


def test_a_check_that_lapses_within_four_weeks_or_holds_no_longer_is_owed_while_somebody_is_matched():
    soon = [*every(HelperKind.MENTOR, but=K.TRAINING), passed(K.TRAINING, until=ON + 28 * DAY)]
    assert (lapse(soon).by, "training" in lapse(soon).what) == (ON + 28 * DAY, True)
    assert lapse(every(HelperKind.MENTOR)) is None
    assert lapse([]).by == ON
    assert lapse(soon, S.ASKED) is lapse(soon, S.ENDED) is lapse(soon, is_open=False) is None


def test_the_days_that_figures_are_counted_by_are_those_of_every_edition():
    for edition in helper_editions():
        assert {point: weeks * 7 for point, weeks in edition.table.points.items()} == {
            JobPoint.START: 0, JobPoint.WEEK_13: 91, JobPoint.WEEK_26: 182,
        }  # fmt: skip


def test_a_line_holds_what_can_be_told_at_its_point_and_the_rest_is_suppressed():
    rows = [(new_id(), "paid job", "26 weeks", "", 15), (new_id(), "paid job", "start", "did not start", 10)]
    found = {one.point: one.came for one in work_tabulated(rows)}
    assert JobOutcome.NOT_STARTED not in found[JobPoint.WEEK_26] and found[JobPoint.WEEK_26][None].value == 15
    assert (
        found[JobPoint.START][JobOutcome.NOT_STARTED].value == 10
        and found[JobPoint.START][JobOutcome.IN_IT].value is None
    )
