"""Staff who would transfer: the clock turns exactly at its days, and what is written is read or refused with its line."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.agreed import AgreementKind
from throughcare.commissioning.contracts.rules.staff_transfer import (
    MOST_POSTS,
    NOBODY,
    Post,
    PostKind,
    StaffStanding,
    check_posts,
    posts_from,
    staff_clock,
    staff_terms,
    whole_hours,
)
from throughcare.foundation.kernel import Refused

LAST = date(2027, 3, 31)
TRANSFER = date(2027, 4, 1)
LINE = "case manager, 37, 28500, permanent, 100"
POST = Post(PostKind.CASE_MANAGER, Decimal(37), 28_500_00, True, 100)


def standing(today, *, known=None, told=None, kind=AgreementKind.CONTRACT):
    return staff_clock(kind, LAST, known, told, today).standing


def test_it_is_due_twenty_eight_days_before_the_transfer_and_asked_for_from_the_fifty_sixth():
    clock = staff_clock(AgreementKind.CONTRACT, LAST, None, None, LAST)
    assert (clock.transfer, clock.due) == (TRANSFER, TRANSFER - timedelta(days=28))
    assert (
        "regulation 11" in str(staff_terms(LAST).clause)
        and "not read at their source" in staff_terms(LAST).basis
    )
    for days, where in ((57, "NOT_YET"), (56, "OWED"), (28, "OWED"), (27, "OVERDUE"), (-5, "OVERDUE")):
        assert standing(TRANSFER - timedelta(days=days)) is StaffStanding[where]


def test_what_was_told_by_its_day_is_in_time_and_later_is_late():
    due = TRANSFER - timedelta(days=28)
    assert standing(LAST, told=due) is StaffStanding.IN_TIME
    assert standing(LAST, told=due + timedelta(days=1)) is StaffStanding.LATE


def test_of_an_end_that_became_known_later_it_is_due_on_that_day():
    assert staff_clock(AgreementKind.CONTRACT, LAST, LAST, None, LAST).due == LAST
    assert standing(LAST, known=LAST) is StaffStanding.OWED
    assert standing(TRANSFER, known=LAST) is StaffStanding.OVERDUE
    assert standing(LAST, known=LAST, told=LAST) is StaffStanding.IN_TIME


def test_within_one_body_nobody_changes_employer():
    assert standing(TRANSFER, kind=AgreementKind.SERVICE_LEVEL) is StaffStanding.NOT_OWED
    assert standing(TRANSFER, kind=AgreementKind.GRANT) is StaffStanding.OVERDUE


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.none() | st.dates(date(2026, 1, 1), LAST))
def test_it_is_never_due_after_the_last_day_nor_before_its_end_was_known(today, known):
    clock = staff_clock(AgreementKind.CONTRACT, LAST, known, None, today)
    assert clock.due <= LAST and (known is None or clock.due >= known)


def test_posts_are_read_and_sum_to_the_hours_that_are_for_the_agreement():
    found = posts_from(f"{LINE}\n\nManager , 37,41000.50, FIXED, 50\n")
    assert found == (POST, Post(PostKind.MANAGER, Decimal(37), 41_000_50, False, 50))
    assert whole_hours(found) == Decimal("55.50")
    assert posts_from(f" {NOBODY.title()} ") == () and whole_hours(()) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "one post a line, or “nobody”"),
        (
            f"{LINE}\nAda Smith, 37, 1, permanent, 100",
            "Line 2: the kind of post is not known; expected one of case manager",
        ),
        ("case manager, 37", "Line 1 has 2 parts; expected 5: kind, hours a week"),
        ("case manager, x, 1, permanent, 1", "Line 1: hours a week is no number"),
        ("case manager, NaN, 1, permanent, 1", "Line 1: hours a week is no number"),
        ("case manager, 37, -1, permanent, 1", "Line 1: pounds a year is no number"),
        ("case manager, 37, 30000.125, permanent, 1", "Line 1: pounds a year is not whole pence"),
        ("case manager, 37, 1, permanent, 99.5", "Line 1: of a hundred is not a whole number"),
        ("case manager, 37, 1, perhaps, 1", "expected “permanent” or “fixed”"),
        ("case manager, 61, 1, permanent, 1", "Post 1: hours a week are above 0 and at most 60"),
        ("case manager, 37, 1, permanent, 0", "Post 1: of a hundred of it, from 1"),
        ("case manager, 37, 500001, permanent, 1", "Post 1: pay a year is from 0 to 500,000"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line_and_no_name_is_kept(text, words):
    with pytest.raises(Refused, match=words) as refusal:
        posts_from(text)
    assert "Ada" not in refusal.value.because


def test_more_posts_than_a_list_holds_are_refused():
    check_posts([POST] * MOST_POSTS)
    with pytest.raises(Refused, match="At most 2,000 posts"):
        check_posts([POST] * (MOST_POSTS + 1))
    with pytest.raises(Refused, match="characters"):
        posts_from("x" * 200_001)
