"""Every requirement in force has begun, waits with a clock, or is held for a lawful reason: exactly one; and it counts down."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules import RequirementKind
from throughcare.casework.supervision.rules.requirement_clocks import (
    Begins,
    Done,
    RequirementFacts,
    Stage,
    ToldOf,
    Word,
    check_told,
    clock_editions,
    clocks_on,
    stands,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar

TODAY, MADE = date(2026, 11, 27), date(2026, 11, 2)
TERMS = clocks_on(TODAY).table
CALENDAR = WorkingCalendar()
WORK = RequirementFacts(RequirementKind.UNPAID_WORK, MADE, date(2027, 11, 1), 120, "hours", counts=True)
TREATMENT = RequirementFacts(RequirementKind.DRUG_REHABILITATION, MADE, date(2027, 11, 1), 6, "months")


def now(facts, on=TODAY):
    return stands(facts, on=on, calendar=CALENDAR)


def held(on, until, reason="illness"):
    return ToldOf(Word.HELD, on, reason, until)


def test_every_kind_of_requirement_has_one_clock_in_every_edition():
    for edition in clock_editions():
        assert set(edition.table.clocks) == set(RequirementKind)
        for clock in edition.table.clocks.values():
            assert (clock.within is None) == (clock.begins is Begins.AT_ONCE)
            assert clock.begins.words and clock.done.words


def test_that_there_is_no_place_is_no_lawful_reason():
    said = " ".join(TERMS.reasons.values()).lower()
    assert not any(word in said for word in ("place", "capacity", "wait", "staff", "full"))


def test_a_figure_that_was_not_read_in_a_law_says_so():
    assert "(assumed)" in TERMS.clocks[RequirementKind.CURFEW].clause.paragraph
    assert "(policy)" in TERMS.clocks[RequirementKind.UNPAID_WORK].clause.paragraph


def test_unpaid_work_waits_seven_working_days_and_is_then_past_its_limit():
    limit = date(2026, 11, 11)
    assert now(WORK, limit).limit == limit and not now(WORK, limit).is_past
    assert now(WORK, limit + timedelta(days=1)).is_past
    assert now(WORK).stage is Stage.WAITING


def test_the_first_time_they_came_it_had_begun():
    begun = now(replace(WORK, first_came=date(2026, 11, 20), done=Decimal(7)))
    assert (begun.stage, begun.since, begun.limit, begun.is_past) == (
        Stage.BEGUN, date(2026, 11, 20), None, False,
    )  # fmt: skip


def test_treatment_begins_on_the_day_that_is_told_and_ends_when_its_length_has_run():
    told = (ToldOf(Word.BEGUN, date(2026, 11, 10)),)
    begun = now(replace(TREATMENT, told=told))
    assert (begun.since, begun.by, begun.is_done) == (date(2026, 11, 10), date(2027, 5, 9), False)
    assert now(replace(TREATMENT, told=told), date(2027, 5, 10)).is_done


@pytest.mark.parametrize(
    "kind", [kind for kind, clock in TERMS.clocks.items() if clock.begins is Begins.AT_ONCE]
)
def test_what_binds_at_once_has_begun_on_the_day_of_the_order(kind):
    facts = RequirementFacts(kind, MADE, date(2027, 11, 1), 12, "months")
    assert (now(facts).stage, now(facts).since) == (Stage.BEGUN, MADE)
    assert now(facts, MADE - timedelta(days=1)).stage is Stage.WAITING
    with pytest.raises(Refused, match="binds from the day"):
        check_told(ToldOf(Word.BEGUN, TODAY), facts, today=TODAY)


def test_a_reason_holds_to_its_last_day_and_the_day_after_the_clock_runs_again():
    facts = replace(WORK, told=(held(date(2026, 11, 9), TODAY),))
    assert (now(facts).stage, now(facts).until, now(facts).limit) == (Stage.HELD, TODAY, None)
    assert "illness" in now(facts).reason
    after = now(facts, TODAY + timedelta(days=1))
    assert (after.stage, after.limit, after.is_past) == (Stage.WAITING, TODAY + timedelta(days=1), False)
    assert now(facts, TODAY + timedelta(days=2)).is_past


def test_custody_holds_and_after_release_the_clock_starts_anew():
    assert now(replace(WORK, in_custody=True)).stage is Stage.HELD
    released = now(replace(WORK, released=date(2026, 11, 20)))
    assert released.limit == date(2026, 12, 1)


def test_what_was_ordered_counts_down_never_below_nought_and_what_is_over_is_said():
    part = now(replace(WORK, done=Decimal("37.5")))
    assert (part.ordered, part.left, part.over, part.is_done) == (120, Decimal("82.5"), 0, False)
    more = now(replace(WORK, amount=40, done=Decimal(47)))
    assert (more.left, more.over, more.is_done) == (0, 7, True)
    assert now(replace(WORK, amount=None, unit="")).left is None


def test_the_rest_is_to_be_done_by_the_end_of_the_order_or_by_the_laws_own_limit():
    assert now(WORK).by == date(2027, 11, 1)
    assert now(replace(WORK, work_by=date(2027, 9, 1))).by == date(2027, 9, 1)
    assert now(replace(WORK, order_ends=None)).by is None


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (ToldOf(Word.BEGUN, TODAY + timedelta(days=1)), "on"),
        (ToldOf(Word.BEGUN, MADE - timedelta(days=1)), "on"),
        (held(TODAY, TODAY + timedelta(days=10), "no place"), "reason"),
        (held(TODAY, None), "until"),
        (held(TODAY, TODAY - timedelta(days=1)), "until"),
        (held(TODAY, TODAY + timedelta(days=TERMS.longest_hold + 1)), "until"),
    ],
)
def test_what_cannot_be_told_is_refused_beside_its_box(told, field):
    with pytest.raises(Refused) as refused:
        check_told(told, WORK, today=TODAY)
    assert refused.value.field == field


days = st.dates(date(2025, 1, 1), date(2028, 1, 1))
told = st.lists(
    st.one_of(
        st.builds(ToldOf, st.just(Word.BEGUN), days),
        st.builds(ToldOf, st.just(Word.HELD), days, st.sampled_from(sorted(TERMS.reasons)), days),
    ),
    max_size=4,
)
facts_of_any = st.builds(
    RequirementFacts, st.sampled_from(RequirementKind), days, st.none() | days, st.none() | st.integers(1, 300),
    st.just("days"), st.booleans(), st.none() | days, st.decimals(0, 400, places=2), told, st.booleans(),
    st.none() | days, st.none() | days,
)  # fmt: skip


@given(facts_of_any, days)
def test_every_requirement_is_in_exactly_one_stage_and_says_what_belongs_to_it(facts, on):
    found = now(facts, on)
    clock = TERMS.clocks[facts.kind]
    assert (found.stage is Stage.WAITING) == (found.limit is not None)
    assert (found.stage is Stage.HELD) == bool(found.reason)
    assert found.stage is not Stage.BEGUN or (found.since is not None and found.since <= on)
    assert not found.is_past or (found.stage is Stage.WAITING and found.limit < on)
    assert found.finding.clause.source and found.finding.because
    assert found.left is None or (found.left >= 0 and found.over >= 0 and not (found.left and found.over))
    assert found.left is None or found.left + found.done - found.over == found.ordered
    assert clock.done is not Done.TIME or found.left is None


@given(facts_of_any, days, st.integers(0, 400))
def test_nothing_that_began_is_unbegun_by_time_and_no_wait_ends_by_waiting(facts, on, more):
    later = on + timedelta(days=more)
    before, after = now(facts, on), now(facts, later)
    assert before.stage is not Stage.BEGUN or after.stage is Stage.BEGUN
    waits_on = not facts.in_custody and facts.first_came is None and not facts.told
    if waits_on and before.is_past:
        assert after.stage is Stage.WAITING and after.is_past
