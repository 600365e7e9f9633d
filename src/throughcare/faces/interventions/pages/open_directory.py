"""The catalogue at an open address, for directories and their programs: no sign-in, providers' public facts, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.rules.directory import page_of, service_document, service_line
from throughcare.faces.web.page import whole
from throughcare.foundation.kernel.days import day_of

SIZE, MOST = 50, 100
MINUTE = 60
PROFILE = {
    "version": "3.0",
    "profile": "https://docs.openreferral.org/en/3.0/",
    "openapi_url": "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json",
}


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that anybody may read, so many times a minute from one address; it may be read from other sites' pages."""

    @wraps(view)
    def answered(request: HttpRequest, **given: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return _said({"because": "This directory is only read here."}, status=405)
        if _too_often(request):
            refusal = _said({"because": "Too many requests from this address. Wait a minute."}, status=429)
            refusal["Retry-After"] = str(MINUTE)
            return refusal
        return view(request, **given)

    return answered


def _too_often(request: HttpRequest) -> bool:
    at = request.at  # type: ignore[attr-defined]
    key = f"open-directory:{get_adapter(request).get_client_ip(request)}:{int(at.timestamp()) // MINUTE}"
    asked: int = cache.get(key, 0) + 1
    cache.set(key, asked, 2 * MINUTE)
    return asked > settings.OPEN_DIRECTORY_A_MINUTE


def _said(document: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(document, status=status)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "public, max-age=300" if status == 200 else "no-store"
    return answer


@open_to_all
def about(request: HttpRequest) -> HttpResponse:
    """Which specification the directory keeps to."""
    return _said(PROFILE)


@open_to_all
def services(request: HttpRequest) -> HttpResponse:
    """Services, a page at a time: ``page`` from one, ``per_page`` up to 100, ``search`` in titles and providers, ``full``."""
    on = day_of(request.at)  # type: ignore[attr-defined]
    number = max(1, whole(request.GET.get("page", ""), 1))
    size = min(MOST, max(1, whole(request.GET.get("per_page", ""), SIZE)))
    words = request.GET.get("search", "").replace("\0", "")[:100]
    found = queries.listed_services(page=number, size=size, words=words, on=on)
    tell = service_document if request.GET.get("full") == "true" else service_line
    contents = [tell(one, on) for one in found.services]
    return _said(page_of(contents, number=number, size=size, total=found.total))


@open_to_all
def service(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """One service with all that is known of it."""
    found = queries.listed_service(listing_id)
    if found is None:
        return _said({"because": "There is no such service."}, status=404)
    return _said(service_document(found, day_of(request.at)))  # type: ignore[attr-defined]
