"""The operating model gives each body its seat: whoever commissions decides, whoever it is held with votes, others are asked."""

import pytest

from throughcare.commissioning.needs.rules.intentions import Scope
from throughcare.commissioning.needs.rules.seats import COMMISSIONS, Seat, check_may_vote, seat_of
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import Function


@pytest.mark.parametrize(
    ("who", "seat"),
    [("buyer", Seat.DECIDE), ("council", Seat.VOTE), ("trust", Seat.COMMENT), ("else", Seat.SEE)],
)
def test_a_body_has_the_seat_that_the_model_gives_it(who, seat):
    assert seat_of(who, decides="buyer", together=["council"], consulted=["trust"]) is seat


def test_there_is_a_function_of_commissioning_for_each_scope():
    assert {Function(COMMISSIONS[scope]) for scope in Scope} == {
        Function.COMMISSIONING_NATIONAL, Function.COMMISSIONING_REGIONAL, Function.COMMISSIONING_LOCAL
    }  # fmt: skip


def test_only_whoever_has_a_vote_votes_and_silence_is_none():
    check_may_vote(Seat.VOTE, "for")
    for seat in Seat:
        check_may_vote(seat, "")
    for seat in set(Seat) - {Seat.VOTE}:
        with pytest.raises(Refused, match="no vote"):
            check_may_vote(seat, "against")
    with pytest.raises(Refused, match="for or against"):
        check_may_vote(Seat.VOTE, "perhaps")
