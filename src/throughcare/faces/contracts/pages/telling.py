"""What a provider tells of itself for the last month that is over."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from throughcare.commissioning.contracts import actions
from throughcare.commissioning.contracts.rules.distress import month_to_tell
from throughcare.faces.web.look.fields import UnitInput
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .listing import BACK, found
from .standing import form_page, why


class Telling(SentOnce, PlainForm):
    """What the provider had and spent, and its posts, for the last month that is over."""

    cash = forms.DecimalField(
        label="Cash in hand on the last day, in pounds",
        decimal_places=2,
        max_digits=12,
        help_text="What the body could spend at once. Below nothing where it is overdrawn.",
    )
    spent = forms.DecimalField(
        label="Spent in the month, in pounds", decimal_places=2, max_digits=12, min_value=0
    )
    planned = forms.DecimalField(
        label="Posts planned for this agreement",
        decimal_places=2,
        max_digits=7,
        min_value=0,
        help_text="Whole-time: half a post is 0.5.",
    )
    filled = forms.DecimalField(label="Of these filled", decimal_places=2, max_digits=7, min_value=0)
    on_one = forms.IntegerField(
        label="Of a hundred of the work, how much rests on one subcontractor",
        min_value=0,
        max_value=100,
        required=False,
        widget=UnitInput(after="of 100"),
        help_text="The largest share of one in whose place nobody could step within a month. 0 where there is none; empty where it is not known.",
    )
    because = why("Why it changes", required=False, hint="Only where this month was told already.")

    def clean_cash(self) -> int:
        """The pounds as pence."""
        return int(self.cleaned_data["cash"] * 100)

    def clean_spent(self) -> int:
        """The pounds as pence."""
        return int(self.cleaned_data["spent"] * 100)


@page(May.CHANGE_AGREEMENT)
def tell(request: Asking, contract_id: UUID) -> HttpResponse:
    """Tell of the last month that is over."""
    seen, address = found(request, contract_id), f"{BACK}/{contract_id}/standing"
    month, form = month_to_tell(day_of(request.at)), Telling(request.POST or None)
    act, given = actions.tell_of_provider, {"agreement_id": contract_id, "month": month}
    if request.method == "POST" and form.is_valid() and do(request, form, act, **given):
        messages.success(request, "It is kept, and both sides see it.")
        return redirect(address)
    return form_page(
        request, f"Tell of {month:%B %Y}", Link(seen.stands.row.title, address), form, "Keep it",
        "Both sides of this agreement see it, and nobody else.",
    )  # fmt: skip
