"""A case whose sentence fell away is worked out again from what is left, and twice is as once."""

from uuid import uuid4

import pytest
from support.people import as_worker
from support.service import a_person, a_service, hear

from throughcare.casework.courts.actions import annul_sentence
from throughcare.casework.courts.models import Sentence
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.supervision.actions.falling import reconsider_case
from throughcare.casework.supervision.models import TimelineEntry


@pytest.fixture(scope="module")
def service():
    return a_service()


def reconsidered(service, sentence):
    with as_worker():
        return reconsider_case(by=service.officer_of_the_court, at=service.later(), sentence_id=sentence)


def test_a_case_with_nothing_left_closes_once_and_says_so_once(service):
    person = a_person(service)
    sentence = Sentence.objects.using("owner").get(person_id=person.id)
    with as_worker():
        annul_sentence(
            by=service.officer_of_the_court, at=service.later(), sentence_id=sentence.id, version=sentence.version,
            on=service.at.date(), how=SentenceState.QUASHED, because="allowed on appeal",
        )  # fmt: skip
        hear()
    closed = person.row
    assert closed.closed_because == "the sentence fell away, and nothing else is open"
    assert reconsidered(service, sentence.id)
    assert (person.row.version, person.row.closed_at) == (closed.version, closed.closed_at)
    told = TimelineEntry.objects.using("owner").filter(case=person.case, about_id=sentence.id)
    assert told.filter(what__contains="fell away").count() == 1


def test_a_sentence_still_in_force_closes_nothing(service):
    person = a_person(service)
    sentence = Sentence.objects.using("owner").get(person_id=person.id)
    assert reconsidered(service, sentence.id)
    assert person.row.closed_at is None


def test_a_sentence_of_no_case_is_said_to_be_none(service):
    assert not reconsidered(service, uuid4())
