"""Where a competition stands follows from what happened; bids and keys have their time, and no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules.stages import (
    JUDGED,
    Envelope,
    Happened,
    Stage,
    check_may_bid,
    check_may_turn,
    check_stage,
    stage,
)
from throughcare.foundation.kernel import is_allowed

ANSWERS, PRICES = Envelope.ANSWERS, Envelope.PRICES
CLOSES = datetime(2026, 11, 30, 12, tzinfo=UTC)
BEFORE, SECOND = timedelta(seconds=-1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("happened", "since", "expected"),
    [
        (Happened(CLOSES), BEFORE, Stage.KEYS),
        (Happened(CLOSES, keys=1), BEFORE, Stage.KEYS),
        (Happened(CLOSES, keys=2), BEFORE, Stage.OPEN),
        (Happened(CLOSES, keys=2), timedelta(0), Stage.CLOSED),
        (Happened(CLOSES, keys=2, turned={PRICES: 1}), SECOND, Stage.HALF),
        (
            Happened(CLOSES, keys=2, turned={PRICES: 2}, opened=frozenset({PRICES}), decided=True),
            SECOND,
            Stage.DECIDED,
        ),
        (Happened(CLOSES, keys=2, turned={PRICES: 2}, opened=frozenset({PRICES})), SECOND, Stage.PRICED),
        (Happened(CLOSES, keys=2, asks=True, turned={ANSWERS: 1}), SECOND, Stage.HALF),
        (Happened(CLOSES, keys=2, asks=True, turned={PRICES: 1}), SECOND, Stage.CLOSED),
        (Happened(CLOSES, keys=2, asks=True, opened=frozenset({ANSWERS})), SECOND, Stage.SCORING),
        (
            Happened(CLOSES, keys=2, asks=True, opened=frozenset({ANSWERS}), handed_in=True),
            SECOND,
            Stage.MODERATING,
        ),
        (Happened(CLOSES, keys=2, asks=True, opened=frozenset({ANSWERS}), signed=True), SECOND, Stage.SIGNED),
        (
            Happened(CLOSES, keys=2, asks=True, opened=frozenset({ANSWERS}), signed=True, turned={PRICES: 1}),
            SECOND,
            Stage.HALF_PRICED,
        ),
        (
            Happened(CLOSES, keys=2, asks=True, opened=frozenset({ANSWERS, PRICES}), signed=True),
            SECOND,
            Stage.PRICED,
        ),
        (Happened(CLOSES, keys=2, called_off=True), BEFORE, Stage.CALLED_OFF),
    ],
)
def test_the_stage_follows_from_what_happened(happened: Happened, since: timedelta, expected: Stage) -> None:
    assert stage(happened, CLOSES + since) is expected


happenings = st.builds(
    Happened, st.just(CLOSES), st.integers(0, 2), st.dictionaries(st.sampled_from(Envelope), st.integers(0, 2)),
    st.frozensets(st.sampled_from(Envelope)), *(st.booleans() for _ in range(5)),
)  # fmt: skip


@given(happenings, st.integers(-5, 5))
def test_no_bid_is_taken_when_a_key_may_be_turned_and_none_once_it_is_over(
    happened: Happened, seconds: int
) -> None:
    at = CLOSES + timedelta(seconds=seconds)
    bid, turn = is_allowed(check_may_bid, happened, at), is_allowed(check_may_turn, happened, at)
    assert not (bid and turn)
    if happened.decided or happened.called_off:
        assert not bid and not turn
    if bid:
        assert at < CLOSES and happened.keys == 2
    if turn:
        assert at >= CLOSES and happened.keys == 2 and PRICES not in happened.opened
        assert happened.envelope is PRICES or not happened.signed


@given(happenings, st.integers(0, 5))
def test_prices_are_never_next_before_quality_is_signed_where_questions_were_asked(
    happened: Happened, seconds: int
) -> None:
    now = stage(happened, CLOSES + timedelta(seconds=seconds))
    if happened.asks and not happened.signed:
        assert happened.envelope is ANSWERS
        assert now not in {Stage.SIGNED, Stage.HALF_PRICED}
    if now in JUDGED:
        assert not is_allowed(check_may_turn, happened, CLOSES)
        assert is_allowed(check_stage, happened, CLOSES, *JUDGED)
        assert not is_allowed(check_stage, happened, CLOSES, Stage.PRICED)
