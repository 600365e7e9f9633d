"""Staff who would transfer when an agreement ends: the clock for both sides, the posts for the provider and whoever is named to take over."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.queries import StaffSeen
from throughcare.commissioning.contracts.rules.signing import Side
from throughcare.commissioning.contracts.rules.staff_transfer import (
    LONGEST,
    NOBODY,
    Post,
    PostKind,
    StaffStanding,
    posts_from,
    staff_terms,
)
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Colour, Column, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from .listing import BACK, found
from .saying import pounds

_STANDING: Mapping[StaffStanding, Colour] = {
    StaffStanding.NOT_OWED: "grey",
    StaffStanding.NOT_YET: "grey",
    StaffStanding.OWED: "yellow",
    StaffStanding.OVERDUE: "red",
    StaffStanding.IN_TIME: "green",
    StaffStanding.LATE: "orange",
}


class TellingOfStaff(SentOnce, PlainForm):
    """Posts, one a line."""

    posts = forms.CharField(
        label="Posts, one a line",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=LONGEST,
        help_text=(
            "Kind, hours a week, pounds a year, permanent or fixed, of a hundred of it for this agreement, with commas between: "
            f"case manager, 37, 28500, permanent, 100. Write “{NOBODY}” where no post would transfer. "
            f"Kinds: {', '.join(one.value for one in PostKind)}. Write no name."
        ),
    )

    def clean_posts(self) -> tuple[Post, ...]:
        """The posts, or what is wrong with a line."""
        try:
            return posts_from(self.cleaned_data["posts"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.because) from None


@page(May.LOOK_AT_AGREEMENTS)
def staff(request: Asking, contract_id: UUID) -> HttpResponse:
    """Who would transfer, as far as the viewer may see it."""
    try:
        seen = queries.staff_of(contract_id, request.member, at=request.at)
    except Refused:
        raise Http404 from None
    ours = seen.side is Side.PROVIDER and request.member.may(May.CHANGE_AGREEMENT)
    owed = seen.clock is not None and seen.clock.standing is not StaffStanding.NOT_OWED
    back = Link(seen.title, f"{BACK}/{contract_id}") if seen.side else Link("Contracts", BACK)
    context = {
        "heading": "Staff who would transfer",
        "back": back,
        "steps": [Link("Tell of the staff", f"{BACK}/{contract_id}/staff/tell")] if ours and owed else [],
        "rows": _rows(request, seen),
        "table": None if seen.posts is None else _posts(seen.posts),
    }
    return render(request, "contracts/staff.html", context)


def _rows(request: Asking, seen: StaffSeen) -> list[Row]:
    terms = staff_terms(day_of(request.at))
    rows = [Row("Agreement", seen.title)]
    if seen.clock is not None:
        stands = seen.clock.standing
        rows.append(Row("How it stands", Tag(first_capital(stands.value), _STANDING[stands])))
        if stands is not StaffStanding.NOT_OWED:
            rows += [
                Row("Transfer, if the work passes to another", seen.clock.transfer),
                Row("To be told by", Lines(seen.clock.due, [Why(f"{terms.clause}; {terms.basis}")])),
            ]
    if seen.told is None:
        return [*rows, Row("Told", Unknown("Nothing was told yet"))]
    return [
        *rows, Row("Told", Lines(moment(seen.told.first_at), _again(seen))), Row("Posts", seen.told.posts),
        Row("Hours a week for this agreement", f"{seen.told.hours.normalize():f}"),
    ]  # fmt: skip


def _again(seen: StaffSeen) -> list[str]:
    told = seen.told
    return [f"Last {moment(told.last_at)}"] if told and told.last_at != told.first_at else []


def _posts(posts: tuple[Post, ...]) -> Table:
    return Table(
        "Posts, without a name",
        [
            Column("Post"), Column("Hours a week", numeric=True), Column("Pay a year", numeric=True), Column("Term"),
            Column("For this agreement, of 100", numeric=True),
        ],
        [
            [
                f"{number}. {first_capital(one.kind.value)}", f"{one.hours.normalize():f}", pounds(one.pay),
                "Permanent" if one.permanent else "Fixed", one.assigned,
            ]
            for number, one in enumerate(posts, 1)
        ],
        empty="No post would transfer.",
    )  # fmt: skip


@page(May.CHANGE_AGREEMENT)
def tell_of_staff(request: Asking, contract_id: UUID) -> HttpResponse:
    """Tell which posts would transfer."""
    seen, address = found(request, contract_id), f"{BACK}/{contract_id}/staff"
    form = TellingOfStaff(request.POST or None, initial=_as_told(request, contract_id))
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.tell_of_staff, agreement_id=contract_id)
    ):
        messages.success(request, "It is kept.")
        return redirect(address)
    context = {
        "heading": "Tell of the staff",
        "back": Link(seen.stands.row.title, address),
        "form": form,
        "button": "Keep it",
        "words": "Your team sees the posts, and so does the team that is named to take over. The buyer sees their number and hours.",
    }
    return render(request, "contracts/form.html", context)


def _as_told(request: Asking, contract_id: UUID) -> dict[str, Any]:
    """What was told last, to be put right."""
    posts = queries.staff_of(contract_id, request.member, at=request.at).posts
    if posts is None:
        return {}
    lines = [
        f"{one.kind.value}, {one.hours.normalize():f}, {Decimal(one.pay) / 100:.2f}, {'permanent' if one.permanent else 'fixed'}, {one.assigned}"
        for one in posts
    ]
    return {"posts": "\n".join(lines) or NOBODY}
