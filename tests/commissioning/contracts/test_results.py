"""Results settled month by month come to what settling them at once does; a later figure puts right; an interval holds what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.agreed import ByResults
from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.commissioning.contracts.rules.exporting import export, exported
from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.monthly import OwedFor, month_after
from throughcare.commissioning.contracts.rules.result_reading import expected_from, result_from, written
from throughcare.commissioning.contracts.rules.results import (
    Told,
    accrued,
    by_results,
    check_may_tell,
    latest,
    settled_results,
)
from throughcare.commissioning.contracts.rules.signing import Edition
from throughcare.commissioning.contracts.rules.statement import PeriodResult
from throughcare.commissioning.contracts.rules.stating import drawn, next_month, recomputed, settled
from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.foundation.kernel import Period, Refused

BASE = replace(agreement_from(example_terms(), "example"), levels=(), prices={}, volumes=None)
STARTS = BASE.starts


def terms(scheme: str, pool: int | None = 60_000_00) -> list[Edition]:
    return [Edition(1, STARTS, replace(BASE, results=ByResults(scheme, pool)))]


def a_cohort(
    label: str, reoffenders: int, *, people: int = 400, month: int = 0, rate: str = "0.5"
) -> PeriodResult:
    begins = month_after(STARTS, month)
    return PeriodResult(
        label, Period(begins, month_after(begins, 1)), Tally(people, reoffenders, reoffenders * 2, reoffenders * 4),
        {"binary": Expected(Decimal(rate)), "frequency": Expected(Decimal(1))}, (label * 64)[:64],
    )  # fmt: skip


def told(number: int, known: date, result: PeriodResult, *, official: bool = True) -> Told:
    return Told(number, known, official, result)


LINEAR = terms("linear", 10_000_000_00)
LATER = date(2027, 8, 3)


def test_each_point_of_change_pays_and_costs_and_the_pool_bounds_it():
    # 400 people of whom 180 reoffend where 200 were expected: 5 points at 100,000 pounds.
    [found] = settled_results(LINEAR, [told(1, LATER, a_cohort("A", 180))], month_after(LATER.replace(day=1)))
    assert (found.pence, found.first_known) == (500_000_00, LATER) and "binary" in found.words
    [capped] = settled_results(
        terms("linear"), [told(1, LATER, a_cohort("A", 180))], month_after(LATER.replace(day=1))
    )
    assert capped.pence == 60_000_00


def test_people_are_paid_for_once_whatever_their_cohort_is_called():
    one = a_cohort("A", 180)
    twice = [told(1, LATER, one), told(2, LATER, replace(one, label="B"))]
    with pytest.raises(Refused, match="a cohort is paid once"):
        settled_results(LINEAR, twice, date(2027, 9, 1))


def test_what_is_provisional_or_told_later_is_not_settled_and_the_last_told_counts():
    one, other = a_cohort("A", 180), a_cohort("A", 190)
    every = [
        told(1, LATER, one, official=False), told(2, LATER, one), told(3, month_after(LATER.replace(day=1)), other)
    ]  # fmt: skip
    assert [row.number for row in latest(every, date(2027, 9, 1))] == [2]
    assert [row.number for row in latest(every, date(2027, 10, 1))] == [3]
    assert latest(every[:1], date(2027, 10, 1)) == []
    assert settled_results(LINEAR, [], date(2027, 10, 1)) == []


def stated(editions, every, months: int):
    kept = []
    for _ in range(months):
        month = next_month(editions, kept, None, every)
        if month is None:
            break
        kept.append(drawn(editions, [], month, kept, None, every))
    return kept


def test_a_result_is_a_line_of_the_month_in_which_it_was_told_and_a_later_figure_takes_it_back():
    again = date(2027, 10, 12)
    every = [told(1, LATER, a_cohort("A", 180)), told(2, again, a_cohort("A", 210))]
    kept = stated(LINEAR, every, 8)
    lines = {
        one.month: [(line.month, line.pence) for line in one.lines if line.what is OwedFor.RESULT]
        for one in kept
    }
    august, october = date(2027, 8, 1), date(2027, 10, 1)
    assert lines[august] == [(august, 500_000_00)]
    # 210 where 200 were expected: 2.5 points worse, so 250,000 pounds are owed back besides the 500,000.
    assert lines[october] == [(august, -750_000_00)]
    assert sum(pence for found in lines.values() for _, pence in found) == -250_000_00
    assert recomputed(LINEAR, kept, None, every) == []
    [first, *_] = recomputed(LINEAR, kept)
    assert first.key[1] is OwedFor.RESULT and first.worked_out is None


COHORTS = st.lists(st.tuples(st.integers(120, 280), st.integers(3, 9)), min_size=1, max_size=3)


@given(COHORTS, st.sampled_from(["linear", "transforming-rehabilitation", "frequency-only"]))
def test_statements_of_results_month_by_month_come_to_what_settling_all_at_once_does(cohorts, scheme):
    short = replace(BASE, ends=date(2027, 6, 30), results=ByResults(scheme, 60_000_00))
    editions = [Edition(1, STARTS, short)]
    if scheme == "transforming-rehabilitation":
        editions = [
            Edition(
                1,
                date(2016, 4, 1),
                replace(
                    BASE,
                    starts=date(2016, 4, 1),
                    ends=date(2016, 6, 30),
                    results=ByResults(scheme, 60_000_00),
                ),
            )
        ]
    starts = editions[0].starts

    def moved(result: PeriodResult) -> PeriodResult:
        begins = month_after(starts, int(result.label))
        predicted = {name: replace(one, predicted=Decimal("0.5")) for name, one in result.expected.items()}
        tally = replace(result.tally, predicted=Decimal(200))
        return replace(result, cohort=Period(begins, month_after(begins)), expected=predicted, tally=tally)

    every = [
        told(n + 1, month_after(starts, n + known), moved(a_cohort(str(n), reoffenders)))
        for n, (reoffenders, known) in enumerate(cohorts)
    ]
    kept = stated(editions, every, 12)
    come = sum(pence for (_, what, _), pence in settled(kept).items() if what is OwedFor.RESULT)
    at_once = sum(one.pence for one in settled_results(editions, every, date(2040, 1, 1)))
    assert come == at_once <= 60_000_00
    assert recomputed(editions, kept, None, every) == []


def test_what_is_told_after_the_term_is_stated_in_a_month_of_its_own():
    known = month_after(BASE.ends.replace(day=1), 5)
    every = [told(1, known, a_cohort("A", 180, month=3))]
    kept = stated(LINEAR, every, 60)
    assert [one.month for one in kept][-2:] == [BASE.ends.replace(day=1), known]
    assert [line.what for line in kept[-1].lines] == [OwedFor.RESULT]
    assert next_month(LINEAR, kept, None, every) is None
    assert recomputed(LINEAR, kept, None, every) == []


@given(st.integers(100, 300))
def test_what_is_accrued_lies_between_its_ends(reoffenders):
    least, as_told, most = accrued(LINEAR, told(1, LATER, a_cohort("A", reoffenders)))
    assert least <= as_told <= most
    assert least < most


def test_a_small_cohort_is_less_certain_than_a_large_one():
    small, large = (
        accrued(LINEAR, told(1, LATER, a_cohort("A", people * 45 // 100, people=people)))
        for people in (100, 10_000)
    )
    assert small[1] == large[1] and small[2] - small[0] > 5 * (large[2] - large[0])


def test_a_result_is_told_of_a_cohort_that_is_over_under_terms_that_pay_for_it():
    one = a_cohort("A", 180)
    check_may_tell(LINEAR, one, LATER)
    assert by_results(LINEAR, one).scheme == "linear"
    nothing = [Edition(1, STARTS, replace(BASE, results=None))]
    for editions, result, known, words in (
        (LINEAR, one, STARTS, "not over"),
        (nothing, one, LATER, "pay nothing by results"),
        (
            LINEAR,
            replace(one, cohort=Period(date(2020, 1, 1), date(2020, 2, 1))),
            LATER,
            "No terms were in force",
        ),
        (LINEAR, replace(one, expected={}), LATER, "none was given"),
        (terms("transforming-rehabilitation"), one, LATER, "was not in force"),
    ):
        with pytest.raises(Refused, match=words):
            check_may_tell(editions, result, known)


@given(st.integers(1, 400), st.integers(0, 100), st.sampled_from([None, "0.25"]))
def test_a_result_is_read_as_it_was_written(people, reoffenders, predicted):
    reoffenders = min(people, reoffenders)
    tally = Tally(
        people, reoffenders, reoffenders * 3, reoffenders * 9, Decimal("1.5"), Decimal("2.25"), {"housing": 1}, {"housing": 2},
        Decimal(predicted) if predicted else None,
    )  # fmt: skip
    one = replace(a_cohort("A", 0), tally=tally)
    assert result_from(written(one, "official")) == (one, "official")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('"people": 400', '"people": -1'), "the tally: people"),
        (('"rate": "0.5"', '"rate": "NaN"'), "what was expected: a number"),
        (('"rate": "0.5"', '"rate": 0.5'), "written as text"),
        (('"people": 400,', ""), "it lacks “people”"),
        (('"label": "A"', '"label": ""'), "the cohort: label"),
        (("throughcare cohort result 1", "x"), "not the result of a cohort"),
        (("{", "["), "not JSON"),
        (('"reoffenders": 180', '"reoffenders": 500'), "reoffenders"),
    ],
)
def test_what_is_wrong_with_a_result_is_said_with_its_place(change, words):
    text = written(a_cohort("A", 180), "official")
    with pytest.raises(Refused, match=words):
        result_from(text.replace(*change, 1))


def test_what_was_expected_is_read_by_measure_and_what_is_wrong_with_it_is_said():
    found = expected_from(
        '{"binary": {"rate": "0.5", "error": "0.01"}, "frequency": {"rate": "1.5", "variance": "2"}}'
    )
    assert found == {
        "binary": Expected(Decimal("0.5"), Decimal("0.01")),
        "frequency": Expected(Decimal("1.5"), variance=Decimal(2)),
    }
    for text, words in (
        ("x", "Expecting value"),
        ('{"binary": {}}', "it lacks “rate”"),
        ("[]", "expected"),
        ('{"a": {"rate": "-1"}}', "nought or more"),
    ):
        with pytest.raises(Refused, match=words):
            expected_from(text)


def test_an_export_holds_every_result_so_that_either_side_works_it_out_again():
    every = [told(1, LATER, a_cohort("A", 180)), told(2, LATER, a_cohort("B", 190, month=1), official=False)]
    text = example_terms()
    editions = [
        Edition(1, STARTS, agreement_from(text.replace("transforming-rehabilitation", "linear"), "x"))
    ]
    kept = stated(editions, every, 6)
    rows = [(one.number, one.known.isoformat(), one.official, written(one.result, "x")) for one in every]
    sent = export("T", [(1, STARTS, text.replace("transforming-rehabilitation", "linear"))], kept, None, rows)
    read = exported(sent, "ours.json")
    assert list(read.told) == every
    assert recomputed(read.editions, read.kept, read.ended, read.told) == []
    [first, *_] = recomputed(read.editions, read.kept, read.ended)
    assert first.key[1] is OwedFor.RESULT
