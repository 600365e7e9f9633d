"""A sentence for public protection is read as courts say it, held against the law of its day, and is without end wherever that is asked."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from support.recalls import consider, let_out
from support.service import a_person, a_result, a_service, faults_of, import_rows, managed
from support.wall_visits import browser

from throughcare.casework.assessment.store.tier_facts import facts_of
from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import INDETERMINATE, SentenceKind
from throughcare.casework.courts.rules.words import sentence_kind
from throughcare.casework.recall.queries import considering
from throughcare.casework.recall.rules import Length, SentenceGroup, group_of
from throughcare.casework.release.queries import owed_in, release_of
from throughcare.casework.supervision.models import Movement
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

PASSED = {
    "sentence_kind": "IPP", "sentence_length": "", "minimum_term": "3 years", "requirements": "", "hearing_date": "2012-11-05",
    "offence_date": "2012-05-01", "date_of_birth": "1985-02-03",
}  # fmt: skip


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


def out_since(person, day):
    """Let somebody out, as of a day."""
    let_out(person)
    rows = Movement.objects.using("owner").filter(person_id=person.id, kind=MovementKind.RELEASED)
    rows.update(moved_at=F("moved_at") - timedelta(days=(day_of(person.service.at) - day).days))
    return managed(person)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("IPP", SentenceKind.PUBLIC_PROTECTION),
        ("Imprisonment for Public Protection", SentenceKind.PUBLIC_PROTECTION),
        ("Indeterminate Sentence for the Public Protection", SentenceKind.PUBLIC_PROTECTION),
        ("DPP", SentenceKind.YOUTH_PUBLIC_PROTECTION),
        ("detention for public protection", SentenceKind.YOUTH_PUBLIC_PROTECTION),
    ],
)
def test_it_is_read_as_courts_and_their_systems_say_it(said, kind):
    assert sentence_kind(said) is kind and kind in INDETERMINATE and kind.is_custodial
    assert group_of([kind.value], 30) is SentenceGroup.INDETERMINATE


def test_the_law_of_its_day_is_asked(service):
    late = import_rows(service, a_result(**(PASSED | {"hearing_date": "2013-01-07"})))
    assert any("no court passes" in because for _, _, because in faults_of(service, late))
    whole = import_rows(service, a_result(**(PASSED | {"minimum_term": "whole life"})))
    assert any("only a life sentence is for life" in because for _, _, because in faults_of(service, whole))
    two = import_rows(service, a_result(**(PASSED | {"sentence_length": "5 years"})))
    assert any("has one minimum" in because for _, _, because in faults_of(service, two))


def test_it_has_no_end_wherever_that_is_asked(service):
    person = a_person(service, **PASSED)
    with viewing(person.team.officer, service.at):
        assert courts.standings_of([person.id])[person.id].for_life
        [(_, facts)] = facts_of([person.id], rule="tier-v3", on=day_of(service.at))
        seen = release_of(person.id, at=service.at)
        [sentence] = courts.sentences_of(person.id)
    assert facts.lifer_ipp, "from the sentence itself: nobody registered anything"
    assert (sentence.kind, sentence.ends_on) == ("imprisonment for public protection", None)
    assert (seen.stands.is_indeterminate, seen.stands.tariff) == (True, date(2015, 11, 5))
    assert "minimum term" in seen.held_past.because
    assert seen.licence_ends is None, "nobody inside has a licence"


def test_recalled_it_has_no_fixed_term(service):
    person = out_since(a_person(service, **PASSED), date(2026, 1, 5))
    recall = consider(person)
    assert recall.row.sentence_group == SentenceGroup.INDETERMINATE
    with viewing(person.team.officer, service.at):
        told = considering(person.id, on=day_of(service.at))
    assert told.ruling.allowed == (Length.STANDARD,)


def test_its_licence_ends_by_the_law_of_the_day_which_the_page_and_a_home_say(service):
    person = out_since(a_person(service, **PASSED), date(2020, 3, 2))
    with viewing(person.team.officer, service.at):
        ends = release_of(person.id, at=service.at).licence_ends
        owed = [one.what for one in owed_in([(person.case, person.id)], at=service.at)]
    assert ends.ends_on == date(2024, 11, 1), "out for longer than the law asks: it ended when the law began"
    assert ends.has_ended(day_of(service.at))
    assert [what for what in owed if "licence" in what] == [
        "The licence ended by law on 1 November 2024: record it"
    ]
    shown = browser(person.team.officer).get(f"/people/{person.id}/release").content.decode()
    assert "Licence ends by law" in shown
    home = browser(person.team.officer).get("/").content.decode()
    assert "The licence ended by law on 1 November 2024: record it" in home
