"""Whatever course somebody takes through custody: every place has a way on, each time follows the last, and nobody is in two."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from throughcare.casework.supervision.rules.movements import (
    INTO_A_PRISON,
    NEXT,
    Moved,
    MovementKind,
    Where,
    after,
    changes_prison,
    days_at_large,
    in_prison,
    is_inside,
    led_to,
    place_after,
    possible,
    released_on,
    spells,
    standing,
)
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

BEGUN = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Custody(RuleBasedStateMachine):
    """Somebody whose movements are recorded one after another, as the table allows."""

    @initialize(place=st.sampled_from(Place))
    def begin(self, place):
        self.place, self.moved, self.at = place, [], BEGUN

    @rule(data=st.data(), hours=st.integers(1, 2000), prison=st.sampled_from(["LEI", "WDI", ""]))
    def move(self, data, hours, prison):
        where = standing(self.place, self.moved)
        kind = data.draw(
            st.sampled_from(possible(where, nowhere_yet=not in_prison(self.moved), by_hand=False))
        )
        assert after(where, kind, nowhere_yet=not in_prison(self.moved), by_hand=False) is led_to(kind)
        self.at += timedelta(hours=hours)
        self.moved.append(Moved(kind, self.at, prison if kind in INTO_A_PRISON else ""))
        self.place = place_after(self.place, led_to(kind))

    @invariant()
    def there_is_a_way_on_from_wherever_they_are(self):
        where = standing(self.place, self.moved)
        assert possible(where, by_hand=False)
        assert any(begun is where for begun, _ in NEXT)

    @invariant()
    def the_last_movement_says_where_they_are(self):
        if self.moved:
            assert standing(self.place, self.moved) is led_to(self.moved[-1].kind)

    @invariant()
    def each_time_begins_as_the_last_one_ends_and_the_last_one_runs(self):
        times = spells(self.place, BEGUN, self.moved)
        assert times[0].since == BEGUN
        assert times[-1].until is None
        assert all(one.until == other.since for one, other in itertools.pairwise(times))
        assert times[-1].where is standing(self.place, self.moved)

    @invariant()
    def nobody_is_inside_and_outside_at_one_instant(self):
        times = spells(self.place, BEGUN, self.moved)
        there = standing(self.place, self.moved) in {Where.CUSTODY, Where.TEMPORARY_LICENCE}
        assert is_inside(times, self.at) is there
        assert (released_on(self.moved) is None) or not there
        if standing(self.place, self.moved) is Where.COMMUNITY:
            assert in_prison(self.moved) == ""

    @invariant()
    def a_time_at_large_ends_before_they_are_back_and_runs_only_while_they_are_sought(self):
        sought = [one for one in days_at_large(self.moved) if one[1] is None]
        last = self.moved[-1].kind if self.moved else None
        assert bool(sought) is (last is MovementKind.AT_LARGE)
        assert all(
            end is None or first <= end < day_of(self.at) + timedelta(days=1)
            for first, end in days_at_large(self.moved)
        )


TestCustody = Custody.TestCase


@pytest.mark.parametrize(
    ("before", "kind", "prison", "changes"),
    [
        ("LEI", MovementKind.MOVED, "WDI", True),
        ("LEI", MovementKind.MOVED, "LEI", False),
        ("LEI", MovementKind.MOVED, "", False),
        ("", MovementKind.MOVED, "WDI", False),
        ("LEI", MovementKind.OUT_ON_LICENCE, "", False),
    ],
)
def test_a_prison_changes_only_where_both_are_known_and_differ(before, kind, prison, changes):
    moved = [Moved(MovementKind.RECEIVED, BEGUN, before)]
    assert changes_prison(moved, kind, prison) is changes
