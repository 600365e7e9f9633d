"""A day in any usual form is read as that day; nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.foundation.kernel.written_days import day_written

FORMS = [
    "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y", "%-d/%-m/%Y", "%d-%m-%Y", "%-d.%-m.%Y", "%d %m %Y", "%-d %B %Y", "%-d %b %Y",
    "%d-%b-%Y", "%A %-d %B %Y", "%a, %-d %b %Y", "%B %-d, %Y", "%b %-d %Y", "  %-d   %B  %Y ",
]  # fmt: skip
YEARS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("form", FORMS)
@given(day=YEARS)
def test_every_usual_form_of_a_day_is_read_as_that_day(form, day):
    assert day_written(day.strftime(form)) == day
    assert day_written(day.strftime(form).upper()) == day


@pytest.mark.parametrize(
    "written", ["1st March 2026", "2nd of March 2026", "3rd Mar 2026", "4 Sept 2026", "21st April, 2026"]
)
def test_days_with_their_endings_are_read(written):
    assert day_written(written) is not None


@pytest.mark.parametrize(
    "written",
    ["", "soon", "28/02/87", "31/02/2026", "2026-13-01", "28 Ju 2026", "28 Jxx 2026", "2026", "02/2026", "٢٨/٠٢/١٩٨٧",
     "1" * 5000, "28/02/1987 or so", "00/00/0000"],
)  # fmt: skip
def test_what_is_no_day_or_more_than_one_is_not_guessed_at(written):
    assert day_written(written) is None


@given(st.text(max_size=60))
def test_no_words_are_a_fault(written):
    found = day_written(written)
    assert found is None or isinstance(found, date)
