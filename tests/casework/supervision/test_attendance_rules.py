"""One vocabulary of attendance, in one table: what each outcome means, whoever records it, and how it is counted."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shared import shared_path

from throughcare.casework.supervision.rules.attendance import (
    AT_A_SESSION,
    CREDITED,
    FAILED,
    MET,
    SAID,
    Absence,
    Attended,
    Evidence,
    Outcome,
    check_absence,
    codes_left_out,
    counted,
    meanings,
    outcome_of_code,
)
from throughcare.foundation.kernel import Refused

PROGRAMMES = "data/partners/programme_session_outcomes.csv"


def published():
    with shared_path(PROGRAMMES).open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def test_every_outcome_of_the_programme_service_is_one_of_ours_with_the_same_flags_or_left_out_with_why():
    flags = {"true": True, "false": False, "null": None}
    for row in published():
        ours = outcome_of_code(row["code"])
        if ours is None:
            assert codes_left_out()[row["code"]]
            continue
        meaning = ours.means
        assert (meaning.came, meaning.complied) == (flags[row["attended"]], flags[row["complied"]]), row


def test_no_code_means_two_outcomes_and_none_is_both_ours_and_left_out():
    codes = [code for meaning in meanings().values() for code in meaning.codes]
    assert len(codes) == len(set(codes))
    assert not set(codes) & set(codes_left_out())


def test_a_late_arrival_took_part_and_what_the_service_put_off_is_nobodys_absence():
    assert Outcome.LATE.means.took_part and Outcome.LATE.means.complied
    assert Outcome.OFF_SERVICE.means.again and Outcome.OFF_SERVICE.means.whose == "service"
    assert Outcome.OFF_SERVICE not in FAILED | MET


def test_whoever_is_sent_away_came_and_took_no_part_and_only_behaviour_is_a_failure():
    for one in (Outcome.SENT_AWAY_BEHAVIOUR, Outcome.SENT_AWAY_SERVICE):
        assert one.means.came and not one.means.took_part
    assert Outcome.SENT_AWAY_BEHAVIOUR in FAILED
    assert Outcome.SENT_AWAY_SERVICE not in FAILED


@given(st.sampled_from(Outcome))
def test_each_outcome_says_one_thing_about_coming_complying_and_counting(outcome):
    meaning = outcome.means
    assert (outcome in FAILED) == (meaning.complied is False)
    assert outcome not in CREDITED or (meaning.came and meaning.complied)
    assert not meaning.took_part or meaning.came
    assert not meaning.again or outcome not in FAILED
    assert (outcome in SAID) == (not meaning.is_past)
    assert meaning.compliance in {"complied", "did not comply", "not decided"}


def test_what_was_recorded_before_is_kept_and_never_chosen():
    assert {one for one in Outcome if one.means.is_past} == {Outcome.SENT_AWAY, Outcome.NOT_RECORDED}
    assert set(AT_A_SESSION) == set(SAID) - {Outcome.NO_ANSWER}


@pytest.mark.parametrize(
    ("outcome", "absence", "evidence", "field"),
    [
        (Outcome.ABSENT_ACCEPTABLE, None, None, "absence"),
        (Outcome.ATTENDED, Absence.WORK, None, "absence"),
        (Outcome.ABSENT_AWAITING, None, Evidence.SEEN, "evidence"),
        (Outcome.ATTENDED, None, Evidence.NONE, "evidence"),
    ],
)
def test_a_reason_goes_with_an_acceptable_absence_and_evidence_with_one_decided_upon(
    outcome, absence, evidence, field
):
    with pytest.raises(Refused) as refused:
        check_absence(outcome, absence, evidence)
    assert refused.value.field == field


def test_an_absence_may_be_refused_for_want_of_evidence_and_excused_without_any():
    check_absence(Outcome.ABSENT_UNACCEPTABLE, None, Evidence.NONE)
    check_absence(Outcome.ABSENT_ACCEPTABLE, Absence.MEDICAL, None)


told = st.lists(st.builds(Attended, st.sampled_from(Outcome), st.none() | st.sampled_from(Evidence)))


@given(told, told)
def test_counting_loses_nothing_and_counts_nothing_twice(some, others):
    one, other, both = counted(some), counted(others), counted(some + others)
    assert one.all == len(some)
    for name in vars(both):
        assert getattr(both, name) == getattr(one, name) + getattr(other, name)


def test_only_evidence_that_was_seen_is_evidence():
    excused = [Attended(Outcome.ABSENT_ACCEPTABLE, shown) for shown in (None, *Evidence)]
    found = counted(excused)
    assert (found.excused, found.excused_without_evidence) == (4, 3)
