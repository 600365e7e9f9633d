"""A sentence is held against the law of its day, sums and ages too; each limit cites its source or says it is assumed."""

from datetime import date
from itertools import pairwise

import pytest

from throughcare.casework.courts.rules import (
    Length,
    Passed,
    RequirementKind,
    SentenceKind,
    Unit,
    check_order,
    order_edition,
    read_term,
)
from throughcare.casework.courts.rules.law import order_editions
from throughcare.casework.courts.rules.orders import notes_on

COMMUNITY, SUSPENDED, CUSTODY = (
    SentenceKind.COMMUNITY_ORDER,
    SentenceKind.SUSPENDED_SENTENCE_ORDER,
    SentenceKind.CUSTODY,
)
NOVEMBER = date(2026, 11, 20)
WORK = (RequirementKind.UNPAID_WORK, Length(80, Unit.HOURS))


def rules(passed, on=NOVEMBER):
    return [finding.rule for finding in check_order(passed, on=on)]


def order(*requirements, kind=COMMUNITY, length="12 months", **given):
    return Passed(kind, read_term(length), list(requirements), **given)


@pytest.mark.parametrize(("hours", "lawful"), [(39, False), (40, True), (300, True), (301, False)])
def test_unpaid_work_runs_from_forty_to_three_hundred_hours(hours, lawful):
    found = check_order(order((RequirementKind.UNPAID_WORK, Length(hours, Unit.HOURS))), on=NOVEMBER)
    assert (not found) is lawful
    assert all(f.clause.source == "Sentencing Act 2020" for f in found)


@pytest.mark.parametrize(
    ("hours", "lawful"), [((200, 100), True), ((200, 101), False), ((100, 100, 101), False)]
)
def test_hours_of_one_order_come_to_three_hundred_at_most_in_all(hours, lawful):
    held = [(RequirementKind.UNPAID_WORK, Length(n, Unit.HOURS)) for n in hours]
    assert rules(order(*held)) == ([] if lawful else ["requirement_sum"])


@pytest.mark.parametrize(
    ("on", "months", "lawful"),
    [
        (date(2019, 1, 1), 12, True),
        (date(2019, 1, 1), 13, False),
        (date(2021, 6, 1), 12, True),
        (date(2021, 6, 1), 24, False),
        (date(2022, 6, 27), 13, False),
        (date(2022, 6, 28), 24, True),
        (NOVEMBER, 25, False),
    ],
)
def test_a_curfew_lasted_twelve_months_at_most_until_june_2022_and_two_years_since(on, months, lawful):
    curfew = (RequirementKind.CURFEW, Length(months, Unit.MONTHS))
    assert rules(order(curfew, length="24 months"), on) == ([] if lawful else ["requirement_length"])


def test_activity_days_have_no_most_that_the_law_names():
    assert rules(order((RequirementKind.REHABILITATION_ACTIVITY, Length(200, Unit.DAYS)))) == []


@pytest.mark.parametrize(
    ("on", "custody", "rule"),
    [
        (NOVEMBER, "13 days", "suspended_term"),
        (NOVEMBER, "14 days", None),
        (NOVEMBER, "26 weeks", None),
        (date(2026, 3, 21), "24 months", None),
        (date(2026, 3, 21), "25 months", "suspended_term"),
        (date(2026, 3, 22), "36 months", None),
        (date(2026, 3, 22), "3 years 1 day", "suspended_term"),
    ],
)
def test_a_term_is_suspended_for_fourteen_days_to_two_years_and_to_three_since_march_2026(on, custody, rule):
    passed = order(kind=SUSPENDED, suspended=read_term(custody))
    assert rules(passed, on) == ([rule] if rule else [])


def test_a_suspended_sentence_order_lasts_three_years_at_most_since_march_2026():
    long = order(kind=SUSPENDED, length="36 months", suspended=read_term("6 months"))
    assert rules(long, date(2026, 3, 21)) == ["order_length"]
    assert rules(long, date(2026, 3, 22)) == []


@pytest.mark.parametrize(
    ("kind", "born", "offence", "rule"),
    [
        (COMMUNITY, date(2008, 11, 21), None, "age_at_hearing"),
        (COMMUNITY, date(2008, 11, 20), None, None),
        (CUSTODY, date(2005, 11, 21), None, "age_at_hearing"),
        (CUSTODY, date(2005, 11, 20), None, None),
        (SentenceKind.YOUNG_ADULT_DETENTION, date(2005, 1, 1), date(2026, 1, 1), "age_at_offence"),
        (SentenceKind.YOUNG_ADULT_DETENTION, date(2005, 1, 1), date(2025, 12, 31), None),
        (SentenceKind.YOUTH_REHABILITATION_ORDER, date(2008, 1, 1), date(2026, 1, 1), "age_at_offence"),
        (SentenceKind.YOUTH_REHABILITATION_ORDER, date(2008, 1, 1), None, None),
        (COMMUNITY, None, None, None),
    ],
)
def test_each_sentence_is_for_its_ages_and_what_is_not_known_breaks_no_rule(kind, born, offence, rule):
    assert rules(order(WORK, kind=kind, born=born, offence=offence)) == ([rule] if rule else [])


def test_custody_of_a_year_or_less_is_asked_about_where_the_law_presumes_it_suspended():
    short, long = (read_term(said) for said in ("12 months", "12 months 1 day"))

    def noted(length, on, born=None):
        return [note.rule for note in notes_on(CUSTODY, length, born, on=on)]

    assert noted(short, date(2026, 3, 22)) == ["presumption_of_suspension"]
    assert noted(short, date(2026, 3, 21)) == noted(long, date(2026, 3, 22)) == []
    assert noted(short, date(2026, 3, 22), date(2008, 3, 23)) == []
    assert noted(short, date(2026, 3, 22), date(2008, 3, 22)) == ["presumption_of_suspension"]


def test_every_limit_cites_a_clause_and_says_where_it_was_only_assumed():
    for edition in order_editions():
        for table in (edition.table.orders, edition.table.requirements):
            for entry in table.values():
                assert entry["basis"] in {"source", "assumed"}
                assert ("(assumed)" in str(edition.table.clause(entry))) is (entry["basis"] == "assumed")
        assert edition.table.requirements.keys() == set(RequirementKind)


def test_the_editions_follow_one_another_without_a_gap():
    periods = [edition.in_force for edition in order_editions()]
    assert all(one.end == other.start for one, other in pairwise(periods))
    assert order_edition(date(1990, 1, 1)) is None
