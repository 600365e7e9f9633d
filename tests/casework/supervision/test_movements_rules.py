"""Where somebody is follows from dated movements, each possible only from where the last one left them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules.movements import (
    BY_ITS_OWN_ACT,
    LONGEST_AGO,
    NEXT,
    Moved,
    MovementKind,
    Where,
    after,
    check_instant,
    days_at_large,
    in_prison,
    is_recalled,
    led_to,
    place_after,
    possible,
    released_on,
    spells,
    standing,
)
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

OPENED = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
Kind = MovementKind


@st.composite
def histories(draw):
    """Movements that could have been recorded one after another, from the community or from custody."""
    place = draw(st.sampled_from(list(Place)))
    where, at, found = standing(place, ()), OPENED, []
    for step in draw(st.lists(st.integers(1, 10_000), max_size=8)):
        at += timedelta(minutes=step)
        kind = draw(st.sampled_from(possible(where)))
        found.append(Moved(kind, at, "LEI" if kind is Kind.RECEIVED else ""))
        where = after(where, kind)
    return place, found


def test_every_place_has_a_way_on_and_a_way_back_to_the_community():
    for where in Where:
        reached, fresh = {where}, {where}
        while fresh:
            fresh = {to for (begun, _), to in NEXT.items() if begun in fresh} - reached
            reached |= fresh
        assert Where.COMMUNITY in reached
        assert possible(where)


def test_a_kind_of_movement_always_leads_to_one_place():
    for kind in Kind:
        assert {to for (_, through), to in NEXT.items() if through is kind} == {led_to(kind)}


@pytest.mark.parametrize(
    ("where", "kind"), [(w, k) for w in Where for k in Kind if (w, k) not in NEXT], ids=str
)
def test_what_cannot_happen_there_is_refused_with_what_can(where, kind):
    with pytest.raises(Refused) as refusal:
        after(where, kind)
    assert str(where) in refusal.value.because
    assert str(possible(where)[0]) in refusal.value.because


def test_the_first_prison_after_a_sentence_receives_and_one_that_is_known_is_left_by_a_move():
    sent = Moved(Kind.SENTENCED, OPENED)
    received = Moved(Kind.RECEIVED, OPENED + timedelta(hours=5), "LEI")
    assert Kind.RECEIVED in possible(Where.CUSTODY, nowhere_yet=True)
    assert Kind.RECEIVED not in possible(Where.CUSTODY)
    assert after(Where.CUSTODY, Kind.RECEIVED, nowhere_yet=True) is Where.CUSTODY
    assert [in_prison(moves) for moves in ([], [sent], [sent, received])] == ["", "", "LEI"]
    away = Moved(Kind.OUT_ON_LICENCE, OPENED + timedelta(days=2))
    out = Moved(Kind.RELEASED, OPENED + timedelta(days=3))
    assert [in_prison([sent, received, away]), in_prison([sent, received, out])] == ["LEI", ""]


@given(histories())
def test_the_last_movement_says_where_somebody_is(history):
    place, movements = history
    where = standing(place, ())
    for moved in movements:
        where = after(where, moved.kind)
        place = place_after(place, where)
    assert standing(place, movements) is where


@given(histories())
def test_the_spells_have_no_hole_and_no_overlap_and_end_where_somebody_is(history):
    place, movements = history
    now = place
    for moved in movements:
        now = place_after(now, led_to(moved.kind))
    found = spells(now, OPENED, movements)
    assert found[0].since == OPENED
    assert found[-1].until is None
    for before, following in pairwise(found):
        assert before.until == following.since
        assert before.since < before.until
    if movements:
        assert found[-1].where is led_to(movements[-1].kind)


def test_whoever_was_let_out_and_taken_back_is_not_released():
    out = Moved(Kind.RELEASED, OPENED)
    back = Moved(Kind.RECEIVED, OPENED + timedelta(days=3), "LEI")
    assert released_on([out]) == date(2026, 1, 5)
    assert released_on([out, back]) is None
    assert released_on([]) is None


def test_the_day_of_a_release_is_londons():
    assert released_on([Moved(Kind.RELEASED, datetime(2026, 7, 1, 23, 30, tzinfo=UTC))]) == date(2026, 7, 2)


def test_at_large_from_prison_is_still_the_prisons_and_from_licence_still_the_communitys():
    assert place_after(Place.CUSTODY, Where.AT_LARGE) is Place.CUSTODY
    assert place_after(Place.COMMUNITY, Where.AT_LARGE) is Place.COMMUNITY
    assert place_after(Place.COMMUNITY, Where.TEMPORARY_LICENCE) is Place.CUSTODY


def test_where_a_case_says_otherwise_than_its_last_movement_the_case_is_believed():
    assert standing(Place.CUSTODY, [Moved(Kind.RELEASED, OPENED)]) is Where.CUSTODY
    assert standing(Place.COMMUNITY, [Moved(Kind.RECEIVED, OPENED)]) is Where.COMMUNITY


def test_a_movement_to_come_or_before_the_last_one_is_refused():
    later = OPENED + timedelta(hours=1)
    check_instant(later, at=later, last=OPENED)
    with pytest.raises(Refused, match="lies ahead"):
        check_instant(later, at=OPENED, last=None)
    for slip in (later.replace(year=1), datetime.fromisoformat("0001-01-01T00:00:00+14:00")):
        with pytest.raises(Refused, match="hundred years"):
            check_instant(slip, at=later, last=None)
    with pytest.raises(Refused, match="5 January 2026"):
        check_instant(OPENED, at=later, last=OPENED)


def test_a_time_a_hundred_years_back_to_the_minute_is_taken_and_the_minute_before_it_is_a_slip():
    check_instant(OPENED - LONGEST_AGO, at=OPENED, last=None)
    with pytest.raises(Refused, match="hundred years"):
        check_instant(OPENED - LONGEST_AGO - timedelta(minutes=1), at=OPENED, last=None)


def places(place, *movements):
    return [(spell.where, spell.prison) for spell in spells(place, OPENED, movements)]


def moved(kind, hours, prison=""):
    return Moved(kind, OPENED + timedelta(hours=hours), prison)


@pytest.mark.parametrize(
    ("first", "began"),
    [
        (Kind.SENTENCED, Where.COMMUNITY),
        (Kind.RECEIVED, Where.COMMUNITY),
        (Kind.MOVED, Where.CUSTODY),
        (Kind.OUT_ON_LICENCE, Where.CUSTODY),
        (Kind.RETURNED, Where.TEMPORARY_LICENCE),
        (Kind.RELEASED, Where.CUSTODY),
    ],
)
def test_the_first_movement_says_where_the_case_began(first, began):
    place = place_after(Place.COMMUNITY, led_to(first))
    assert [where for where, _ in places(place, moved(first, 1))] == [began, led_to(first)]


def test_a_case_without_movements_is_one_spell_where_it_stands():
    assert places(Place.CUSTODY) == [(Where.CUSTODY, "")]
    assert places(Place.COMMUNITY) == [(Where.COMMUNITY, "")]


def test_who_escapes_began_in_custody_and_who_is_recalled_and_not_found_in_the_community():
    assert places(Place.CUSTODY, moved(Kind.AT_LARGE, 1)) == [(Where.CUSTODY, ""), (Where.AT_LARGE, "")]
    assert places(Place.COMMUNITY, moved(Kind.AT_LARGE, 1)) == [(Where.COMMUNITY, ""), (Where.AT_LARGE, "")]


def test_a_movement_at_the_opening_itself_leaves_no_time_before_it():
    assert places(Place.CUSTODY, moved(Kind.SENTENCED, 0, "LEI")) == [(Where.CUSTODY, "LEI")]


def test_a_prison_is_known_until_somebody_is_free_and_also_while_out_on_licence_or_at_large():
    assert places(
        Place.COMMUNITY,
        moved(Kind.SENTENCED, 1, "LEI"),
        moved(Kind.MOVED, 2, "DHI"),
        moved(Kind.OUT_ON_LICENCE, 3),
        moved(Kind.AT_LARGE, 4),
        moved(Kind.RECEIVED, 5, "WDI"),
        moved(Kind.RELEASED, 6),
    ) == [
        (Where.COMMUNITY, ""),
        (Where.CUSTODY, "LEI"),
        (Where.CUSTODY, "DHI"),
        (Where.TEMPORARY_LICENCE, "DHI"),
        (Where.AT_LARGE, "DHI"),
        (Where.CUSTODY, "WDI"),
        (Where.COMMUNITY, ""),
    ]


def test_a_recall_comes_with_its_own_act_and_is_not_offered_by_hand():
    for kind in BY_ITS_OWN_ACT:
        assert all(kind not in possible(where) for where in Where)
        assert kind in possible(Where.COMMUNITY, by_hand=False)
        with pytest.raises(Refused, match="cannot be next"):
            after(Where.COMMUNITY, kind)
        assert after(Where.COMMUNITY, kind, by_hand=False) is Where.AT_LARGE


@pytest.mark.parametrize(
    ("kinds", "recalled"),
    [
        ([], False),
        ([Kind.RELEASED], False),
        ([Kind.RECALLED], True),
        ([Kind.RECALLED, Kind.RECEIVED], True),
        ([Kind.RECALLED, Kind.RECEIVED, Kind.MOVED], True),
        ([Kind.RECALLED, Kind.RECEIVED, Kind.RELEASED], False),
        ([Kind.RECEIVED], None),
        ([Kind.RELEASED, Kind.AT_LARGE], None),
        ([Kind.RECALLED, Kind.RELEASED, Kind.RECEIVED], None),
    ],
)
def test_somebody_is_recalled_from_a_recall_until_a_release_and_custody_alone_is_no_no(kinds, recalled):
    assert is_recalled(Moved(kind, OPENED + timedelta(days=n)) for n, kind in enumerate(kinds)) is recalled


def test_the_days_at_large_are_from_the_first_to_the_day_before_they_are_back():
    first = day_of(OPENED)
    back = [moved(Kind.AT_LARGE, 0), moved(Kind.RECEIVED, 72)]
    assert days_at_large(back) == ((first, first + timedelta(days=2)),)
    assert days_at_large(back[:1]) == ((first, None),)
    assert days_at_large([moved(Kind.AT_LARGE, 0), moved(Kind.RECEIVED, 1)]) == ()
