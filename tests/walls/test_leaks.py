"""A viewer never leaks: by a connection used again, a fault, a job, many requests at once, an error, a search."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections
from django.test import Client
from psycopg_pool import ConnectionPool
from support.database import Database
from support.people import NOW, a_birth, a_founder, a_name, a_record, an_office, joins, record
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller
from support.wall_world import World

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.models import TimelineEntry
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.server.database.urls import Role

SETTINGS = ("member", "unit", "units", "organisation", "walled", "barred", "permissions", "at")


def session_settings() -> set[str]:
    """What this connection says of its viewer now; one empty string when it says nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"coalesce(current_setting('app.{s}', true), '')" for s in SETTINGS)
        )
        return set(cursor.fetchone())


def sees(who: Member | None, person: UUID) -> bool:
    with viewing(who, NOW):
        return bool(people.names_of([person]))


def test_a_connection_says_nothing_of_its_last_viewer(world: World):
    with viewing(world.inside.team.officer, NOW):
        assert str(world.inside.team.officer.id) in session_settings()
    assert session_settings() == {""}


def test_a_connection_says_nothing_of_a_viewer_whose_work_failed(world: World):
    with pytest.raises(ZeroDivisionError), viewing(world.inside.team.officer, NOW):
        raise ZeroDivisionError
    assert session_settings() == {""}
    assert not sees(None, world.inside.id)


def test_a_savepoint_that_was_released_does_not_keep_its_viewer_past_the_transaction(world: World):
    officer = world.inside.team.officer
    with viewing(officer, NOW), viewing(officer, NOW):
        pass
    assert session_settings() == {""}


def test_the_next_user_of_a_pooled_connection_is_nobody(world: World, database: Database):
    keywords = database.address(Role.WEB).keywords()
    with ConnectionPool(kwargs=keywords, min_size=1, max_size=1, open=True) as pool:
        with pool.connection() as first:
            first.execute("SELECT access_open_session(%s, %s)", [world.inside.team.officer.id, NOW])
            backend = first.info.backend_pid
            assert first.execute("SELECT count(*) FROM people_person").fetchone() != (0,)
        with pytest.raises(ZeroDivisionError), pool.connection() as second:
            second.execute("SELECT access_open_session(%s, %s)", [world.inside.team.officer.id, NOW])
            raise ZeroDivisionError
        with pool.connection() as third:
            assert third.info.backend_pid == backend
            assert third.execute("SELECT current_setting('app.member', true)").fetchone() == ("",)
            assert third.execute("SELECT count(*) FROM people_person").fetchone() == (0,)


def test_one_viewer_cannot_be_opened_inside_anothers(world: World):
    with (
        viewing(world.inside.team.officer, NOW),
        pytest.raises(RuntimeError, match="somebody else's"),
        viewing(world.outside.team.officer, NOW),
    ):
        pass


def test_a_page_that_fails_says_nothing_and_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch):
    def fails(*args: Any, **given: Any) -> None:
        raise RuntimeError(f"about {world.inside.id}")

    client = browser(world.inside.team.officer)
    monkeypatch.setattr("throughcare.faces.supervision.pages.person.courts.sentences_of", fails)
    for address in (f"/people/{world.inside.id}", f"/api/v1/people/{world.inside.id}/sentences"):
        answer = client.get(address)
        assert answer.status_code == 500
        assert str(world.inside.id) not in answer.content.decode()
        assert "RuntimeError" not in answer.content.decode()
        assert session_settings() == {""}


def test_work_done_before_a_page_failed_is_undone(world: World, monkeypatch: pytest.MonkeyPatch):
    from throughcare.faces.supervision.pages import contacts

    real = contacts.do

    def does_then_fails(*args: Any, **given: Any) -> bool:
        assert real(*args, **given)
        raise RuntimeError

    monkeypatch.setattr(contacts, "do", does_then_fails)
    what = f"Written and lost {new_id()}"
    sent = {"what": what, "idempotency_key": str(new_id())}
    answer = browser(world.inside.team.officer).post(f"/people/{world.inside.id}/note", sent)

    assert answer.status_code == 500
    assert not TimelineEntry.objects.using("owner").filter(what=what).exists()


def test_a_job_sees_what_its_member_sees_and_nothing_once_their_membership_ended(world: World):
    from throughcare.casework.courts.tasks import bring_in

    officer = joins(world.here.court_unit, "court officer")
    access.end_membership(by=a_founder(), at=NOW, membership_id=officer.id, version=1)

    assert bring_in(str(new_id()), str(officer.id)) is None
    assert session_settings() == {""}
    with pytest.raises(Refused, match="not in force"), viewing(officer, NOW + timedelta(minutes=1)):
        pass


def test_fifty_requests_at_once_by_two_members_each_show_their_own_people(world: World):
    members = (world.inside.team.officer, world.outside.team.officer)
    own, other = (world.inside.id, world.outside.id), (world.outside.id, world.inside.id)
    clients = [[browser(who), caller(who)] for who in members]
    together = threading.Barrier(5)

    def ask(number: int) -> list[str]:
        side, way = number % 2, (number // 2) % 2
        if number < 5:
            together.wait(timeout=60)
        address = "/people/{}" if way == 0 else "/api/v1/people/{}"
        wrong = []
        try:
            for person, expected in ((own[side], 200), (other[side], 404)):
                got = clients[side][way].get(address.format(person)).status_code
                if got != expected:
                    wrong.append(f"request {number}: {got} for {'own' if expected == 200 else 'other'}")
        finally:
            connections.close_all()
        return wrong

    with ThreadPoolExecutor(max_workers=5) as threads:
        assert [line for found in threads.map(ask, range(50)) for line in found] == []


def test_a_constraint_that_a_hidden_row_breaks_is_told_without_it(world: World):
    """An act that meets a row its doer may not see is refused in words that give nothing of the row."""

    @action(Permission.RECORD_ON_TIMELINE)
    def meets(*, by: Member, at: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO access_kin (id, member_id, person_id, declared_at) SELECT %s, %s, %s, now()"
                " FROM generate_series(1, 2)",
                [new_id(), by.id, world.outside.id],
            )

    with pytest.raises(Refused) as refusal:
        meets(by=world.inside.team.officer, at=NOW)
    assert str(world.outside.id) not in str(refusal.value)
    assert "kin" not in str(refusal.value)


def test_a_write_that_a_policy_stops_is_refused_in_words(world: World):
    senior = world.inside.team.senior
    with pytest.raises(Refused, match="nothing there that you may write on"):
        access.restrict_record(
            by=senior, at=NOW, person_id=world.outside.id, because="to learn of them", open_to=[]
        )


def test_fifty_smiths_outside_do_not_hide_the_one_inside():
    name, born = a_name("Smi"), a_birth()
    elsewhere, here = an_office(), an_office()
    record(
        elsewhere,
        *(
            a_record(
                surname=name, forenames=f"Nr{'abcdefghij'[n % 10]}{'klmno'[n // 10]}", date_of_birth=a_birth()
            )
            for n in range(50)
        ),
    )
    (mine,) = record(here, a_record(surname=name, forenames="Obadiah", date_of_birth=born))

    with viewing(here.court, NOW):
        found = people.search(words=name, most=5)
    assert [row.id for row in found] == [mine.person_id]


def test_a_restricted_record_is_closed_to_everybody_but_those_named():
    person = managed(a_person(a_service()))
    senior, officer = person.team.senior, person.team.officer
    assert sees(officer, person.id)
    access.restrict_record(by=senior, at=NOW, person_id=person.id, because="known to staff", open_to=[])

    assert sees(senior, person.id)
    assert not sees(officer, person.id)
    assert browser(officer).get(f"/people/{person.id}").status_code == 404
    with viewing(officer, NOW):
        assert not access_to(person.id)
    other = joins(person.team.unit, "senior probation officer")
    with pytest.raises(Refused):
        access.lift_restriction(by=other, at=NOW, person_id=person.id)
    access.lift_restriction(by=senior, at=NOW + timedelta(minutes=1), person_id=person.id)
    with viewing(officer, NOW + timedelta(minutes=2)):
        assert people.names_of([person.id])


def access_to(person: UUID) -> list[Any]:
    from throughcare.foundation.access.queries import who_could_see, who_looked

    return [*who_could_see(person), *who_looked(person)]


def test_kin_are_closed_to_a_member_whichever_hat_they_wear():
    person = managed(a_person(a_service()))
    officer = person.team.officer
    second = access.add_member(
        by=a_founder(), at=NOW - timedelta(hours=1), unit_id=person.team.unit, role="senior probation officer",
        name="The same", account_id=officer.account_id,
    )  # fmt: skip
    other_hat = member(second, at=NOW)
    assert other_hat is not None
    assert sees(officer, person.id) and sees(other_hat, person.id)

    access.declare_kin(by=officer, at=NOW, person_id=person.id)

    assert not sees(officer, person.id)
    assert not sees(other_hat, person.id)
    assert sees(person.team.senior, person.id)


def test_behind_a_standing_wall_neither_side_reads_what_the_other_recorded():
    """The officers of two organisations both see a person; a wall hides each other's entries, and only those."""
    service = a_service("ministry-consultation-2012")
    person = a_person(service)
    ours, theirs = person.team, next(t for t in service.teams.values() if t.unit != person.team.unit)
    write(ours.officer, person, "Ours")
    with viewing(ours.officer, service.at):
        before = {e.what for e in cases.timeline(person.id).entries}
    assert "Ours" in before
    TimelineEntry.objects.using("owner").create(
        person_id=person.id, case_id=person.case, at=service.at, kind="note", what="Theirs",
        member_id=theirs.officer.id, organisation_id=theirs.organisation,
    )  # fmt: skip
    with viewing(ours.officer, service.at):
        assert "Theirs" in {e.what for e in cases.timeline(person.id).entries}

    wall = access.raise_wall(
        by=a_founder(),
        at=service.at,
        one_side=theirs.organisation,
        other_side=ours.organisation,
        basis="a bid",
    )
    with viewing(ours.officer, service.later()):
        behind = {e.what for e in cases.timeline(person.id).entries}
    assert "Theirs" not in behind and "Ours" in behind

    keepers = [joins(an_office().unit, "administrator") for _ in range(2)]
    access.ask_wall_down(by=keepers[0], at=service.later(), wall_id=wall, because="It is over")
    access.take_down_wall(by=keepers[1], at=service.later(), wall_id=wall)
    with viewing(ours.officer, service.later()):
        assert "Theirs" in {e.what for e in cases.timeline(person.id).entries}


def write(who: Member, person: Any, what: str) -> None:
    supervision.record_on_timeline(
        by=who, at=person.service.later(), case_id=person.case, kind="note", what=what
    )


def test_a_member_whose_membership_ended_sees_nothing_by_page_token_or_function(world: World):
    leaver = joins(world.unit, "offender manager")
    page, program = browser(leaver), caller(leaver)
    assert page.get(f"/people/{world.inside.id}").status_code == 200
    assert program.get(f"/api/v1/people/{world.inside.id}").status_code == 200

    access.end_membership(by=a_founder(), at=NOW + timedelta(seconds=1), membership_id=leaver.id, version=1)

    assert page.get(f"/people/{world.inside.id}").status_code == 403
    assert program.get(f"/api/v1/people/{world.inside.id}").status_code == 401
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_open_session(%s, %s)", [leaver.id, NOW + timedelta(hours=1)])
        assert cursor.fetchone() == (False,)


def test_a_token_that_was_stopped_or_ran_out_opens_nothing(world: World):
    holder = joins(world.unit, "offender manager")
    program = caller(holder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM access_token WHERE membership_id = %s", [holder.id])
        (token,) = cursor.fetchone()
    access.stop_token(by=holder, at=NOW, token_id=token)
    assert program.get("/api/v1/me").status_code == 401
    with pytest.raises(Refused, match="not yours"):
        access.stop_token(by=world.inside.team.officer, at=NOW, token_id=token)
    secret = access.issue_token(by=holder, at=NOW - timedelta(hours=12), label="old", days=1)
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/me").status_code == 401


def test_the_web_may_not_read_change_or_remove_a_line_of_the_audit(database: Database):
    with database.connect(Role.WEB) as web:
        for statement in (
            "SELECT 1 FROM audit_entry",
            "UPDATE audit_entry SET act = 'x'",
            "DELETE FROM audit_entry",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), web.transaction():
                web.execute(statement)  # type: ignore[call-overload]


TRUE_LINE = {
    "at": "app_at()", "member_id": "app_member()", "unit_id": "app_unit()", "organisation_id": "app_organisation()",
    "role": "app_role()", "txid": "pg_current_xact_id()::text::bigint", "written_at": "transaction_timestamp()",
}  # fmt: skip
UNTRUE = {
    "another member's": {"member_id": "gen_random_uuid()"},
    "another unit's": {"unit_id": "gen_random_uuid()"},
    "another organisation's": {"organisation_id": "gen_random_uuid()"},
    "another role's": {"role": "'administrator'"},
    "yesterday's": {"at": "app_at() - interval '1 day'"},
    "tomorrow's": {"at": "app_at() + interval '1 day'"},
    "written before": {"written_at": "transaction_timestamp() - interval '1 hour'"},
    "of another transaction": {"txid": "1"},
}


def a_line(values: dict[str, str]) -> str:
    said = {
        "id": "gen_random_uuid()",
        "kind": "'did'",
        "act": "'x'",
        "people": "'{}'",
        "subject": "'{}'",
        "because": "''",
    } | values
    return f"INSERT INTO audit_entry ({', '.join(said)}) VALUES ({', '.join(said.values())})"


@pytest.mark.parametrize("untrue", UNTRUE)
def test_a_line_of_the_audit_says_who_writes_it_under_which_hat_and_when_or_is_refused(
    untrue: str, world: World, database: Database
):
    with database.connect(Role.WEB) as web:
        web.execute("SELECT access_open_session(%s, %s)", [world.inside.team.officer.id, NOW])
        with pytest.raises(psycopg.errors.InsufficientPrivilege), web.transaction():
            web.execute(a_line(TRUE_LINE | UNTRUE[untrue]))  # type: ignore[call-overload]
        web.execute(a_line(TRUE_LINE))  # type: ignore[call-overload]
        web.rollback()
