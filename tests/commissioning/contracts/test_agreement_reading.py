"""Terms are read whole or refused with the line at fault and what was expected there."""

from datetime import date
from decimal import Decimal

import pytest

from throughcare.commissioning.contracts.rules.agreed import (
    AgreementKind,
    Band,
    Earns,
    Excluded,
    Subcontractor,
    Timed,
)
from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.foundation.kernel import Refused


def test_the_made_up_terms_say_what_they_say():
    read = agreement_from(example_terms(), "example")
    assert (read.kind, read.lots, read.months) == (AgreementKind.CONTRACT, ("North", "South"), 36)
    assert (read.starts, read.ends) == (date(2027, 4, 1), date(2030, 3, 31))
    assert read.fee.a_year == 240_000_00
    assert read.volumes.weights == {Earns.ACCEPTED: 1, Earns.ATTENDED: Decimal("0.25")}
    assert read.volumes.above == (Band(90_00, 1300), Band(60_00))
    assert [one.measure for one in read.levels] == [Timed.ANSWERED, Timed.STARTED]
    assert read.levels[0].exclusions == {Excluded.WITHDRAWN}
    assert (read.levels[0].earn_back, read.levels[1].earn_back) == (3, None)
    assert read.results.pool == 60_000_00


CHAIN = """
supply_chain:
  - {subcontractor: The  Women's Centre, share: 20}
  - {subcontractor: Quayside Training, share: 15}
exit_plan:
  - Hands over the record of each person within five working days
"""


def test_a_supply_chain_and_an_exit_plan_are_read_and_either_may_be_left_out():
    read = agreement_from(example_terms() + CHAIN, "example")
    assert read.supply_chain == (
        Subcontractor("The Women's Centre", 20),
        Subcontractor("Quayside Training", 15),
    )
    assert read.exit_plan == ("Hands over the record of each person within five working days",)
    without = agreement_from(example_terms(), "example")
    assert without.supply_chain == without.exit_plan == ()


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("share: 20", "share: 0", "share is 0 per cent; expected at least 1"),
        ("share: 20", "share: 85", "come to 100 per cent; expected less than 100"),
        ("share: 20", "share: a fifth", "share"),
        ("Quayside Training", "the women's centre", "twice; expected once"),
        ("Quayside Training", "=cmd()", "must begin with a letter or a figure"),
        ("Hands over", "H" * 301, "longer than 300 characters"),
    ],
)
def test_what_is_wrong_with_a_supply_chain_or_an_exit_plan_is_said(was, now, words):
    assert was in CHAIN
    with pytest.raises(Refused, match=words):
        agreement_from(example_terms() + CHAIN.replace(was, now), "terms.yaml")


@pytest.mark.parametrize(
    ("was", "now", "line", "words"),
    [
        ("kind: contract", "kind: promise", 3, "expected contract, grant, service-level agreement"),
        ("starts: 2027-04-01", "starts: 2027-04-02", 6, "expected the first day of a month"),
        ("starts: 2027-04-01", "starts: next year", 6, "must be a day as 2027-04-01"),
        ("ends: 2030-03-31", "ends: 2030-03-30", 7, "expected the last day of a month"),
        ("ends: 2030-03-31", "ends: 2027-03-31", 7, "before it starts"),
        ("ends: 2030-03-31", "ends: 2060-03-31", 7, "longer than 20 years"),
        ("a_year: 240000.00", "a_year: 1.5", 9, "must be pounds"),
        ("learning: 2,", "learning: 102,", 9, "expected at most 100"),
        ("learning: 2,", "learning: -2,", 9, "a number of nought or more"),
        ("learning: 2,", "lerning: 2,", 9, "did you mean learning"),
        ("lower: 900", "lower: 1101", 13, "below lower"),
        ("{up_to: 1300, price: 90.00}", "{up_to: 1100, price: 90.00}", 14, "expected more than 1100"),
        ("{price: 60.00}]", "{up_to: 1400, price: 60.00}]", 14, "the last band has no"),
        ("{referral accepted: 1, session attended: 0.25}", "{session attended: 0}", 11, "one above nought"),
        ("referral concluded: 75.00", "hug given: 75.00", 17, "does not take “hug given”"),
        ("floor: 80", "floor: 95", 24, "less than the target"),
        ("earn_back: 3", "earn_back: 0", 26, "at least 1"),
        ("level: First session in time", "level: Referrals answered in time", 19, "twice"),
        ("[North, South]", "[North, North]", 4, "names “North” twice"),
        ("scheme: transforming-rehabilitation", "scheme: wishes", 35, "there is no payment scheme"),
        ("a_year: 240000.00", "a_year: 0", 19, "levels take their credits from the fee"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(was, now, line, words):
    text = example_terms().replace(was, now)
    assert text != example_terms()
    with pytest.raises(Refused, match=words) as refused:
        agreement_from(text, "terms.yaml")
    assert refused.value.because.startswith(f"terms.yaml, line {line}: ")
