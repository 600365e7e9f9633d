"""What the forms about one case share: the open case itself, and the page round a form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.casework.supervision import queries
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.page import Asking
from throughcare.faces.web.person_frame import about


def form_page(
    request: Asking, person_id: UUID, heading: str, form: PlainForm, submit: str, **more: Any
) -> HttpResponse:
    """The page of one form about one person."""
    context = about(request, person_id, "Summary")
    context |= {"heading": heading, "form": form, "submit": submit, "cancel": f"/people/{person_id}", **more}
    return render(request, "throughcare/form_page.html", context)


def open_case(request: Asking, person_id: UUID) -> queries.CaseSeen:
    """A person's open case; 404 where there is none that the viewer sees."""
    seen = queries.case_of(person_id, at=request.at)
    if seen is None or seen.case.closed_at is not None:
        raise Http404
    return seen
