"""Two worlds that differ only in victims are one and the same to every other role: each page, each answer, each table, each job.

The first world is a service in which somebody was sentenced, with a team that keeps victims told. The second is the same service
after victims of that sentence were registered, written to, came in, were held by others, and left, and after their team answered that
an address proposed for the person is too near. Whatever any other role is shown of the first it is shown of the second, to the last
character, but for the tokens of forms.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from support.people import joins
from support.service import NOW, a_service, managed
from support.two_worlds import CHANGES, OTHERS, looked_at, machinery, rows, shown, told_apart
from support.victims import a_liaison_officer, covered_of, registered, sent, sentenced
from support.wall_visits import browser

from throughcare.casework.own.actions import give_code
from throughcare.casework.victims import actions
from throughcare.casework.victims.rules import Choice, Means, StageKind, VictimKind, VictimMove
from throughcare.casework.victims.rules.enquiries import EnquiryAnswer
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def person():
    service = a_service("england-and-wales-2021")
    service.liaison = a_liaison_officer(service)
    service.colleague = joins(service.liaison.unit_id, "victim liaison officer")
    sentence = managed(sentenced(service))
    # So late that no page tells of it yet: what pages show stands on the thirtieth.
    service.asked = actions.ask_about_address(
        by=sentence.team.officer, at=NOW + timedelta(days=8), person_id=sentence.id, place="9 Mill Row"
    )
    return sentence


def live(person, stage=StageKind.LICENCE):
    """Every kind of thing that can be done of victims, of this very sentence, at a stage not yet told of."""
    officer, colleague, at = person.service.liaison, person.service.colleague, person.service.at
    told, child = (
        registered(officer, person),
        registered(officer, person, "Sam Example", kind=VictimKind.CHILD, reach=actions.Reach(Means.NONE)),
    )
    registered(officer, person, "Jo Example", kind=VictimKind.REPRESENTATIVE, speaks_for_id=child.id)
    actions.name_checker(by=officer, at=person.service.later(), victim_id=told.id, member_id=colleague.id)
    told.comes_in(Choice.STAGES, stages=[stage])
    reached = actions.record_stage(
        by=officer, at=at, covered_id=covered_of(person).id, stage=stage, on=day_of(at)
    )
    letter = told.written_to(reached)
    sent(told, letter, colleague)
    statement = told.asked_about(day_of(at) + timedelta(days=90))
    actions.write_statement(
        by=officer, at=person.service.later(), statement_id=statement, version=1, words="What it did to me."
    )
    browser(officer).get(f"/victims/statements/{statement}")
    browser(officer).get(f"/victims/letters/{letter}")
    browser(officer).get(f"/victims/{told.id}")
    browser(officer).get(f"/victims/sentences/{covered_of(person).id}")
    told.move(VictimMove.OPT_OUT)
    return told


def own_page(person):
    """What the person reads on their own page, by a code of its own each time."""
    client = Client()
    one = give_code(by=person.team.officer, at=timezone.now(), case_id=person.case)
    assert client.post("/own", {"reference": one.reference, "code": one.code}).status_code == 302
    page = client.get("/own/page")
    assert page.status_code == 200
    return CHANGES.sub("", page.content.decode())


def test_two_worlds_that_differ_only_in_victims_are_the_same_to_every_other_role(person):
    members = {role: joins(person.team.unit, role) for role in OTHERS}
    members["in the very team"] = joins(person.service.liaison.unit_id, "senior probation officer")
    members["leads above"] = person.team.senior
    members["manages them"] = person.team.officer
    members["another team's officer"] = joins(person.team.unit, "victim liaison officer")
    at = person.service.at
    looked_at(
        members, person, at
    )  # each page is opened once before, so that opening it again changes nothing
    theirs = own_page(person)  # they read who looked, so it is read once all have
    looked_at(members, person, at)  # once more, for the code that was given
    jobs = machinery()
    before = looked_at(members, person, at)
    opened = sum(status == 200 for _, answers in before.values() for status, _, _ in answers.values())
    assert opened > 100, "the worlds must be looked at to be told apart"
    live(person)
    actions.answer_enquiry(
        by=person.service.liaison,
        at=NOW + timedelta(days=8),
        enquiry_id=person.service.asked,
        answer=EnquiryAnswer.YES,
    )
    assert machinery() == jobs
    assert told_apart(before, looked_at(members, person, at)) == []
    assert own_page(person) == theirs, "nor is the person shown anything else on their own page"


def test_the_worlds_would_be_told_apart_if_a_line_of_a_liaison_officer_were_told(person):
    """The comparison is no mirror: what the officer themselves is shown does change."""
    officer, at = person.service.liaison, person.service.at
    paths = ["/victims", "/victims/sentences", "/"]
    before, then = shown(officer, paths), rows(officer, at)
    registered(officer, person, "Somebody New")
    after, now = shown(officer, paths), rows(officer, at)
    assert all(before[path][1] != after[path][1] for path in paths)
    assert {table for table in now if now[table] != then[table]} >= {
        "victims_victim",
        "victims_victimholder",
        "victims_victimstep",
    }


def test_the_looks_of_a_liaison_officer_are_in_the_ledger_and_on_no_page_of_the_person(person):
    told = live(person, StageKind.TARIFF)
    senior = person.team.senior
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_entry WHERE member_id = %s AND people @> ARRAY[%s]::uuid[]",
            [told.officer.id, person.id],
        )
        assert cursor.fetchone()[0] > 0
    for path in (f"/people/{person.id}/access", "/audit"):
        page = browser(senior).get(path)
        assert page.status_code == 200
        assert told.officer.name not in page.content.decode()
        assert "victim liaison officer" not in page.content.decode().split("<main")[1]
