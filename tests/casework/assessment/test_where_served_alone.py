"""Where a sentence is served follows from where the person is recorded to be, and otherwise from the sentence as far as it tells."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from throughcare.casework.assessment.rules.serving import Held, served_in, tells_where, where_is

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("custodial", "releases", "inside", "served"),
    [
        (True, None, True, "custody"), (True, None, False, "community"), (True, None, None, ""),
        (False, None, True, "custody"), (False, None, False, "community"),
    ],
)  # fmt: skip
def test_where_somebody_is_recorded_to_be_says_where_a_sentence_is_served(
    custodial, releases, inside, served
):
    held = Held(inside, None, TODAY)
    assert served_in(is_custodial=custodial, releases_on=releases, held=held, today=TODAY) == served


def test_where_nobody_records_it_a_custodial_sentence_tells_only_until_its_day_of_release():
    def told(custodial, releases):
        return served_in(is_custodial=custodial, releases_on=releases, held=None, today=TODAY)

    assert [told(True, None), told(True, TODAY + timedelta(days=1)), told(True, TODAY)] == [
        "custody",
        "custody",
        "",
    ]
    assert told(False, None) == "community"


def test_where_somebody_is_is_asked_of_the_one_function_that_tells_it():
    before = where_is.__globals__["_telling"][:]
    held = Held(True, None, TODAY)
    try:
        assert tells_where({UUID(int=1): held}.get)(UUID(int=2)) is None
        assert (where_is(UUID(int=1)), where_is(UUID(int=2))) == (held, None)
    finally:
        where_is.__globals__["_telling"][:] = before
