"""Browsers signed in as members of a service with people in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from support.world import World


@pytest.fixture(scope="session")
def world(database: object) -> World:
    """One service for every page; made once."""
    from support.world import a_world

    return a_world()


@pytest.fixture(autouse=True)
def _the_area_is_theirs(request: pytest.FixtureRequest) -> None:
    if "world" in request.fixturenames:
        request.getfixturevalue("world").service.takes_its_area()


@pytest.fixture(scope="session")
def signed_in(site: str) -> Callable[[Any, Any], None]:
    """Put a member's session into a browser, as signing in with both steps would."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from throughcare.foundation.access.models import Account

    def sign_in(context: Any, member: Any) -> None:
        account = Account.objects.using("owner").get(id=member.account_id)
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session["second_step"] = True
        session["membership"] = str(member.id)
        session.save()
        assert session.session_key is not None
        context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": site}])

    return sign_in
