"""What each area has is held against what its need would give it, as a range where figures were withheld."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from throughcare.commissioning.needs.rules.carrying_over import Carried, allowed
from throughcare.commissioning.needs.rules.formula import Given, balances, formula_on, read_given, weighed
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules.presets import preset

ON = date(2026, 11, 30)


def tables(**areas):
    """Tables of areas, each with people by tier; None is withheld, and a total of everybody."""
    cells = {(area, tier): many for area, (_, tiers) in areas.items() for tier, many in tiers.items()}
    return {("area",): {(area,): people for area, (people, _) in areas.items()}, ("area", "tier"): cells}


def of(rows):
    return {(one.area, one.year): one for one in rows}


def test_a_person_weighs_by_tier_and_whoever_has_none_as_one():
    formula = formula_on(ON)
    assert [formula.weight(tier) for tier in ("A3", "B", "D0", "no tier yet", "not known")] == [4, 3, 1, 1, 1]
    assert "assumed" in formula.basis


def test_figures_that_are_told_weigh_so_much_and_withheld_ones_from_least_to_most():
    told = tables(a=(50, {"A": 20, "D": 30}), b=(60, {"A": None, "D": 40}), c=(None, {"A": 10}))
    assert weighed(told, formula_on(ON)) == {"a": (110, 110), "b": (60, 120)}


def test_an_area_has_more_less_or_what_its_need_would_give():
    need = tables(a=(100, {"D": 100}), b=(100, {"D": 100}))
    rows = of(
        balances(
            [Given("a", 2026, 300), Given("b", 2026, 100), Given("a", 2025, 200), Given("b", 2025, 200)],
            {2025: need, 2026: need},
            ON,
        )
    )
    assert rows["a", 2026].over == 100 and rows["b", 2026].over == -100 and rows["a", 2025].over == 0
    assert (
        "more than its need" in rows["a", 2026].finding.because
        and "less than" in rows["b", 2026].finding.because
    )


def test_a_year_whose_need_is_not_told_is_not_known_and_never_balanced():
    [one] = balances([Given("a", 2020, 300)], {}, ON)
    assert (one.low, one.over) == (
        None,
        None,
    ) and "No need that can be told of a in 2020" in one.finding.because


def test_what_is_withheld_makes_no_imbalance_that_may_not_be():
    need = tables(a=(60, {"A": None, "D": 40}), b=(60, {"D": 60}))
    rows = of(balances([Given("a", 2026, 600), Given("b", 2026, 500)], {2026: need}, ON))
    assert rows["a", 2026].over == rows["b", 2026].over == 0


@given_by(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 10**8)), min_size=1, max_size=6))
def test_money_given_as_need_would_give_it_is_never_an_imbalance(areas):
    need = tables(**{f"a{n}": (5 * people, {"D": 5 * people}) for n, (people, _) in enumerate(areas)})
    people = sum(5 * one for one, _ in areas)
    money = sum(pence for _, pence in areas)
    given = [Given(f"a{n}", 2026, money * 5 * one // people) for n, (one, _) in enumerate(areas)]
    assert all(abs(row.over) <= len(areas) for row in balances(given, {2026: need}, ON))


def test_a_file_is_read_to_the_penny():
    assert read_given("area,year,pounds\nE1, 2026 ,1200.5\nE1,2027,7\n") == [
        Given("E1", 2026, 120_050),
        Given("E1", 2027, 700),
    ]


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "missing: area, year, pounds"),
        ("area,year\nE1,2026\n", "missing: pounds"),
        ("area,year,pounds\nE1,2026\n", "line 2: has 2 cells where the first line names 3 columns"),
        ("area,year,pounds\n,2026,1\n", "line 2: no area"),
        ("area,year,pounds\nE1,26,1\n", "not a year"),
        ("area,year,pounds\nE1,2026,1.005\n", "not pounds"),
        ("area,year,pounds\nE1,2026,-1\n", "not pounds"),
        ("area,year,pounds\nE1,2026,=1+1\n", "not pounds"),
        ("area,year,pounds\nE1,2026,1\nE1,2026,2\n", "line 3: E1 is given money for 2026 twice"),
        ("area,year,pounds\nE1,2026\n", "line 2"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole_with_each_line(text, because):
    with pytest.raises(Refused, match=because):
        read_given(text)


def test_what_is_left_of_a_year_is_money_of_the_next_as_far_as_the_model_lets_it_be_carried_over():
    need, model = tables(a=(100, {"D": 100}), b=(100, {"D": 100})), preset("avon-and-somerset-2010")
    tenth = replace(allowed(model, ON), percent=10)
    given = [
        Given("a", 2025, 1_000, 300),
        Given("b", 2025, 1_000),
        Given("a", 2026, 1_000, 100),
        Given("b", 2026, 900),
    ]
    most = {("a", 2025): tenth, ("a", 2026): replace(tenth, percent=None)}
    rows = of(balances(given, {2025: need, 2026: need}, ON, most))
    assert (rows["a", 2025].left, rows["a", 2025].carried) == (700, Carried(100, 600))
    assert rows["a", 2026].has == 1_100 and rows["a", 2026].over == 100 and rows["a", 2026].left == 1_000
    assert rows["a", 2026].carried is None, "a model that states no figure lets nothing be said"
    assert rows["b", 2025].left is None and rows["b", 2026].has == 900


def test_what_was_spent_may_be_left_out_and_is_read_where_it_is_said():
    said = read_given("area,year,pounds,spent\na,2025,10,2.50\nb,2025,10,\n")
    assert said == [Given("a", 2025, 1_000, 250), Given("b", 2025, 1_000)]
    with pytest.raises(Refused, match="is not pounds as 1200"):
        read_given("area,year,pounds,spent\na,2025,10,2.505\n")
