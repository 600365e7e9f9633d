"""How long people wait: those who still wait are counted, and no mean is ever given."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.interventions.rules import FEWEST, Waited, waits


def test_too_few_say_nothing():
    assert waits([Waited(1, True)] * (FEWEST - 1)) is None


def test_with_nobody_waiting_it_is_the_plain_middle_and_ninetieth():
    found = waits([Waited(day, True) for day in range(1, 11)])
    assert found is not None
    assert (found.middle, found.ninetieth, found.counted, found.censored) == (5, 9, 10, None)


def test_those_who_still_wait_lengthen_it_and_where_half_still_wait_there_is_no_middle():
    ended = [Waited(2, True)] * 4
    found = waits([*ended, *[Waited(40, False)] * 6])
    assert found is not None
    assert (found.middle, found.ninetieth, found.censored) == (None, None, None)


def test_a_worked_example_of_the_product_limit():
    """Six-mercaptopurine remissions in weeks (Freireich 1963, as in Cox 1972): the published middle is 23."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    running = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    found = waits([*[Waited(d, True) for d in ended], *[Waited(d, False) for d in running]])
    assert found is not None
    assert (found.middle, found.ninetieth, found.counted, found.censored) == (23, None, 20, 10)


ROWS = st.lists(st.builds(Waited, st.integers(0, 200), st.booleans()), min_size=FEWEST, max_size=60)


@given(ROWS)
def test_the_order_of_referrals_does_not_matter(rows):
    mixed = list(rows)
    Random(7).shuffle(mixed)
    assert waits(rows) == waits(mixed)


@given(ROWS)
def test_the_middle_comes_no_later_than_the_ninetieth(rows):
    found = waits(rows)
    assert found is not None
    if found.ninetieth is not None:
        assert found.middle is not None and found.middle <= found.ninetieth
