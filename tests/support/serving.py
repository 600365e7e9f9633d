"""Serves pages to a browser without a server or a database: each request is answered by the view itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Request, Route

from throughcare.faces.web.headers import POLICY

SITE = "http://throughcare.test"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


def answer(method: str, target: str, body: bytes = b"", kind: str = "") -> HttpResponse:
    """What the look's view answers, with the message and token furniture that middleware would add."""
    extra: dict[str, Any] = {"data": body, "content_type": kind} if method == "POST" else {}
    request = getattr(RequestFactory(), method.lower())(target, **extra)
    get_token(request)
    try:
        match = resolve(urlsplit(target).path, urlconf="throughcare.faces.web.look.urls")
    except Resolver404:
        return HttpResponse(status=404)
    return match.func(request, *match.args, **match.kwargs)  # type: ignore[no-any-return]


def _static(route: Route, path: str) -> None:
    found = finders.find(path.removeprefix("/static/"))
    if not isinstance(found, str):
        route.fulfill(status=404)
        return
    file = Path(found)
    route.fulfill(body=file.read_bytes(), content_type=KINDS.get(file.suffix, "application/octet-stream"))


def serve(page: Page, extra: dict[str, str] | None = None, *, unscripted: bool = False) -> list[str]:
    """Answer all of this page's requests; gives the list to which its console errors will be added."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))

    def handle(route: Route, request: Request) -> None:
        path = urlsplit(request.url).path
        target = request.url.removeprefix(SITE)
        if path.endswith(".js"):
            route.fallback() if request.resource_type == "script" and unscripted else _static(route, path)
        elif path.startswith("/static/"):
            _static(route, path)
        elif extra and path in extra:
            route.fulfill(
                body=extra[path], content_type="text/html", headers={"Content-Security-Policy": POLICY}
            )
        else:
            said = answer(
                request.method,
                target,
                request.post_data_buffer or b"",
                request.headers.get("content-type", ""),
            )
            headers = {"Content-Security-Policy": POLICY, **dict(said.headers)}
            route.fulfill(status=said.status_code, body=said.content, headers=headers)

    page.route("**/*", handle)
    return complaints
