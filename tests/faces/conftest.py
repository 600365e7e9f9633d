"""What tests of faces share: a phone's browser that is signed in already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from throughcare.foundation.access.rules import Member


@pytest.fixture
def in_browser(browser: Any, site: str) -> Iterator[Callable[[Member], Any]]:
    """A page of a phone's browser, signed in as a member, that the site's scripts never reach."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from throughcare.foundation.access.models import Account

    opened = []

    def open_as(member: Member) -> Any:
        account = Account.objects.using("owner").get(id=member.account_id)
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session["second_step"] = True
        session["membership"] = str(member.id)
        session.save()
        context = browser.new_context(viewport={"width": 375, "height": 800}, base_url=site)
        context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": site}])
        opened.append(context)
        page = context.new_page()
        page.route("**/*.js", lambda route: route.abort())
        return page

    yield open_as
    for context in opened:
        context.close()
