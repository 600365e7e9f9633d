"""Hats, crossings and what a certificate reads, by their rules alone, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules.certificate import (
    Crossed,
    WallCertificate,
    functions_made,
    lines_that_tell,
)
from throughcare.commissioning.competition.rules.hats import (
    LONGEST_CROSSING,
    Approval,
    HatKind,
    check_crossing,
    check_one_body,
    crosses,
)
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model.rules.terms import WallsMode

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_one_hat_bids_and_every_other_buys():
    assert [hat for hat in HatKind if hat.bids] == [HatKind.BIDDER]


@pytest.mark.parametrize(
    ("because", "until", "words"),
    [
        (" ", AT + HOUR, "Say why"), ("x" * 501, AT + HOUR, "Say why"), ("A court asks", AT, "within 7 days"),
        ("A court asks", AT - HOUR, "within 7 days"), ("A court asks", AT + LONGEST_CROSSING + HOUR, "within 7 days"),
    ],
)  # fmt: skip
def test_a_crossing_has_a_reason_and_an_end_that_is_near(because, until, words):
    with pytest.raises(Refused, match=words):
        check_crossing(because, AT, until)


def test_the_longest_crossing_is_taken_and_its_reason_is_one_line():
    assert check_crossing(" A court\n asks ", AT, AT + LONGEST_CROSSING) == "A court asks"


def test_it_opens_with_the_second_of_two_different_people_and_closes_at_its_end():
    until = AT + 10 * HOUR
    one, again, other = (Approval("a", AT + HOUR), Approval("a", AT + 2 * HOUR), Approval("b", AT + 3 * HOUR))
    assert not crosses("x", AT, until, [one, again], AT + 4 * HOUR)
    assert not crosses("x", AT, until, [one, Approval("x", AT)], AT + 4 * HOUR)
    assert not crosses("x", AT, until, [one, other], AT + 2 * HOUR)
    assert crosses("x", AT, until, [one, other], AT + 3 * HOUR)
    assert not crosses("x", AT, until, [one, other], until)


@given(st.lists(st.tuples(st.sampled_from("abx"), st.integers(0, 9))), st.integers(0, 12))
def test_it_is_open_only_while_two_others_have_approved_and_it_lasts(given_, hour):
    approvals = [Approval(who, AT + n * HOUR) for who, n in given_]
    found = crosses("x", AT, AT + 10 * HOUR, approvals, AT + hour * HOUR)
    assert found == (hour < 10 and {who for who, n in given_ if n <= hour} >= {"a", "b"})


def test_one_body_on_both_sides_is_lawful_where_the_model_says_integrated_and_not_where_it_separates():
    assert check_one_body(WallsMode.SEPARATED, "x", same_body=False) is None
    told = check_one_body(WallsMode.INTEGRATED, "Durham Tees Valley", same_body=True)
    assert told is not None and "Durham Tees Valley" in str(told)
    assert check_one_body(None, "", same_body=True) is not None
    for mode in (WallsMode.SEPARATED, WallsMode.NO_SHARED_RECORDS):
        with pytest.raises(Refused, match="two bodies"):
            check_one_body(mode, "Nacro 3.1", same_body=True)


def test_functions_are_read_from_sql_with_their_bodies():
    one = "CREATE OR REPLACE FUNCTION a(x uuid) RETURNS int\nLANGUAGE sql AS $$ SELECT 1 $$;"
    made = functions_made(
        [one + "\nCREATE FUNCTION public.b() RETURNS int LANGUAGE sql AS $f$ SELECT $$2$$ $f$;"]
    )
    assert made.keys() == {"a", "b"}
    assert made["a"] == functions_made([one])["a"] != functions_made([one.replace("1", "2")])["a"]


def test_lines_of_a_log_that_tell_of_papers_are_numbered():
    assert lines_that_tell(["price: 100000", ""], ["fine", "INSERT price: 100000", "fine"]) == [2]


def test_a_certificate_with_anything_that_crossed_does_not_say_that_the_wall_held():
    made = WallCertificate(new_id(), AT, AT, 0, 0, 0, 0, 0, 0)
    assert made.held
    assert not WallCertificate(new_id(), AT, AT, 0, 0, 0, 0, 0, 0, (), (Crossed("grant", "x"),)).held
    assert str(Crossed("key", "x", AT)) == "key: x, 30 November 2026 09:00 UTC"
