"""What no file says of a service: the needs it is for, where it is held, and how many places are free, said by whoever keeps it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.interventions import actions, queries
from throughcare.casework.interventions.rules import PlacesFacts, SiteFacts
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .catalogue import need_choices

_POSTCODE = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$")


class Counted(NamedTuple):
    """What is counted, how many are free, and of how many (None: not known)."""

    unit: str
    free: int
    most: int | None


class Describe(OfVersion, SentOnce, PlainForm):
    """What a service is for, where it is held, and its free places."""

    needs = forms.MultipleChoiceField(
        label="What it is for", required=False, widget=forms.CheckboxSelectMultiple
    )
    sites = CountedField(
        label="Where it is held",
        limit=5000,
        required=False,
        help_text="One place on each line: its name, a comma, and its postcode. Leave it empty where it is not known.",
    )
    unit = forms.CharField(
        label="What is counted", required=False, max_length=60, help_text="Places a week, beds, or the like."
    )
    free = forms.IntegerField(label="How many are free", required=False, min_value=0, max_value=100_000)
    most = forms.IntegerField(label="Out of how many", required=False, min_value=0, max_value=100_000)

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.fields["needs"].choices = need_choices()  # type: ignore[attr-defined]

    def clean_sites(self) -> list[SiteFacts]:
        """Each line as a site; one without a good postcode is refused by its number."""
        lines = [line.strip() for line in self.cleaned_data["sites"].splitlines() if line.strip()]
        return [self._site(number, line) for number, line in enumerate(lines, 1)]

    def _site(self, number: int, line: str) -> SiteFacts:
        name, _, written = line.rpartition(",")
        bare = "".join(written.upper().split())
        postcode = f"{bare[:-3]} {bare[-3:]}"
        if not name.strip() or not _POSTCODE.match(postcode):
            raise forms.ValidationError(f"Line {number}: write a name, a comma and a postcode, as TS1 1AA.")
        key = str(uuid5(NAMESPACE_URL, f"site:{name.strip().lower()}:{postcode}"))
        return SiteFacts(key, name.strip()[:200], postcode, None, None)

    def clean(self) -> dict[str, Any]:
        """Free places as one fact, said now; none where none are counted."""
        cleaned = dict(super().clean() or {})
        unit, free, most = (cleaned.pop(name, None) for name in ("unit", "free", "most"))
        if free is None and (unit or most is not None):
            self.add_error("free", "Say how many are free.")
        elif free is not None and not unit:
            self.add_error("unit", "Say what is counted.")
        cleaned["counted"] = Counted(unit, free, most) if free is not None and unit else None
        return cleaned


@page(Permission.KEEP_CATALOGUE)
def describe(request: Asking, service_id: UUID) -> HttpResponse:
    """Say what a service is for, where it is held and how many places are free."""
    seen = queries.service(service_id)
    if seen is None:
        raise Http404
    form = Describe(request.POST or None, initial=_initial(seen))
    if request.method == "POST" and form.is_valid():
        counted = form.cleaned_data.pop("counted")
        places = (
            PlacesFacts(counted.unit, counted.free, counted.most, day_of(request.at)) if counted else None
        )
        if do(request, form, actions.describe_service, service_id=service_id, places=places):
            messages.success(request, "Saved.")
            return redirect("service", service_id=service_id)
    context = {"heading": f"Describe {seen.facts.title}", "form": form, "submit": "Save"}
    return render(request, "throughcare/form_page.html", context | {"cancel": f"/services/{service_id}"})


def _initial(seen: queries.ServiceSeen) -> dict[str, Any]:
    facts = seen.facts
    first = facts.places[0] if facts.places else None
    return {
        "version": seen.version,
        "needs": list(facts.needs),
        "sites": "\n".join(f"{one.name}, {one.postcode}" for one in facts.sites),
        "unit": first.unit if first else "",
        "free": first.free if first else None,
        "most": first.most if first else None,
    }
