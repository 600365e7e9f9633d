"""Pages for what went wrong, in words fit for the person asking."""

from __future__ import annotations

import json
import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from throughcare.foundation.access.parts import NotShown
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.files import is_full

_log = logging.getLogger(__name__)


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _page(request: HttpRequest, status: int, because: str = "") -> HttpResponse:
    if _wants_json(request):
        body = json.dumps({"because": because or f"Status {status}."})
        return HttpResponse(body, status=status, content_type="application/json")
    return render(request, f"throughcare/errors/{status}.html", {"because": because}, status=status)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The service will not do this, and says why: 403 where a part of a record is left out of what the viewer is shown."""
    if isinstance(refusal, NotShown):
        return forbidden(request, refusal)
    if _wants_json(request):
        body = json.dumps({"because": refusal.because, "field": refusal.field})
        return HttpResponse(body, status=422, content_type="application/json")
    return render(request, "throughcare/errors/refused.html", {"because": refusal.because}, status=422)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be read."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The role does not carry the permission."""
    return _page(request, 403, str(exception) if isinstance(exception, Refused) else "")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing here, or nothing this viewer may see; the two are not told apart."""
    return _page(request, 404)


TOO_LONG = (
    "This took longer than a page may, so it was stopped. Ask for less at once, or ask again in a minute."
)
HELD = "Somebody else is changing the same thing. Wait a moment and try again."
FULL = "The service has no room left to write. Whoever runs it must make room."
AWAY = "The database does not answer. Try again in a minute."
WENT_BACK = "The service's clock went back, so nobody can be shown who may see what now. Whoever runs it must set it right."
_BY_STATE = {
    "57014": TOO_LONG, "25P03": TOO_LONG, "55P03": HELD, "40P01": HELD, "53100": FULL, "57T01": WENT_BACK
}  # fmt: skip


def unavailable(request: HttpRequest, failure: Exception) -> HttpResponse:
    """The database stopped the work or is not there: why, in words; nothing was changed. Made without the database."""
    state = getattr(failure.__cause__, "sqlstate", None) or ""
    because = FULL if is_full(failure) else _BY_STATE.get(state, AWAY)
    _log.error("%s %s was stopped: %s", request.method, state or type(failure).__name__, because)
    if _wants_json(request):
        body = json.dumps({"because": f"{because} Nothing was changed."})
        return HttpResponse(body, status=503, content_type="application/json", headers={"Retry-After": "30"})
    page = render_to_string("throughcare/errors/503.html", {"because": because})
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault; nothing was half-done. Made without the request, since what failed may be the database."""
    if _wants_json(request):
        return _page(request, 500)
    return HttpResponse(render_to_string("throughcare/errors/500.html"), status=500)
