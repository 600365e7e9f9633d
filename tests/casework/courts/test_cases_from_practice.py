"""What people who do this work brought in, with the right answer of each kind; every file is one somebody sent."""

import csv
from datetime import date

import pytest
from support.court_files import FILES, bring_in
from support.service import NOW, a_service, faults_of

from throughcare.casework.courts import queries
from throughcare.casework.courts.models import Appearance, Sentence
from throughcare.casework.courts.rules import read_term
from throughcare.casework.supervision.models import Case
from throughcare.foundation.access.session import viewing


@pytest.fixture(scope="module")
def service():
    return a_service()


def sentences_from(report):
    made = Sentence.objects.using("owner").filter(appearance__brought=report.import_id)
    return {row.appearance.result_ref: row for row in made.select_related("appearance")}


def seen(service, row):
    with viewing(service.officer_of_the_court, NOW):
        return {one.id: one for one in queries.sentences_of(row.person_id)}


@pytest.mark.parametrize(
    "row",
    list(csv.DictReader((FILES / "last_day_of_a_sentence" / "right.csv").read_text("utf-8").splitlines())),
    ids=lambda r: f"{r['imposed']} {r['length']} {r['unit']}",
)
def test_the_last_day_of_a_sentence_is_the_day_before_its_anniversary(row):
    length = read_term(row["length"], row["unit"])
    assert length.last_day(date.fromisoformat(row["imposed"])).isoformat() == row["last_day_right"]


def test_a_consecutive_term_runs_on_and_the_two_are_shown_as_one_run(service):
    made = sentences_from(bring_in(service, "consecutive_terms"))
    first, second = made["CASE-029"], made["CASE-030"]
    assert (first.ends_on, second.begins_on) == (date(2027, 11, 19), date(2027, 11, 20))
    assert second.ends_on == date(2028, 5, 19)
    assert second.named_id == first.id
    shown = seen(service, second)[second.id]
    assert (shown.run.begins_on, shown.run.ends_on) == (date(2026, 11, 20), date(2028, 5, 19))
    assert (shown.run.place, shown.run.of) == (2, 2)
    with viewing(service.officer_of_the_court, NOW):
        assert queries.known_ends([second.person_id])[second.person_id].ends_on == date(2028, 5, 19)


def test_a_run_of_more_than_a_year_is_one_of_custody_over_a_year_for_the_model(service):
    made = sentences_from(bring_in(service, "consecutive_terms"))
    person = (made or {}).get("CASE-030") or Sentence.objects.using("owner").get(
        appearance__result_ref="CASE-030"
    )
    case = Case.objects.using("owner").get(person_id=person.person_id, closed_at=None)
    assert case.sentence == "custody_12_months_or_more"


def test_lengths_are_recorded_as_courts_give_them(service):
    made = sentences_from(bring_in(service, "lengths_courts_give"))
    assert made["CASE-026"].suspended == "26 weeks"
    assert made["CASE-026"].ends_on == date(2027, 11, 15)
    assert made["CASE-027"].length == "18 months 2 weeks"
    assert made["CASE-027"].ends_on == date(2028, 5, 29)
    assert (made["CASE-028"].length, made["CASE-028"].extension) == ("4 years", "2 years")
    assert made["CASE-028"].ends_on == date(2032, 11, 15)


def test_each_day_that_cannot_be_in_its_order_is_refused_with_its_field(service):
    report = bring_in(service, "days_out_of_order")
    assert (report.recorded, report.refused) == (0, 4)
    found = [(field, because) for _, field, because in faults_of(service, report)]
    assert found == [
        ("offence_date", found[0][1]),
        ("offence_date", "is before the person was born"),
        ("offence_date", "makes the person under ten, the age of criminal responsibility, at the offence"),
        ("report_due", "is before the hearing that asked for the report"),
    ]


def test_one_absurd_length_refuses_its_row_and_costs_no_other(service):
    report = bring_in(service, "one_length_stops_the_file")
    assert (report.recorded, report.refused) == (1, 1)
    [(line, field, because)] = faults_of(service, report)
    assert (line, field) == (3, "sentence_length")
    assert "no term is longer" in because


def test_adjourned_twice_then_two_cases_at_one_sitting_beside_a_co_defendant(service):
    report = bring_in(service, "right_today_adjourned_twice")
    assert report.recorded == 5
    rows = Appearance.objects.using("owner").filter(brought=report.import_id)
    assert len({row.person_id for row in rows}) == 2
    made = sentences_from(report)
    assert sorted(row.length for row in made.values()) == ["12 months", "24 months"]
    [person] = {row.person_id for row in made.values()}
    assert Case.objects.using("owner").filter(person_id=person, closed_at=None).count() == 1


def test_a_later_result_without_a_number_takes_none_away(service):
    report = bring_in(service, "right_today_number_left_out_later")
    rows = Appearance.objects.using("owner").filter(brought=report.import_id)
    assert (report.recorded, len({row.person_id for row in rows})) == (3, 1)


def test_first_name_and_sex_changed_with_the_number_the_same_is_one_person(service):
    report = bring_in(service, "right_today_sex_and_name_changed")
    rows = Appearance.objects.using("owner").filter(brought=report.import_id)
    assert (report.recorded, len({row.person_id for row in rows})) == (2, 1)
