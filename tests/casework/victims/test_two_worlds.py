"""Two worlds that differ only in victims are one and the same to every other role: each page, each answer, each table, each job.

The first world is a service in which somebody was sentenced, with a team that keeps victims told. The second is the same service
after victims of that sentence were registered, written to, came in, were held by others, and left. Whatever any other role is shown
of the first it is shown of the second, to the last character, but for the tokens of forms.
"""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.apps import apps
from django.db import connections
from support.people import joins
from support.service import a_service, managed
from support.victims import a_liaison_officer, covered_of, registered, sent, sentenced
from support.wall_visits import address_of, browser, pages

from throughcare.casework.victims import actions
from throughcare.casework.victims.rules import Choice, Means, StageKind, VictimKind, VictimMove
from throughcare.faces.api.operation import api
from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

OTHERS = sorted(set(ROLES) - {"victim liaison officer", "service"})
CHANGES = re.compile(
    r'name="(?:csrfmiddlewaretoken|idempotency_key)" value="[^"]*"|value="[^"]*" name="(?:csrfmiddlewaretoken|idempotency_key)"'
    r"|nonce=\"[^\"]*\""
)
WHEN = re.compile(r"\d{1,2} \w+ \d{4} at \d{1,2}:\d\d[ap]m")


@pytest.fixture(scope="module")
def person():
    service = a_service("england-and-wales-2021")
    service.liaison = a_liaison_officer(service)
    service.colleague = joins(service.liaison.unit_id, "victim liaison officer")
    return managed(sentenced(service))


def tables():
    """Every table with a wall of rows; those of the machinery (sessions, accounts, the queue) are looked at as a whole below."""
    return sorted(
        table for table, wall in walled_models().items() if wall.secured and not table.startswith("victims_")
    )


def rows(who, at):
    """What a member reads of every table, as one digest a table; a table that they may not read is told apart from an empty one."""
    found = {}
    with viewing(who, at):
        from django.db import connection, transaction
        from django.db.utils import ProgrammingError

        for table in [*tables(), *victims_tables()]:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(
                        f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t'
                    )
                    found[table] = cursor.fetchone()
            except ProgrammingError:
                found[table] = "not read"
    return found


def victims_tables():
    return sorted(model._meta.db_table for model in apps.get_app_config("victims").get_models())


def shown(who, paths):
    client = browser(who)
    answers = {}
    for path in paths:
        answer = client.get(path)
        is_text = answer.headers.get("Content-Type", "").startswith(("text/", "application/json"))
        text = CHANGES.sub("", answer.content.decode()) if is_text else str(len(answer.content) > 0)
        answers[path] = (answer.status_code, sha256(text.encode()).hexdigest(), text)
    return answers


SHORT = {"home", "search", "audit", "person", "timeline", "access", "victims"}
"""What every role tries, with the answers about the person; whoever manages them tries every page and answer about nobody or them alone."""
NOT_READ = {"sign_out", "switch_hat"}


def paths_about(person, *, every):
    """Addresses about the person, or about nothing in particular."""
    routes = {name: names for name, names in pages().items() if name and set(names) <= {"person_id"}}
    read = [
        address_of(name, {"person_id": person.id})
        for name in routes
        if (every or name in SHORT) and name not in NOT_READ
    ]
    answers = [path for path, methods in api.get_openapi_schema()["paths"].items() if "get" in methods]
    one = "/api/v1/people/{person_id}"
    wanted = [
        path for path in answers if (every and "{" not in path.replace("{person_id}", "")) or path == one
    ]
    return sorted({*read, *(path.format(person_id=person.id) for path in wanted)})


def looks_apart(text):
    """What a page of looks says, as a set of lines without when: looking at it is a look itself."""
    return set(re.findall(r">([^<>\n]+)<", WHEN.sub("", text)))


def live(person, stage=StageKind.LICENCE):
    """Every kind of thing that can be done of victims, of this very sentence, at a stage not yet told of."""
    officer, colleague, at = person.service.liaison, person.service.colleague, person.service.at
    told, child = (
        registered(officer, person),
        registered(officer, person, "Sam Example", kind=VictimKind.CHILD, reach=actions.Reach(Means.NONE)),
    )
    registered(officer, person, "Jo Example", kind=VictimKind.REPRESENTATIVE, speaks_for_id=child.id)
    told.comes_in(Choice.STAGES, stages=[stage])
    reached = actions.record_stage(
        by=officer, at=at, covered_id=covered_of(person).id, stage=stage, on=day_of(at)
    )
    actions.name_checker(by=officer, at=person.service.later(), victim_id=told.id, member_id=colleague.id)
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


def machinery():
    """What jobs, deliveries and announcements there are, whoever reads them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM procrastinate_jobs), (SELECT count(*) FROM audit_announcement), (SELECT count(*) FROM audit_delivery),"
            " (SELECT count(*) FROM audit_decision), (SELECT count(*) FROM access_grant)"
        )
        return cursor.fetchone()


def test_two_worlds_that_differ_only_in_victims_are_the_same_to_every_other_role(person):
    members = {role: joins(person.team.unit, role) for role in OTHERS}
    members["in the very team"] = joins(person.service.liaison.unit_id, "senior probation officer")
    members["leads above"] = person.team.senior
    members["manages them"] = person.team.officer
    members["another team's officer"] = joins(person.team.unit, "victim liaison officer")
    short, every, at = paths_about(person, every=False), paths_about(person, every=True), person.service.at
    assert len(every) > 100
    paths = {name: every if name == "manages them" else short for name in members}
    for (
        name,
        who,
    ) in members.items():  # each page is opened once before, so that opening it again changes nothing
        shown(who, paths[name])
    jobs = machinery()
    before = {name: (rows(who, at), shown(who, paths[name])) for name, who in members.items()}
    opened = sum(status == 200 for _, answers in before.values() for status, _, _ in answers.values())
    assert opened > 100, "the worlds must be looked at to be told apart"
    live(person)
    assert machinery() == jobs
    differs = []
    for name, who in members.items():
        tables_then, pages_then = before[name]
        now = rows(who, at)
        differs += [f"{name}: {table}" for table in now if now[table] != tables_then[table]]
        for path, (status, digest, text) in shown(who, paths[name]).items():
            then = pages_then[path]
            alike = (
                looks_apart(text) == looks_apart(then[2])
                if path.endswith(("/access", "/audit", "/looks"))
                else digest == then[1]
            )
            if status != then[0] or not alike:
                differs.append(f"{name}: {path} {then[0]} {status}")
    assert differs == []


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
