from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.assessment.rules.needs.comparison import (
    Change,
    Movement,
    compare_answers,
    compare_sections,
)
from throughcare.casework.assessment.rules.needs.drafts import (
    Answered,
    Draft,
    Origin,
    as_at,
    is_on_record,
    save,
)
from throughcare.casework.assessment.rules.needs.life_cycle import (
    TRANSITIONS,
    Signature,
    State,
    Step,
    check_signatory,
    diagram,
    is_complete,
    is_editable,
    next_state,
    possible_steps,
)
from throughcare.casework.assessment.rules.needs.prefill import Known, prefill
from throughcare.casework.assessment.rules.needs.sections import areas, score_all
from throughcare.casework.assessment.rules.needs.staleness import (
    Freshness,
    Happened,
    add_months,
    freshness,
    staleness_on,
)
from throughcare.casework.assessment.rules.needs.views import (
    AreaView,
    Linked,
    OwnView,
    Readiness,
    gaps_to_sign,
    missing_for_signing,
    strengths,
)
from throughcare.foundation.kernel import MemberId, NoEdition, Refused

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
ASHA, BEN = MemberId(UUID(int=1)), MemberId(UUID(int=2))


# --- the life cycle ---------------------------------------------------------------


def test_the_table_has_one_end_for_each_step_from_each_state():
    steps = [(start, step) for start, step, _ in TRANSITIONS]
    assert len(set(steps)) == len(steps)


@given(st.sampled_from(State), st.sampled_from(Step))
def test_a_step_either_leads_somewhere_or_is_refused_in_words(state, step):
    if step in possible_steps(state):
        assert isinstance(next_state(state, step), State)
    else:
        with pytest.raises(Refused, match=state.value):
            next_state(state, step)


@given(st.lists(st.sampled_from(Step), max_size=12))
def test_whatever_is_done_nothing_signed_can_be_edited_without_being_rolled_back_or_returned(steps):
    state = State.DRAFT
    signed = False
    for step in steps:
        if step not in possible_steps(state):
            continue
        state = next_state(state, step)
        signed = signed or "sign" in step.value
        signed = signed and step not in (Step.ROLL_BACK, Step.RETURN)
        if signed:
            assert not is_editable(state)


def test_every_state_can_be_reached_and_an_incomplete_lock_is_the_end():
    reached = {State.DRAFT}
    while True:
        more = {end for start, _, end in TRANSITIONS if start in reached} | reached
        if more == reached:
            break
        reached = more
    assert reached == set(State)
    assert possible_steps(State.LOCKED_INCOMPLETE) == ()
    assert not is_complete(State.LOCKED_INCOMPLETE)
    assert is_complete(State.LOCKED)


def test_a_high_risk_assessment_is_countersigned_twice_and_locked():
    state = State.DRAFT
    for step in (
        Step.SAVE,
        Step.SIGN_FOR_COUNTERSIGN,
        Step.COUNTERSIGN_FOR_SECOND,
        Step.COUNTERSIGN_AGAIN,
        Step.LOCK,
    ):
        state = next_state(state, step)
    assert state is State.LOCKED


def test_nobody_countersigns_their_own_work():
    signed = [Signature(Step.SIGN_FOR_COUNTERSIGN, ASHA)]
    with pytest.raises(Refused, match="nobody signs the same assessment twice"):
        check_signatory(Step.COUNTERSIGN, ASHA, signed)
    check_signatory(Step.COUNTERSIGN, BEN, signed)
    check_signatory(Step.SAVE, ASHA, signed)


def test_the_diagram_shows_every_step():
    assert diagram().count("-->") == len(TRANSITIONS) + 1


# --- drafts -----------------------------------------------------------------------


def said(value, at=NOW, by=ASHA):
    return Answered(value, Origin.PRACTITIONER, "interview", at, by)


questions = st.sampled_from(["home", "work", "drink"])
changes = st.dictionaries(questions, st.sampled_from(["yes", "no"]).map(said), max_size=3)


@given(st.lists(changes, max_size=8))
def test_nothing_saved_is_ever_lost_and_every_version_can_be_read_again(saves):
    draft, seen = Draft(), []
    for change in saves:
        draft = save(draft, change, based_on=draft.version)
        seen.append((draft.version, dict(draft.answers)))
    for version, answers in seen:
        assert as_at(draft, version).answers == answers
    assert as_at(draft, draft.version) == draft


@given(changes)
def test_saving_the_same_again_changes_nothing(change):
    once = save(Draft(), change, based_on=0)
    assert save(once, change, based_on=0) == once


def test_two_people_may_save_different_questions_of_one_draft():
    draft = save(Draft(), {"home": said("yes")}, based_on=0)
    both = save(draft, {"work": said("no", by=BEN)}, based_on=0)
    assert set(both.answers) == {"home", "work"}


def test_a_question_that_somebody_else_changed_is_not_overwritten_unseen():
    draft = save(Draft(), {"home": said("yes")}, based_on=0)
    with pytest.raises(Refused, match="somebody else has changed home") as refused:
        save(draft, {"home": said("no", by=BEN)}, based_on=0)
    assert refused.value.field == "home"
    seen = save(draft, {"home": said("no", by=BEN)}, based_on=draft.version)
    assert seen.answers["home"].value == "no"


@pytest.mark.parametrize("version", [-1, 5])
def test_a_version_that_never_was_is_refused(version):
    with pytest.raises(Refused, match="at version 0"):
        save(Draft(), {}, based_on=version)


# --- prefilling -------------------------------------------------------------------


def known(value, days_ago=5, question="home", source="the court report"):
    return Known(question, value, Origin.RECORD, source, NOW.date() - timedelta(days=days_ago))


def said_before(value, days_ago):
    return replace(known(value, days_ago), origin=Origin.EARLIER_ASSESSMENT)


def test_what_a_register_says_of_the_past_does_not_age():
    assert filled(known("convicted", 4000)).answers["home"].value == "convicted"


def filled(*facts):
    return prefill(facts, at=NOW, oldest=timedelta(days=365))


def test_the_newest_source_fills_the_answer_and_waits_to_be_confirmed():
    answer = filled(known("hostel", 90), known("flat", 5, source="a referral")).answers["home"]
    assert (answer.value, answer.source, answer.at.date()) == ("flat", "a referral", date(2026, 2, 25))
    assert not answer.sure


@pytest.mark.parametrize(
    ("the_record", "facts", "says"),
    [
        ("disagrees with itself", [known("flat"), known("hostel", source="a referral")], "disagree"),
        ("was an assessment too old", [said_before("flat", 400)], "too long ago"),
    ],
)
def test_a_question_is_left_open_when_the_record(the_record, facts, says):
    found = filled(*facts)
    assert found.answers == {}
    assert says in found.left_open["home"].because


def test_nothing_is_filled_from_the_future_or_from_an_empty_answer():
    found = filled(known("flat", -1), known(None))
    assert (found.answers, found.left_open) == ({}, {})


def test_two_sources_that_agree_fill_the_answer():
    assert filled(known("flat"), known("flat", source="a referral")).answers["home"].value == "flat"


# --- growing stale ----------------------------------------------------------------

SIGNED = date(2025, 6, 30)
RULE = staleness_on(SIGNED)


def aged(on, level="medium", *events):
    return freshness(SIGNED, level, events, on=on, edition=RULE)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 7, 1), Freshness.FRESH),
        (date(2026, 6, 1), Freshness.FRESH),
        (date(2026, 6, 2), Freshness.DUE),
        (date(2026, 6, 29), Freshness.DUE),
        (date(2026, 6, 30), Freshness.STALE),
    ],
)
def test_a_medium_risk_assessment_lasts_a_year_and_warns_four_weeks_before(on, expected):
    assert aged(on).freshness is expected


def test_higher_risk_goes_stale_sooner():
    days = [aged(SIGNED, level).stale_from for level in ("very_high", "high", "medium")]
    assert days == sorted(days) and len(set(days)) == 3


def test_an_event_ends_it_at_once_and_is_named():
    found = aged(date(2025, 9, 1), "medium", Happened("release", date(2025, 8, 20)))
    assert found.freshness is Freshness.STALE
    assert found.finding.because == "stale since 20 August 2025: release from custody"


@pytest.mark.parametrize("day", [date(2025, 6, 29), SIGNED, date(2025, 9, 2)])
def test_an_event_before_the_signature_or_after_the_day_does_not_count(day):
    assert aged(date(2025, 9, 1), "medium", Happened("release", day)).freshness is Freshness.FRESH


def test_unknown_levels_and_events_are_refused():
    with pytest.raises(Refused, match="not a level"):
        aged(SIGNED, "grave")
    with pytest.raises(Refused, match="not an event"):
        aged(SIGNED, "low", Happened("full moon", SIGNED))
    with pytest.raises(NoEdition):
        staleness_on(date(1999, 1, 1))


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 60))
def test_months_are_added_to_the_same_day_or_the_last_of_a_shorter_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


# --- comparing --------------------------------------------------------------------


def test_two_versions_stand_side_by_side():
    before = {"home": said("flat"), "work": said("none"), "drink": said("daily")}
    after = {"home": said("flat", by=BEN), "work": said("part time"), "drugs": said("none")}
    rows = {row.question: row.change for row in compare_answers(before, after)}
    assert rows == {
        "home": Change.SAME,
        "work": Change.CHANGED,
        "drink": Change.WITHDRAWN,
        "drugs": Change.ADDED,
    }


@given(changes, changes)
def test_comparing_the_other_way_round_only_swaps_added_and_withdrawn(before, after):
    swap = {Change.ADDED: Change.WITHDRAWN, Change.WITHDRAWN: Change.ADDED}
    forth = [(row.question, row.change) for row in compare_answers(before, after)]
    back = [(row.question, swap.get(row.change, row.change)) for row in compare_answers(after, before)]
    assert forth == back


def test_a_need_that_grew_and_one_that_cannot_be_told_are_said_to_be_so():
    settled = {"o3-3": "NO", "o3-4": "0", "o3-5": "0", "o3-6": "0"}
    homeless = {**settled, "o3-3": "YES"}
    moved = {row.section: row.movement for row in compare_sections(score_all(settled), score_all(homeless))}
    assert moved["accommodation"] is Movement.WORSE
    assert moved["drugs"] is Movement.UNCLEAR
    back = {row.section: row.movement for row in compare_sections(score_all(homeless), score_all(settled))}
    assert back["accommodation"] is Movement.BETTER
    same = compare_sections(score_all(settled), score_all(settled))
    assert {row.section: row.movement for row in same}["accommodation"] is Movement.SAME


# --- what a signature needs -------------------------------------------------------


def a_view(area, **different):
    facts = {
        "linked_to_harm": Linked.NO,
        "linked_to_reoffending": Linked.YES,
        "strengths": Linked.YES,
        "because": "talked through at the second meeting",
        "own_view": OwnView(Readiness.WANTS_HELP, "I want to sort it out"),
    }
    return AreaView(area, **{**facts, **different})


def every_view():
    return {area: a_view(area) for area in areas()}


def test_an_assessment_with_every_area_and_the_persons_own_view_may_be_signed():
    assert missing_for_signing(every_view(), {}) == []


def test_an_area_left_out_needs_a_reason():
    views = every_view()
    del views["finance"]
    [finding] = missing_for_signing(views, {"finance": "  "})
    assert finding.because == "Finance is not assessed, and no reason is given"
    assert missing_for_signing(views, {"finance": "the person was remanded"}) == []


@pytest.mark.parametrize(
    ("gap", "says"), [({"because": " "}, "say why"), ({"own_view": None}, "own view is not recorded")]
)
def test_a_judgement_needs_its_reason_and_the_person_needs_asking(gap, says):
    views = {**every_view(), "drug-use": a_view("drug-use", **gap)}
    [finding] = missing_for_signing(views, {})
    assert says in finding.because


def test_a_person_who_was_not_there_is_recorded_as_such_and_that_is_enough():
    views = {**every_view(), "drug-use": a_view("drug-use", own_view=OwnView(Readiness.NOT_PRESENT))}
    assert missing_for_signing(views, {}) == []


def test_strengths_tied_to_harm_come_first_and_areas_without_any_are_left_out():
    views = [
        a_view("finance"),
        a_view("drug-use", strengths=Linked.NOT_KNOWN),
        a_view("health-wellbeing", linked_to_harm=Linked.YES),
    ]
    assert [view.area for view in strengths(views)] == ["health-wellbeing", "finance"]


def test_an_area_that_does_not_exist_is_refused():
    with pytest.raises(Refused, match="not an area"):
        a_view("astrology")


def test_each_thing_missing_says_on_which_page_and_at_which_question_it_is_answered():
    views = every_view()
    first, second, third = list(views)[:3]
    views[first] = replace(views[first], because=" ")
    views[second] = replace(views[second], own_view=None)
    del views[third]
    found = gaps_to_sign(views, {})
    assert [(one.page, one.question) for one in found] == [
        (first, f"{first}.because"),
        (second, f"{second}.readiness"),
        (third, f"{third}.harm"),
    ]
    assert [one.because for one in found] == [one.because for one in missing_for_signing(views, {})]


def test_an_answer_is_on_record_where_a_register_says_it_and_nobody_has_said_otherwise():
    at = datetime(2026, 11, 20, tzinfo=UTC)
    held = Answered("male", Origin.RECORD, "this person's record", at, sure=False)
    assert is_on_record(held)
    assert not is_on_record(Answered("male", Origin.RECORD, "this person's record", at, sure=True))
    assert not is_on_record(Answered("male", Origin.PRACTITIONER, "", at, sure=False))
    assert not is_on_record(Answered(None, Origin.RECORD, "", at, sure=False))
