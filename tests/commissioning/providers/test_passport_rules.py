"""What a passport must say, what follows from it on a day, and how partners share: the rules alone, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.made_up_passport import a_passport

from throughcare.commissioning.providers.rules.keeping import changed, passport_from, plain
from throughcare.commissioning.providers.rules.lines import as_lines, board_from, interests_from, links_from
from throughcare.commissioning.providers.rules.numbers import number_of
from throughcare.commissioning.providers.rules.passport import (
    Declaration,
    Director,
    Form,
    Interest,
    Passport,
    Size,
)
from throughcare.commissioning.providers.rules.register import register_on
from throughcare.commissioning.providers.rules.shares import PartTaken, Share, check_shares
from throughcare.commissioning.providers.rules.standing import (
    check_passport,
    months_between,
    size_of,
    standing,
    to_renew,
)
from throughcare.foundation.kernel import NoEdition, Refused

TODAY = date(2026, 11, 30)
REGISTER = register_on(TODAY)
REQUIRED = [one.kind for one in REGISTER.declarations if one.required]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("company", "01234567", "01234567"), ("company", "1234567", "01234567"), ("company", " sc 123456", "SC123456"),
        ("company", "OC300001", "OC300001"), ("company", "", ""),
        ("charity", "1199991", "1199991"), ("charity", "217000", "217000"), ("charity", "1199991-1", "1199991-1"),
        ("charity", "sc012345", "SC012345"), ("charity", "NIC100012", "NIC100012"),
        ("society", "RS007878", "RS007878"), ("society", "30001r", "30001R"),
    ],
)  # fmt: skip
def test_a_number_is_kept_as_its_register_writes_it(kind, typed, kept):
    assert number_of(REGISTER, kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("company", "12345"), ("company", "123456789"), ("company", "S1234567"), ("company", "٠١٢٣٤٥٦٧"), ("company", "=1+1"),
        ("charity", "012345"), ("charity", "12345678"), ("charity", "SC12345"), ("society", "RS"), ("society", "RS1234567"),
    ],
)  # fmt: skip
def test_a_number_of_another_form_is_refused_with_the_form_expected(kind, typed):
    with pytest.raises(Refused, match=f"no {kind} number: expected"):
        number_of(REGISTER, kind, typed)


@given(st.text(max_size=12))
def test_a_number_that_is_kept_is_kept_the_same_when_it_is_kept_again(typed):
    for kind in REGISTER.numbers:
        try:
            once = number_of(REGISTER, kind, typed)
        except Refused:
            continue
        assert number_of(REGISTER, kind, once) == once


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"form": Form.COMPANY, "charity": ""}, "Give the company number"),
        ({"form": Form.CHARITABLE_COMPANY}, "Give the company number"),
        ({"form": Form.SOCIETY}, "Give the society number"),
        ({"charity": ""}, "Give the charity number"),
        ({"form": Form.COMMUNITY_INTEREST, "company": "01234567"}, "ends in those words"),
        ({"form": Form.BEING_FORMED}, "day by which it is formed"),
        ({"forms_by": TODAY}, "day by which it is formed"),
        ({"people": -1}, "nought or more"), ({"turnover": 10**12}, "nought or more"),
        ({"legal_name": " "}, "name in law"), ({"legal_name": "=cmd"}, "name in law"),
        ({"board": (Director("A"), Director("a"))}, "stands twice"),
        ({"board": (Director("A", skills=("juggling",)),)}, "no skill of a board"),
        ({"declarations": (Declaration("good looks", TODAY),)}, "declared once or not at all"),
        ({"declarations": (Declaration("safeguarding", TODAY),) * 2}, "declared once or not at all"),
    ],
)  # fmt: skip
def test_a_passport_that_is_not_whole_is_refused_in_words(given_, words):
    with pytest.raises(Refused, match=words):
        check_passport(replace(a_passport(TODAY), **given_), REGISTER)


@pytest.mark.parametrize(
    "given_",
    [
        {}, {"form": Form.PUBLIC_BODY, "charity": ""}, {"form": Form.BEING_FORMED, "charity": "", "forms_by": TODAY},
        {"form": Form.COMMUNITY_INTEREST, "company": "01234567", "legal_name": "Made-up C.I.C."},
        {"people": None, "turnover": None}, {"board": (Director("A", "1960-01"), Director("A", "1961-01"))},
    ],
)  # fmt: skip
def test_a_passport_that_is_whole_is_taken(given_):
    check_passport(replace(a_passport(TODAY), **given_), REGISTER)


@pytest.mark.parametrize(
    ("people", "turnover", "balance", "size"),
    [
        (9, 2_000_000, None, Size.MICRO), (10, 2_000_000, None, Size.SMALL), (9, 2_000_001, None, Size.SMALL),
        (9, 2_000_001, 2_000_000, Size.MICRO), (49, 10_000_000, None, Size.SMALL), (50, 1, 1, Size.MEDIUM),
        (249, 44_000_000, 99_000_000, Size.MEDIUM), (249, 44_000_001, None, Size.LARGE), (250, 1, 1, Size.LARGE),
        (None, 1, 1, None), (5, None, None, None), (0, 0, 0, Size.MICRO),
    ],
)  # fmt: skip
def test_size_goes_by_people_and_by_turnover_or_balance_and_is_unknown_without_them(
    people, turnover, balance, size
):
    passport = replace(a_passport(TODAY), people=people, turnover=turnover, balance=balance)
    assert size_of(passport, REGISTER) is size


@pytest.mark.parametrize("kind", REQUIRED)
def test_each_required_declaration_puts_a_bid_out_once_it_has_expired_and_not_on_its_last_day(kind):
    def until(last: date | None) -> Passport:
        kept = tuple(one for one in a_passport(TODAY).declarations if one.kind != kind)
        return replace(a_passport(TODAY), declarations=kept + ((Declaration(kind, last),) if last else ()))

    assert standing(until(TODAY), REGISTER, TODAY).out == ()
    [expired] = standing(until(TODAY - timedelta(days=1)), REGISTER, TODAY).out
    assert kind in expired.because and "until 29 November 2026 only" in expired.because
    [never] = standing(until(None), REGISTER, TODAY).out
    assert f"“{kind}” is not declared" in never.because


def test_a_declaration_that_is_not_required_puts_nobody_out():
    optional = {one.kind for one in REGISTER.declarations if not one.required}
    kept = tuple(one for one in a_passport(TODAY).declarations if one.kind not in optional)
    assert optional and standing(replace(a_passport(TODAY), declarations=kept), REGISTER, TODAY).out == ()


def test_cover_below_the_least_puts_a_bid_out_and_unknown_cover_does_not():
    out = standing(replace(a_passport(TODAY), employers_liability=4_999_999), REGISTER, TODAY).out
    assert [one.rule for one in out] == ["insurance"]
    assert standing(replace(a_passport(TODAY), employers_liability=None), REGISTER, TODAY).out == ()
    public = replace(a_passport(TODAY), employers_liability=0, form=Form.PUBLIC_BODY)
    assert standing(public, REGISTER, TODAY).out == ()


def test_a_mutual_being_formed_may_bid_until_the_day_it_was_to_be_formed():
    forming = replace(a_passport(TODAY), form=Form.BEING_FORMED, charity="", forms_by=TODAY)
    found = standing(forming, REGISTER, TODAY)
    assert found.out == () and "nothing can be signed with it before" in found.said[0].because
    assert [one.rule for one in standing(forming, REGISTER, TODAY + timedelta(days=1)).out] == ["forming"]


def test_a_buyer_is_told_of_old_accounts_a_thin_board_lacking_skills_and_no_links():
    told = standing(
        replace(a_passport(TODAY), accounts_to=date(2025, 5, 29), board=(), links=()), REGISTER, TODAY
    ).said
    assert [one.rule for one in told] == ["accounts", "board", "board", "links"]
    assert standing(a_passport(TODAY), REGISTER, TODAY).said == ()
    assert (months_between(date(2025, 5, 30), TODAY), months_between(date(2025, 5, 31), TODAY)) == (18, 17)


def test_what_lapses_within_thirty_days_is_to_be_renewed_the_soonest_first():
    def given_(days: int) -> Passport:
        return a_passport(TODAY, until=TODAY + timedelta(days=days))

    assert to_renew(given_(30), REGISTER, TODAY) == []
    assert [kind for kind, _ in to_renew(given_(29), REGISTER, TODAY)] == sorted(REQUIRED)
    never = replace(given_(29), declarations=given_(29).declarations[1:])
    assert to_renew(never, REGISTER, TODAY)[0] == (REGISTER.declarations[0].kind, None)


def test_an_edition_there_is_not_is_said():
    with pytest.raises(NoEdition):
        register_on(date(2020, 1, 1))


def test_a_passport_kept_is_the_same_when_it_is_read_again_and_an_edition_names_what_it_changed():
    one = replace(a_passport(TODAY), interests=(Interest("A One", "Birch Trust", "trustee"),))
    assert passport_from(plain(one)) == one
    assert changed(None, one) == ["the first edition"]
    assert changed(one, replace(one, people=21, links=())) == ["people employed", "local links"]
    assert changed(one, one) == []


def test_lines_that_were_typed_come_back_and_a_wrong_one_names_its_line():
    typed = "A One; 1960-01; finance, law\nB Two\n\nC Three; ; probation"
    board = board_from(typed)
    assert board_from(as_lines(board)) == board and [one.name for one in board] == [
        "A One",
        "B Two",
        "C Three",
    ]
    interests = interests_from("A One; Birch Trust; trustee")
    assert interests_from(as_lines(interests)) == interests
    assert links_from(as_lines(("A hub",))) == ("A hub",)
    for read, wrong, words in (
        (board_from, "A\nB; May 1970", "Line 2: .* month of birth"), (board_from, "A; ; law; more", "Line 1: expected 3 parts"),
        (interests_from, "A; B", "Line 1: expected whose"), (links_from, "=A1", "no formula"), (links_from, "\n".join("abc" for _ in range(61)), "61 lines"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            read(wrong)


def _shares(*percents: int) -> list[Share]:
    parts = (PartTaken.LEAD, PartTaken.MEMBER, PartTaken.SUBCONTRACTOR)
    return [Share(f"Body {n}", parts[min(n, 2)], percent) for n, percent in enumerate(percents)]


def test_shares_come_to_a_hundred_with_one_lead_each_named_once_and_promised_something():
    check_shares([])
    check_shares(_shares(60, 30, 10))
    check_shares(_shares(30, 60, 10))
    for wrong, words in (
        (_shares(60, 30, 9), "come to 99"), (_shares(60, 40, 0), "promised 0"), (_shares(60, 30, 10)[1:], "0 partners lead"),
        ([*_shares(50), Share("body  0", PartTaken.MEMBER, 50)], "named twice"),
        ([*_shares(50), Share("Other", PartTaken.LEAD, 50)], "2 partners lead"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            check_shares(wrong)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_shares_are_taken_if_and_only_if_each_is_something_and_they_come_to_a_hundred(percents):
    lawful = all(percents) and sum(percents) == 100
    try:
        check_shares(_shares(*percents))
    except Refused:
        assert not lawful
    else:
        assert lawful
