"""Every role against every page and every operation: allowed exactly where the hand-written table says so."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from support.people import joins
from support.wall_visits import (
    address_of,
    browser,
    call,
    caller,
    know,
    pages,
    placed,
    things,
    where_they_work,
)
from support.wall_world import World

from throughcare.faces.api.operation import OPERATIONS
from throughcare.foundation.access.models import Account
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.kernel import Permission, new_id

from .places import ANYBODY, CALLS, EVERYBODY, PAGES
from .places.victims import NOT_FOR_THE_SERVICE

SIGNED_IN = sorted(EVERYBODY)
# Calls that would succeed and leave the next role another world; each has a test among the attacks.
CHANGES_THE_WORLD = {
    ("service", "accept_transfer"),
    *((role, "withdraw_transfer") for role in [*CALLS["withdraw_transfer"].roles, "service"]),
}


@pytest.fixture(scope="module")
def ids(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """What addresses name: inside the wall, and outside it."""
    know(world.inside, world.outside)
    return things(world, world.inside), things(world, world.outside)


def test_every_role_that_signs_in_is_in_the_table():
    assert set(SIGNED_IN) | {"service"} == set(ROLES)


def test_every_page_is_in_the_table():
    assert set(pages()) == set(PAGES)
    groups = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert groups == {"api/", "accounts/", "accounts/2fa/", "accounts/social/", ""}


def test_every_operation_is_in_the_table():
    from throughcare.faces.api.operation import api
    from throughcare.faces.index import api_urls

    assert api_urls.urlpatterns
    assert set(OPERATIONS) == set(CALLS)
    offered = {
        operation["operationId"]
        for methods in api.get_openapi_schema()["paths"].values()
        for operation in methods.values()
    }
    assert {max((n for n in OPERATIONS if o.endswith(n)), key=len) for o in offered} == set(OPERATIONS)
    assert len(offered) == len(OPERATIONS)


@pytest.mark.parametrize("role", SIGNED_IN)
def test_a_role_opens_exactly_the_pages_it_may(role: str, world: World, ids: Any):
    inside, outside = (where_they_work(one, role) for one in ids)
    client, wrong = browser(placed(world, role)), []
    for route, page in PAGES.items():
        allowed = role in page.roles or page.roles is ANYBODY
        tried = [(inside, 404 if role in page.nothing_for else page.inside)] + [(outside, page.outside)] * (
            page.outside is not None
        )
        for where, expected in tried if allowed else tried[:1]:
            got = client.get(address_of(route, where)).status_code
            if got != (expected if allowed else 403):
                wrong.append(f"{route} {'inside' if where is inside else 'outside'}: {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [*SIGNED_IN, "service"])
def test_a_role_calls_exactly_the_operations_it_may(role: str, world: World, ids: Any):
    inside, outside = (where_they_work(one, role) for one in ids)
    client, wrong = caller_or_browser(world, role), []
    for name, asked in CALLS.items():
        allowed = role in asked.roles or (role == "service" and name not in NOT_FOR_THE_SERVICE)
        tried = [(inside, asked.inside)] + [(outside, asked.outside)] * (asked.outside is not None)
        for where, expected in tried if allowed else tried[:1]:
            if where is inside and (role, name) in CHANGES_THE_WORLD:
                continue
            answer = call(client, asked.verb, asked.path, asked.body, where)
            if answer.status_code != (expected if allowed else 403):
                wrong.append(
                    f"{name} {'inside' if where is inside else 'outside'}: {answer.status_code}"
                    f" {answer.content[:80]!r}"
                )
    assert not wrong, "\n".join(wrong)


def caller_or_browser(world: World, role: str) -> Client:
    """With a token where the role may have one, else with the session that the pages use."""
    who = placed(world, role)
    if who.may(Permission.ISSUE_TOKEN):
        return caller(who)
    return browser(who)


def test_nobody_signed_in_is_sent_to_sign_in(world: World, ids: Any):
    inside, client = ids[0], Client(raise_request_exception=False)
    for route, page in PAGES.items():
        answer = client.get(address_of(route, inside))
        if page.roles is ANYBODY:
            assert answer.status_code == page.inside, route
        else:
            assert answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/"), (
                route
            )
    for name, asked in CALLS.items():
        assert call(client, asked.verb, asked.path, asked.body, inside).status_code == 401, name


def test_an_account_that_belongs_to_no_unit_sees_nothing(world: World, ids: Any):
    account = Account.objects.create(email=f"{new_id()}@example.test", name="Nobody yet")
    client = Client(raise_request_exception=False)
    client.force_login(account)
    session = client.session
    session["second_step"] = True
    session.save()
    for route, page in PAGES.items():
        expected = page.inside if page.roles is ANYBODY else 403
        assert client.get(address_of(route, ids[0])).status_code == expected, route
    for name, asked in CALLS.items():
        assert call(client, asked.verb, asked.path, asked.body, ids[0]).status_code == 401, name


def test_an_account_without_its_second_step_gets_no_further(world: World, ids: Any):
    client = browser(joins(world.unit, "offender manager"))
    session = client.session
    del session["second_step"]
    session.save()
    for route in PAGES:
        answer = client.get(address_of(route, ids[0]))
        assert answer.status_code in ({200, 302} if route == "health" else {302}), route
        assert world.inside.id.hex not in answer.content.decode()
