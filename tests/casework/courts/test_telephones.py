"""A telephone number that a court gives is kept, once; what is no number is asked about and costs nothing else."""

import pytest
from casework.courts.test_told_breaches import asked, told_of
from support.service import a_result, a_service, faults_of, import_rows

from throughcare.casework.courts.models import Sentence
from throughcare.casework.people.models import Phone


@pytest.fixture(scope="module")
def service():
    return a_service()


def phones_of(row):
    person = Sentence.objects.using("owner").get(appearance__result_ref=row["result_ref"]).person_id
    kept = Phone.objects.using("owner").filter(person_id=person).order_by("recorded_at", "id")
    return [(one.number, one.safe_to_use) for one in kept]


def test_a_number_is_on_the_record_and_nobody_is_said_to_have_asked_whether_it_is_safe(service):
    row = a_result(phone="07700 900123")
    assert faults_of(service, import_rows(service, row)) == []
    assert phones_of(row) == [("07700900123", "not_asked")]


def test_the_same_number_sent_again_is_kept_once_and_another_is_kept_beside_it(service):
    first = a_result(phone="07700 900124")
    import_rows(service, first)
    import_rows(service, told_of(first, "breach proved", phone="07700900124"))
    import_rows(service, told_of(first, "order continues", hearing_date="2026-11-17", phone="01642 496002"))
    assert phones_of(first) == [("07700900124", "not_asked"), ("01642496002", "not_asked")]


def test_what_is_no_number_is_asked_about_and_the_sentence_stands(service):
    row = a_result(phone="ring his sister")
    assert faults_of(service, import_rows(service, row)) == []
    assert phones_of(row) == []
    assert ("phone", "ring his sister") in {(about, said) for about, said, _ in asked(service, row)}
