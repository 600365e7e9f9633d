"""Interests by their rules alone: what binds those who bid to each other, and what must be resolved before bids are opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.made_up_passport import a_passport

from throughcare.commissioning.competition.rules.interests import (
    HowResolved,
    InterestHeld,
    InterestKind,
    bound_by_contract,
    bound_together,
    check_resolved,
    declared_between,
    unresolved,
    years_on,
)
from throughcare.commissioning.providers.rules.passport import Director, Interest
from throughcare.commissioning.providers.rules.shares import PartTaken, Share
from throughcare.foundation.kernel import Refused, new_id

TODAY = date(2026, 11, 30)
PASSPORT = a_passport(TODAY)


def with_board(*board: Director, name: str = "A"):
    return replace(PASSPORT, board=board, legal_name=name)


@pytest.mark.parametrize(
    ("born", "other", "said"),
    [
        ("1960-01", "1960-01", "sits"),
        ("1960-01", "", "may sit"),
        ("", "", "may sit"),
        ("1960-01", "1961-01", None),
    ],
)
def test_one_who_sits_on_two_boards_is_found_by_name_and_month_and_perhaps_where_a_month_is_unknown(
    born, other, said
):
    found = bound_together(
        {
            "Ash": with_board(Director("Rowan  Made-Up", born)),
            "Birch": with_board(Director("rowan made-up", other)),
        }
    )
    assert [one.because for one in found] == (
        [f"Rowan  Made-Up {said} on the boards of Ash and of Birch"] if said else []
    )


def test_a_passports_own_interest_in_a_rival_is_found_and_one_in_nobody_who_bids_is_not():
    held = (
        Interest("Rowan", "birch  trust", "trustee"),
        Interest("Rowan", "Elsewhere", "trustee"),
        Interest("Rowan", "Ash Trust", "chair"),
    )
    passports = {
        "Ash": replace(PASSPORT, legal_name="Ash Trust", interests=held),
        "Birch": replace(PASSPORT, legal_name="Birch Trust"),
    }
    [found] = declared_between(passports)
    assert "Rowan of Ash: trustee" in found.because


def test_a_partner_of_one_bid_that_bids_for_itself_is_found():
    passports = {
        "Ash": replace(PASSPORT, legal_name="Ash Trust"),
        "Birch": replace(PASSPORT, legal_name="Birch Trust"),
    }
    shares = {
        "Ash": (Share("Ash Trust", PartTaken.LEAD, 60), Share("Birch Trust", PartTaken.SUBCONTRACTOR, 40)),
        "Birch": (),
    }
    [found] = bound_by_contract(shares, passports)
    assert found.because == "Birch Trust bids, and was named as a subcontractor by Ash"


def test_bids_are_opened_once_every_interest_is_resolved():
    one = InterestHeld(new_id(), new_id(), "kin", "A sister")
    other = InterestHeld(new_id(), one.body, "employer", "Belonged to it")
    resolved = {(one.member, one.body): HowResolved.ACCEPTED}
    assert unresolved([one, other], resolved) == [other]
    with pytest.raises(Refused, match="1 interest in those who bid is not resolved"):
        check_resolved([one, other], resolved)
    with pytest.raises(Refused, match="2 interests in those who bid are not resolved"):
        check_resolved([one, other], {})
    check_resolved([one], resolved)


def test_how_far_back_an_employer_counts_is_dated_and_marked_as_assumed():
    assert years_on(TODAY).employer == 3 and "assumed" in str(years_on(TODAY).clause)


def test_each_kind_of_interest_says_under_what_it_is_one_and_kin_only_as_declared():
    kinds = years_on(TODAY).kinds
    assert set(kinds) == set(InterestKind)
    assert all("sections 81 and 82" in str(one) for one in kinds.values())
    assert "as declared" in str(kinds[InterestKind.KIN]) and "found" not in str(kinds[InterestKind.KIN])
