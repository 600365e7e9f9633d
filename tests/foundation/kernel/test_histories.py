"""Days that cannot be in their order are told apart from those that can; a day not known contradicts nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.foundation.kernel import Clause, DayOrder, age_on, impossible

CLAUSE = Clause("a test", "1")
ORDERS = (
    DayOrder("born", "offence", "offence", "is before the birth", CLAUSE),
    DayOrder("born", "offence", "offence", "is under ten", CLAUSE, least_years=10),
    DayOrder("offence", "heard", "offence", "is after the hearing", CLAUSE),
    DayOrder("heard", "deferred", "deferred", "is too far ahead", CLAUSE, most_months=6),
    DayOrder("born", "heard", "born", "is too old", CLAUSE, most_years=110),
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def said(**days):
    return [(one.field, one.finding.because) for one in impossible(ORDERS, days)]


@pytest.mark.parametrize(
    ("days", "field", "because"),
    [
        ({"born": date(1984, 7, 12), "offence": date(1980, 1, 1)}, "offence", "is before the birth"),
        ({"born": date(1984, 7, 13), "offence": date(1990, 8, 1)}, "offence", "is under ten"),
        ({"offence": date(2026, 11, 25), "heard": date(2026, 11, 16)}, "offence", "is after the hearing"),
        ({"heard": date(2026, 1, 31), "deferred": date(2026, 8, 1)}, "deferred", "is too far ahead"),
        ({"born": date(1910, 5, 6), "heard": date(2026, 1, 10)}, "born", "is too old"),
    ],
)
def test_each_order_is_held_with_its_field_and_reason(days, field, because):
    assert said(**days) == [(field, because)]


@pytest.mark.parametrize(
    ("born", "tenth"),
    [
        (date(2000, 3, 31), date(2010, 3, 31)),
        (date(2004, 2, 29), date(2014, 3, 1)),
        (date(2004, 2, 28), date(2014, 2, 28)),
    ],
)
def test_an_age_is_reached_on_the_birthday_and_not_a_day_before(born, tenth):
    assert age_on(born, tenth) == 10
    assert age_on(born, tenth - timedelta(days=1)) == 9
    assert said(born=born, offence=tenth) == []
    assert said(born=born, offence=tenth - timedelta(days=1)) == [("offence", "is under ten")]


@given(st.dictionaries(st.sampled_from(["born", "offence", "heard", "deferred"]), st.none() | DAYS))
def test_a_day_not_known_contradicts_nothing_and_leaving_one_out_never_adds_a_fault(days):
    whole = {field for field, _ in said(**days)}
    for name in days:
        assert {field for field, _ in said(**{**days, name: None})} <= whole
    assert said(**dict.fromkeys(days)) == []


@given(st.dates(), st.dates())
def test_no_day_whatever_raises_anything(born, on):
    age_on(born, on)
    impossible(ORDERS, {"born": born, "offence": on, "heard": on, "deferred": born})
