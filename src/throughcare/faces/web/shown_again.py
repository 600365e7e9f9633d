"""A form that came back with what is wrong with it, at an address of its own, so that Back and Reload find it again.

A page that answers a sent form cannot be gone back to: as no page is kept by the browser, it asks to send the form once
more, or fails. So the answer is kept for a while in the session of whoever sent it, encrypted, and the browser is sent to
where it can be read. It was looked at when it was answered, and is written down as a look then.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from throughcare.foundation.kernel import new_id

from .unsent import fernet
from .viewer import member_of

AGAIN, KEPT = "again", "shown_again"
FOR = timedelta(minutes=20)
"""How long a page can be gone back to: what may be seen can change, and nothing of it is held longer than a form takes."""
MOST_KEPT, MOST_BYTES = 3, 200_000


class ShownAgain:
    """Keeps the page that answers a sent form without having done it, and shows it to whoever goes back to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; only a browser that moves from page to page is sent on, for a program has nothing to go back to."""
        if request.method == "GET" and AGAIN in request.GET:
            kept = _kept(request, request.GET[AGAIN])
            if kept is not None:
                return HttpResponse(kept)
        response = self.get_response(request)
        return _sent_on(request, response) if _came_back(request, response) else response


def _came_back(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "POST"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and response.status_code == 200
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
        and getattr(request, "member", None) is not None
    )


def _sent_on(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep the page and lead to it; one too large to keep is answered as it is."""
    member, at = request.member, timezone.now()  # type: ignore[attr-defined]
    sealed = fernet().encrypt(zlib.compress(response.content)).decode()
    if len(sealed) > MOST_BYTES:
        return response
    key, held = str(new_id()), _held(request, at)
    held[key] = {"path": request.path, "member": str(member.id), "at": at.isoformat(), "page": sealed}
    request.session[KEPT] = dict(list(held.items())[-MOST_KEPT:])
    asked = request.GET.copy()
    asked[AGAIN] = key
    found = HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")
    found.status_code = 303
    return found


def _kept(request: HttpRequest, key: str) -> bytes | None:
    """The page under a key, for the same member at the same address, while it is kept."""
    at = timezone.now()
    one = _held(request, at).get(key)
    if one is None or one["path"] != request.path:
        return None
    member = member_of(request, at)
    if member is None or str(member.id) != one["member"]:
        return None
    try:
        return zlib.decompress(fernet().decrypt(one["page"].encode()))
    except InvalidToken:
        return None


def _held(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """What is kept and not too old."""
    kept: dict[str, Any] = request.session.get(KEPT, {})
    return {key: one for key, one in kept.items() if at - datetime.fromisoformat(one["at"]) < FOR}
