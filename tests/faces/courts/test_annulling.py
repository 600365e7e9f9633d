"""A sentence that fell away, recorded on a page and by the API: it stays to be read, and its tier is worked out again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.people import joins
from support.service import a_result, a_service, hear, import_rows
from support.wall_visits import browser, caller

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts.models import Sentence
from throughcare.casework.supervision.models import Case
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id

WORDS = {
    "quashed": "It was quashed on appeal",
    "set aside": "The court set it aside",
    "recorded in error": "It was recorded in error",
}


@pytest.fixture(scope="module")
def service(database):
    return a_service(at=timezone.now() - timedelta(days=3))


@pytest.fixture
def sentence(service):
    row = a_result()
    import_rows(service, row)
    return Sentence.objects.using("owner").get(appearance__result_ref=row["result_ref"])


def sent(who, sentence, then, **given):
    today = timezone.localtime()
    form = {
        "idempotency_key": str(new_id()), "version": sentence.version, "then": then, "on_day": today.day,
        "on_month": today.month, "on_year": today.year, "because": "allowed on appeal",
    }  # fmt: skip
    return browser(who).post(address(sentence), form | given)


def address(sentence):
    return f"/people/{sentence.person_id}/sentences/{sentence.id}/became"


def tier_of(service, sentence):
    with viewing(service.officer_of_the_court, timezone.now()):
        return assessment.tier_of(sentence.person_id).outcome


def fell_away(service, sentence, how):
    hear()
    before = sentence.version
    sentence.refresh_from_db(using="owner")
    case = Case.objects.using("owner").get(person_id=sentence.person_id)
    assert (sentence.state, sentence.version) == (how, before + 1)
    assert tier_of(service, sentence) == "not_supervised"
    assert case.closed_because == "the sentence fell away, and nothing else is open"


@pytest.mark.parametrize("how", WORDS)
def test_on_a_page_it_falls_away_its_tier_follows_and_it_stays_to_be_read(service, sentence, how):
    officer = service.officer_of_the_court
    assert tier_of(service, sentence) != "not_supervised"
    assert WORDS[how] in browser(officer).get(address(sentence)).content.decode()
    assert sent(officer, sentence, how).status_code == 302
    fell_away(service, sentence, how)
    shown = browser(officer).get(f"/people/{sentence.person_id}/sentence").content.decode()
    assert "allowed on appeal" in shown
    assert how in shown.lower()
    assert address(sentence) not in shown


@pytest.mark.parametrize("how", WORDS)
def test_by_the_api_it_falls_away_and_its_tier_follows(service, sentence, how):
    body = {
        "version": sentence.version, "then": how, "on": timezone.localdate().isoformat(), "because": "allowed",
    }  # fmt: skip
    api = caller(service.officer_of_the_court)
    target = f"/api/v1/sentences/{sentence.id}/became"
    assert api.post(target, body, content_type="application/json").status_code == 204
    fell_away(service, sentence, how)
    again = api.post(target, body | {"version": sentence.version}, content_type="application/json")
    assert again.status_code == 422
    assert "cannot become" in again.json()["because"]


def test_without_a_reason_or_with_an_old_version_nothing_falls_away(service, sentence):
    officer = service.officer_of_the_court
    assert sent(officer, sentence, "quashed", because="").status_code == 200
    stale = sent(officer, sentence, "quashed", version=sentence.version + 7)
    assert "Somebody else changed this sentence" in stale.content.decode()
    sentence.refresh_from_db(using="owner")
    assert sentence.state == "in force"


def test_nobody_may_say_replaced_by_hand_for_that_is_what_a_corrected_result_does(service, sentence):
    body = {"version": sentence.version, "then": "replaced", "on": "2026-11-20", "because": "allowed"}
    api = caller(service.officer_of_the_court)
    answer = api.post(f"/api/v1/sentences/{sentence.id}/became", body, content_type="application/json")
    assert answer.status_code == 422
    sentence.refresh_from_db(using="owner")
    assert sentence.state == "in force"


def test_who_may_not_amend_a_sentence_is_not_offered_that_it_fell_away(service, sentence):
    manager = joins(service.court_unit, "offender manager")
    assert sent(manager, sentence, "quashed").status_code in {403, 404}
    sentence.refresh_from_db(using="owner")
    assert sentence.state == "in force"
