"""Ages are shown in bands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.foundation.kernel.ages import age_band

YOUNGEST_FIRST = ["under 18", "18 to 20", "21 to 24", "25 to 29", "30 to 39", "40 to 49", "50 and over"]


@given(st.floats(0, 119.99), st.floats(0, 119.99))
def test_an_older_person_is_never_in_a_younger_band(one, other):
    low, high = sorted((one, other))
    assert YOUNGEST_FIRST.index(age_band(low)) <= YOUNGEST_FIRST.index(age_band(high))


@pytest.mark.parametrize(
    ("age", "band"),
    [(17, "under 18"), (18, "18 to 20"), (20.9, "18 to 20"), (49, "40 to 49"), (50, "50 and over")],
)
def test_a_band_begins_on_the_birthday_it_names(age, band):
    assert age_band(age) == band
