"""What somebody without an account may write, and what they are told of what became of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.unpaid_work.rules import (
    PUBLIC,
    AskStands,
    Nominator,
    ProjectState,
    check_words,
    told,
)
from throughcare.foundation.kernel import Refused

ON = date(2026, 11, 3)


def test_anybody_but_the_service_itself_asks():
    assert set(PUBLIC) == set(Nominator) - {Nominator.SERVICE}


def test_words_are_kept_without_the_spaces_around_them():
    said = check_words("  Litter \n by the river\0 ", "problem", "Say which.")
    assert said == "Litter by the river"


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("", "Say which."),
        (" \n", "Say which."),
        ("x" * 501, "At most 500 characters; this has 501."),
        ("Write to jo@example.org about it", "Take the e-mail address out"),
        ("Ring 01642 000000 any time", "Take the telephone number out"),
        ("Ring +44 7700 900123", "Take the telephone number out"),
        ("Ring 07700900123.", "Take the telephone number out"),
    ],
)
def test_what_says_who_somebody_is_or_says_nothing_is_refused_in_words(words, because):
    with pytest.raises(Refused) as refused:
        check_words(words, "problem", "Say which.")
    assert because in refused.value.because and refused.value.field == "problem"


@pytest.mark.parametrize(
    "words",
    ["The path by 12 to 30 Mill Street", "Since 2019, 300 cans a week", "TS18 1AA, near bus 07 and 36"],
)
def test_numbers_that_are_no_telephones_stand(words):
    assert check_words(words, "problem", "Say which.") == words


@given(st.text(max_size=90))
def test_whatever_is_written_is_kept_plain_or_refused(words):
    try:
        assert check_words(words, "title", "").split(" ") != [" "]
    except Refused as refused:
        assert refused.field == "title"


def test_what_somebody_may_leave_out_is_left_out():
    assert check_words("", "asked_for_by", "") == ""


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        (AskStands(ON), "has not looked at it yet"),
        (AskStands(ON, set_aside_because="It is private land."), "It was not taken on. It is private land."),
        (AskStands(ON, project=ProjectState.NOMINATED), "decides whether to take it on"),
        (
            AskStands(ON, project=ProjectState.REFUSED, decided_because="Too deep."),
            "It was not taken on. Too deep.",
        ),
        (AskStands(ON, project=ProjectState.APPROVED, starts=ON), "worked on from 3 November 2026"),
        (
            AskStands(ON, project=ProjectState.CLOSED, achieved="A clear path."),
            "What was achieved: A clear path.",
        ),
    ],
)
def test_whoever_asked_is_told_in_plain_words_what_became_of_it(stands, said):
    assert said in told(stands)
