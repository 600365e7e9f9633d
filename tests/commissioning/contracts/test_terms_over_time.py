"""Which rule governs which cohort, as known when; and statements that stay what they were."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from throughcare.commissioning.contracts.rules.settling import Terms, Variation, settle
from throughcare.commissioning.contracts.rules.statement import canonical, seal
from throughcare.foundation.kernel import Period, Refused

from .paying import counted, latest, pounds

JANUARY = date(2016, 1, 1)
LINEAR = latest("linear")
[_BINARY] = LINEAR.measures
DOUBLED = replace(
    LINEAR, measures=(replace(_BINARY, rate=replace(_BINARY.rate, amount=Decimal(200000))),), cap=None
)
FIRST = Variation(date(2015, 1, 1), Period(date(2015, 1, 1)), LINEAR, "first")
FROM_JULY = Variation(date(2016, 9, 1), Period(date(2016, 7, 1)), DOUBLED, "second, from July")
TERMS = Terms("C1", (FIRST, FROM_JULY), pounds("10000000"))
QUARTERS = [counted(1000, 460, "0.47", quarter=quarter) for quarter in range(4)]  # a point better each


def test_a_variation_governs_cohorts_from_its_first_day():
    statement = settle(TERMS, QUARTERS, known_on=date(2017, 1, 1), before=())
    assert [str(line.amount) for line in statement.lines] == ["£100,000.00"] * 2 + ["£200,000.00"] * 2
    assert list(statement.editions.values()) == ["first", "first", "second, from July", "second, from July"]


def test_a_variation_agreed_later_does_not_change_what_was_known_before():
    statement = settle(TERMS, QUARTERS, known_on=date(2016, 8, 31), before=())
    assert set(statement.editions.values()) == {"first"}


def test_a_closed_statement_is_the_same_to_the_byte_after_later_variations_are_recorded():
    closed = canonical(
        settle(replace(TERMS, variations=(FIRST,)), QUARTERS[:2], known_on=date(2016, 8, 1), before=())
    )
    late = Variation(date(2018, 1, 1), Period(date(2015, 1, 1)), DOUBLED, "back to the start")
    again = settle(
        replace(TERMS, variations=(FIRST, FROM_JULY, late)),
        QUARTERS[:2],
        known_on=date(2016, 8, 1),
        before=(),
    )
    assert canonical(again) == closed
    today = settle(
        replace(TERMS, variations=(FIRST, FROM_JULY, late)),
        QUARTERS[:2],
        known_on=date(2019, 1, 1),
        before=(),
    )
    assert canonical(today) != closed


def test_cohorts_given_in_another_order_make_the_same_statement():
    forwards = settle(TERMS, QUARTERS, known_on=date(2017, 1, 1), before=())
    backwards = settle(TERMS, QUARTERS[::-1], known_on=date(2017, 1, 1), before=())
    assert seal(forwards) == seal(backwards)


def test_a_statement_changes_with_the_evidence_behind_it():
    other = [replace(QUARTERS[0], evidence="another"), *QUARTERS[1:]]
    assert seal(settle(TERMS, QUARTERS, known_on=date(2017, 1, 1), before=())) != seal(
        settle(TERMS, other, known_on=date(2017, 1, 1), before=())
    )


def test_a_day_before_any_rule_is_refused_with_both_days_named():
    with pytest.raises(Refused, match=r"no payment rule for 1 January 2016 on 31 December 2014"):
        settle(TERMS, QUARTERS[:1], known_on=date(2014, 12, 31), before=())


def test_two_variations_of_one_day_that_claim_the_same_cohort_are_refused():
    twin = replace(FROM_JULY, edition="twin")
    with pytest.raises(Refused, match="two variations"):
        settle(
            replace(TERMS, variations=(FIRST, FROM_JULY, twin)),
            QUARTERS[3:],
            known_on=date(2017, 1, 1),
            before=(),
        )


def test_two_cohorts_with_one_label_are_refused():
    with pytest.raises(Refused, match="label of its own"):
        settle(TERMS, [QUARTERS[0], QUARTERS[0]], known_on=JANUARY, before=())
