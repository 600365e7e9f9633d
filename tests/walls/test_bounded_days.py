"""Days from outside are bounded once, at the one door to a write: what lies beyond is refused in words, and nothing overflows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.wall_visits import caller
from support.wall_world import World

from throughcare.casework.supervision.actions import offer_transfer
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import FIRST_DAY, LAST_DAY, check_day, check_days, end_of

NEVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Deep:
    """Something with a day in it."""

    until: date | None


@pytest.mark.parametrize(
    "given_",
    [
        NEVER,
        date(1, 1, 1),
        {"until": NEVER},
        [Deep(NEVER)],
        ({"homes": [Deep(date(1066, 10, 14))]},),
        datetime(9999, 12, 31, 23, tzinfo=UTC),
        datetime(1, 1, 1),
    ],
)
def test_a_day_beyond_those_the_service_knows_is_found_however_deep(given_: object):
    with pytest.raises(Refused, match="a day is from 1 January 1850 to 31 December 2299"):
        check_days(given_)


@given(st.dates())
def test_every_day_is_either_refused_or_can_be_reckoned_with(day: date):
    try:
        assert end_of(check_day(day)) is not None
        assert FIRST_DAY <= day <= LAST_DAY
    except Refused:
        assert not FIRST_DAY <= day <= LAST_DAY


def test_a_transfer_until_a_day_that_never_comes_is_refused_in_words(world: World):
    person = world.inside
    with pytest.raises(Refused, match="The until is 31 December 9999"):
        offer_transfer(
            by=person.team.senior, at=person.service.at, case_id=person.case, to_unit=person.service.court_unit,
            because="a move", until=NEVER,
        )  # fmt: skip
    answer = caller(person.team.senior).post(
        f"/api/v1/people/{person.id}/transfers",
        {"to_unit": str(person.service.court_unit), "because": "a move", "until": "9999-12-31"},
        content_type="application/json",
    )
    assert answer.status_code == 422 and "2299-12-31" in answer.content.decode()
