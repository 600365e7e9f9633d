"""Units are for the need that was cited, and for as many people as it foresees."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from throughcare.commissioning.competition.rules import Unit, offer_from
from throughcare.commissioning.competition.rules.needed import Foreseen, check_needed
from throughcare.foundation.kernel import Refused

HOMES = Foreseen(
    UUID(int=1), "Homes", "accommodation", 60, 120, "DTV", ("2026-01-01", "2026-03-31"), {"with_it": 80}
)
NORTH = Unit("North", need="accommodation", people=(30, 60))
SOUTH = Unit("South", need="accommodation", people=(30, 70))
MENTORS = Unit("Mentors")


def test_units_within_what_the_intention_foresees_are_for_its_need():
    check_needed([NORTH, SOUTH, MENTORS], [HOMES])
    check_needed([MENTORS, replace(MENTORS, name="More", people=(1, 9_000))], [])


@pytest.mark.parametrize(
    ("units", "foreseen", "words", "field"),
    [
        ([NORTH], [], "no intention about it was chosen", "intentions"),
        ([replace(NORTH, need="money")], [HOMES], "no intention about it was chosen", "intentions"),
        ([NORTH, SOUTH], [HOMES, replace(HOMES, title="More homes")], "about one need", "intentions"),
        ([MENTORS], [HOMES], "No unit is for the need “accommodation”", "terms"),
        ([replace(NORTH, people=None)], [HOMES], "for how many in a year", "terms"),
        ([replace(NORTH, people=(30, 121))], [HOMES], "121 people in a year. “Homes” foresees 120 at most", "terms"),
        ([replace(NORTH, people=(10, 59))], [HOMES], "59 people in a year at most. “Homes” foresees 60 at least", "terms"),
    ],
)  # fmt: skip
def test_units_for_another_need_or_other_numbers_are_refused_in_words(units, foreseen, words, field):
    with pytest.raises(Refused, match=words) as refused:
        check_needed(units, foreseen)
    assert refused.value.field == field


ROUND = "round: x\nunits:\n  - {unit: North, need: accommodation, people: PEOPLE}\nrule: {objective: lowest cost}\n"


def test_for_how_many_is_read_as_a_range_and_never_as_a_point():
    read = offer_from(ROUND.replace("PEOPLE", "{least: 30, most: 60}"), "a file").units[0]
    assert (read.need, read.people) == ("accommodation", (30, 60))
    for said, words in (
        ("{least: 60, most: 60}", "expected a range"),
        ("60", "people must be"),
        ("{least: 1}", "most"),
    ):
        with pytest.raises(Refused, match=words):
            offer_from(ROUND.replace("PEOPLE", said), "a file")
