"""Each request is one transaction in which the database knows who is looking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import DataError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from throughcare.foundation.access import queries
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import Viewing, viewing, who
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.trail import Trail, following
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.files import is_full

from .errors import bad_request, refused, unavailable

OPEN_PATHS = ("/accounts/", "/static/", "/health", "/about")
HAT = "membership"
CALENDARS = "/calendars/"
OWN = "/own"
"""Where people read their own page: whoever is signed in on the same browser is nobody there."""


class Viewer:
    """Finds the member, opens their viewing, renders inside it, and writes down whom they looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the member; a refusal becomes a page in words, a fault rolls everything back."""
        request.at = at = timezone.now()  # type: ignore[attr-defined]
        request.member = member = member_of(request, at)  # type: ignore[attr-defined]
        if _must_add_second_step(request):
            return redirect("mfa_activate_totp")
        try:
            with viewing(member, at) as opened, following() as trail:
                response = self._rendered(request)
                if response.status_code >= 500 or getattr(request, "failed", False):
                    transaction.set_rollback(True)
                else:
                    _write_look(request, response, opened, trail)
            return response
        except Refused as refusal:
            return refused(request, refusal)
        except OperationalError as failure:
            return unavailable(request, failure)

    def _rendered(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(response, "render") and not getattr(response, "is_rendered", True):
            response = response.render()
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Undo the work of a view that raised; a refusal is answered in its own words."""
        request.failed = True  # type: ignore[attr-defined]
        if isinstance(exception, DataError):  # a value that no column can hold: a NUL, a number too large
            return bad_request(request, exception)
        if isinstance(exception, OperationalError) or is_full(exception):
            return unavailable(request, exception)  # a limit, held by another, no room, no database
        return refused(request, exception) if isinstance(exception, Refused) else None


def member_of(request: HttpRequest, at: datetime) -> Member | None:
    """Who asks: the holder of a token, or the hat worn by the account that signed in."""
    bearer = request.headers.get("Authorization", "")
    if request.path.startswith("/api/") and bearer.startswith("Bearer "):
        request.by_token = True  # type: ignore[attr-defined]
        return queries.member_of_token(bearer.removeprefix("Bearer ").strip(), at=at)
    if request.path.startswith(CALENDARS):  # read by a program that cannot sign in: the address is the secret
        secret = request.path.removeprefix(CALENDARS).removesuffix(".ics")
        return queries.member_of_token(secret, at=at, only=queries.CALENDAR)
    if request.path == OWN or request.path.startswith(f"{OWN}/") or not request.user.is_authenticated:
        return None
    worn = request.session.get(HAT)
    if worn:
        member = queries.member(UUID(worn), at=at)
        if member and member.account_id == request.user.pk:
            return member
    held = queries.memberships_of(request.user.pk, at=at)
    if held:
        request.session[HAT] = str(held[0].id)
    return held[0] if held else None


def _must_add_second_step(request: HttpRequest) -> bool:
    if not settings.REQUIRE_MFA or not request.user.is_authenticated or request.path.startswith(OPEN_PATHS):
        return False
    if request.session.get("second_step"):
        return False
    enabled: bool = is_mfa_enabled(request.user)
    if enabled:
        request.session["second_step"] = True
    return not enabled


_LOOKED_AT = frozenset({"papers", "seen"})
"""What a page says it showed, besides people, that makes opening it a look: papers of a bid, or a competition to who might bid."""


def _write_look(request: HttpRequest, response: HttpResponse, opened: Viewing, trail: Trail) -> None:
    if not (trail.people or _LOOKED_AT & trail.subject.keys()) or response.status_code not in {200, 201}:
        return
    route = request.resolver_match.view_name if request.resolver_match else request.path
    ledger.enter(
        "looked",
        route,
        who=who(opened.member),
        at=opened.at,
        people=trail.people,
        subject=trail.subject,
        because=trail.because,
        request_id=opened.request_id,
    )


def page_furniture(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows: who is signed in, and where they can go."""
    from .navigation import for_member

    member: Member | None = getattr(request, "member", None)
    places = for_member(member, request.path)
    return {
        "member": member,
        "demo": settings.DEMO,
        "navigation": places,
        "navigation_rest": [place for place in places if place.more],
        "may_find": member is not None and member.may(Permission.LOOK_AT_PEOPLE),
    }
