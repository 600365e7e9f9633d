"""A condition that a victim asks for crosses as everybody's do: its words, its area and its day, never who asks or that anybody does."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from support.people import a_name, joins
from support.releasing import somebody_inside
from support.service import a_service
from support.victims import VIOLENT, a_liaison_officer, registered, sentenced
from support.wall_visits import browser

from throughcare.casework.release import queries as release
from throughcare.casework.release.actions import answer_proposal, propose_condition
from throughcare.casework.release.models import ProposedCondition, Proposer
from throughcare.casework.release.rules import ProposalAnswer
from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.models import AskedCondition
from throughcare.casework.victims.rules import Choice, VictimMove
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

AREA = "54.5742 -1.2350\n54.5790 -1.2290\n54.5801 -1.2101\n54.5725 -1.2050\n54.5690 -1.2200"
ZONE = {"code": "exclusion-zone", "said": {"where": "the town centre"}, "area": AREA}


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def officer(service):
    return a_liaison_officer(service)


@pytest.fixture(scope="module")
def inside(service, officer):
    return somebody_inside(service, out_in=40, offence_code=VIOLENT)


@pytest.fixture(scope="module")
def told(officer, inside):
    found = registered(officer, inside)
    found.comes_in(Choice.YEARLY)
    return found


def asks(told, **given):
    at = told.person.service.later()
    return actions.ask_for_condition(by=told.officer, at=at, victim_id=told.id, **(ZONE | given))


def court_officer(told):
    return joins(told.person.team.unit, "court officer")


def as_read(who, proposal, at):
    """Everything of a row, as somebody reads it, but what two rows never share."""
    with viewing(who, at), connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(c) - 'id' FROM release_proposedcondition c WHERE c.id = %s", [proposal]
        )
        found = cursor.fetchone()
    return json.loads(found[0]) if found else None


def test_a_row_is_the_same_whether_a_victim_asks_or_somebody_else(told):
    who, at = told.person.team.officer, told.person.service.later()
    until = day_of(at) + timedelta(days=300)
    by_victim = asks(told, until=until)
    by_court = propose_condition(by=court_officer(told), at=at, person_id=told.person.id, until=until, **ZONE)
    rows = [as_read(who, one, told.person.service.at) for one in (by_victim, by_court)]
    assert rows[0] is not None
    assert rows[0] == rows[1]
    assert not {"unit_id", "member_id", "at"} & rows[0].keys()
    with viewing(who, told.person.service.at):
        assert (Proposer.objects.count(), AskedCondition.objects.count()) == (0, 0)
        assert {by_victim, by_court} <= {one.id for one in release.conditions_asked_for(told.person.id)}
        assert len(release.conditions_to_answer([told.person.case])) >= 2


def shown(who, person):
    return browser(who).get(f"/people/{person.id}/release").content.decode()


def test_two_worlds_in_which_one_asks_or_another_are_the_same_on_the_page(service, officer):
    worlds = []
    for by_victim in (True, False):
        person = somebody_inside(service, out_in=40, offence_code=VIOLENT)
        victim = registered(officer, person)
        victim.comes_in(Choice.YEARLY)
        if by_victim:
            asks(victim)
        else:
            propose_condition(by=court_officer(victim), at=service.later(), person_id=person.id, **ZONE)
        page = shown(person.team.officer, person)
        table = page.split("Conditions that somebody asks for")[1].split("</table>")[0]
        with viewing(person.team.officer, service.at):
            (row,) = release.conditions_asked_for(person.id)
        worlds.append(table.replace(str(row.id), "ID"))
        assert "victim" not in page.split("<main")[1].casefold()
        assert officer.name not in page
    assert worlds[0] == worlds[1]


def test_whoever_writes_the_licence_answers_once_and_the_officer_hears_it(told):
    proposal, who = asks(told, said={"where": "the market"}), told.person.team.officer
    answer = {"proposal_id": proposal, "answer": ProposalAnswer.IN_PART}
    with pytest.raises(Refused, match="Say why"):
        answer_proposal(by=who, at=told.person.service.later(), because=" ", **answer)
    answer_proposal(by=who, at=told.person.service.later(), because="Less of it is needed.", **answer)
    with pytest.raises(Refused, match="answered before: taken in part"):
        answer_proposal(by=who, at=told.person.service.later(), because="Again.", **answer)
    with viewing(told.officer, told.person.service.at):
        found = [one for one in queries.asked_for(told.id) if "market" in one.words]
    assert [(one.answer, one.because) for one in found] == [("taken in part", "Less of it is needed.")]
    with viewing(who, told.person.service.at):
        assert release.condition_asked_for(proposal).answer == "taken in part"


def test_whoever_asked_hears_what_became_of_their_own_and_of_nobody_elses(told):
    court, at = court_officer(told), told.person.service.later()
    propose_condition(by=court, at=at, person_id=told.person.id, code="no-contact-prisoners", said={})
    with viewing(court, told.person.service.at):
        said = [one.words for one in release.conditions_put_forward(told.person.id)]
        assert ProposedCondition.objects.count() == 0
    assert "Do not contact anybody who is in custody, without permission." in said
    assert not any("market" in one for one in said)
    for who in (told.officer, court_officer(told), told.person.team.officer):
        with viewing(who, told.person.service.at):
            assert release.conditions_put_forward(told.person.id) == []
            assert Proposer.objects.count() == 0


def test_whoever_writes_the_licence_may_ask_as_well_so_that_nobody_is_left_out(told):
    """Else a condition asked for while nobody else sees the person would be a victim's."""
    for who in (told.person.team.officer, told.person.team.senior):
        page = browser(who).get(f"/people/{told.person.id}/conditions/ask")
        assert page.status_code == 200
        sent = {
            "idempotency_key": page.context["form"]["idempotency_key"].value(),
            "code": "no-contact-prisoners",
        }
        assert browser(who).post(f"/people/{told.person.id}/conditions/ask", sent).status_code == 302
        shown_to = browser(who).get(f"/people/{told.person.id}/conditions/ask").content.decode()
        assert "Not answered yet" in shown_to


def test_no_page_of_the_audit_or_of_looks_tells_who_asked(told):
    person = told.person
    # Of a name that nobody else bears: another court officer recorded the sentence, and stands on these pages whoever asks.
    asker = joins(person.team.unit, "court officer", name=a_name())
    propose_condition(
        by=asker, at=person.service.later(), person_id=person.id, code="no-contact-prisoners", said={}
    )
    browser(asker).get(f"/people/{person.id}/conditions/ask")
    browser(asker).get(f"/api/v1/people/{person.id}/proposed-conditions")
    for path in (f"/people/{person.id}/access", "/audit", f"/people/{person.id}/timeline"):
        page = browser(person.team.senior).get(path)
        assert page.status_code == 200
        assert asker.name not in page.content.decode()
        assert "ask for a condition" not in page.content.decode().casefold()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_entry WHERE member_id = %s AND people @> ARRAY[%s]::uuid[]",
            [asker.id, person.id],
        )
        assert cursor.fetchone()[0] >= 3


def test_the_id_of_what_is_asked_for_says_no_instant(told):
    assert {asks(told).version, asks(told).version} == {4}


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"said": {"where": "1 Quiet Road and around it"}}, "how to find whoever asks"),
        ({"said": {"where": "the street of Morgan Example"}}, "names whoever asks"),
        ({"area": ""}, "give the corners"),
        ({"code": "none", "area": ""}, "no additional condition"),
    ],
)
def test_what_would_show_who_asks_is_refused(told, given, match):
    with pytest.raises(Refused, match=match):
        asks(told, **given)


def test_a_condition_not_to_contact_them_names_them_and_tells_no_more(told):
    named = {"code": "no-contact-named", "area": ""}
    asks(told, said={"who": "Morgan Example"}, **named)
    with pytest.raises(Refused, match="how to find"):
        asks(told, said={"who": "Morgan Example, 1 Quiet Road"}, **named)
    with pytest.raises(Refused, match="comes after today"):
        asks(told, until=day_of(told.person.service.at))


def test_nothing_is_put_forward_for_whoever_is_out_or_by_whoever_does_not_hold_the_record(service, officer):
    gone = registered(officer, sentenced(service))
    with pytest.raises(Refused, match="nothing is put forward"):
        asks(gone)
    gone.comes_in(Choice.YEARLY)
    colleague = joins(officer.unit_id, "victim liaison officer")
    with pytest.raises(Refused, match="not yours to hold"):
        actions.ask_for_condition(by=colleague, at=service.later(), victim_id=gone.id, **ZONE)
    gone.move(VictimMove.OPT_OUT)
    with pytest.raises(Refused, match="nothing is put forward"):
        asks(gone)


def test_nobody_puts_one_forward_by_sql_but_by_the_functions_that_ask_who_may(told):
    at, said = (
        told.person.service.later(),
        '{"code": "x", "words": "x", "plain": "x", "proposed_on": "2026-01-05"}',
    )
    for who in (told.officer, told.person.team.officer):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            viewing(who, at),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT release_put_forward(%s, %s::jsonb)", [told.person.id, said])
        with viewing(who, at), connection.cursor() as cursor:
            cursor.execute("SELECT release_propose(%s, %s::jsonb)", [told.person.id, said])
            assert (cursor.fetchone()[0] is None) == (who is told.officer)
    with viewing(told.person.team.officer, at), connection.cursor() as cursor:
        cursor.execute("SELECT victims_ask_for(%s, %s::jsonb)", [told.id, said])
        assert cursor.fetchone() == (None,)


def test_pages_and_the_api_put_forward_and_answer(told):
    officer, writer, one = told.officer, told.person.team.officer, f"/victims/{told.id}"
    client = browser(officer)
    form = client.get(f"{one}/ask-for").context["form"]
    sent = {
        "idempotency_key": form["idempotency_key"].value(),
        "code": "exclusion-place",
        "gap_1": "the old harbour",
    }
    assert client.post(f"{one}/ask-for", sent).status_code == 302
    assert "the old harbour" in client.get(one).content.decode()
    answers = browser(writer)
    assert "condition that somebody asks for" in answers.get("/").content.decode()
    listed = answers.get(f"/api/v1/people/{told.person.id}/asked-conditions").json()
    assert isinstance(listed, list), listed
    mine = next(row["id"] for row in listed if "old harbour" in row["words"])
    page = answers.get(f"/asked-conditions/{mine}")
    key = page.context["form"]["idempotency_key"].value()
    given = {"idempotency_key": key, "answer": "taken", "because": "It is right."}
    assert answers.post(f"/asked-conditions/{mine}", given).status_code == 302
    assert answers.get(f"/asked-conditions/{mine}").status_code == 404
    heard = client.get(f"/api/v1/victims/{told.id}/conditions").json()
    assert ("taken", "It is right.") in {(row["answer"], row["because"]) for row in heard}
    body = {"code": "no-contact-prisoners", "said": {}}
    made = client.post(f"/api/v1/victims/{told.id}/conditions", body, content_type="application/json")
    assert made.status_code == 201
    court = browser(court_officer(told))
    base = f"/api/v1/people/{told.person.id}/proposed-conditions"
    assert court.post(base, body, content_type="application/json").status_code == 201
    assert court.get(base).json()[-1]["answer"] == ""
    told_so = {"answer": "not taken", "because": "It is there already."}
    path = f"/api/v1/asked-conditions/{made.json()['id']}/answer"
    assert answers.post(path, told_so, content_type="application/json").status_code == 204
