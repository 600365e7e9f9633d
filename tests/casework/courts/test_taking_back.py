"""What was recorded of a sentence by mistake is taken back: it stands as it stood, and what rests on it is worked out again."""

from datetime import date

import pytest
from support.people import joins
from support.service import a_result, a_service, hear, import_rows
from support.wall_visits import browser, caller

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts import queries
from throughcare.casework.courts.actions import (
    annul_sentence,
    end_sentence,
    end_sentences,
    record_breach,
    resolve_breach,
    take_back,
)
from throughcare.casework.courts.actions.batches import Ending
from throughcare.casework.courts.models import Sentence
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.people.actions import record_death
from throughcare.casework.people.models import Person
from throughcare.casework.supervision.models import Case, TimelineEntry
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def sentence(service):
    row = a_result(hearing_date="2026-11-18")
    import_rows(service, row)
    return Sentence.objects.using("owner").get(appearance__result_ref=row["result_ref"])


def does(service, action, sentence, **more):
    sentence.refresh_from_db(using="owner")
    action(
        by=service.officer_of_the_court, at=service.later(), sentence_id=sentence.id, version=sentence.version,
        because="the court rang", **more,
    )  # fmt: skip
    hear()
    sentence.refresh_from_db(using="owner")


def tier(service, sentence):
    with viewing(service.officer_of_the_court, service.later()):
        return assessment.tier_of(sentence.person_id).outcome


ON = date(2026, 11, 18)


@pytest.mark.parametrize(
    "how", [SentenceState.REVOKED, SentenceState.COMPLETED, SentenceState.ENDED_BY_DEATH]
)
def test_an_end_recorded_by_mistake_is_taken_back_and_the_tier_with_it(service, sentence, how):
    before = tier(service, sentence)
    does(service, end_sentence, sentence, on=ON, how=how)
    assert (sentence.state, sentence.ended_on, tier(service, sentence)) == (how, ON, "not_supervised")
    does(service, take_back, sentence)
    assert (sentence.state, sentence.ended_on, tier(service, sentence)) == ("in force", None, before)
    what = "What was recorded of a sentence was taken back as a mistake"
    assert TimelineEntry.objects.using("owner").filter(about_id=sentence.id, what=what).count() == 1


@pytest.mark.parametrize(
    "how", [SentenceState.QUASHED, SentenceState.SET_ASIDE, SentenceState.RECORDED_IN_ERROR]
)
def test_a_sentence_that_fell_away_by_mistake_counts_again_and_a_case_is_opened_for_it(
    service, sentence, how
):
    does(service, annul_sentence, sentence, on=ON, how=how)
    cases = Case.objects.using("owner").filter(person_id=sentence.person_id)
    assert cases.get().closed_at is not None
    does(service, take_back, sentence)
    assert sentence.state == "in force"
    assert [case.sentence for case in cases.filter(closed_at=None)] == ["community_order"]
    hear()
    assert cases.count() == 2
    with viewing(service.officer_of_the_court, service.later()):
        assert queries.convictions_of(sentence.person_id)


def test_a_breach_found_by_mistake_counts_for_no_tier_and_a_revocation_in_breach_leaves_the_breach(
    service, sentence
):
    def breached():
        with viewing(service.officer_of_the_court, service.later()):
            return queries.standings_of([sentence.person_id])[sentence.person_id].last_breach

    does(service, record_breach, sentence, on=ON)
    does(service, end_sentence, sentence, on=ON, how=SentenceState.REVOKED)
    does(service, take_back, sentence)
    assert (sentence.state, breached()) == ("in breach", ON)
    with viewing(service.officer_of_the_court, service.at):
        assert [one.since for one in queries.in_breach([sentence.person_id])] == [ON]
    does(service, take_back, sentence)
    assert (sentence.state, breached()) == ("in force", None)
    does(service, record_breach, sentence, on=ON)
    does(service, resolve_breach, sentence, on=ON)
    does(service, take_back, sentence)
    assert sentence.state == "in breach"


def test_many_ended_in_one_act_are_taken_back_one_by_one(service, sentence):
    end_sentences(
        by=service.officer_of_the_court,
        at=service.later(),
        endings=[Ending(sentence.id, ON, SentenceState.COMPLETED)],
    )
    hear()
    does(service, take_back, sentence)
    assert sentence.state == "in force"


def test_nothing_is_taken_back_where_nothing_was_recorded_or_without_a_reason_or_twice(service, sentence):
    def takes(**given):
        take_back(
            **(
                {
                    "by": service.officer_of_the_court,
                    "at": service.later(),
                    "sentence_id": sentence.id,
                    "because": "x",
                }
                | given
            )
        )

    with pytest.raises(Refused, match="nothing recorded of it can be taken back"):
        takes(version=sentence.version)
    does(service, end_sentence, sentence, on=ON, how=SentenceState.COMPLETED)
    with pytest.raises(Refused, match="Say why"):
        takes(version=sentence.version, because=" ")
    takes(version=sentence.version)
    with pytest.raises(Refused):
        takes(version=sentence.version)


def test_a_death_that_stands_is_taken_back_as_a_death(service, sentence):
    person = Person.objects.using("owner").get(id=sentence.person_id)
    record_death(
        by=service.officer_of_the_court,
        at=service.later(),
        person_id=person.id,
        version=person.version,
        died_on=ON,
    )
    hear()
    sentence.refresh_from_db(using="owner")
    assert sentence.state == "ended by death"
    with pytest.raises(Refused, match="take the death back"):
        does(service, take_back, sentence)


def test_on_a_page_and_by_the_api_it_is_taken_back_by_whoever_may_amend(service, sentence):
    does(service, end_sentence, sentence, on=ON, how=SentenceState.COMPLETED)
    officer = service.officer_of_the_court
    address = f"/people/{sentence.person_id}/sentences/{sentence.id}/taken-back"
    assert address in browser(officer).get(f"/people/{sentence.person_id}/sentence").content.decode()
    form = {"idempotency_key": str(new_id()), "version": sentence.version, "because": "the wrong person"}
    assert browser(officer).post(address, form).status_code == 302
    sentence.refresh_from_db(using="owner")
    assert sentence.state == "in force"
    shown = browser(officer).get(f"/people/{sentence.person_id}/sentence").content.decode()
    assert address not in shown and "the wrong person" in shown
    assert browser(officer).get(address).status_code == 302
    does(service, record_breach, sentence, on=ON)
    body = {"version": sentence.version, "because": "another's"}
    said = caller(officer).post(
        f"/api/v1/sentences/{sentence.id}/taken-back", body, content_type="application/json"
    )
    assert said.status_code == 204
    worker = joins(service.court_unit, "probation services officer")
    assert browser(worker).get(address).status_code in {403, 404}
