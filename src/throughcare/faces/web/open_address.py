"""What anybody may read with no account: so many times a minute from one address, and from other sites' pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse

MINUTE = 60


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that anybody may read, so many times a minute from one address; it may be read from other sites' pages."""

    @wraps(view)
    def answered(request: HttpRequest, **given: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return told({"because": "What is published is only read here."}, status=405)
        if _too_often(request):
            refusal = told({"because": "Too many requests from this address. Wait a minute."}, status=429)
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


def told(document: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A document that any site may read and keep for five minutes; a refusal is kept by nobody."""
    return opened_up(JsonResponse(dict(document), status=status))


def opened_up(answer: HttpResponse) -> HttpResponse:
    """An answer that any site may read, kept for five minutes where it is a good one."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "public, max-age=300" if answer.status_code == 200 else "no-store"
    return answer
