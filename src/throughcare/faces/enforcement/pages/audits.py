"""A decision that somebody paid for delivery took, for another to look at."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.enforcement import actions, queries
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission


class Audit(SentOnce, PlainForm):
    """Whether the decision is one that the viewer would have taken, and why."""

    agrees = forms.TypedChoiceField(
        label="Whether you would have decided so",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    note = CountedField(label="Why", limit=1000)


@page(Permission.AUDIT_DECISION)
def decision_audit(request: Asking, drawn_id: UUID) -> HttpResponse:
    """One decision that was drawn: what was decided and why, and a form to say what is found of it."""
    seen = queries.audit(drawn_id)
    if seen is None or seen.agrees is not None:
        raise Http404
    form = Audit(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.audit_decision, audit_id=drawn_id)
    ):
        messages.success(request, "Kept.")
        return redirect("home")
    context = about(request, seen.person_id, "Enforcement")
    context |= {
        "heading": f"Decision to look at: {seen.decision}",
        "lead": ". ".join(part for part in (first_capital(seen.reason), seen.because) if part),
        "form": form,
        "submit": "Say so",
        "cancel": f"/enforcement/failures/{seen.failure_id}",
    }
    return render(request, "throughcare/form_page.html", context)
