"""The rules of recall, without a database: which length, which sentences, whose approval, by when, and until which day."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.recall.rules import (
    QUESTIONS,
    ApprovalNeeded,
    Away,
    Length,
    LengthRuling,
    Level,
    NewOffence,
    OnLicence,
    RecallFacts,
    RecallMove,
    RecallOwed,
    RecallSide,
    RecallStands,
    RecallState,
    Said,
    SentenceGroup,
    Served,
    Standing,
    Urgency,
    answers_on_record,
    approval_needed,
    approval_rules,
    asks_of_new_offence,
    check_days,
    check_length,
    check_level,
    check_recall_move,
    check_touches,
    expires_on,
    faults_of_recall_moves,
    group_of,
    is_after_hours,
    is_of_level,
    length_editions,
    length_rules,
    lines_changed,
    moves_from,
    protection_said,
    questions_of,
    recall_clock_editions,
    recall_drawing,
    recall_length,
    recall_moves,
    recall_owed,
    recall_states,
    recalled_now,
    release_after_recall,
    sentences_touched,
    tranche_of,
)
from throughcare.casework.recall.rules.approval import approval_editions
from throughcare.foundation.kernel import NoEdition, Refused, WorkingCalendar

CALENDAR = WorkingCalendar()
THEN, UNDER_48, NOW = date(2020, 6, 1), date(2025, 12, 1), date(2026, 4, 1)


def facts(on=NOW, group=SentenceGroup.ADULT, **given):
    """Somebody of whom everything that could rule a fixed term out is answered with no."""
    usual = {"months": 24, "age": 30, "new_offence": NewOffence.NO}
    answers = dict.fromkeys(questions_of(group, on), Said.NO) | given.pop("answers", {})
    return RecallFacts(group, **(usual | given), answers=answers)


# --- which length


@pytest.mark.parametrize(
    ("on", "months", "days"), [(THEN, 6, 14), (THEN, 24, 28), (UNDER_48, 6, 14), (UNDER_48, 24, 28), (NOW, 6, 56), (NOW, 96, 56)]
)  # fmt: skip
def test_the_days_of_a_fixed_term_are_those_of_the_rule_set_of_the_day(on, months, days):
    ruling = recall_length(facts(on, months=months), on)
    assert (ruling.allowed[0], ruling.days) == (Length.FIXED_TERM, days)


@pytest.mark.parametrize(
    ("on", "months", "required"),
    [
        (date(2024, 4, 1), 6, None),
        (date(2024, 4, 2), 6, Length.FIXED_TERM),
        (date(2025, 9, 1), 36, None),
        (date(2025, 9, 2), 36, Length.FIXED_TERM),
        (date(2026, 3, 30), 48, None),
        (date(2026, 3, 31), 48, Length.FIXED_TERM),
    ],
)
def test_the_fixed_term_became_required_for_longer_sentences_day_by_day(on, months, required):
    assert recall_length(facts(on, months=months), on).required is required


@pytest.mark.parametrize("question", questions_of(SentenceGroup.ADULT, NOW))
@pytest.mark.parametrize("said", [Said.YES, Said.NOT_KNOWN])
def test_each_exclusion_and_each_one_not_known_makes_the_recall_standard(question, said):
    ruling = recall_length(facts(answers={question: said}), NOW)
    assert ruling.required is Length.STANDARD
    assert ruling.days is None
    assert any(QUESTIONS[question] in str(one) for one in ruling.findings)
    assert (QUESTIONS[question] in ruling.unknown) is (said is Said.NOT_KNOWN)


@given(st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(list(Said))))
def test_nothing_left_unanswered_is_read_as_no(answers):
    said = recall_length(RecallFacts(SentenceGroup.ADULT, 24, 30, NewOffence.NO, answers), NOW)
    every = all(answers.get(one) is Said.NO for one in questions_of(SentenceGroup.ADULT, NOW))
    assert (said.required is Length.FIXED_TERM) is every


@pytest.mark.parametrize("new", list(NewOffence))
def test_a_charge_alone_or_one_not_known_rules_the_fixed_term_out_and_a_conviction_does_not(new):
    fixed = recall_length(facts(new_offence=new), NOW).required is Length.FIXED_TERM
    assert fixed is (new in {NewOffence.NO, NewOffence.CONVICTED})
    assert asks_of_new_offence(SentenceGroup.ADULT, NOW)
    assert not asks_of_new_offence(SentenceGroup.YOUTH, NOW)


def test_a_youth_term_that_is_excluded_may_be_either_and_an_extended_or_endless_one_is_standard():
    assert recall_length(facts(group=SentenceGroup.YOUTH, months=10), NOW).days == 14
    excluded = facts(group=SentenceGroup.YOUTH, answers={"mappa_level_2_or_3": Said.YES})
    assert recall_length(excluded, NOW).allowed == (Length.FIXED_TERM, Length.STANDARD)
    for group in (SentenceGroup.EXTENDED, SentenceGroup.INDETERMINATE):
        for edition in length_editions():
            on = edition.in_force.start
            assert recall_length(facts(on, group=group), on).required is Length.STANDARD


def test_a_length_that_would_decide_and_is_not_known_leaves_the_days_unsaid():
    ruling = recall_length(facts(UNDER_48, months=None), UNDER_48)
    assert (ruling.required, ruling.days) == (None, None)
    assert "The length of the sentence" in ruling.unknown
    assert "Their age" in recall_length(facts(UNDER_48, age=None), UNDER_48).unknown


def test_before_the_first_rule_set_nothing_is_decided():
    with pytest.raises(NoEdition):
        recall_length(RecallFacts(SentenceGroup.ADULT), date(2015, 1, 31))


def test_a_length_that_the_rule_does_not_allow_is_refused_with_its_ground():
    ruling = recall_length(facts(), NOW)
    assert isinstance(ruling, LengthRuling)
    check_length(ruling, Length.FIXED_TERM)
    with pytest.raises(Refused, match=r"fixed term.*Sentencing Act 2026"):
        check_length(ruling, Length.STANDARD)


def test_editions_follow_each_other_without_a_hole_and_say_what_they_assume():
    for editions in (length_editions(), approval_editions(), recall_clock_editions()):
        for before, after in itertools.pairwise(editions):
            assert before.in_force.end == after.in_force.start
        assert all(one.table.basis and one.table.clause.paragraph for one in editions)
        assert editions[-1].in_force.is_open
    assert length_rules(NOW).name == "fixed-term-56"


@pytest.mark.parametrize(
    ("kinds", "age", "group"),
    [
        (["custody"], 30, SentenceGroup.ADULT),
        (["custody"], None, SentenceGroup.ADULT),
        (["custody"], 17, SentenceGroup.YOUTH),
        (["custody", "detention and training order"], 19, SentenceGroup.YOUTH),
        (["custody", "extended sentence"], 17, SentenceGroup.EXTENDED),
        (["life sentence", "extended sentence"], 40, SentenceGroup.INDETERMINATE),
    ],
)
def test_the_gravest_sentence_tells_the_group(kinds, age, group):
    assert group_of(kinds, age) is group


# --- until which day

BACK = date(2026, 5, 4)


def served(**given):
    usual = {"revoked": date(2026, 5, 1), "returned": BACK, "days": 56, "sentence_days": 731, "expires": None}
    return Served(**(usual | given))


def test_the_day_of_return_is_the_first_of_the_fixed_term():
    assert release_after_recall(served()).on == date(2026, 6, 28)
    assert release_after_recall(served(days=14)).on == date(2026, 5, 17)
    assert release_after_recall(
        served(days=28, returned=date(2028, 2, 2), revoked=date(2028, 2, 1))
    ).on == date(2028, 2, 29)


def test_days_at_large_after_the_return_push_the_day_and_those_before_it_do_not():
    after, before = Away(date(2026, 5, 10), date(2026, 5, 12)), Away(date(2026, 5, 1), date(2026, 5, 3))
    assert release_after_recall(served(away=[after])).on == date(2026, 7, 1)
    assert release_after_recall(served(away=[before])).on == date(2026, 6, 28)


def test_a_day_added_pushes_and_the_end_of_the_sentence_stops_it():
    assert release_after_recall(served(added=3)).on == date(2026, 7, 1)
    assert release_after_recall(served(added=3, expires=date(2026, 6, 30))).on == date(2026, 6, 30)


def test_a_recall_from_curfew_waits_for_the_custodial_part():
    assert release_after_recall(served(requisite=date(2026, 8, 1))).on == date(2026, 8, 1)
    assert release_after_recall(served(requisite=date(2026, 6, 1))).on == date(2026, 6, 28)


def test_another_sentence_that_runs_longer_holds_them():
    assert release_after_recall(served(held_until=date(2026, 7, 1))) is None
    assert release_after_recall(served(held_until=date(2026, 6, 1))).on == date(2026, 6, 28)


@pytest.mark.parametrize(
    ("days", "day"), [(1701, date(2026, 3, 31)), (1702, date(2026, 4, 14)), (4439, date(2026, 5, 12))]
)
def test_who_was_back_before_the_rule_began_is_released_in_tranches(days, day):
    early = served(revoked=date(2025, 12, 1), returned=date(2025, 12, 2), sentence_days=days)
    assert release_after_recall(early).on == day
    assert tranche_of(days, date(2026, 3, 31), date(2026, 3, 31)) is None
    assert release_after_recall(
        served(days=28, revoked=date(2025, 12, 1), returned=date(2025, 12, 2))
    ).on == date(2025, 12, 29)


DAYS = st.dates(date(2015, 2, 1), date(2040, 12, 31))


@given(DAYS, st.integers(0, 40), st.sampled_from([14, 28, 56]), st.integers(0, 60), st.integers(0, 20))
def test_a_later_return_a_day_more_at_large_or_added_never_releases_earlier(
    revoked, later, days, large, added
):
    returned = revoked + timedelta(days=later)
    away = [Away(returned + timedelta(days=1), returned + timedelta(days=large))] if large else []
    one = served(revoked=revoked, returned=returned, days=days, away=away, added=added, sentence_days=900)
    more = served(revoked=revoked, returned=returned + timedelta(days=1), days=days, sentence_days=900)
    first = release_after_recall(one).on
    assert (
        first
        >= release_after_recall(served(revoked=revoked, returned=returned, days=days, sentence_days=900)).on
    )
    assert release_after_recall(more).on >= release_after_recall(
        served(revoked=revoked, returned=returned, days=days, sentence_days=900)
    ).on - timedelta(days=60 if revoked < date(2026, 3, 31) else 0)
    assert first >= returned


def test_days_at_large_push_the_end_of_a_sentence_and_days_on_remand_bring_it_forward():
    assert expires_on(date(2027, 3, 3), [Away(date(2026, 9, 8), date(2026, 9, 10))], 48) == date(2027, 1, 17)


# --- which sentences


def licence(key, **given):
    usual = {"run": key, "court_case": f"case {key}", "released": True, "expires": date(2027, 1, 1)}
    return OnLicence(key, **(usual | given))


def test_a_recall_touches_what_is_on_licence_with_its_run_and_its_court_case():
    on, day = licence("a", run="r", court_case="c"), date(2026, 6, 1)
    over = {"expires": date(2026, 5, 31)}
    sentences = [
        on, licence("same run", run="r", **over), licence("same case", court_case="c", **over), licence("over", **over),
        licence("not released", released=False), licence("last day", expires=day), licence("no end", expires=None),
        licence("nobody knows", released=None),
    ]  # fmt: skip
    found = [one.key for one in sentences_touched(sentences, day)]
    assert found == ["a", "same run", "same case", "last day", "no end", "nobody knows"]


def test_a_recall_that_touches_nothing_is_refused():
    with pytest.raises(Refused, match="No sentence of theirs is on licence"):
        check_touches(sentences_touched([licence("a", released=False)], date(2026, 6, 1)))


def test_days_at_large_that_overlap_the_recall_are_refused():
    revoked, away = date(2026, 6, 10), [Away(date(2026, 6, 1), date(2026, 6, 12))]
    with pytest.raises(Refused, match="overlap"):
        check_days(revoked, None, away)
    with pytest.raises(Refused, match="cannot be back before"):
        check_days(revoked, date(2026, 6, 9), [])
    check_days(date(2026, 6, 13), date(2026, 6, 20), away)


# --- whose approval

MORNING = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)  # a Monday, half past ten in London
NIGHT = datetime(2026, 6, 1, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2026, 6, 1, 8, 0, tzinfo=UTC), False),  # nine in London
        (datetime(2026, 6, 1, 7, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 1, 16, 0, tzinfo=UTC), True),  # five in London
        (datetime(2026, 12, 1, 16, 59, tzinfo=UTC), False),  # winter
        (datetime(2026, 5, 25, 12, 0, tzinfo=UTC), True),  # a bank holiday
        (datetime(2026, 6, 6, 12, 0, tzinfo=UTC), True),  # a Saturday
    ],
)
def test_after_hours_is_by_the_clock_of_london(at, late):
    assert is_after_hours(at, CALENDAR) is late


def test_the_level_is_that_of_what_was_decided_and_after_hours_whoever_is_on_duty():
    def level(length, urgency=Urgency.STANDARD, at=MORNING):
        return approval_needed(length, urgency, at, CALENDAR).level

    assert level(Length.FIXED_TERM) is Level.SENIOR
    assert level(Length.STANDARD) is Level.HEAD
    assert level(Length.FIXED_TERM, Urgency.EMERGENCY) is Level.HEAD
    assert level(None) is Level.SENIOR
    assert level(Length.STANDARD, at=NIGHT) is approval_rules(NOW).table.after_hours


def test_the_higher_level_may_give_the_lowers_and_no_other_role_any():
    needed = approval_needed(Length.STANDARD, Urgency.STANDARD, MORNING, CALENDAR)
    assert isinstance(needed, ApprovalNeeded)
    check_level("head of delivery unit", needed)
    for role in ("senior probation officer", "offender manager", "provider lead"):
        with pytest.raises(Refused, match="needs the approval of a head of delivery unit"):
            check_level(role, needed)
    assert is_of_level("head of delivery unit", Level.SENIOR)
    assert not is_of_level("offender manager", Level.SENIOR)


# --- what is owed


def owed(state, since=MORNING, **given):
    return recall_owed(RecallStands(state, since, **given), CALENDAR)


def test_papers_are_owed_within_twenty_four_hours_of_the_decision_and_two_in_an_emergency():
    later = MORNING + timedelta(hours=1)
    standard = owed(RecallState.APPROVED, later, decided_at=MORNING)
    assert isinstance(standard, RecallOwed)
    assert (standard.side, standard.by) == (RecallSide.MANAGER, MORNING + timedelta(hours=24))
    emergency = owed(RecallState.APPROVED, later, decided_at=MORNING, urgency=Urgency.EMERGENCY)
    assert emergency.by == MORNING + timedelta(hours=2)


def test_the_parole_board_is_owed_a_referral_by_the_end_of_the_twenty_eighth_day_from_the_return():
    found = owed(RecallState.RETURNED)
    assert found.by == datetime(2026, 6, 29, 23, 0, tzinfo=UTC)  # midnight in London
    assert "28 days" in str(found.finding)
    assert owed(RecallState.RETURNED, refused_release=True).by == datetime(2027, 6, 1, 23, 0, tzinfo=UTC)


def test_a_day_of_release_that_is_known_is_what_is_owed_then():
    found = owed(RecallState.RETURNED, release_on=date(2026, 7, 26))
    assert (found.what, found.by) == ("Record their release", datetime(2026, 7, 26, 23, 0, tzinfo=UTC))


def test_working_days_are_skipped_for_representations():
    assert owed(RecallState.REPRESENTATIONS).by == datetime(2026, 6, 15, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize("state", list(RecallState))
def test_exactly_one_thing_is_owed_in_each_state_that_is_not_over_by_a_side_that_can_move_it(state):
    found = owed(state)
    assert (found is None) is recall_states()[state].is_over
    if found is not None:
        assert any(one.side is found.side for one in moves_from(state))


# --- what may follow


def test_the_table_of_moves_has_no_fault():
    assert faults_of_recall_moves() == []
    assert set(recall_drawing()) == set(RecallState)
    assert {one.before for one in recall_moves()} == {
        s for s, row in recall_states().items() if not row.is_over
    }


def test_every_move_is_in_the_table_and_every_side_makes_one():
    assert {one.move for one in recall_moves()} == set(RecallMove)
    assert {one.side for one in recall_moves()} == set(RecallSide)
    assert {side for side in RecallSide if side.works_here} == {RecallSide.MANAGER, RecallSide.APPROVER}


def test_a_move_that_the_table_has_not_is_refused_with_what_can_be_done():
    assert check_recall_move(RecallState.CONSIDERED, RecallMove.RECALL).after is RecallState.DECIDED
    with pytest.raises(Refused, match=r"considered.*cannot follow.*decide to recall"):
        check_recall_move(RecallState.CONSIDERED, RecallMove.REVOKE)
    with pytest.raises(Refused, match="It is over"):
        check_recall_move(RecallState.RELEASED, RecallMove.TAKE_IN)


@given(st.data())
def test_whoever_walks_the_table_comes_to_an_end_from_wherever_they_are(data):
    state = RecallState.CONSIDERED
    for _ in range(12):
        able = moves_from(state)
        if not able:
            break
        state = data.draw(st.sampled_from(able)).after
    assert recall_states()[state].is_over or moves_from(state)


# --- whether they are recalled


def test_a_closed_request_is_not_the_absence_of_a_recall():
    for state, row in recall_states().items():
        found = recalled_now(state, answered=True, in_custody=False)
        if row.recalled is Standing.RECALLED:
            assert not row.is_request_open
            assert found.standing is Standing.RECALLED


def test_papers_without_an_answer_are_no_no():
    assert (
        recalled_now(RecallState.PAPERS_SENT, answered=True, in_custody=False).standing is Standing.NOT_KNOWN
    )


@given(st.sampled_from([None, *RecallState]), st.sampled_from([True, False, None]))
def test_a_source_that_does_not_answer_is_never_a_no(latest, in_custody):
    assert recalled_now(latest, answered=False, in_custody=in_custody).standing is Standing.NOT_KNOWN
    if in_custody is not False:
        assert (
            recalled_now(latest, answered=True, in_custody=in_custody).standing is not Standing.NOT_RECALLED
        )


def test_no_recall_of_somebody_in_the_community_is_a_no():
    for latest in (
        None,
        RecallState.RELEASED,
        RecallState.RESCINDED,
        RecallState.NOT_RECALLED,
        RecallState.CONSIDERED,
    ):
        assert recalled_now(latest, answered=True, in_custody=False).standing is Standing.NOT_RECALLED


def test_lines_that_changed_are_told_and_those_that_stand_are_not():
    then = [("Risk", ["high"]), ("Contact", ["one", "two"])]
    now = [("Risk", ["high"]), ("Contact", ["two", "three"])]
    assert lines_changed(then, now) == ("Contact: no longer “one”", "Contact: now “three”")
    assert lines_changed(then, then) == ()


def test_what_the_record_says_of_public_protection_fills_what_nobody_knew_and_stands_against_a_no():
    assert protection_said(None, None) == {}
    record = protection_said(in_category_4=False, at_level_2_or_3=True)
    assert record == {"mappa_category_4": Said.NO, "mappa_level_2_or_3": Said.YES}
    asked = {"mappa_level_2_or_3": Said.NOT_KNOWN, "foreign_power_threat": Said.NOT_KNOWN}
    assert answers_on_record(asked, record) == record | {"foreign_power_threat": Said.NOT_KNOWN}
    assert answers_on_record({"mappa_category_4": Said.YES}, record)["mappa_category_4"] is Said.YES
    with pytest.raises(Refused, match="The record says otherwise"):
        answers_on_record({"mappa_level_2_or_3": Said.NO}, record)
