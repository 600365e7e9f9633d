"""What is hidden and what does not exist are answered alike, to the last word, on every page and operation."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from support.people import joins
from support.wall_visits import address_of, browser, call, caller, know, pages, things
from support.wall_world import World

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import new_id

from .places import CALLS, PAGES

ROLES = ("head of delivery unit", "court officer", "case administrator")
# What everybody signed in may know of: bodies, units, members, areas, services; and what no person hangs on.
OPEN = {
    "organisation_id",
    "unit_id",
    "membership_id",
    "member_id",
    "area",
    "name",
    "other",
    "key",
    "group",
    "code",
    "kind",
    "service_id",
    "step",
    "project_id",
    "decision",
    "day",
    "deed",
    "doing",
    "handling",
    "premises_id",
    "upkeep",
    "helper_kind",
    "pacing",
    "housework",
    "place_kind",
    "taking",
}
ANY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ONCE = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"')


@pytest.fixture(scope="module")
def hidden(world: World) -> dict[str, Any]:
    know(world.inside, world.outside)
    return things(world, world.outside)


@pytest.fixture(scope="module")
def nothing(hidden: dict[str, Any]) -> dict[str, Any]:
    """The same names, of things that are not there at all."""
    return {
        name: new_id() if name not in OPEN and isinstance(one, UUID) else one for name, one in hidden.items()
    }


def names_something_of_a_person(named: set[str]) -> bool:
    return bool(named - OPEN)


def said(answer: Any) -> tuple[int, str, str]:
    """An answer without the ids that were asked for and what is made anew for each page."""
    words = ONCE.sub("", ANY.sub("…", answer.content.decode(errors="replace")))
    return answer.status_code, words, ANY.sub("…", answer.headers.get("Location", ""))


def member(world: World, role: str) -> Member:
    return joins(world.here.court_unit if role != "head of delivery unit" else world.unit, role)


@pytest.mark.parametrize("role", ROLES)
def test_an_operation_answers_alike_about_the_hidden_and_about_nothing(
    role: str, world: World, hidden: dict[str, Any], nothing: dict[str, Any]
):
    client, wrong, tried = caller(member(world, role)), [], 0
    for name, asked in CALLS.items():
        if role not in asked.roles or not names_something_of_a_person(
            set(re.findall(r"{(\w+)}", asked.path))
        ):
            continue
        tried += 1
        about = [said(call(client, asked.verb, asked.path, asked.body, ids)) for ids in (hidden, nothing)]
        if about[0] != about[1]:
            wrong.append((name, [one[:2] for one in about]))
    assert wrong == []
    assert tried > 5


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "sent", [None, {}, {"because": "x", "version": "1", "same": "yes", "what": "x", "kind": "note"}]
)
def test_a_page_answers_alike_about_the_hidden_and_about_nothing(
    role: str, sent: dict[str, str] | None, world: World, hidden: dict[str, Any], nothing: dict[str, Any]
):
    client, wrong, tried = browser(member(world, role)), [], 0
    named = pages()
    for route, page in PAGES.items():
        if role not in page.roles or not names_something_of_a_person(set(named[route])):
            continue
        tried += 1
        about = []
        for ids in (hidden, nothing):
            address = address_of(route, ids)
            about.append(said(client.get(address) if sent is None else client.post(address, sent)))
            client.get("/me")  # takes away what the answer left to be said on the next page
        if about[0] != about[1]:
            wrong.append((route, about[0][0], about[1][0]))
    assert wrong == []
    assert tried > 5


def test_about_ones_own_people_the_answers_are_others(world: World, nothing: dict[str, Any]):
    """Or all of the above would hold of pages that answer nobody."""
    inside = things(world, world.inside)
    client, named, told = browser(member(world, "head of delivery unit")), pages(), 0
    for route, page in PAGES.items():
        if "head of delivery unit" in page.roles and "person_id" in named[route]:
            about = [said(client.get(address_of(route, ids))) for ids in (inside, nothing)]
            told += about[0] != about[1]
    assert told > 15
