"""How a licence after a sentence for public protection ends, by the law of each day; a recall breaks the time that counts."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules import SentenceKind
from throughcare.casework.release.rules import latest_end, licence_ends, public_protection_editions

IPP, DPP = SentenceKind.PUBLIC_PROTECTION, SentenceKind.YOUTH_PUBLIC_PROTECTION
OUT = date(2022, 3, 1)


@pytest.mark.parametrize(
    ("kind", "on", "refer", "asks", "ends"),
    [
        (IPP, date(2024, 10, 31), date(2032, 3, 1), None, None),
        (IPP, date(2024, 11, 1), date(2032, 3, 1), None, date(2027, 3, 1)),
        (DPP, date(2024, 11, 1), date(2032, 3, 1), None, date(2026, 3, 1)),
        (IPP, date(2025, 2, 1), date(2025, 3, 1), None, date(2027, 3, 1)),
        (DPP, date(2025, 2, 1), date(2024, 3, 1), None, date(2026, 3, 1)),
        (IPP, date(2026, 5, 10), date(2025, 3, 1), None, date(2027, 3, 1)),
        (IPP, date(2026, 5, 11), date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1)),
        (DPP, date(2026, 5, 11), date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1)),
    ],
)
def test_three_years_then_two_and_two_then_two_by_the_law_of_each_day(kind, on, refer, asks, ends):
    found = licence_ends(kind, OUT, OUT, on=on)
    assert (found.refer_on, found.may_ask_on, found.ends_on) == (refer, asks, ends)
    assert found.has_ended(on) is (ends is not None and on >= ends)


def test_a_recall_breaks_the_time_that_counts_and_not_the_time_after_which_the_board_is_asked():
    again = date(2026, 1, 5)
    found = licence_ends(IPP, OUT, again, on=date(2026, 6, 1))
    assert (found.refer_on, found.may_ask_on, found.ends_on) == (
        date(2024, 3, 1),
        date(2027, 1, 5),
        date(2028, 1, 5),
    )
    inside = licence_ends(IPP, OUT, None, on=date(2026, 6, 1))
    assert (inside.refer_on, inside.ends_on) == (
        date(2024, 3, 1),
        None,
    ) and "recalled" in inside.finding.because


def test_who_was_out_long_before_the_law_ended_on_its_first_day_and_not_before():
    assert licence_ends(IPP, date(2012, 1, 1), date(2012, 1, 1), on=date(2024, 11, 1)).ends_on == date(
        2024, 11, 1
    )


def test_a_life_licence_has_no_end_and_nobody_inside_has_a_licence():
    assert licence_ends(SentenceKind.LIFE, OUT, OUT, on=date(2026, 6, 1)) is None
    assert licence_ends(IPP, None, None, on=date(2026, 6, 1)) is None


DAYS = st.dates(date(2006, 1, 1), date(2026, 11, 30))


@given(DAYS, st.integers(0, 4000), DAYS)
def test_a_later_release_never_ends_sooner_and_detention_never_later_than_imprisonment(first, apart, on):
    again = first + timedelta(days=apart)
    plain, later, young = (
        licence_ends(kind, first, since, on=on) for kind, since in ((IPP, first), (IPP, again), (DPP, first))
    )
    assert (plain.ends_on is None) == (later.ends_on is None)
    if plain.ends_on:
        assert young.ends_on <= plain.ends_on <= later.ends_on


def test_the_editions_follow_each_other_without_a_hole():
    found = public_protection_editions()
    assert all(one.in_force.end == after.in_force.start for one, after in pairwise(found))


def test_of_several_the_last_end_counts_and_beside_a_life_sentence_there_is_none():
    on = date(2025, 6, 1)
    both = latest_end({IPP, DPP}, OUT, OUT, on=on)
    assert both == licence_ends(IPP, OUT, OUT, on=on)
    assert latest_end({IPP, SentenceKind.LIFE}, OUT, OUT, on=on) is None
    assert latest_end({SentenceKind.CUSTODY}, OUT, OUT, on=on) is None
