"""Rules of public protection alone: which category a sentence proposes, the tests of a level, what may follow, and what is owed by when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.protection.rules import (
    PROTECTION_MOVES,
    QUESTIONS,
    Category,
    LevelReferral,
    ProtectionAnswer,
    ProtectionEnd,
    ProtectionKnown,
    ProtectionLevel,
    ProtectionOffence,
    ProtectionSentence,
    ProtectionSide,
    ProtectionStanding,
    ProtectionState,
    Screened,
    categories_of,
    category_proposed,
    check_category_at,
    check_chairs,
    check_ends,
    check_referral_outcome,
    check_screened,
    check_screens,
    level_by_screening,
    level_of_referral,
    proposal_owed,
    protection_editions,
    protection_owed,
    protection_terms,
    referral_outcomes,
)
from throughcare.foundation.kernel import NoEdition, Refused, WorkingCalendar
from throughcare.foundation.kernel.finding import is_allowed

TODAY = date(2026, 11, 20)
YES, NO, NOT_KNOWN = ProtectionAnswer
L, S, R = ProtectionLevel, ProtectionState, LevelReferral
ASSAULT, WOUNDING, MURDER, RAPE, TERROR, THEFT = (
    ProtectionOffence("105/01", "Violence against the person", True),
    ProtectionOffence("005/01", "Violence against the person", True),
    ProtectionOffence("001/01", "Violence against the person", True),
    ProtectionOffence("019/08", "Sexual offences", True),
    ProtectionOffence("066/59", "Other indictable", False),
    ProtectionOffence("039/00", "Theft and handling", False),
)
UNLISTED = ProtectionOffence("", "", None)


def sentence(*offences, kind="custody", months=24.0, custodial=True, suspended=False, endless=False):
    return ProtectionSentence(kind, custodial, suspended, months, endless, offences)


@pytest.mark.parametrize(
    ("sentences", "category"),
    [
        ([sentence(WOUNDING, months=12)], Category.VIOLENT),
        ([sentence(WOUNDING, months=11.9)], None),
        ([sentence(WOUNDING, kind="community order", custodial=False)], None),
        ([sentence(WOUNDING, kind="suspended sentence order", custodial=False, suspended=True)], None),
        ([sentence(WOUNDING, kind="hospital order", custodial=False, months=None)], Category.VIOLENT),
        ([sentence(WOUNDING, months=None, endless=True)], Category.VIOLENT),
        ([sentence(MURDER, months=None)], Category.VIOLENT),
        ([sentence(THEFT, months=60)], None),
        ([sentence(RAPE, kind="community order", custodial=False)], Category.SEXUAL),
        ([sentence(RAPE, months=96)], Category.SEXUAL),
        ([sentence(TERROR, kind="community order", custodial=False)], Category.TERRORIST),
        ([sentence(RAPE), sentence(TERROR)], Category.TERRORIST),
        ([], None),
    ],
)
def test_each_category_is_proposed_by_its_own_test_and_the_first_in_order_stands(sentences, category):
    found = category_proposed(sentences, TODAY)
    assert found.category is category and not found.unknown
    assert bool(found.findings) is (category is not None)


def test_what_is_not_known_proposes_nothing_and_is_said():
    found = category_proposed([sentence(WOUNDING, months=None), sentence(UNLISTED)], TODAY)
    assert found.category is None
    assert found.unknown == ("how long the custody is", "what an offence is that no list has")
    assert category_proposed([sentence(MURDER), sentence(UNLISTED)], TODAY).unknown == ()


def test_more_than_one_that_is_met_is_said_and_what_is_assumed_says_so():
    found = category_proposed([sentence(RAPE, months=96)], TODAY)
    assert "it meets category 2 as well" in str(found.findings[1]) and "(assumed)" in str(found.findings[1])


def test_there_was_no_category_4_before_its_day_and_nothing_before_the_arrangements():
    terror = [sentence(TERROR)]
    assert category_proposed(terror, date(2022, 6, 27)).category is None
    assert category_proposed(terror, date(2022, 6, 28)).category is Category.TERRORIST
    assert Category.TERRORIST in categories_of(TODAY) and Category.OTHER not in categories_of(TODAY)
    with pytest.raises(NoEdition):
        protection_terms(date(2004, 4, 4))


def test_every_edition_says_of_each_clause_on_what_it_rests_and_of_each_assumed_clock_that_it_is():
    for edition in protection_editions():
        assert {basis for _, basis in edition.table.clauses.values()} <= {"source", "law", "assumed"}
        clocks = ("propose", "confirm", "level", "referral", "review 1", "review 2", "review 3")
        assert all(edition.table.clauses[name][1] == "assumed" for name in clocks)


answers = st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(ProtectionAnswer))
harms = st.sampled_from(["low", "medium", "high", "very_high", "not_assessed"])


@given(answers, harms, st.booleans())
def test_the_level_is_what_every_completion_of_the_answers_gives_and_not_set_where_they_differ(
    said, harm, was
):
    ruling = level_by_screening(Screened(said, harm, was), TODAY)
    open_ones = [name for name in QUESTIONS if said.get(name, NOT_KNOWN) is NOT_KNOWN]
    levels = {
        level_by_screening(Screened({**said, **dict(zip(open_ones, (NO, YES), strict=False)), name: value}, harm, was), TODAY).level
        for name in open_ones
        for value in (YES, NO)
    }  # fmt: skip
    if ruling.level is not L.NOT_SET:
        assert levels <= {ruling.level, L.NOT_SET} and ruling.findings and not ruling.unknown
    else:
        assert ruling.unknown and not ruling.findings


def test_each_level_by_its_test():
    every = dict.fromkeys(QUESTIONS, NO)
    assert level_by_screening(Screened(every, "high"), TODAY).level is L.ONE
    value = every | {"meetings_add_value": YES}
    for harm, was, level in (("high", False, L.TWO), ("low", True, L.TWO), ("low", False, L.ONE)):
        assert level_by_screening(Screened(value, harm, was), TODAY).level is level
    needs = value | {"needs_coordination": YES}
    assert level_by_screening(Screened(needs, "low"), TODAY).level is L.TWO
    three = level_by_screening(Screened(needs | {"public_interest": YES}, "low"), TODAY)
    assert three.level is L.THREE and "(assumed)" in str(three.findings[1])
    assert level_by_screening(Screened(every | {"large_resources": YES}, "high"), TODAY).level is L.ONE
    unassessed = level_by_screening(Screened(value, "not_assessed"), TODAY)
    assert unassessed.unknown == ("the risk of serious harm",)
    with pytest.raises(Refused, match="the risk of serious harm"):
        check_screened(unassessed)
    check_screened(three)


def test_nobody_of_category_3_is_at_level_1_and_a_refused_referral_is_no_level():
    check_category_at(Category.VIOLENT, L.ONE, TODAY)
    check_category_at(Category.OTHER, L.TWO, TODAY)
    for level in (L.ONE, L.NOT_SET):
        with pytest.raises(Refused, match="no category 3 at level 1"):
            check_category_at(Category.OTHER, level, TODAY)
    assert [level_of_referral(one) for one in R] == [L.NOT_SET, L.TWO, L.THREE, L.ONE, L.NOT_SET]
    assert referral_outcomes(Category.OTHER)[-1] is R.REFUSED_3
    check_referral_outcome(Category.SEXUAL, R.REFUSED)
    for category, to in (
        (Category.OTHER, R.REFUSED),
        (Category.SEXUAL, R.REFUSED_3),
        (Category.SEXUAL, R.PENDING),
    ):
        with pytest.raises(Refused, match="comes to"):
            check_referral_outcome(category, to)


def test_what_may_follow_and_what_may_not():
    assert PROTECTION_MOVES[S.ENDED] == frozenset()
    assert is_allowed(check_screens, S.CONFIRMED, L.NOT_SET, Category.VIOLENT, waits=False)
    assert is_allowed(check_screens, S.CONFIRMED, L.ONE, Category.VIOLENT, waits=False)
    for state, level, category, waits in (
        (S.PROPOSED, L.NOT_SET, Category.VIOLENT, False),
        (S.CONFIRMED, L.ONE, Category.VIOLENT, True),
        (S.CONFIRMED, L.TWO, Category.VIOLENT, False),
        (S.CONFIRMED, L.TWO, Category.OTHER, False),
    ):
        assert not is_allowed(check_screens, state, level, category, waits=waits)
    assert is_allowed(check_chairs, S.CONFIRMED, L.THREE, waits=False, held=True)
    for state, level, waits, held in (
        (S.CONFIRMED, L.ONE, False, True),
        (S.PROPOSED, L.TWO, False, True),
        (S.CONFIRMED, L.TWO, True, True),
        (S.CONFIRMED, L.TWO, False, False),
    ):
        assert not is_allowed(check_chairs, state, level, waits=waits, held=held)
    assert is_allowed(
        check_ends, S.CONFIRMED, Category.OTHER, ProtectionEnd.NO_LONGER, waits=False, held=False
    )
    for state, category, why, waits, held in (
        (S.PROPOSED, Category.VIOLENT, ProtectionEnd.ERROR, False, False),
        (S.CONFIRMED, Category.VIOLENT, ProtectionEnd.ERROR, True, False),
        (S.CONFIRMED, Category.VIOLENT, ProtectionEnd.ERROR, False, True),
        (S.CONFIRMED, Category.VIOLENT, ProtectionEnd.NO_LONGER, False, False),
    ):
        assert not is_allowed(check_ends, state, category, why, waits=waits, held=held)


def owed(**given):
    stands = {"state": S.CONFIRMED, "level": L.NOT_SET, "since": TODAY} | given
    return protection_owed(ProtectionStanding(**stands), on=TODAY, calendar=WorkingCalendar())


def test_one_thing_is_owed_at_a_time_by_one_side_and_every_clock_stops():
    found = {
        "propose": proposal_owed(TODAY, TODAY),
        "confirm": owed(state=S.PROPOSED),
        "decide": owed(state=S.PROPOSED, referred_on=TODAY),
        "screen": owed(),
        "review 1": owed(level=L.ONE),
        "review 2": owed(level=L.TWO, met=True),
        "review 3": owed(level=L.THREE, met=True),
    }
    assert {name: (one.side, (one.by - TODAY).days) for name, one in found.items()} == {
        "propose": (ProtectionSide.MANAGER, 3), "confirm": (ProtectionSide.SENIOR, 7), "decide": (ProtectionSide.CHAIR, 14),
        "screen": (ProtectionSide.MANAGER, 14), "review 1": (ProtectionSide.MANAGER, 182), "review 2": (ProtectionSide.CHAIR, 84),
        "review 3": (ProtectionSide.CHAIR, 42),
    }  # fmt: skip
    assert owed(state=S.ENDED) is None and owed(is_open=False) is None
    assert owed(inside=True) is None
    leaves = TODAY + timedelta(days=150)
    inside = owed(inside=True, leaves_on=leaves)
    assert inside is not None and inside.by == date(2026, 10, 19) and leaves == date(2027, 4, 19)


def test_what_nobody_recorded_stays_not_known_to_other_rules():
    assert (ProtectionKnown().in_category_4, ProtectionKnown().at_level_2_or_3) == (None, None)
    known = ProtectionKnown(Category.VIOLENT, L.ONE)
    assert (known.in_category_4, known.at_level_2_or_3) == (False, False)
    assert ProtectionKnown(Category.TERRORIST, L.THREE) and ProtectionKnown(Category.TERRORIST).in_category_4
    assert ProtectionKnown(level=L.TWO).at_level_2_or_3
