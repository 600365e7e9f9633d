"""Whatever is sent to an operation, well formed or not, the permission is asked for first, and then the wall."""

from typing import Any

import pytest
from support.wall_visits import browser, caller, know, placed, things
from support.wall_world import World

from throughcare.foundation.kernel import Permission

from .places import CALLS, EVERYBODY, Call

WITH_A_BODY = {name: asked for name, asked in CALLS.items() if asked.body is not None}
READ_NOTHING = {"withdraw_transfer", "make_own_calendar", "withdraw_own_calendar"}
"""What reads nothing that could be wrong: it would be done, to a world that other files look at."""
MALFORMED = {
    "not JSON": b"{",
    "not UTF-8": b'{"words": "\xff\xfe"}',
    "another shape": b"[1, 2, 3]",
    "no field at all": b'{"nothing": {"such": 1}}',
    "nothing": b"",
    "a number too long to read": b'{"version": ' + b"9" * 5000 + b"}",
}


@pytest.fixture(scope="module")
def ids(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """What addresses name: inside the wall, and outside it."""
    know(world.inside, world.outside)
    return things(world, world.inside), things(world, world.outside)


def asker(world: World, role: str) -> Any:
    who = placed(world, role)
    return caller(who) if who.may(Permission.ISSUE_TOKEN) else browser(who)


def send(client: Any, asked: Call, where: dict[str, Any], body: bytes) -> Any:
    return client.post("/api/v1" + asked.path.format(**where), body, content_type="application/json")


def test_there_are_operations_to_ask():
    assert len(WITH_A_BODY) > 30
    assert all(asked.verb == "post" for asked in WITH_A_BODY.values())


@pytest.mark.parametrize("kind", MALFORMED)
@pytest.mark.parametrize("role", ["sentencer", "inspector", "administrator", "provider worker"])
def test_whoever_may_not_is_told_so_whatever_they_send(kind: str, role: str, world: World, ids: Any):
    client, wrong = asker(world, role), []
    for name, asked in WITH_A_BODY.items():
        if role in asked.roles:
            continue
        answer = send(client, asked, ids[0], MALFORMED[kind])
        if answer.status_code != 403 or b"may not" not in answer.content:
            wrong.append(f"{name}: {answer.status_code} {answer.content[:80]!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(n for n, asked in WITH_A_BODY.items() if "{person_id}" in asked.path))
def test_of_somebody_beyond_the_wall_no_more_is_said_than_that_there_is_nothing(
    name: str, world: World, ids: Any
):
    asked = WITH_A_BODY[name]
    client = asker(world, next(role for role in sorted(asked.roles) if role != "inspector"))
    for body in (b"{", b"[1]"):
        answer = send(client, asked, ids[1], body)
        said_nothing = answer.status_code == 404 or b"not yours to see" in answer.content
        assert said_nothing, (body, answer.content)
        assert send(client, asked, ids[0], body).status_code in {200, 201, 204, 400, 422}


@pytest.mark.parametrize("kind", MALFORMED)
def test_whoever_may_is_told_what_is_wrong_and_never_fails_the_service(kind: str, world: World, ids: Any):
    asking: dict[str, Any] = {}
    wrong = []
    for name, asked in WITH_A_BODY.items():
        if name in READ_NOTHING:
            continue
        role = sorted(asked.roles & EVERYBODY)[0]
        client = asking.setdefault(role, asker(world, role))
        answer = send(client, asked, ids[0], MALFORMED[kind])
        if answer.status_code >= 500 or answer.status_code == 403:
            wrong.append(f"{name}: {answer.status_code} {answer.content[:80]!r}")
    assert not wrong, "\n".join(wrong)


def test_a_refusal_before_reading_is_in_the_audit(world: World, ids: Any):
    from django.utils import timezone

    from throughcare.foundation.access.queries import done_here
    from throughcare.foundation.access.session import viewing

    who = placed(world, "provider worker")
    send(caller(who), CALLS["search_outside"], ids[0], b"{")
    with viewing(placed(world, "inspector"), timezone.now()):
        [row] = done_here(kind="refused", member_id=who.id)
    assert row.act == Permission.SEARCH_OUTSIDE_WALL.value


def test_nobody_signed_in_is_told_only_to_sign_in(ids: Any):
    from django.test import Client

    client = Client(raise_request_exception=False)
    for name, asked in WITH_A_BODY.items():
        assert send(client, asked, ids[0], b"{").status_code == 401, name
