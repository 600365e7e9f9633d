"""What every page has: somebody signed in, wearing a hat that may open it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from throughcare.foundation.access.action import once
from throughcare.foundation.access.rules import Member, check_may
from throughcare.foundation.access.session import current
from throughcare.foundation.kernel import Permission, Refused

from .errors import forbidden
from .unsent import keep_unsent

View = Callable[..., HttpResponse]
PAGES: dict[str, Permission | None] = {}


class Asking(HttpRequest):
    """A request of somebody signed in: ``member`` asks, at the instant ``at``."""

    member: Member
    at: Any


def page(permission: Permission | None) -> Callable[[View], View]:
    """Declare what a member must be permitted to open a page; None lets in every member."""

    def declare(view: View) -> View:
        PAGES[f"{view.__module__}.{view.__qualname__}"] = permission

        @functools.wraps(view)
        def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
            member: Member | None = getattr(request, "member", None)
            if not request.user.is_authenticated:
                if request.method == "POST":
                    keep_unsent(request)
                return redirect(f"/accounts/login/?next={request.path}")
            if member is None:
                return render(
                    request, "web/no_unit.html", {"heading": "You do not belong to a unit yet"}, status=403
                )
            if permission is not None:
                try:
                    check_may(member, permission)
                except Refused as refusal:
                    opened = current()
                    if opened is not None:
                        opened.refusals.append((permission.value, refusal.noted))
                    return forbidden(request, refusal)
            return view(request, **given)

        return guarded

    return declare


def do(request: Asking, form: Any, act: Callable[..., object], **given: Any) -> bool:
    """Do what a valid form asks, once for its key; whether it was done. A refusal is put on the form in its own words."""
    cleaned = dict(form.cleaned_data)
    key = cleaned.pop("idempotency_key", None)
    try:
        once(key, act, by=request.member, at=request.at, **cleaned, **given)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def press(request: Asking, act: Callable[..., object], said: str, back: str, **given: Any) -> HttpResponse:
    """Do what a single button asks, then go back and say so; a refusal is said instead."""
    try:
        act(by=request.member, at=request.at, **given)
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, refusal.because)
    return redirect(back)


def whole(written: str, otherwise: int) -> int:
    """A number from nought to 999,999 as an address or a hidden field holds it; whatever else is sent is ``otherwise``."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else otherwise


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """Where a form asked to go next, if that is a page of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or otherwise
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else otherwise
