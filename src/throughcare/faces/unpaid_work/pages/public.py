"""A page on which anybody, with no account, asks for a project, and one at a secret address that says what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from throughcare.casework.unpaid_work import queries
from throughcare.casework.unpaid_work.actions.asked_by_public import ask_for_project
from throughcare.casework.unpaid_work.rules import PUBLIC, Nominator, told
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Refused

HOUR = 3600
TOO_OFTEN = "Too much was asked from your address in the last hour. Nothing was sent. Try again in an hour."


class PublicAsking(SentOnce, PlainForm):
    """What somebody asks for, and nothing of who they are."""

    problem = CountedField(
        label="Which local problem it would answer",
        limit=500,
        help_text="Do not give anybody's name, home address, telephone number or e-mail address.",
    )
    place = forms.CharField(label="Where it would be", max_length=100)
    title = forms.CharField(
        label="A name for the project", max_length=100, help_text="For example, Riverside path."
    )
    unit_id = forms.ChoiceField(label="Which team is nearest")
    nominator = forms.TypedChoiceField(
        label="Who asks for it", coerce=Nominator, choices=[("", "Choose"), *((n.value, first_capital(n)) for n in PUBLIC)]
    )  # fmt: skip
    asked_for_by = forms.CharField(
        label="Name of the organisation, if it is one",
        max_length=150,
        required=False,
        help_text="Leave it empty if you ask for yourself: we do not keep who you are.",
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        teams = [(str(unit.id), f"{unit.name}, {unit.organisation.name}") for unit in queries.teams_asked()]
        self.fields["unit_id"].choices = [("", "Choose"), *teams]  # type: ignore[attr-defined]

    def clean_unit_id(self) -> UUID:
        """The choice as an id."""
        return UUID(self.cleaned_data["unit_id"])


def ask_as_public(request: HttpRequest) -> HttpResponse:
    """Ask for a project with no account; so often an hour from one address."""
    form = PublicAsking(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _too_often(request):
            form.add_error(None, TOO_OFTEN)
            return _shown(request, form, status=429)
        secret = _asked(request, form)
        if secret:
            address = request.build_absolute_uri(f"/ask-for-a-project/{secret}")
            return _private(
                render(request, "unpaid_work/asked.html", {"heading": "Thank you", "address": address})
            )
    return _shown(request, form)


def _shown(request: HttpRequest, form: PublicAsking, status: int = 200) -> HttpResponse:
    context = {
        "heading": "Ask for work that your area needs",
        "form": form,
        "nobody": not queries.teams_asked(),
    }
    return _private(render(request, "unpaid_work/ask.html", context, status=status))


def _asked(request: HttpRequest, form: PublicAsking) -> str:
    given = dict(form.cleaned_data)
    try:
        return ask_for_project(at=request.at, key=given.pop("idempotency_key"), **given)  # type: ignore[attr-defined]
    except Refused as refusal:
        form.refuse(refusal)
        return ""


def _too_often(request: HttpRequest) -> bool:
    """Whether more was asked from this address in this hour than one may; the address itself is not kept, but a digest for two hours."""
    at = request.at  # type: ignore[attr-defined]
    address = str(get_adapter(request).get_client_ip(request))
    hidden = salted_hmac("asked for by the public", address, algorithm="sha256").hexdigest()
    key = f"public-asks:{hidden}:{int(at.timestamp()) // HOUR}"
    cache.add(key, 0, 2 * HOUR)
    return bool(cache.incr(key) > settings.PUBLIC_ASKS_AN_HOUR)


def asked_by_public(request: HttpRequest, secret: str) -> HttpResponse:
    """What became of what somebody asked for, at the address that they were given; 404 for one that is none."""
    stands = queries.read_ask(secret)
    if stands is None:
        raise Http404
    context = {
        "heading": stands.title or "What you asked for",
        "asked_on": stands.asked_on,
        "told": told(stands),
    }
    return _private(render(request, "unpaid_work/became.html", context))


def _private(answer: HttpResponse) -> HttpResponse:
    """An answer that is kept by no cache, found by no search, and whose address no other site is told."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
