"""The whole way: what a person says in the newer set, item by item, to the need that the tier reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.assessment.rules.needs.sections import (
    AnswerSet,
    Need,
    score_all,
    sections,
)
from throughcare.casework.assessment.rules.needs.translation import known_items, translate_all

T = "THINKING_BEHAVIOURS_ATTITUDES_"


def needs(answers):
    scores = score_all(translate_all(answers), AnswerSet.STRENGTHS_AND_NEEDS)
    return {code: score.need for code, score in scores.items()}


@pytest.mark.parametrize(
    ("the_person", "answers", "section", "need"),
    [
        ("has nowhere to live", {"CURRENT_ACCOMMODATION": "NO_ACCOMMODATION"}, "accommodation", Need.SEVERE),
        (
            "is settled and well housed",
            {
                "CURRENT_ACCOMMODATION": "SETTLED",
                "SUITABLE_HOUSING": "YES",
                "SUITABLE_HOUSING_LOCATION": "YES",
            },
            "accommodation",
            Need.NONE,
        ),
        ("was asked nothing of their home", {}, "accommodation", Need.OPEN),
        (
            "is reckless and easily led, and asked nothing else",
            {f"{T}PEER_PRESSURE": "NO", f"{T}STABLE_BEHAVIOUR": "NO"},
            "lifestyle",
            Need.OPEN,
        ),
        (
            "keeps steady company",
            {
                f"{T}OFFENDING_ACTIVITIES": "NO_OFFENDING_ACTIVITIES",
                f"{T}PEER_PRESSURE": "YES",
                f"{T}STABLE_BEHAVIOUR": "YES",
            },
            "lifestyle",
            Need.NONE,
        ),
    ],
)
def test_a_person_who(the_person, answers, section, need):
    assert needs(answers)[section] is need


def test_items_that_the_newer_set_cannot_fill_stay_missing_and_are_named():
    filled = set(known_items())
    missing = {item for section in sections().values() for item in section.items if item not in filled}
    assert missing == {"o4-5", "o8-9", "o9-3", "o9-5", "o11-5", "o12-5", "o12-8"}


FIELDS = ["CURRENT_ACCOMMODATION", "SUITABLE_HOUSING", "SUITABLE_HOUSING_LOCATION", f"{T}PEER_PRESSURE"]
VALUES = ["NO_ACCOMMODATION", "SETTLED", "TEMPORARY", "YES", "NO", "SOME"]
answers = st.dictionaries(st.sampled_from(FIELDS), st.none() | st.sampled_from(VALUES))


@given(answers)
def test_needs_are_always_one_of_the_five_and_never_a_failure(given_answers):
    found = needs(given_answers)
    assert set(found) == set(sections())
    assert all(isinstance(need, Need) for need in found.values())


@given(answers)
def test_having_nowhere_to_live_is_a_severe_need_whatever_else_is_said_of_housing(given_answers):
    homeless = {**given_answers, "CURRENT_ACCOMMODATION": "NO_ACCOMMODATION"}
    assert needs(homeless)["accommodation"] is Need.SEVERE
