"""What the record tells of a case decides its own part of it alone, and what is not known changes nothing."""

from datetime import date
from decimal import Decimal

import pytest

from throughcare.casework.supervision.rules.told import (
    EVERY_FACT,
    NOTHING_TOLD,
    Fact,
    Told,
    against_cut_off,
    cohorts_told,
    cut_off_editions,
    rsr_told,
)
from throughcare.foundation.operating_model.rules import Cohort, Rsr

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("score", "expected"),
    [(None, Rsr.NOT_ASSESSED), ("6.89", Rsr.BELOW_CUT_OFF), ("6.90", Rsr.AT_OR_ABOVE_CUT_OFF), ("0", Rsr.BELOW_CUT_OFF)],
)  # fmt: skip
def test_a_score_stands_to_the_cut_off_and_a_missing_one_does_not(score, expected):
    assert against_cut_off(Decimal(score) if score else None, TODAY) is expected
    [edition] = cut_off_editions()
    assert str(edition.table) == "6.9"


def test_each_fact_changes_its_own_part_alone_and_what_is_not_known_changes_nothing():
    stands = {Cohort.PUBLIC_INTEREST, Cohort.WOMEN, Cohort.MAPPA}
    assert cohorts_told(stands, NOTHING_TOLD, set()) == stands
    assert cohorts_told(stands, NOTHING_TOLD, {Fact.SEX}) == stands
    assert cohorts_told(stands, NOTHING_TOLD, {Fact.MAPPA}) == stands - {Cohort.MAPPA}
    told = Told(score_pct=7.0, registered=frozenset({"iom"}), sex="male")
    assert cohorts_told(stands, told, EVERY_FACT) == {Cohort.PUBLIC_INTEREST, Cohort.IOM}
    assert rsr_told(Rsr.BELOW_CUT_OFF, told, EVERY_FACT, TODAY) is Rsr.AT_OR_ABOVE_CUT_OFF
    assert rsr_told(Rsr.BELOW_CUT_OFF, told, {Fact.SEX}, TODAY) is Rsr.BELOW_CUT_OFF
    assert rsr_told(Rsr.AT_OR_ABOVE_CUT_OFF, NOTHING_TOLD, EVERY_FACT, TODAY) is Rsr.AT_OR_ABOVE_CUT_OFF
