"""A flag is raised where its description says, is not where it does not, and never for what is in nobody's way."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.publication.rules import FLAGS, Group, Settings, Taken, by_lot, red_flags
from throughcare.commissioning.publication.rules.flags import process_of, settings_from, settings_of_name
from throughcare.commissioning.publication.rules.flags.fences import fence, quantile
from throughcare.foundation.kernel import Refused

LETTER, SENSE = Taken.TO_THE_LETTER, Taken.WITH_SENSE


def bid(who, amount=None, status="valid", **more):
    whose = [{"id": one} for one in ([who] if isinstance(who, str) else who)]
    price = {} if amount is None else {"value": {"amount": amount, "currency": more.pop("currency", "GBP")}}
    return {"status": status, "tenderers": whose, **price, **more}


def award(to, status="active", **more):
    return {
        "status": status,
        "suppliers": [{"id": one} for one in ([to] if isinstance(to, str) else to)],
        **more,
    }


def release(ocid="o", bids=(), awards=(), tender=None, **more):
    return {
        "ocid": ocid,
        "bids": {"details": list(bids)},
        "awards": list(awards),
        "tender": tender or {},
        **more,
    }


def codes(releases, group=Group.PROCESS, taken=SENSE, **settings):
    found = red_flags(releases, Settings(**settings), taken).of(group)
    return {who: set(each) for who, each in found.items()}


PERIOD = {"tenderPeriod": {"startDate": "2026-03-01T09:00:00Z", "endDate": "2026-03-15T12:00:00Z"}}


@pytest.mark.parametrize(
    ("tender", "settings", "short"),
    [
        (PERIOD, {}, True),
        (PERIOD, {"shortest_days": 14}, False),
        (PERIOD | {"procurementMethodDetails": "Light"}, {"shortest_days_by": {"Light": 7}}, False),
        (PERIOD | {"procurementMethod": "limited"}, {"short_methods": frozenset({"open"})}, False),
        (PERIOD | {"procurementMethod": "open"}, {"short_methods": frozenset({"open"})}, True),
        ({"tenderPeriod": {"endDate": "2026-03-15T12:00:00Z"}}, {}, False),
        (PERIOD | {"status": "cancelled"}, {}, False),
    ],
)
def test_time_to_bid_is_short_below_fifteen_whole_days(tender, settings, short):
    assert ("R003" in codes([release(tender=tender)], **settings).get("o", ())) is short


def test_one_bid_is_flagged_where_others_could_have_come():
    assert "R018" in codes([release(tender={"numberOfTenderers": 1, "procurementMethod": "open"})])["o"]
    assert codes([release(tender={"numberOfTenderers": 1, "procurementMethod": "direct"})]) == {}
    assert codes([release(tender={"numberOfTenderers": 2, "procurementMethod": "open"})]) == {}


def test_bidders_are_counted_where_their_number_is_not_said_and_to_the_letter_they_are_not():
    alone = [
        release(bids=[bid("A"), bid("B", status="withdrawn")], tender={"procurementMethod": "selective"})
    ]
    assert "R018" in codes(alone)["o"]
    assert codes(alone, taken=LETTER) == {}


def test_a_close_price_names_process_winner_and_next():
    near = release("near", [bid("W", 100), bid("L", 101), bid("M", 300)], [award("W")])
    others = [release(f"o{n}", [bid("W", 100), bid("L", 150)], [award("W")]) for n in range(4)]
    found = red_flags([near, *others])
    assert found.of(Group.PROCESS)["near"]["R024"] == pytest.approx(0.01)
    assert {who for who, each in found.of(Group.TENDERER).items() if "R024" in each} == {"W", "L"}


def differs(**more):
    bids = more.pop("bids", [bid("W", 100), bid("L", 101)])
    awards = more.pop("awards", [award("W")])
    others = [release(f"o{n}", [bid("W", 100), bid("L", 150)], [award("W")]) for n in range(4)]
    return "R024" in codes([*others, release("near", bids, awards, **more)]).get("near", ())


@pytest.mark.parametrize(
    "left_out",
    [
        {"awards": [award("W", "pending")]}, {"awards": [award("W", "somehow")]}, {"awards": [award("W"), award("L")]},
        {"awards": [award(["W", "L"])]}, {"bids": [bid(["W", "X"], 100), bid("L", 101)]}, {"bids": [bid("W", 100)]},
        {"bids": [bid("W", 101), bid("L", 100)]}, {"bids": [bid("W", 0), bid("L", 0)]}, {"awards": []},
        {"bids": [bid("W", 100), bid("L", 101, currency="EUR")]}, {"bids": [bid("W", 100), bid([], 101)]},
        {"tender": {"status": "cancelled"}}, {"awards": [award("Z")]},
    ],
)  # fmt: skip
def test_prices_are_compared_only_where_one_lowest_bidder_won_alone(left_out):
    assert differs()
    assert not differs(**left_out)


def test_prices_that_the_buyer_sets_are_not_compared():
    fixed = {"tender": {"procurementMethodDetails": "Set price"}}
    one = [release(bids=[bid("A", 5), bid("B", 5)], **fixed)]
    assert "R028" in codes(one)["o"]
    assert codes(one, no_price_comparison=frozenset({"Set price"})) == {}
    assert codes(one, price_comparison=frozenset({"Auction"})) == {}
    assert codes(one, excluded=frozenset({"Set price"})) == {}


def test_a_winner_far_below_the_next_is_flagged():
    far = release("far", [bid("W", 10), bid("L", 100)], [award("W")])
    others = [release(f"o{n}", [bid("V", 100), bid("L", 110 + n)], [award("V")]) for n in range(5)]
    found = red_flags([far, *others])
    assert found.of(Group.PROCESS)["far"] == {"R058": 9.0}
    assert found.of(Group.TENDERER)["W"] == {"R058": 0.0}
    assert codes([far], discount=Fraction(8))["far"] == {"R058"}


def test_where_all_are_alike_nothing_is_out_of_line_though_to_the_letter_all_of_it_is():
    alike = [
        release(f"o{n}", [bid("W", 100), bid("L", 150)], [award("W")], buyer={"id": f"b{n}"})
        for n in range(6)
    ]
    assert codes(alike) == {}
    assert {"R024", "R058"} <= codes(alike, taken=LETTER)["o0"]
    assert codes(alike, Group.BUYER, least_processes=1) == {}
    assert codes(alike, Group.BUYER, LETTER, least_processes=1)["b0"] == {"R038"}


def test_who_bids_most_and_hardly_ever_wins_is_flagged_with_the_share():
    rounds = [release(f"o{n}", [bid("F"), bid(f"w{n}")], [award(f"w{n}")]) for n in range(8)]
    rounds.append(release("won", [bid("F")], [award("F")]))
    found = red_flags(rounds).of(Group.TENDERER)
    assert found == {"F": {"R025": pytest.approx(1 / 9)}}
    assert codes(rounds, Group.TENDERER, hardly_ever=Fraction(1, 10)) == {}


def test_the_same_price_of_two_bidders_is_flagged_and_of_one_consortium_is_not():
    assert codes([release(bids=[bid("A", 5), bid("B", 5)])], Group.TENDERER) == {"A": {"R028"}, "B": {"R028"}}
    assert codes([release(bids=[bid(["A", "B"], 5), bid("C", 6)])], Group.TENDERER) == {}
    assert codes([release(bids=[bid("A", 5), bid("A", 5)])]) == {}
    assert codes([release(bids=[bid("A", 5), bid("B", 5, status="withdrawn")])]) == {}


def test_a_late_bid_that_won_is_flagged_and_one_that_lost_is_not():
    close = {"tenderPeriod": {"endDate": "2026-03-15T12:00:00Z"}}
    late, lost = bid("W", date="2026-03-15T12:00:01Z"), bid("L", date="2026-03-16T12:00:00Z")
    assert codes([release(bids=[late, lost], awards=[award("W")], tender=close)])["o"] == {"R030"}
    assert codes([release(bids=[lost], awards=[award("W")], tender=close)]) == {}
    assert (
        codes([release(bids=[bid("W", date="2026-03-15T13:00:00+01:00")], awards=[award("W")], tender=close)])
        == {}
    )


def test_every_other_bid_disqualified_is_flagged_with_how_many():
    bids = [
        bid("W"),
        bid("D", status="disqualified"),
        bid("E", status="disqualified"),
        bid("W", status="disqualified"),
    ]
    found = red_flags([release(bids=bids, awards=[award("W")])])
    assert found.of(Group.PROCESS)["o"]["R035"] == 2
    assert codes([release(bids=bids, awards=[award("W")])], others_disqualified=3) == {}
    assert codes([release(bids=[*bids, bid("V")], awards=[award("W")])]) == {}
    assert codes([release(bids=bids, awards=[award("X")])]) == {}


def test_the_lowest_bid_disqualified_is_flagged_unless_another_was_as_low():
    out = bid("D", 1, status="disqualified")
    assert codes([release(bids=[out, bid("W", 2)], awards=[award("W")])])["o"] >= {"R036"}
    assert "R036" not in codes([release(bids=[out, bid("W", 1)], awards=[award("W")])])["o"]
    assert codes([release(bids=[out, bid("W", 2)], awards=[award("W", "cancelled")])]) == {}
    assert codes([release(bids=[out, bid("W")], awards=[award("W")])]).get("o", set()) <= {"R035"}


def test_who_disqualifies_or_is_disqualified_unusually_often_is_flagged():
    def fair(n):
        return [release(f"{n}{m}", [bid(f"v{n}"), bid(f"u{n}")], buyer={"id": f"b{n}"}) for m in range(2)]

    foul = [
        release(f"f{m}", [bid("v"), bid("D", status="disqualified")], buyer={"id": "B"}) for m in range(2)
    ]
    rounds = [*foul, *(one for n in range(5) for one in fair(n))]
    assert red_flags(rounds).of(Group.BUYER) == {"B": {"R038": 0.5}}
    assert red_flags(rounds).of(Group.TENDERER) == {"D": {"R038": 1.0}}
    assert codes(rounds, Group.BUYER, least_processes=3) == {}


def test_a_supplier_of_unusually_many_kinds_is_flagged_by_the_fence_of_those_awarded_often():
    def of(who, *kinds):
        return award(who, items=[{"classification": {"id": kind}} for kind in kinds])

    rounds = [release(f"o{n}", awards=[of(f"s{n}", "75000000")]) for n in range(5)]
    rounds.append(release("many", awards=[of("S", "75000000", "85000000", "X1", "85100000")]))
    assert red_flags(rounds, Settings(variety_processes=1)).of(Group.TENDERER) == {"S": {"R048": 2.0}}
    assert codes(rounds, Group.TENDERER) == {}
    assert codes(rounds, Group.TENDERER, variety=Fraction(2)) == {"S": {"R048"}}


def test_only_bids_for_the_same_units_are_compared_and_a_lot_wanted_in_two_packages_is_no_single_bid():
    tender = {"procurementMethod": "open", "lots": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}
    bids = [
        bid("A", 5, relatedLots=["a"]), bid("B", 5, relatedLots=["b"]), bid("C", 5, relatedLots=["a", "b"]),
        bid("D", 5, relatedLots=["c"]),
    ]  # fmt: skip
    whole = release(bids=bids, tender=tender)
    assert codes([whole])["o"] == {"R028"}
    assert codes(by_lot(whole)) == {"o c": {"R018"}}
    same = release(bids=[*bids, bid("E", 5, relatedLots=["b", "a"])], tender=tender)
    assert codes(by_lot(same)) == {"o c": {"R018"}, "o a + b": {"R028"}}
    assert by_lot(release()) == [release()]


def test_a_process_without_an_ocid_is_not_looked_at():
    assert process_of({"tender": {}}) is None
    assert red_flags([{"ocid": 5, "tender": PERIOD}]).raised == ()


def test_every_flag_says_why_and_where_it_is_described():
    assert all(kind.why and kind.title and code in str(kind.clause) for code, kind in FLAGS.items())


def test_settings_are_read_from_a_file_and_from_the_name_of_one():
    text = "currency = GBP\nno_price_comparison_procurement_methods = A|B\n[R003]\nthreshold = 10 # fewer\n[R003.procurement_method_details]\nLight = 7\n[R024]\nthreshold = 0.05\n"
    found = settings_from(text)
    assert (found.codes, found.currency, found.shortest_days) == ({"R003", "R024"}, "GBP", 10)
    assert (found.shortest_days_by, found.close) == ({"Light": 7}, Fraction(1, 20))
    assert found.no_price_comparison == {"A", "B"}
    assert settings_of_name("R003-threshold-10") == Settings(codes=frozenset({"R003"}), shortest_days=10)
    assert settings_of_name("R003-procurement_method_details-x-5-y-10").shortest_days_by == {"x": 5, "y": 10}
    assert settings_of_name("R018-procurement_methods-open+limited").competitive == {"open", "limited"}
    assert settings_of_name("R038-tenderer") == Settings(codes=frozenset({"R038"}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[R003]\ntreshold = 5", "did you mean threshold"), ("[R0033]\n", "did you mean R003"),
        ("[R003]\nthreshold = many", "is not a whole number"), ("[R024]\nthreshold = x", "is not a decimal"),
        ("threshold", "not settings"),
    ],
)  # fmt: skip
def test_settings_that_say_what_is_not_there_are_refused_in_words(text, said):
    with pytest.raises(Refused, match=said):
        settings_from(text)


values = st.lists(st.fractions(-1000, 1000), min_size=1, max_size=30)


@given(values, st.fractions(0, 1))
def test_a_quantile_lies_between_the_least_and_the_most_and_rises_with_its_share(some, share):
    assert min(some) <= quantile(some, share) <= max(some)
    assert quantile(some, share) <= quantile(some, (share + 1) / 2)


@given(values, st.randoms(use_true_random=False))
def test_the_order_of_what_is_compared_changes_no_fence(some, chance):
    mixed = list(some)
    chance.shuffle(mixed)
    assert fence(some, upper=True) == fence(mixed, upper=True)
    low, high = fence(some, upper=False), fence(some, upper=True)
    assert low is not None and high is not None and low.bound <= low.first <= high.third <= high.bound


amounts = st.lists(st.integers(1, 10**6), min_size=2, max_size=5)


@given(st.lists(amounts, min_size=1, max_size=8))
def test_prices_in_pence_raise_the_same_flags_as_prices_in_pounds(rounds):
    def of(factor):
        return red_flags(
            release(f"o{n}", [bid(f"t{m}", price * factor) for m, price in enumerate(prices)], [award("t0")])
            for n, prices in enumerate(rounds)
        )

    assert of(1).raised == of(100).raised
