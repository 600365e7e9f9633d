"""Everybody under supervision in a quarter is counted once, by what was so of them in it."""

from datetime import date

import pytest

from throughcare.casework.interventions.rules.words import need_areas
from throughcare.commissioning.needs.rules.counted import (
    DISTANCE,
    MET,
    NEED,
    NO_UNIT,
    NONE,
    NOT_MET,
    UNIT,
    UNKNOWN,
    Records,
    by_person,
    faith_of,
    need_stands,
    people_in,
)
from throughcare.commissioning.needs.rules.quarters import quarter_of

QUARTER = quarter_of(date(2026, 5, 5))


def case(person="p", area="a", begins=date(2026, 1, 5), ends=None):
    return {"person": person, "area": area, "from_day": begins, "to_day": ends}


def counted(*cases, **held):
    return people_in(Records(list(cases), **held), QUARTER)


@pytest.mark.parametrize(
    ("begins", "ends", "many"),
    [
        (date(2026, 3, 1), None, 1),
        (date(2026, 6, 30), None, 1),
        (date(2026, 7, 1), None, 0),
        (date(2026, 1, 1), date(2026, 4, 1), 0),
        (date(2026, 1, 1), date(2026, 4, 2), 1),
        (date(2026, 4, 1), date(2026, 4, 1), 1),
    ],
)
def test_whoever_was_under_supervision_on_any_day_of_it_is_counted(begins, ends, many):
    assert len(counted(case(begins=begins, ends=ends))) == many


def test_somebody_with_two_cases_is_counted_once_where_they_were_last():
    [one] = counted(case(area="a", ends=date(2026, 5, 1)), case(area="b", begins=date(2026, 5, 1)))
    assert one["area"] == "b"


def test_what_nobody_said_is_not_known_and_never_no():
    [one] = counted(case())
    assert one["sex"] == one["age"] == one["faith"] == one["disability"] == UNKNOWN
    assert {one[NEED + code] for code in need_areas()} == {UNKNOWN}


def test_what_is_counted_is_that_of_the_quarter():
    during = {"from_day": date(2026, 1, 1), "to_day": date(2026, 4, 1)}
    after = {"from_day": date(2026, 4, 1), "to_day": None}
    [one] = counted(
        case(),
        people={"p": {"sex": "female", "date_of_birth": date(1990, 6, 30), "faith": "SUNI"}},
        tiers=by_person([{"person": "p", "value": "A", **during}, {"person": "p", "value": "C", **after}]),
        offences=by_person([{"person": "p", "value": "theft", **after}]),
        requirements=by_person([{"person": "p", "value": "unpaid work", **during}]),
    )
    assert (one["tier"], one["offence"], one["sex"], one["faith"]) == ("C", "theft", "female", "muslim")
    assert one["requirement: unpaid work"] == "no", "it ended as the quarter began"


def test_a_need_is_met_by_a_service_that_took_the_person_on_in_the_quarter():
    assessed = by_person(
        [{"person": "p", "from_day": date(2026, 2, 1), "needs": {"accommodation": "yes", "finance": "no"}}]
    )
    taken = by_person(
        [{"person": "p", "value": "accommodation", "from_day": date(2026, 5, 1), "to_day": None}]
    )
    [one] = counted(case(), assessed=assessed, taken_on=taken)
    assert (one[NEED + "accommodation"], one[NEED + "money"]) == (MET, NONE)
    [one] = counted(case(), assessed=assessed)
    assert one[NEED + "accommodation"] == NOT_MET


def test_an_assessment_signed_after_the_quarter_says_nothing_of_it():
    assessed = by_person([{"person": "p", "from_day": date(2026, 7, 1), "needs": {"accommodation": "yes"}}])
    [one] = counted(case(), assessed=assessed)
    assert one[NEED + "accommodation"] == UNKNOWN


@pytest.mark.parametrize(
    ("answers", "served", "stands"),
    [
        ({"yes", "no"}, False, NOT_MET),
        ({"yes"}, True, MET),
        ({"no"}, True, NONE),
        ({"no", UNKNOWN}, False, UNKNOWN),
        (set(), False, UNKNOWN),
    ],
)
def test_how_a_need_stands(answers, served, stands):
    assert need_stands(answers, served) == stands


@pytest.mark.parametrize(
    ("code", "faith"),
    [
        (None, UNKNOWN),
        ("UNKN", UNKNOWN),
        ("NIL", "no faith"),
        ("CHRRC", "christian"),
        ("SIKH", "sikh"),
        ("JAIN", "another faith"),
    ],
)
def test_a_faith_is_of_a_group_of_the_census(code, faith):
    assert faith_of(code) == faith


def test_a_person_is_of_the_delivery_unit_of_the_team_that_answers_and_lives_where_their_last_home_is():
    homes = [
        {"person": "p", "value": "TS1", "from_day": date(2026, 1, 1), "to_day": date(2026, 5, 1)},
        {"person": "p", "value": "YO1", "from_day": date(2026, 5, 1), "to_day": None},
    ]
    records = Records(
        [{**case(), "team": "t"}, {**case("q"), "team": "elsewhere"}],
        homes=by_person(homes),
        delivery_units={"t": "u"},
    )
    one, other = people_in(records, QUARTER, lambda area, district, code: f"{code} from {district} in {area}")
    assert (one[UNIT], other[UNIT]) == ("u", NO_UNIT)
    assert (
        one[DISTANCE + "money"] == "money from YO1 in a" and other[DISTANCE + "money"] == "money from  in a"
    )
