"""Which notices a competition gives, and how long it takes bids, by regime and by the day that it was published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules.ending import (
    LETS_SIGN,
    After,
    Decided,
    Way,
    after,
    check_may_challenge,
    check_may_sign,
)
from throughcare.commissioning.competition.rules.noticing import (
    Kind,
    When,
    check_engagement,
    check_notice,
    check_window,
    least_days,
    notices,
    owed,
)
from throughcare.commissioning.competition.rules.standstill import regimes
from throughcare.foundation.kernel import Refused, is_allowed

DAY = date(2026, 11, 30)
FULL = "procurement-act-2023"


@pytest.mark.parametrize(
    ("planned_before", "days"), [(None, 25), (39, 25), (40, 10), (365, 10), (366, 25), (0, 25)]
)
def test_a_tender_takes_bids_for_25_days_or_10_after_a_planned_notice_in_its_time(
    planned_before, days
) -> None:
    law = notices(FULL, DAY)
    planned = None if planned_before is None else DAY - timedelta(days=planned_before)
    assert least_days(law, DAY, planned).days == days
    assert is_allowed(check_window, law, DAY, DAY + timedelta(days=days), planned)
    assert not is_allowed(check_window, law, DAY, DAY + timedelta(days=days - 1), planned)


def test_light_touch_takes_bids_for_as_long_as_its_buyer_says() -> None:
    assert is_allowed(check_window, notices("light-touch-2023", DAY), DAY, DAY, None)


def test_the_market_is_asked_first_or_it_is_said_why_not_where_the_law_wants_that() -> None:
    law = notices(FULL, DAY)
    assert not is_allowed(check_engagement, law, False, "  ")
    assert is_allowed(check_engagement, law, True, "") and is_allowed(check_engagement, law, False, "Urgent.")
    for regime in ("grant", "light-touch-2023"):
        assert is_allowed(check_engagement, notices(regime, DAY), False, "")


@pytest.mark.parametrize("regime", regimes())
def test_each_regime_has_its_notices_in_order_and_says_where_from(regime) -> None:
    day = date(2024, 6, 1) if regime == "contracts-regulations-2015" else DAY
    law = notices(regime, day)
    order = [list(When).index(one.when) for one in law.order]
    assert order == sorted(order) and law.basis and law.clause.source
    assert {Kind.TENDER, Kind.AWARD} <= {one.kind for one in law.order if one.required}


@pytest.mark.parametrize(
    ("regime", "days"), [(FULL, 30), ("light-touch-2023", 120), ("below-threshold-2023", 30)]
)
def test_the_details_of_a_contract_are_owed_so_many_days_after_it_is_signed(regime, days) -> None:
    signed = {When.OPEN: DAY, When.AWARD: DAY, When.SIGNED: DAY}
    law = notices(regime, DAY)
    [one] = owed(law, signed, frozenset({Kind.TENDER, Kind.AWARD}))
    assert (one.notice.kind, one.since, one.due) == (Kind.DETAILS, DAY, DAY + timedelta(days=days))
    assert owed(law, signed, frozenset({Kind.TENDER, Kind.AWARD, Kind.DETAILS})) == []
    assert owed(law, {When.OPEN: DAY}, frozenset({Kind.TENDER})) == []


def test_a_notice_is_given_once_in_its_time_and_only_where_the_law_knows_it() -> None:
    law, tender = notices(FULL, DAY), frozenset({Kind.TENDER})
    assert check_notice(law, Kind.AWARD, {When.AWARD: DAY}, tender).code == "UK6"
    with pytest.raises(Refused, match="has not happened yet"):
        check_notice(law, Kind.DETAILS, {When.AWARD: DAY}, tender)
    with pytest.raises(Refused, match="has been given"):
        check_notice(law, Kind.AWARD, {When.AWARD: DAY}, frozenset({Kind.AWARD}))
    with pytest.raises(Refused, match="knows no notice"):
        check_notice(notices("grant", DAY), Kind.TERMINATION, {When.ABANDONED: DAY}, tender)


def test_a_law_that_was_not_in_force_on_the_day_is_refused() -> None:
    with pytest.raises(Refused, match="was not law on 1 June 2024"):
        notices(FULL, date(2024, 6, 1))


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        (Decided(False), After.NOTHING),
        (Decided(True), After.TO_PUBLISH),
        (Decided(True, DAY + timedelta(days=1)), After.STANDSTILL),
        (Decided(True, DAY), After.TO_SIGN),
        (Decided(True, DAY, (None,)), After.HELD),
        (Decided(True, DAY, (Way.WITHDRAWN, None)), After.HELD),
        (Decided(True, DAY, (Way.LIFTED, Way.REFUSED)), After.TO_SIGN),
        (Decided(True, DAY, (Way.UPHELD,)), After.OVERTURNED),
        (Decided(True, DAY, (), True), After.SIGNED),
    ],
)
def test_where_a_decided_competition_stands_follows_from_what_happened(decided, expected) -> None:
    assert after(decided, DAY) is expected


ways = st.lists(st.none() | st.sampled_from(Way), max_size=3).map(tuple)
states = st.builds(
    Decided,
    st.booleans(),
    st.none() | st.integers(-5, 5).map(lambda n: DAY + timedelta(days=n)),
    ways,
    st.booleans(),
)


@given(states)
def test_nothing_is_signed_before_its_standstill_is_over_nor_while_a_challenge_holds(
    decided: Decided,
) -> None:
    allowed = is_allowed(check_may_sign, decided, DAY)
    assert allowed == (
        decided.awarded
        and not decided.signed
        and decided.sign_from is not None
        and decided.sign_from <= DAY
        and set(decided.challenges) <= LETS_SIGN
    )
    if is_allowed(check_may_challenge, decided, DAY):
        assert (
            decided.awarded and not decided.signed and (decided.sign_from is None or decided.sign_from > DAY)
        )
