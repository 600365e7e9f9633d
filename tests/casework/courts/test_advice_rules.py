"""Advice to a court: what is owed by when, what no court could pass, and what it did beside what was proposed."""

from datetime import date

import pytest

from throughcare.casework.courts.rules.advice import (
    PROPOSABLE,
    Followed,
    advice_editions,
    advice_terms,
    answer_due,
    check_lawful,
    followed,
    proposed,
    report_due,
)
from throughcare.casework.courts.rules.words import ReportKind, RequirementKind, SentenceKind
from throughcare.foundation.kernel import Refused, WorkingCalendar

FRIDAY, CALENDAR = date(2026, 11, 20), WorkingCalendar()
ORDER = SentenceKind.COMMUNITY_ORDER
WORK, ACTIVITY = RequirementKind.UNPAID_WORK, RequirementKind.REHABILITATION_ACTIVITY


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (ReportKind.ORAL, FRIDAY),
        (ReportKind.FAST, date(2026, 11, 27)),
        (ReportKind.STANDARD, date(2026, 12, 11)),
    ],
)
def test_a_report_is_owed_on_the_courts_day_and_else_by_its_kind(kind, due):
    found = report_due(kind, FRIDAY, None, CALENDAR)
    assert (found.on, "the court named no day" in found.because) == (due, True)
    assert report_due(kind, FRIDAY, date(2026, 12, 1), CALENDAR).on == date(2026, 12, 1)


def test_every_number_says_on_what_it_stands():
    for edition in advice_editions():
        for owed in (*edition.table.reports.values(), edition.table.enquiry):
            assert owed.clause.source and owed.clause.paragraph
    assert "(assumed)" in str(advice_terms(FRIDAY).table.enquiry.clause)
    assert "(" not in advice_terms(FRIDAY).table.reports[ReportKind.FAST].clause.paragraph


def test_an_enquiry_is_to_be_answered_in_working_days():
    assert answer_due(FRIDAY, CALENDAR) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("kind", "length", "requirements", "field", "words"),
    [
        (SentenceKind.CUSTODY, "18 months", "unpaid work 120 hours", "kind", "custody is not one"),
        (ORDER, "soon", "unpaid work 120 hours", "length", "expected a length"),
        (ORDER, "18 months", "dancing 20 days", "requirements", "is not understood"),
    ],
)
def test_what_is_not_understood_is_refused_at_its_field(kind, length, requirements, field, words):
    with pytest.raises(Refused, match=words) as refused:
        proposed(kind, length, requirements)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("length", "requirements", "words"),
    [
        ("18 months", "unpaid work 900 hours", "from 40 to 300 hours"),
        ("9 years", "unpaid work 90 hours", "at most 36 months"),
        ("18 months", "", "at least one requirement"),
    ],
)
def test_what_no_court_could_pass_is_refused_with_its_clause(length, requirements, words):
    with pytest.raises(Refused, match=words) as refused:
        check_lawful(proposed(ORDER, length, requirements), born=None, on=FRIDAY)
    assert "Sentencing Act 2020" in refused.value.because


def test_a_lawful_proposal_is_kept_with_the_edition_of_the_law_and_none_is_for_a_day_of_no_law():
    one = proposed(ORDER, "18 months", "unpaid work 120 hours; RAR up to 20 days")
    assert [each.kind for each in one.requirements] == [WORK, ACTIVITY]
    assert check_lawful(one, born=date(1990, 1, 1), on=FRIDAY)
    with pytest.raises(Refused, match="No law of sentences is held"):
        check_lawful(one, born=None, on=date(1950, 1, 1))
    assert all(not kind.is_custodial for kind in PROPOSABLE)


@pytest.mark.parametrize(
    ("passed", "held", "then"),
    [
        (ORDER, [ACTIVITY, WORK], Followed.AS_PROPOSED),
        (ORDER, [WORK], Followed.OTHER_REQUIREMENTS),
        (SentenceKind.CUSTODY, [], Followed.OTHER_SENTENCE),
    ],
)
def test_what_a_court_did_stands_beside_what_was_proposed(passed, held, then):
    assert followed(ORDER, [WORK, ACTIVITY], passed, held) is then
