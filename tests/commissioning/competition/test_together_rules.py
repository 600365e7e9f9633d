"""What partners said themselves, read beside the bid that names them: by the rules alone."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules.together import (
    Promise,
    Word,
    check_promise,
    promise_from,
    promise_text,
    puts_out,
    words_of_partners,
)
from throughcare.commissioning.providers.rules.shares import PartTaken, Share
from throughcare.foundation.kernel import is_allowed

DAY = date(2026, 11, 30)
LEAD, OTHER = UUID(int=1), UUID(int=2)
SHARES = [
    Share("Ash", PartTaken.LEAD, 55),
    Share("Elm Trust", PartTaken.MEMBER, 35),
    Share("Made-up Mediation", PartTaken.SUBCONTRACTOR, 10),
]
ELM = Promise(("Elm House", " elm  TRUST "), LEAD, PartTaken.MEMBER, 35)


def words(*promises: Promise) -> list[Word]:
    return [word for _, word in words_of_partners(SHARES, LEAD, promises)]


def out(*promises: Promise) -> list[str]:
    return [str(one) for one in puts_out(words_of_partners(SHARES, LEAD, promises), DAY)]


def test_a_partner_confirms_by_any_of_its_names_its_part_and_percent_with_that_lead() -> None:
    assert words() == [Word.NONE, Word.NONE]
    assert words(ELM) == [Word.CONFIRMED, Word.NONE]
    assert words(Promise(ELM.names, OTHER, ELM.part, ELM.percent)) == [Word.NONE, Word.NONE]
    assert words(Promise(ELM.names, LEAD, ELM.part, 34)) == [Word.DIFFERS, Word.NONE]
    assert words(Promise(ELM.names, LEAD, PartTaken.SUBCONTRACTOR, 35)) == [Word.DIFFERS, Word.NONE]


def test_of_two_words_to_one_lead_the_later_counts() -> None:
    later = Promise(ELM.names, LEAD, ELM.part, 20)
    assert words(ELM, later)[0] is Word.DIFFERS and words(later, ELM)[0] is Word.CONFIRMED


def test_a_member_that_did_not_confirm_puts_the_bid_out_and_a_subcontractor_does_not() -> None:
    assert out(ELM) == []
    [why] = out()
    assert "Elm Trust, member with 35 percent: not confirmed" in why and "assumed" in why
    assert puts_out(words_of_partners([], LEAD, []), DAY) == []


@given(st.lists(st.text(max_size=9), max_size=3), st.uuids(), st.sampled_from(PartTaken), st.integers(1, 99))
def test_what_was_promised_is_read_as_it_was_sealed(names, lead, part, percent) -> None:
    said = Promise(tuple(names), lead, part, percent)
    assert promise_from(promise_text(said)) == said


@pytest.mark.parametrize(("part", "percent"), [("lead", 10), ("friend", 10), ("member", 0), ("member", 100)])
def test_whoever_leads_sends_the_bid_and_each_partner_is_promised_something(part, percent) -> None:
    assert not is_allowed(check_promise, part, percent)
    assert is_allowed(check_promise, "member", 99) and is_allowed(check_promise, "subcontractor", 1)
