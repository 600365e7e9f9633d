"""A court's file on the edges of London's day, and the minimum term of a life sentence: from the file to the record."""

import csv
from datetime import date, datetime, timedelta

import pytest
from support.court_files import FILES
from support.people import as_worker
from support.service import a_result, a_service, as_file, faults_of, hear, import_rows

from throughcare.casework.courts import queries
from throughcare.casework.courts.actions import import_court_results
from throughcare.casework.courts.models import Appearance, Sentence
from throughcare.foundation.access.session import viewing

LONDON = list(
    csv.DictReader((FILES / "the_day_it_is_in_london" / "right.csv").read_text("utf-8").splitlines())
)
LIFE = {"sentence_kind": "life sentence", "requirements": "", "sentence_length": "", "sentence_unit": ""}


@pytest.fixture(scope="module")
def service():
    return a_service()


def brought_at(service, at, *rows):
    service.takes_its_area()
    with as_worker():
        report = import_court_results(
            by=service.officer_of_the_court, at=at, file=as_file(rows), file_name="r.csv"
        )
        hear()
    return report


@pytest.mark.parametrize("told", LONDON, ids=lambda told: told["instant_utc"])
def test_a_courts_file_of_todays_hearings_is_taken_by_londons_day_and_tomorrows_is_refused(service, told):
    # A year on: the members of the service join in November 2026, and the clocks of both years agree on these days.
    at, today = datetime.fromisoformat(told["instant_utc"]), date.fromisoformat(told["london_day_right"])
    at, today = at.replace(year=2027), today.replace(year=2027)
    offended = (today - timedelta(days=30)).isoformat()
    rows = [
        a_result(hearing_date=day.isoformat(), offence_date=offended)
        for day in (today, today + timedelta(days=1))
    ]
    report = brought_at(service, at, *rows)
    assert (report.recorded, report.refused) == (1, 1)
    assert faults_of(service, report) == [(3, "hearing_date", "is in the future")]
    kept = Appearance.objects.using("owner").get(brought=report.import_id)
    assert kept.on == today


@pytest.mark.parametrize(
    ("said", "minimum", "released_on"),
    [
        ({"minimum_term": "14 years"}, "14 years", "2040-11-02"),
        ({"minimum_term": "14"}, "14 years", "2040-11-02"),
        ({"minimum_term": "fourteen years"}, "14 years", "2040-11-02"),
        ({"minimum_term": "fourteen", "sentence_unit": "years"}, "14 years", "2040-11-02"),
        ({"minimum_term": "12 years 6 months"}, "12 years 6 months", "2039-05-02"),
        ({"sentence_length": "15", "sentence_unit": "years"}, "15 years", "2041-11-02"),
        ({"sentence_length": "15 years", "minimum_term": "15 years"}, "15 years", "2041-11-02"),
        ({}, "", None),
    ],
    ids=lambda one: " ".join(one.values()) or "none" if isinstance(one, dict) else "",
)
def test_the_minimum_term_of_life_is_recorded_and_it_never_ends(service, said, minimum, released_on):
    row = a_result(**LIFE | {"hearing_date": "2026-11-02"} | said)
    report = import_rows(service, row)
    assert faults_of(service, report) == []
    kept = Sentence.objects.using("owner").get(appearance__result_ref=row["result_ref"])
    assert (kept.minimum_term, kept.length, kept.ends_on) == (minimum, "", None)
    with viewing(service.officer_of_the_court, service.at):
        [seen] = queries.sentences_of(kept.person_id)
        known = queries.known_ends([kept.person_id])[kept.person_id]
    assert seen.minimum_term == minimum
    assert not seen.release_is_automatic or released_on is None
    assert (seen.releases_on and seen.releases_on.isoformat()) == released_on
    assert known.ends_on is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"minimum_term": "fourteen"}, "minimum_term"),
        ({"minimum_term": "fourteen", "sentence_unit": "months"}, "minimum_term"),
        ({"minimum_term": "0"}, "minimum_term"),
        ({"minimum_term": "14 years", "sentence_length": "15 years"}, "minimum_term"),
        ({"minimum_term": "101 years"}, "minimum_term"),
        (
            {"sentence_kind": "custody", "sentence_length": "12 years", "minimum_term": "6 years"},
            "minimum_term",
        ),
    ],
    ids=lambda one: " ".join(one.values()) if isinstance(one, dict) else "",
)
def test_a_minimum_that_cannot_be_is_refused_with_its_field_and_costs_no_other_row(service, said, field):
    report = import_rows(service, a_result(**LIFE | said), a_result())
    assert (report.recorded, report.refused) == (1, 1)
    assert {name for _, name, _ in faults_of(service, report)} == {field}
