"""The rules of a condition that somebody asks for, without a database: one of the list, whole, answered in time, and no word of who asks."""

from datetime import date, timedelta

import pytest

from throughcare.casework.release.rules import answer_by, area_of, chosen, policy_list, proposed
from throughcare.casework.victims.rules.asking import NAMES_WHOM, check_tells_nothing
from throughcare.foundation.kernel import Refused, WorkingCalendar

DAY = date(2026, 11, 20)
AREA = "54.5742 -1.2350\n54.5790 -1.2290\n54.5801 -1.2101\n54.5725 -1.2050\n54.5690 -1.2200"
REACH = ("1 Quiet Road, Anytown", "01632 960001", "morgan@example.test")


def listed(code):
    return chosen(code, policy_list(DAY).table)


def test_it_is_answered_within_ten_working_days_so_that_no_weekend_counts():
    assert answer_by(DAY, WorkingCalendar()) == date(2026, 12, 4)


def test_it_is_the_words_of_the_list_its_area_and_its_day_and_nothing_else():
    until = DAY + timedelta(days=30)
    asked = proposed("exclusion-zone", {"where": "the town centre"}, AREA, until, on=DAY)
    assert "the town centre" in asked.words and len(asked.area) == 5
    row = asked.as_row()
    assert set(row) == {"proposed_on", "code", "words", "plain", "area", "until"}
    assert (row["proposed_on"], row["until"], row["area"][0]) == (
        "2026-11-20",
        "2026-12-20",
        [54.5742, -1.235],
    )
    bare = proposed("no-contact-prisoners", {}, "", None, on=DAY).as_row()
    assert (bare["area"], bare["until"]) == (None, None)


@pytest.mark.parametrize(
    ("code", "area", "until", "match"),
    [
        ("none", "", None, "no additional condition"),
        ("no-contact-prisoners", "", DAY, "comes after today"),
        ("exclusion-zone", "", None, "give the corners"),
        ("no-contact-prisoners", AREA, None, "Leave the corners out"),
    ],
)
def test_what_is_none_of_the_list_or_is_not_whole_is_refused(code, area, until, match):
    said = {"where": "the town centre"} if code == "exclusion-zone" else {}
    with pytest.raises(Refused, match=match):
        proposed(code, said, area, until, on=DAY)


def test_an_area_goes_with_a_condition_on_a_map_alone():
    assert len(area_of(listed("exclusion-zone"), AREA, on=DAY)) == 5
    assert area_of(listed("no-contact-prisoners"), " ", on=DAY) is None


@pytest.mark.parametrize(
    "words", ["Keep out of 1 quiet road.", "Not near Anytown.", "Call nobody on 01632 960001.", "Nor write to MORGAN@example.test."]
)  # fmt: skip
def test_words_that_say_how_to_find_whoever_asks_are_refused_in_any_condition(words):
    for code in ("exclusion-place", NAMES_WHOM):
        with pytest.raises(Refused, match="how to find"):
            check_tells_nothing(code, words, name="Morgan Example", reach=REACH)


def test_whoever_asks_is_named_by_a_condition_not_to_contact_them_alone():
    words = "Do not contact Morgan EXAMPLE."
    check_tells_nothing(NAMES_WHOM, words, name="Morgan Example", reach=REACH)
    with pytest.raises(Refused, match="names whoever asks"):
        check_tells_nothing("exclusion-place", words, name="Morgan Example", reach=REACH)
    check_tells_nothing("exclusion-place", "Keep out of the market.", name="Morgan Example", reach=("", " "))
