"""Where an edition stands by its table, who may sign it and when, what a change may be, and which edition decides a day."""

from dataclasses import replace
from datetime import date

import pytest

from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.commissioning.contracts.rules.signing import (
    AGREEMENT_MOVES,
    AgreementMove,
    Edition,
    Side,
    Signing,
    Standing,
    check_change,
    check_may_sign,
    check_open,
    in_force,
    is_asked,
    priced,
)
from throughcare.foundation.kernel import Refused

AGREED = agreement_from(example_terms(), "example")
TODAY = date(2027, 6, 10)
JULY = date(2027, 7, 1)


def test_an_edition_is_agreed_once_two_of_each_side_have_signed():
    def stands(buyer, provider, answered=None):
        return Signing(JULY, {Side.BUYER: buyer, Side.PROVIDER: provider}, answered).standing

    assert stands(0, 0) is stands(1, 1) is Standing.OFFERED
    assert stands(2, 1) is stands(0, 2) is Standing.ONE_SIDE
    assert stands(2, 2) is Standing.AGREED
    assert stands(2, 1, AgreementMove.TURN_DOWN) is Standing.TURNED_DOWN
    assert stands(0, 0, AgreementMove.TAKE_BACK) is Standing.TAKEN_BACK


def test_what_is_agreed_turned_down_or_taken_back_moves_no_more():
    over = {state for state, moves in AGREEMENT_MOVES.items() if not moves}
    assert over == {Standing.AGREED, Standing.TURNED_DOWN, Standing.TAKEN_BACK}
    with pytest.raises(Refused, match="agreed"):
        check_open(Signing(JULY, {Side.BUYER: 2, Side.PROVIDER: 2}))


def test_nobody_signs_within_a_standstill_and_on_its_first_free_day_they_may():
    with pytest.raises(Refused, match="before 11 June 2027"):
        check_may_sign(Signing(JULY), Side.BUYER, TODAY, date(2027, 6, 11))
    assert is_asked(Signing(JULY), Side.BUYER, TODAY, TODAY)


def test_a_third_of_one_side_is_refused():
    assert not is_asked(Signing(JULY, {Side.BUYER: 2}), Side.BUYER, TODAY, None)
    assert is_asked(Signing(JULY, {Side.BUYER: 2}), Side.PROVIDER, TODAY, None)


def test_a_change_is_not_signed_once_it_would_have_begun_and_first_terms_may_be():
    with pytest.raises(Refused, match="later month"):
        check_may_sign(Signing(JULY, is_change=True), Side.BUYER, JULY, None)
    assert is_asked(Signing(JULY), Side.BUYER, JULY, None)


@pytest.mark.parametrize(
    ("change", "starts", "words"),
    [
        ({}, date(2027, 6, 1), "month to come"),
        ({}, date(2027, 7, 2), "month to come"),
        ({}, date(2031, 1, 1), "within the term"),
        ({"title": "Another"}, JULY, "keeps the title"),
        ({"starts": date(2027, 5, 1)}, JULY, "keeps the title"),
        ({"ends": date(2032, 4, 30), "extension": 0}, JULY, "allow 24"),
        ({"ends": date(2031, 3, 31)}, JULY, "cannot grow"),
        ({"ends": date(2027, 6, 30)}, JULY, "over before the change begins"),
        ({"services": (*AGREED.services, "ANOTHER-1")}, JULY, "keeps the services"),
        ({"services": ()}, JULY, "keeps the services"),
    ],
)
def test_a_change_that_cannot_be_is_refused(change, starts, words):
    with pytest.raises(Refused, match=words):
        check_change(AGREED, replace(AGREED, **change), starts, TODAY)


def test_a_change_within_the_term_and_its_extension_is_let():
    check_change(AGREED, replace(AGREED, ends=date(2031, 3, 31), extension=12), JULY, TODAY)


def test_the_edition_begun_last_decides_a_day_and_none_decides_outside_the_term():
    later = replace(AGREED, fee=replace(AGREED.fee, a_year=1))
    both = [Edition(1, AGREED.starts, AGREED), Edition(2, JULY, later)]
    assert in_force(both, date(2027, 6, 30)).number == 1
    assert in_force(both, JULY).number == 2
    for day in (date(2027, 3, 31), date(2030, 4, 1)):
        with pytest.raises(Refused):
            in_force(both, day)


def test_a_change_is_priced_over_the_months_that_are_left():
    later = replace(
        AGREED, fee=replace(AGREED.fee, a_year=AGREED.fee.a_year + 12_00, learning=0, indexation=0)
    )
    flat = replace(AGREED, fee=replace(AGREED.fee, learning=0, indexation=0))
    found = priced(flat, later, JULY)
    assert found.more == 33 * 1_00
    assert found.before == 33 * 20_000_00
