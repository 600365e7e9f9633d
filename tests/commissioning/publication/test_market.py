"""What competitions show of a market: who comes and wins, how concentrated it is, and patterns, tried on made-up bids of both kinds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules import InHouse, Limits, Offer, Tie, Unit
from throughcare.commissioning.publication.rules import Group
from throughcare.commissioning.publication.rules.market import (
    Contest,
    Draft,
    Entrant,
    Priced,
    Size,
    concentration,
    funnel,
    measures,
    patterns,
    shares,
    warnings,
)
from throughcare.commissioning.publication.rules.market.looked_at import flags_by_lot, own_words
from throughcare.commissioning.publication.rules.market.thresholds import thresholds
from throughcare.commissioning.publication.rules.market.warnings import burden

DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
HELD = thresholds(date(2026, 3, 2))
NORTH, BOTH = frozenset({"North"}), frozenset({"North", "South"})


def a_contest(number=0, prices=None, units=("North",), **more):
    """One unit, wanted by some at these prices; the lowest wins."""
    offers = tuple(Priced(who, NORTH, price) for who, price in (prices or {}).items())
    taken = (min(offers, key=lambda one: one.price),) if offers else ()
    return Contest(
        f"Round {number}",
        DAY + timedelta(days=30 * number),
        units,
        **{"offers": offers, "taken": taken, **more},
    )


def kinds(contests):
    return {one.kind for one in patterns(contests, HELD)}


def test_the_funnel_counts_each_coming_by_sector_and_size_and_takes_no_silence_for_a_no():
    ash = Entrant("Ash", "voluntary", Size.SMALL, saw=True, asked=False)
    birch, who = (
        Entrant("Birch", "private", Size.LARGER),
        Entrant("Who", "private", None, True, True, bid=False),
    )
    found = funnel(
        [
            a_contest(
                0, {"Ash": 1, "Birch": 2}, entrants=(ash, birch, who), shortlisted=frozenset({"Ash", "Who"})
            ),
            a_contest(1, {"Ash": 1}, entrants=(ash,), shortlisted=frozenset({"Ash"})),
        ]
    )
    told = {(one.sector, one.size): (one.saw, one.asked, one.bid, one.shortlisted, one.won) for one in found}
    assert told == {
        ("voluntary", Size.SMALL): (2, 0, 2, 2, 2), ("private", Size.LARGER): (None, None, 1, 0, 0),
        ("private", None): (1, 1, 0, 0, 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("size", "fence", "kept"),
    [
        (Size.SMALL, 50, True), (Size.LARGER, 50, False), (None, 50, None), (None, 80, False), (Size.SMALL, None, None),
        (Size.SMALL, 75, True), (Size.SMALL, 76, False),
    ],
)  # fmt: skip
def test_a_ring_fence_is_kept_not_kept_or_not_known(size, fence, kept):
    ash = Entrant("Ash", "voluntary", size)
    [share] = shares([a_contest(0, {"Ash": 300}, entrants=(ash,), kept_in_house=100, ring_fence=fence)])
    assert (share.is_kept, share.voluntary) == (kept, 75)


def test_nothing_awarded_has_no_share():
    assert shares([a_contest()]) == []
    assert measures([a_contest()]).concentration is None and measures([]).single_share is None


@given(st.dictionaries(st.text("abcdef", min_size=1), st.integers(1, 10**9), min_size=1))
def test_concentration_lies_between_equal_shares_and_one_alone_and_does_not_hang_on_the_unit_of_money(money):
    index = concentration(money)
    assert index is not None and Fraction(10_000, len(money)) <= index <= 10_000
    assert index == concentration({who: 7 * each for who, each in money.items()})


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=6))
def test_two_that_become_one_never_make_a_market_less_concentrated(money):
    apart = {str(n): each for n, each in enumerate(money)}
    joined = {"0": money[0] + money[1]} | {str(n): each for n, each in enumerate(money) if n > 1}
    assert concentration(joined) >= concentration(apart)


def test_a_unit_that_one_alone_wanted_in_any_package_is_told_and_one_that_nobody_did():
    offers = (Priced("Ash", NORTH, 5), Priced("Birch", BOTH, 9), Priced("Birch", frozenset({"West"}), 5))
    found = measures(
        [a_contest(units=("North", "South", "West", "East"), offers=offers, taken=(offers[0], offers[2]))]
    )
    assert found.single == (("Round 0", "South", "Birch"), ("Round 0", "West", "Birch"))
    assert (found.unwanted, found.single_share, found.largest) == ((("Round 0", "East"),), 50, ("Birch", 50))


def in_turn(rounds, who=("Ash", "Birch", "Cedar")):
    return [
        a_contest(n, {one: 100 + 37 * ((m - n) % len(who)) + n for m, one in enumerate(who)}) for n in range(rounds)
    ]  # fmt: skip


def test_winning_in_turn_is_told_once_it_is_long_enough_not_to_be_chance():
    assert "winning in turn" not in kinds(in_turn(4))
    [found] = [one for one in patterns(in_turn(8), HELD) if one.kind == "winning in turn"]
    assert (found.bidders, len(found.contests)) == (("Ash", "Birch", "Cedar"), 8)
    assert "once in 17" in found.seen


def test_one_who_wins_twice_running_or_never_or_another_field_is_no_turn():
    rounds = in_turn(9)
    assert kinds([*rounds[:4], *rounds[3:]]) == set()
    assert (
        kinds([a_contest(n, {"Ash": 100 + n, "Birch": 200 + 3 * n, "Cedar": 250}) for n in range(9)]) == set()
    )
    others = [replace(one, offers=(*one.offers, Priced(f"D{n}", NORTH, 999))) for n, one in enumerate(rounds)]
    assert "winning in turn" not in kinds(others)


def test_prices_that_only_cover_are_told_and_those_that_compete_are_not():
    covered = a_contest(0, {"Ash": 100_000, "Birch": 121_000, "Cedar": 121_400, "Elm": 121_900})
    [found] = patterns([covered], HELD)
    assert (found.kind, found.bidders[0]) == ("prices that may only cover", "Ash")
    assert (
        kinds([a_contest(0, {"Ash": 100_000, "Birch": 104_000, "Cedar": 113_000, "Elm": 121_900})]) == set()
    )
    assert kinds([a_contest(0, {"Ash": 100_000, "Birch": 121_000})]) == set()


def test_of_many_honest_rounds_few_look_covered_and_of_many_covered_nearly_all_do():
    """Honest prices spread by a tenth about a cost; covers lie within half a percent, a tenth above the winner."""
    chance = random.Random(20261130)
    honest = [
        a_contest(n, {w: round(10**7 * chance.lognormvariate(0, 0.1)) for w in "ABCD"}) for n in range(400)
    ]
    covered = []
    for n in range(400):
        lowest = round(10**7 * chance.lognormvariate(0, 0.1))
        covers = {w: round(lowest * (1.1 + chance.uniform(-0.005, 0.005))) for w in "BCD"}
        covered.append(a_contest(n, {"A": lowest, **covers}))

    def told(rounds):
        return sum("prices that may only cover" in kinds([one]) for one in rounds)

    assert told(honest) < 40 and told(covered) > 390


def test_the_same_price_for_the_same_units_is_told_and_for_others_is_not():
    offers = (Priced("Ash", NORTH, 5), Priced("Birch", NORTH, 5), Priced("Cedar", BOTH, 5))
    [found] = patterns([a_contest(offers=offers)], HELD)
    assert (found.kind, found.bidders) == ("the same price", ("Ash", "Birch"))
    assert kinds([a_contest(offers=(offers[0], offers[2], Priced("Ash", NORTH, 5)))]) == set()


SENTENCE = "We will see every woman in a place of her own within five working days of the order being made"


def test_the_same_words_of_two_bidders_are_told_unless_the_buyer_wrote_them():
    texts = {
        "Ash": f"First. {SENTENCE}.",
        "Birch": f"{SENTENCE.upper()}, always",
        "Cedar": "Something else altogether",
    }
    [found] = patterns([a_contest(texts=texts)], HELD)
    assert (found.kind, found.bidders) == ("the same words", ("Ash", "Birch"))
    assert kinds([a_contest(texts=texts, published=f"Say how. {SENTENCE}")]) == set()
    assert kinds([a_contest(texts=texts | {"Birch": " ".join(SENTENCE.split()[:11])})]) == set()


def test_a_bidders_sentences_are_read_from_its_file_and_names_and_prices_are_not():
    said = f"small: true\npackages:\n  - {{package: A1, units: [North], price: 5, how: '{SENTENCE}'}}\n"
    assert own_words(said) == SENTENCE
    assert own_words("packages: [") == "" and own_words("") == ""


def test_red_flags_are_raised_by_lot_and_package_with_those_that_were_put_out():
    offers = (Priced("Ash", NORTH, 5), Priced("Birch", NORTH, 5), Priced("Cedar", BOTH, 8))
    contest = a_contest(
        units=("North", "South"), offers=offers, taken=(offers[2],), opened=DAY - timedelta(days=5)
    )
    found = flags_by_lot([contest]).of(Group.PROCESS)
    assert set(found["Round 0 North"]) == {"R003", "R028"}
    assert set(found["Round 0 South"]) == {"R003", "R018"}
    out = replace(contest, offers=offers[2:], put_out=("Dell",))
    assert "R018" not in flags_by_lot([out]).of(Group.PROCESS)["Round 0 South"]


UNITS = (Unit("North", in_house=InHouse(100)), Unit("South", in_house=InHouse(100)))
GOOD = Offer(
    "Round", tuple(Unit(f"U{n}", in_house=InHouse(100)) for n in range(5)),
    limits=Limits(quality_floor=50, small_share=20, most_share_each=60), ties=(Tie.SMALL,),
)  # fmt: skip
DRAFT = Draft("a few words", GOOD, DAY, DAY + timedelta(days=30))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"closes": DAY + timedelta(days=14, hours=23)}, "open for 14 whole days"),
        ({"text": "word " * 5001}, "5,001 words to read"),
        ({"others": (("Another", DAY + timedelta(days=39)),)}, "“Another” closes within 10 days"),
        ({"offer": replace(GOOD, limits=replace(GOOD.limits, small_share=None))}, "Nothing is kept for small"),
        ({"offer": replace(GOOD, limits=replace(GOOD.limits, most_share_each=None))}, "One provider may win all"),
        ({"offer": replace(GOOD, limits=replace(GOOD.limits, quality_floor=0))}, "at any quality"),
        ({"offer": replace(GOOD, units=(*GOOD.units, Unit("Bare")))}, "in-house is said for Bare"),
        ({"offer": replace(GOOD, ties=())}, "between equals"),
        ({"offer": replace(GOOD, units=UNITS)}, "North alone is 50%"),
    ],
)  # fmt: skip
def test_a_draft_is_warned_of_what_keeps_providers_away_before_it_is_published(changed, said):
    assert warnings(DRAFT, HELD) == []
    assert any(said in one.what for one in warnings(replace(DRAFT, **changed), HELD))


def test_the_burden_of_a_draft_is_counted():
    found = burden(
        replace(DRAFT, others=(("Near", DAY + timedelta(days=25)), ("Far", DAY + timedelta(days=60)))), HELD
    )
    assert (found.words, found.units, found.days, found.clashes) == (3, 5, 30, ("Near",))


def test_thresholds_are_an_edition_marked_as_assumed():
    assert "assumed" in str(HELD.clause) and HELD.concentrated < HELD.highly_concentrated
