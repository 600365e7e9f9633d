"""The person's side: they come in by reference and code, read their own page, and leave. No member, no script, few bytes."""

from __future__ import annotations

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from throughcare.casework.own import queries
from throughcare.casework.own.actions import visiting
from throughcare.casework.own.rules import VISIT_LASTS

from .telling import goals_told, looks_told, meetings_told, ordered_told

COOKIE, PATH = "own", "/own"
HOUR = 3600


def come_in(request: HttpRequest) -> HttpResponse:
    """Two fields and a button; whatever is wrong is answered alike, and so often an hour from one address."""
    if request.method != "POST":
        return _shown(request, "own/come_in.html", {})
    if _too_often(request):
        return _shown(request, "own/come_in.html", {"wrong": _too_many()}, status=429)
    reference, code = (request.POST.get(name, "") for name in ("reference", "code"))
    secret = visiting.come_in(at=_at(request), reference=reference, code=code)
    if secret is None:
        return _shown(request, "own/come_in.html", {"wrong": _not_let_in()}, status=422)
    answer = _private(redirect("own_page"))
    answer.set_cookie(
        COOKIE, secret, max_age=int(VISIT_LASTS.total_seconds()), path=PATH, secure=request.is_secure(), httponly=True,
        samesite="Lax",
    )  # fmt: skip
    return answer


def own_page(request: HttpRequest) -> HttpResponse:
    """What stands ahead of whoever was let in; back to the fields where nobody was, or the visit is over."""
    found = queries.own_page(request.COOKIES.get(COOKIE, ""))
    if found is None:
        answer = _private(redirect("own_come_in"))
        answer.delete_cookie(COOKIE, path=PATH)
        return answer
    return _shown(
        request,
        "own/page.html",
        {
            "meets": meetings_told(found),
            "ordered": ordered_told(found),
            "goals": goals_told(found),
            "looks": looks_told(found),
        },
    )


def leave(request: HttpRequest) -> HttpResponse:
    """End the visit; by a button only."""
    answer = _private(redirect("own_come_in" if request.method == "POST" else "own_page"))
    if request.method == "POST":
        visiting.leave(at=_at(request), secret=request.COOKIES.get(COOKIE, ""))
        answer.delete_cookie(COOKIE, path=PATH)
    return answer


def _at(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]
    return at


def _not_let_in() -> str:
    return _(
        "That reference and code do not open a page. Check both. A code works for 15 minutes, once, and not after five wrong tries: "
        "ask your officer for another."
    )


def _too_many() -> str:
    return _("Too many codes were tried from where you are. Try again in an hour.")


def _too_often(request: HttpRequest) -> bool:
    """Whether more was tried from this address in this hour than one may; the address is not kept, but a digest for two hours."""
    address = str(get_adapter(request).get_client_ip(request))
    hidden = salted_hmac("own page tried", address, algorithm="sha256").hexdigest()
    key = f"own-tries:{hidden}:{int(_at(request).timestamp()) // HOUR}"
    cache.add(key, 0, 2 * HOUR)
    return bool(cache.incr(key) > settings.OWN_TRIES_AN_HOUR)


def _shown(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    return _private(render(request, template, context, status=status))


def _private(answer: HttpResponse) -> HttpResponse:
    """An answer that is kept by no cache, found by no search, and whose address no other site is told."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "same-origin"
    return answer
