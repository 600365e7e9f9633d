"""What happened to a cohort's people, added up without losing anybody."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.tally import PersonOutcome, Tally, evidence, tally
from throughcare.foundation.kernel import Refused

from .paying import any_rows, cohorts, people


@given(cohorts, cohorts)
def test_two_cohorts_added_are_one_cohort_of_all_their_people(one, other):
    first, second = any_rows(one, quarter=0), any_rows(other, quarter=1)
    assert tally(first) + tally(second) == tally([*first, *second])


def test_reoffenders_reoffences_and_their_squares_are_the_peoples_own():
    assert tally(people([0, 2, 3, 0])) == Tally(people=4, reoffenders=2, reoffences=5, reoffence_squares=13)


def test_an_outcome_nobody_looked_into_is_unknown_and_not_a_no():
    rows = [
        PersonOutcome("a", 0, achieved={"housing": True}),
        PersonOutcome("b", 0, achieved={"housing": False}),
        PersonOutcome("c", 0),
    ]
    assert tally(rows).achieved == {"housing": 1}
    assert tally(rows).known == {"housing": 2}


def test_one_person_without_a_predicted_chance_leaves_the_cohorts_mean_unknown():
    rows = [PersonOutcome("a", 0, predicted=Decimal("0.3")), PersonOutcome("b", 1)]
    assert tally(rows).predicted is None
    assert tally([replace(rows[1], predicted=Decimal("0.5")), rows[0]]).predicted == Decimal("0.8")


def test_nobody_is_counted_twice():
    with pytest.raises(Refused, match="twice"):
        tally([PersonOutcome("a", 0), PersonOutcome("a", 1)])


def test_a_cohort_of_nobody_is_refused():
    with pytest.raises(Refused, match="at least one person"):
        tally([])


def test_more_reoffenders_than_reoffences_cannot_be():
    with pytest.raises(Refused, match="reoffence each"):
        Tally(people=10, reoffenders=3, reoffences=2, reoffence_squares=2)


@given(cohorts, st.randoms())
def test_the_fingerprint_of_rows_does_not_depend_on_their_order(counts, random):
    rows = any_rows(counts)
    shuffled = rows.copy()
    random.shuffle(shuffled)
    assert evidence(rows) == evidence(shuffled)


@pytest.mark.parametrize(
    "change",
    [
        {"reoffences": 4},
        {"severity": Decimal(9)},
        {"predicted": Decimal("0.1")},
        {"achieved": {"housing": True}},
    ],
)
def test_the_fingerprint_changes_with_anything_known_of_anybody(change):
    rows = people([1, 2, 3])
    assert evidence(rows) != evidence([replace(rows[0], **change), *rows[1:]])
