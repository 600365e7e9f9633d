"""What is to be done under each kind of requirement: by whom, within which days of what, and how often while it runs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules import RequirementKind
from throughcare.casework.supervision.rules.requirement_clocks import (
    RequirementFacts,
    Stage,
    ToldOf,
    Word,
    check_told,
    stands,
)
from throughcare.casework.supervision.rules.requirement_steps import (
    DoneBy,
    StepFacts,
    check_step,
    next_step,
    step_editions,
    step_words,
    steps_on,
    steps_stand,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar

CALENDAR = WorkingCalendar()
MADE, TODAY = date(2026, 11, 2), date(2026, 12, 1)
DRUGS, TAG, ABSTAIN = (
    RequirementKind.DRUG_REHABILITATION, RequirementKind.ELECTRONIC_MONITORING, RequirementKind.ALCOHOL_ABSTINENCE,
)  # fmt: skip


def told(kind, *done, months=6, runs=True, on=TODAY):
    facts = StepFacts(kind, MADE, months, "months", runs, done)
    return {one.step.key: one for one in steps_stand(facts, on=on, calendar=CALENDAR)}


def test_monitoring_is_ordered_then_fitted_then_read_each_from_the_one_before():
    before = told(TAG)
    assert before["ordered"].due == date(2026, 11, 3) and before["ordered"].is_late
    assert before["ordered"].step.by is DoneBy.OFFICER and before["fitted"].due is None
    ordered = told(TAG, ("ordered", date(2026, 11, 4)))
    assert ordered["ordered"].due is None and ordered["fitted"].due == date(2026, 11, 6)
    assert ordered["fitted"].step.by is DoneBy.DELIVERER
    fitted = told(
        TAG, ("ordered", date(2026, 11, 4)), ("fitted", date(2026, 11, 5)), ("reported", date(2026, 11, 10))
    )
    assert fitted["fitted"].due is None and fitted["reported"].due == date(2026, 12, 8)


def test_what_is_done_again_and_again_is_next_due_so_many_days_after_the_last_time():
    weekly = told(
        ABSTAIN,
        ("ordered", MADE),
        ("fitted", MADE),
        ("reported", date(2026, 11, 20)),
        ("reported", date(2026, 11, 27)),
    )
    assert weekly["reported"].done == (date(2026, 11, 20), date(2026, 11, 27)) and weekly[
        "reported"
    ].due == date(2026, 12, 4)


@pytest.mark.parametrize(("months", "reviewed"), [(12, False), (13, True), (None, True)])
def test_a_court_reviews_drug_rehabilitation_only_where_the_order_is_longer_than_a_year_or_nobody_knows(
    months, reviewed
):
    assert ("reviewed" in told(DRUGS, months=months)) is reviewed


def test_nothing_is_owed_while_it_does_not_run_and_what_was_done_still_shows():
    held = told(DRUGS, ("assessed", date(2026, 11, 9)), runs=False)
    assert all(one.due is None for one in held.values()) and held["assessed"].done
    assert next_step(list(held.values())) is None


def test_the_step_owed_first_is_the_next():
    assert next_step(list(told(DRUGS).values())).step.key == "assessed"


def test_a_tag_that_is_fitted_and_treatment_that_starts_begin_the_requirement_and_an_assessment_does_not():
    for kind, key, begins in (
        (TAG, "fitted", True),
        (DRUGS, "started", True),
        (DRUGS, "assessed", False),
        (DRUGS, "fitted", False),
    ):
        facts = RequirementFacts(kind, MADE, told=(ToldOf(Word.STEP, date(2026, 11, 5), key),))
        now = stands(facts, on=TODAY, calendar=CALENDAR)
        assert (now.stage is Stage.BEGUN) is begins, (kind, key)
        assert (now.since == date(2026, 11, 5)) is begins


def test_a_step_is_of_its_kind_and_of_a_day_that_can_be():
    facts = RequirementFacts(RequirementKind.EXCLUSION, MADE)
    check_told(ToldOf(Word.STEP, TODAY, "told"), facts, today=TODAY)
    for said, words in (
        (ToldOf(Word.STEP, TODAY, "fitted"), "has no such step"), (ToldOf(Word.STEP, TODAY + timedelta(days=1), "told"), "lies ahead"),
        (ToldOf(Word.STEP, MADE - timedelta(days=1), "told"), "order runs from"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            check_told(said, facts, today=TODAY)
    with pytest.raises(Refused, match="Expected one of: none"):
        check_step(RequirementKind.UNPAID_WORK, "told", TODAY, since=MADE, today=TODAY)


def test_every_kind_that_is_not_counted_or_forbidden_has_its_steps_with_a_source_or_marked_as_assumed():
    [edition] = step_editions()
    asked = {
        RequirementKind.ELECTRONIC_MONITORING, RequirementKind.CURFEW, ABSTAIN, DRUGS, RequirementKind.ALCOHOL_TREATMENT,
        RequirementKind.MENTAL_HEALTH_TREATMENT, RequirementKind.ATTENDANCE_CENTRE, RequirementKind.RESIDENCE,
        RequirementKind.EXCLUSION,
    }  # fmt: skip
    assert set(edition.table) == asked
    for kind, steps in edition.table.items():
        assert len({one.key for one in steps}) == len(steps), kind
        assert all("assumed" in str(one.clause) or "Practice" in str(one.clause) for one in steps)
        assert all(len(one.key) <= 20 for one in steps)
    assert (
        step_words(DRUGS, "tested", TODAY) == "They are tested for drugs"
        and step_words(DRUGS, "gone", TODAY) == "gone"
    )


@given(
    st.sampled_from(sorted(RequirementKind)), st.lists(st.integers(0, 90)), st.integers(0, 120), st.booleans()
)
def test_whatever_was_done_a_step_is_late_only_when_it_is_owed_and_never_owed_before_the_order(
    kind, days, ahead, runs
):
    steps = steps_on(kind, TODAY)
    done = [(steps[n % len(steps)].key, MADE + timedelta(days=n)) for n in days] if steps else []
    on = MADE + timedelta(days=ahead)
    found = steps_stand(StepFacts(kind, MADE, 18, "months", runs, done), on=on, calendar=CALENDAR)
    for one in found:
        assert one.due is None or one.due >= MADE
        assert one.is_late == (one.due is not None and one.due < on)
        assert all(day <= on for day in one.done)
        assert not (one.done and one.due and one.step.every is None)
