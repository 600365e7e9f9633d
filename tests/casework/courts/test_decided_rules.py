"""What the law of a day decides beyond a court's own lengths: by when hours are worked, and whether supervision follows."""

from dataclasses import replace
from datetime import date

import pytest

from throughcare.casework.courts.rules.decided import Term, hours_to_work_by, supervision_after
from throughcare.casework.courts.rules.release import STANDARD
from throughcare.casework.courts.rules.words import SentenceKind

BEFORE, AFTER = date(2025, 12, 1), date(2026, 11, 29)
YEAR = Term(min(STANDARD), date(2025, 1, 1), date(2025, 12, 31), date(2025, 7, 1), date(2024, 6, 1))


def said(found):
    assert found is not None
    return str(found)


def test_hours_are_worked_within_a_year_until_the_limit_was_repealed_whenever_the_order_was_made():
    made = date(2025, 11, 10)
    assert "by 9 November 2026" in said(hours_to_work_by(made, on=BEFORE))
    after = said(hours_to_work_by(made, on=AFTER))
    assert "on any day" in after and "section 36" in after and "assumed" in after


def test_a_year_of_supervision_follows_a_short_term_until_the_law_of_it_was_repealed():
    before = said(supervision_after(YEAR, on=BEFORE))
    assert "until 30 June 2026" in before and "section 256AA" in before
    after = said(supervision_after(YEAR, on=AFTER))
    assert "none follows" in after and "section 34" in after


def test_an_offence_whose_day_is_not_known_is_said_to_be_taken_as_one_of_that_law():
    assert "not known" in said(supervision_after(replace(YEAR, offence=None), on=BEFORE))
    assert "none follows" in said(supervision_after(replace(YEAR, offence=date(2014, 6, 1)), on=BEFORE))


@pytest.mark.parametrize(
    "given", [{"released": None}, {"last": None}, {"kind": SentenceKind.COMMUNITY_ORDER}]
)
def test_of_what_has_no_end_no_release_or_no_custody_it_says_nothing(given):
    assert supervision_after(replace(YEAR, **given), on=BEFORE) is None
