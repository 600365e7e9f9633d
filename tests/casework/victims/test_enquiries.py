"""An address is asked about of everybody alike: to the same team, told on the same day, in the same words, with a victim and without."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from support.people import joins
from support.service import NOW, a_local, a_person, a_service, managed
from support.victims import THEFT, a_liaison_officer, registered, sentenced
from support.wall_visits import browser

from throughcare.casework.victims import queries
from throughcare.casework.victims.actions import answer_enquiry, ask_about_address
from throughcare.casework.victims.models import Enquiry
from throughcare.casework.victims.rules.enquiries import (
    MOST_OF_A_PERSON,
    MOST_OF_AN_ASKER,
    WITHIN_DAYS,
    EnquiryAnswer,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of

PLACE = "12 Harbour Street"


@pytest.fixture(scope="module")
def service():
    found = a_service(
        "england-and-wales-2021", at=NOW + timedelta(days=8)
    )  # pages stand on the next day but one
    found.liaison = a_liaison_officer(found)
    found.elsewhere = a_liaison_officer(a_service("england-and-wales-2021", local=a_local()))
    return found


def with_a_victim(service):
    person = managed(sentenced(service))
    registered(service.liaison, person).comes_in()
    return with_an_asker(person)


def without(service):
    """Whose sentence no scheme covers at all."""
    return with_an_asker(managed(a_person(service, offence_code=THEFT)))


def with_an_asker(person):
    """Somebody of the team who asked of nobody before."""
    person.asker = joins(person.team.unit, "offender manager")
    return person


def asks(person, place=PLACE, by=None, days=0):
    at = person.service.later() + timedelta(days=days)
    return ask_about_address(by=by or person.asker, at=at, person_id=person.id, place=place)


def row_of(made):
    return Enquiry.objects.using("owner").get(id=made)


def told(person, by=None, days=0):
    at = person.service.at + timedelta(days=days)
    with viewing(by or person.asker, at):
        return queries.enquiries_of(person.id, at=at)


def raw(person):
    with viewing(person.asker, person.service.at), connection.cursor() as cursor:
        cursor.execute("SELECT place, asked_on, told_on, answer FROM victims_enquiries_of(%s)", [person.id])
        return cursor.fetchall()


@pytest.mark.parametrize("answer", [None, *EnquiryAnswer])
def test_what_is_told_is_the_same_with_a_victim_and_without_one(service, answer):
    worlds = []
    for person in (with_a_victim(service), without(service)):
        made = asks(person)
        assert row_of(made).unit_id == service.liaison.unit_id
        before, unanswered = told(person), raw(person)
        page = browser(person.asker).get(f"/people/{person.id}/address-enquiry").content.decode()
        assert "Not told yet" in page
        if answer:
            answer_enquiry(by=service.liaison, at=service.later(), enquiry_id=made, answer=answer)
        assert (told(person), raw(person)) == (before, unanswered), (
            "that somebody answered is not told before its day"
        )
        worlds.append(
            (
                before,
                told(person, days=14),
                re.sub(r".*<table", "", page.split("<main")[1], flags=re.S).split("</table>")[0],
            )
        )
    assert worlds[0] == worlds[1]
    assert worlds[0][0][0].answer is None
    assert worlds[0][1][0].answer == (answer or "cannot say")


def test_only_the_team_reads_one_and_only_whoever_asked_is_told(service):
    person = with_a_victim(service)
    made = asks(person)
    others = [person.asker, person.team.senior, service.elsewhere]
    for who in others:
        with viewing(who, service.at):
            assert Enquiry.objects.count() == 0
            assert queries.enquiries_to_answer(at=service.at) == []
    assert told(person, by=person.team.senior) == []
    with viewing(service.liaison, service.at):
        mine = {one.id: one for one in queries.enquiries_to_answer(at=service.at)}
    assert mine[made].called
    assert mine[made].place == PLACE


def test_many_questions_are_refused_whoever_of_the_team_asks(service):
    person, other = without(service), without(service)
    senior = person.team.senior
    for number in range(MOST_OF_A_PERSON):
        asks(person, f"{number} Hill Road", by=senior if number else None)
    for who in (person.asker, senior):
        with pytest.raises(Refused, match="3 addresses were asked about for this person"):
            asks(person, by=who)
    asks(other)
    asks(person, days=WITHIN_DAYS)


def test_the_database_holds_the_limits_too_and_sends_none_to_be_told_sooner(service):
    person = without(service)
    at, to = service.later(), service.liaison.unit_id
    asked = "SELECT victims_enquire(%s, %s, 'a place', %s)"
    today = day_of(at)

    def sends(whose, told_on, who=person.asker):
        with viewing(who, service.later()), connection.cursor() as cursor:
            cursor.execute(asked, [whose, to, told_on])
            return cursor.fetchone()[0]

    week = today + timedelta(days=7)
    assert sends(person.id, today + timedelta(days=6)) is None
    assert sends(new_id(), week) is None
    assert sends(person.id, week, who=service.liaison) is None
    assert [sends(person.id, week) is not None for _ in range(MOST_OF_A_PERSON + 1)] == [
        True
    ] * MOST_OF_A_PERSON + [False]
    asker, sent = person.asker, MOST_OF_A_PERSON
    while sent < MOST_OF_AN_ASKER:
        one = without(service)
        for _ in range(min(MOST_OF_A_PERSON, MOST_OF_AN_ASKER - sent)):
            assert sends(one.id, week, who=asker) is not None
            sent += 1
    assert sends(without(service).id, week, who=asker) is None


def test_nobody_writes_one_by_sql_or_changes_what_was_asked(service):
    person = without(service)
    made = asks(person)
    for who, said in (
        (person.asker, "UPDATE victims_enquiry SET answer = 'no' WHERE id = %s"),
        (service.liaison, "UPDATE victims_enquiry SET place = 'another' WHERE id = %s"),
    ):
        try:
            with viewing(who, service.at), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(said, [made])
                assert cursor.rowcount == 0
        except ProgrammingError as refused:
            assert "permission denied" in str(refused)
    assert (row_of(made).answer, row_of(made).place) == ("", PLACE)


def test_it_is_answered_once_by_the_team_and_before_its_day(service):
    person = with_a_victim(service)
    made, late = asks(person), asks(person)
    with pytest.raises(Refused, match="not for your team"):
        answer_enquiry(
            by=service.elsewhere,
            at=service.later(),
            enquiry_id=made,
            answer=EnquiryAnswer.NO,
        )
    answer_enquiry(by=service.liaison, at=service.later(), enquiry_id=made, answer=EnquiryAnswer.YES)
    with pytest.raises(Refused, match="answered before: yes"):
        answer_enquiry(by=service.liaison, at=service.later(), enquiry_id=made, answer=EnquiryAnswer.NO)
    with pytest.raises(Refused, match="cannot be said"):
        answer_enquiry(
            by=service.liaison, at=service.at + timedelta(days=20), enquiry_id=late, answer=EnquiryAnswer.NO
        )


def test_pages_and_the_api_ask_and_answer(service):
    person = without(service)
    asker, base = browser(person.asker), f"/people/{person.id}/address-enquiry"
    key = asker.get(base).context["form"]["idempotency_key"].value()
    assert asker.post(base, {"idempotency_key": key, "place": "1 Cliff Terrace"}).status_code == 302
    assert "1 Cliff Terrace" in asker.get(base).content.decode()
    made = asker.post(
        f"/api/v1/people/{person.id}/address-enquiries",
        {"place": "2 Cliff Terrace"},
        content_type="application/json",
    )
    assert made.status_code == 201
    listed = asker.get(f"/api/v1/people/{person.id}/address-enquiries").json()
    assert [one["answer"] for one in listed] == [None, None]
    team = browser(service.liaison)
    assert "Addresses to answer about" in team.get("/").content.decode()
    assert "1 Cliff Terrace" in team.get("/victims/enquiries").content.decode()
    waiting = {one["place"]: one["id"] for one in team.get("/api/v1/victims/enquiries").json()}
    page = f"/victims/enquiries/{waiting['1 Cliff Terrace']}"
    key = team.get(page).context["form"]["idempotency_key"].value()
    assert team.post(page, {"idempotency_key": key, "answer": "no"}).status_code == 302
    assert team.get(page).status_code == 404
    answered = team.post(
        f"/api/v1/victims/enquiries/{waiting['2 Cliff Terrace']}/answer",
        {"answer": "cannot say"},
        content_type="application/json",
    )
    assert answered.status_code == 204


def test_where_nobody_keeps_victims_told_the_page_says_so_and_offers_no_form(service):
    person = without(a_service("england-and-wales-2021", local=a_local()))
    shown = browser(person.asker).get(f"/people/{person.id}/address-enquiry").content.decode()
    assert "There is nobody to ask." in shown and 'name="place"' not in shown
    with pytest.raises(Refused, match="There is nobody to ask"):
        asks(person)
