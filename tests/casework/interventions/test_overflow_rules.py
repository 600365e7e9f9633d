"""A ladder of what happens when a queue grows: read from the top, nobody beyond a rung is missed, nobody is sent in a circle."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.interventions.rules import (
    Measure,
    Rung,
    Then,
    Told,
    check_ladder,
    reachable,
    reached,
    rung_of,
)
from throughcare.casework.interventions.rules.overflow import MOST_RUNGS
from throughcare.foundation.kernel import Refused

ON = date(2026, 11, 29)
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
TELL = (Told.REFERRER, Told.COMMISSIONER)
GROUP = Rung(Measure.WAIT, 10, Then.GROUP, TELL)
SECOND = Rung(Measure.WAIT, 20, Then.SECOND_PROVIDER, TELL, to="B")
BAND = Rung(Measure.QUEUE, 3, Then.PRICED_BAND, TELL, pence=10_000)
LADDER = (GROUP, SECOND)


def ago(days):
    return NOON - timedelta(days=days)


def test_the_highest_rung_that_is_reached_is_what_happens():
    assert reached(LADDER, [ago(9)], ON) is None
    assert reached(LADDER, [ago(10)], ON).rung == GROUP
    found = reached(LADDER, [ago(25), ago(21), ago(12), ago(1)], ON)
    assert (found.rung, found.since, found.beyond) == (SECOND, date(2026, 11, 24), 2)


def test_whoever_stands_at_the_place_of_a_queue_or_behind_it_is_beyond_and_the_band_is_priced_for_them():
    queue = [ago(4), ago(3), ago(2), ago(1)]
    found = reached([BAND], queue, ON)
    assert (found.beyond, found.since, found.pence) == (2, date(2026, 11, 27), 20_000)
    assert [rung_of([BAND], one, queue, ON) for one in queue] == [None, None, BAND, BAND]
    assert reached([BAND], queue[:2], ON) is None


def test_nobody_waits_and_nothing_is_reached():
    assert reached(LADDER, [], ON) is None and reached([], [ago(400)], ON) is None


def test_a_day_is_londons_so_late_in_the_evening_of_summer_is_the_next_day():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # the second of July in London
    assert reached([GROUP], [late], date(2026, 7, 11)) is None
    assert reached([GROUP], [late], date(2026, 7, 12)).since == date(2026, 7, 12)


days = st.lists(st.integers(0, 60), max_size=12, unique=True)
rungs = st.lists(
    st.builds(Rung, st.sampled_from(Measure), st.integers(1, 40), st.just(Then.GROUP), st.just(TELL)),
    max_size=5,
)


@given(rungs, days)
def test_each_is_beyond_the_rung_that_is_reached_or_beyond_none_that_is_higher(some, waited):
    queue = [ago(one) for one in waited]
    found = reached(some, queue, ON)
    own = [rung_of(some, one, queue, ON) for one in queue]
    if found is None:
        assert own == [None] * len(queue)
    else:
        assert own.count(found.rung) >= 1 and 1 <= found.beyond <= len(queue)
        assert found.since <= ON


@given(days, days)
def test_more_who_wait_never_bring_a_queue_down_its_ladder(some, others):
    ladder = [BAND, GROUP, SECOND]
    before = reached(ladder, [ago(one) for one in some], ON)
    after = reached(ladder, [ago(one) for one in {*some, *others}], ON)
    if before is not None:
        assert after is not None and ladder.index(after.rung) >= ladder.index(before.rung)


SERVICES = {"A": "Room to live", "B": "Second room", "C": "Third room"}


def check(*some, own="A", onward=None):
    check_ladder(some, own, SERVICES, onward or {})


def test_a_sound_ladder_is_taken():
    check(GROUP, SECOND, BAND)
    check()


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        (Rung(Measure.WAIT, 0, Then.GROUP, TELL), "Rung 1: expected a whole number from 1 to 730"),
        (Rung(Measure.WAIT, 731, Then.GROUP, TELL), "Rung 1: expected a whole number from 1 to 730"),
        (Rung(Measure.QUEUE, 10_001, Then.GROUP, TELL), "Rung 1: expected a whole number from 1 to 10,000"),
        (Rung(Measure.WAIT, 5, Then.GROUP, ()), "Rung 1: say who is told"),
        (Rung(Measure.WAIT, 5, Then.GROUP, TELL, pence=5), "a priced band has a price"),
        (Rung(Measure.WAIT, 5, Then.PRICED_BAND, TELL), "a priced band has a price"),
        (Rung(Measure.WAIT, 5, Then.PRICED_BAND, TELL, pence=-1), "expected a price from nought"),
        (
            Rung(Measure.WAIT, 5, Then.GROUP, TELL, to="B"),
            "only a second provider or in-house delivery names",
        ),
        (Rung(Measure.WAIT, 5, Then.SECOND_PROVIDER, TELL), "name the service that takes people over"),
        (Rung(Measure.WAIT, 5, Then.IN_HOUSE, TELL, to="A"), "it names the service itself"),
        (Rung(Measure.WAIT, 5, Then.IN_HOUSE, TELL, to="Z"), "“Z” is no service that receives referrals"),
    ],
)
def test_a_rung_that_cannot_be_followed_is_refused_by_its_number_with_what_was_expected(wrong, because):
    with pytest.raises(Refused) as refused:
        check(wrong)
    assert because in refused.value.because and refused.value.field == "rungs"


def test_rungs_of_one_kind_lie_one_above_the_other():
    with pytest.raises(Refused, match="must lie above the one before it"):
        check(SECOND, GROUP)
    with pytest.raises(Refused, match="must lie above"):
        check(GROUP, GROUP)


def test_a_ladder_has_an_end():
    with pytest.raises(Refused, match=f"at most {MOST_RUNGS} rungs"):
        check(*(Rung(Measure.WAIT, at, Then.GROUP, TELL) for at in range(1, MOST_RUNGS + 2)))


def test_nobody_is_sent_round_in_a_circle_however_long_it_is():
    with pytest.raises(Refused, match="the ladder of “Second room” leads back to this service"):
        check(SECOND, onward={"B": {"A"}})
    with pytest.raises(Refused, match="leads back to this service"):
        check(SECOND, onward={"B": {"C"}, "C": {"A"}})
    check(SECOND, onward={"B": {"C"}, "C": {"B"}})  # others' circle is others' to mend
    assert reachable("B", {"B": {"C"}, "C": {"B"}}) == {"B", "C"}
