"""Whoever is shown is written down, on every page and every operation; and so is every refusal."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from support.database import Database
from support.people import NOW
from support.service import a_person, a_service
from support.wall_visits import address_of, browser, call, caller, know, placed, things
from support.wall_world import World

from throughcare.casework.people.models import Person
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.server.database.urls import Role

from .places import CALLS, PAGES

UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ROLES_THAT_OPEN_EVERYTHING = (
    "head of delivery unit",
    "court officer",
    "case administrator",
    "administrator",
    "inspector",
    "sentencer",
    "commissioner",
    "provider lead",
    "finance officer",
    "victim liaison officer",
    "analyst",
    "public protection chair",
)
# No sentence of the world has victims, so a liaison officer is shown nobody.
SEE_NOBODY = {
    "administrator",
    "sentencer",
    "commissioner",
    "finance officer",
    "victim liaison officer",
    "analyst",
}


def lines(database: Database, who: Member, *kinds: str) -> list[tuple[Any, ...]]:
    """What the audit says of a member, oldest first: kind, act, people, reason."""
    with database.connect(Role.AUDITOR) as auditor:
        return auditor.execute(
            "SELECT kind, act, people, because FROM audit_entry WHERE member_id = %s AND kind = ANY (%s)"
            " ORDER BY id",
            [who.id, list(kinds)],
        ).fetchall()


def shown(body: str) -> set[UUID]:
    """The people of whom a response holds an id or a name nobody else bears."""
    ids = [UUID(found) for found in UUIDS.findall(body)]
    everybody = Person.objects.using("owner")
    held = set(everybody.filter(id__in=ids).values_list("id", flat=True))
    words = set(re.findall(r"[A-Z][a-z]{9,}", body))
    return held | set(everybody.filter(surname__in=words).values_list("id", flat=True))


@pytest.fixture(scope="module")
def ids(world: World) -> dict[str, Any]:
    know(world.inside, world.outside)
    return things(world, world.inside)


@pytest.mark.parametrize("role", ROLES_THAT_OPEN_EVERYTHING)
def test_everybody_a_page_shows_is_on_its_line(role: str, world: World, ids: Any, database: Database):
    who = placed(world, role)
    client, wrong, seen_by_any = browser(who), [], 0
    for route, page in PAGES.items():
        if role not in page.roles:
            continue
        before = len(lines(database, who, "looked", "did"))
        answer = client.get(address_of(route, ids))
        is_pdf = answer.headers["Content-Type"] == "application/pdf"  # it is about whom its address names
        people = {ids["person_id"]} if is_pdf else shown(answer.content.decode())
        written = {p for row in lines(database, who, "looked", "did")[before:] for p in row[2]}
        seen_by_any += len(people)
        wrong += [f"{route} shows {person}" for person in people - written]
    assert wrong == []
    assert seen_by_any > 0 or role in SEE_NOBODY


@pytest.mark.parametrize("role", ROLES_THAT_OPEN_EVERYTHING)
def test_everybody_an_operation_tells_of_is_on_its_line(
    role: str, world: World, ids: Any, database: Database
):
    who = placed(world, role)
    client = caller(who) if who.may(Permission.ISSUE_TOKEN) else browser(who)
    wrong, seen_by_any = [], 0
    for name, asked in CALLS.items():
        if role not in asked.roles or name in {"withdraw_transfer", "accept_transfer"}:
            continue
        before = len(lines(database, who, "looked", "did"))
        people = shown(call(client, asked.verb, asked.path, asked.body, ids).content.decode())
        written = {p for row in lines(database, who, "looked", "did")[before:] for p in row[2]}
        seen_by_any += len(people)
        wrong += [f"{name} tells of {person}" for person in people - written]
    assert wrong == []
    assert seen_by_any > 0 or role in SEE_NOBODY


def test_pages_for_the_table_of_lookers_cover_every_place_that_asks_for_a_permission():
    opened = {route for route, page in PAGES.items() if page.roles & set(ROLES_THAT_OPEN_EVERYTHING)}
    assert {route for route, page in PAGES.items() if page.roles} == opened
    called = {name for name, asked in CALLS.items() if asked.roles & set(ROLES_THAT_OPEN_EVERYTHING)}
    assert called == set(CALLS)


def test_everybody_a_search_outside_the_wall_shows_is_on_its_line_with_the_reason(database: Database):
    here, there = a_service(), a_service(local=("E06000001", "TS24"))
    person = a_person(there)
    name = Person.objects.using("owner").get(id=person.id).surname
    who = placed_officer(here)

    answer = browser(who).post(
        "/people/outside", {"words": f"Robin {name}", "because": "rang at night and gave this name"}
    )

    assert name in answer.content.decode()
    (line,) = [row for row in lines(database, who, "did") if row[1] == "search outside the wall"]
    assert person.id in line[2]
    assert line[3] == "rang at night and gave this name"


def placed_officer(service: Any) -> Member:
    return next(iter(service.teams.values())).officer  # type: ignore[no-any-return]


@pytest.mark.parametrize("through", ["pages", "api"])
def test_every_refusal_for_want_of_a_permission_leaves_a_line_that_names_it(
    through: str, world: World, ids: Any, database: Database
):
    who, refused = placed(world, "sentencer"), 0
    client = browser(who)
    if through == "pages":
        for route in PAGES:
            refused += client.get(address_of(route, ids)).status_code == 403
    else:
        for asked in (asked for asked in CALLS.values() if asked.body is None):
            refused += call(client, asked.verb, asked.path, asked.body, ids).status_code == 403

    written = lines(database, who, "refused")
    assert refused > 10
    assert len(written) == refused
    assert all(row[3].startswith("A sentencer may not") for row in written)


def test_a_refused_act_leaves_its_line_though_everything_it_did_is_undone(world: World, database: Database):
    who = placed(world, "offender manager")
    with pytest.raises(Refused):
        access.record_organisation(by=who, at=NOW, name=f"Mine {new_id()}", kind="court")  # type: ignore[arg-type]

    assert [row[:2] for row in lines(database, who, "refused", "did")] == [
        ("refused", "administer organisations")
    ]


def test_a_fault_after_a_refusal_does_not_lose_the_refusals_line(world: World, database: Database):
    who = placed(world, "offender manager")
    with pytest.raises(ZeroDivisionError), viewing(who, NOW):
        with pytest.raises(Refused):
            access.record_organisation(by=who, at=NOW, name=f"Mine {new_id()}", kind="court")  # type: ignore[arg-type]
        raise ZeroDivisionError

    assert [row[0] for row in lines(database, who, "refused", "did")] == ["refused"]
