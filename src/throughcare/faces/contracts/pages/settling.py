"""Disputing a line, ruling on it, approving a statement, and the export by which either side works it all out again."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from throughcare.commissioning.contracts import actions, queries
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

from .money import found as found_statement

LONGEST_SUM = 16
"""Digits of an amount in pence."""


def _why(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="The other side is shown this.",
    )


class Disputed(SentOnce, PlainForm):
    """Why a line is wrong."""

    because = _why("What is wrong with it")


class Ruled(SentOnce, PlainForm):
    """What stands, and why."""

    pounds = forms.DecimalField(
        label="Pounds that stand",
        decimal_places=2,
        max_digits=12,
        help_text="Below nothing where it is taken.",
    )
    because = _why("Why")


@page(May.DISPUTE_LINE)
def dispute(request: Asking, line_id: UUID) -> HttpResponse:
    """Dispute a line."""
    form = Disputed(request.POST or None)
    return _step(
        request, line_id, form, "Dispute a line", "Dispute it", actions.dispute_line, "It is disputed."
    )


@page(May.RULE_ON_DISPUTE)
def rule(request: Asking, line_id: UUID) -> HttpResponse:
    """Rule on a disputed line."""
    form = Ruled(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["pence"] = int(form.cleaned_data.pop("pounds") * Decimal(100))
    return _step(request, line_id, form, "Rule on a line", "Rule so", actions.rule_on_line, "It is ruled on.")


def _step(
    request: Asking, line_id: UUID, form: PlainForm, heading: str, button: str, act: object, said: str
) -> HttpResponse:
    try:
        line = queries.line(line_id)
    except Refused:
        raise Http404 from None
    address = f"/contracts/statements/{line.row.statement_id}"
    if request.method == "POST" and form.is_valid() and do(request, form, act, line_id=line_id):  # type: ignore[arg-type]
        messages.success(request, said)
        return redirect(address)
    context = {
        "heading": heading,
        "back": Link("Statement", address),
        "form": form,
        "button": button,
        "words": f"Line {line.row.place}: {line.row.what} {line.row.name}. {line.row.words}.",
    }
    return render(request, "contracts/form.html", context)


@page(May.APPROVE_PAYMENT)
@require_POST
def approve(request: Asking, statement_id: UUID) -> HttpResponse:
    """Approve what stands of a statement."""
    found_statement(statement_id)
    back, seen = f"/contracts/statements/{statement_id}", request.POST.get("pence", "")
    if not seen.removeprefix("-").isdecimal() or len(seen) > LONGEST_SUM:
        messages.error(request, "Look at the statement, and approve it from its own page.")
        return redirect(back)
    return press(
        request,
        actions.approve_statement,
        "It is approved.",
        back,
        statement_id=statement_id,
        pence=int(seen),
    )


@page(May.LOOK_AT_AGREEMENTS)
def export(request: Asking, contract_id: UUID) -> HttpResponse:
    """An agreement with its statements, as a file."""
    try:
        content = queries.export_of(contract_id)
    except Refused:
        raise Http404 from None
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="agreement-{contract_id}.json"'
    return answer
