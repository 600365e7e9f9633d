"""Organisations, units and members; one's own hats and tokens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Row, Table
from throughcare.faces.web.page import Asking, do, page, press, safe_next, whole
from throughcare.faces.web.value_words import first_capital, permission_words
from throughcare.faces.web.viewer import HAT
from throughcare.foundation.access import actions, queries
from throughcare.foundation.access.rules import ROLES, Member, OrganisationKind, Sector
from throughcare.foundation.kernel import Permission

CHOOSE = ("", "Choose")
ADMITTED = (
    "They are now a member. An account that is new signs in by your organisation's own sign-in, "
    "or by a password given with: throughcare account password"
)


class NewOrganisation(SentOnce, PlainForm):
    """A body to record."""

    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(
        label="Kind",
        choices=[CHOOSE, *((k.value, first_capital(k.value)) for k in OrganisationKind if k != "system")],
    )
    sector = forms.ChoiceField(
        label="Sector", choices=[CHOOSE, *((s.value, first_capital(s.value)) for s in Sector)]
    )


@page(Permission.ADMINISTER_ORGANISATIONS)
def organisations(request: Asking) -> HttpResponse:
    """Every organisation, and a form for another."""
    form = NewOrganisation(request.POST or None)
    if request.method == "POST" and form.is_valid() and do(request, form, actions.record_organisation):
        messages.success(request, "Recorded.")
        return redirect("organisations")
    rows = queries.organisations()
    table = Table(
        "Organisations",
        [Column("Name"), Column("Kind"), Column("Sector")],
        [
            [Link(o.name, f"/organisations/{o.id}"), first_capital(o.kind), first_capital(o.sector)]
            for o in rows
        ],
    )
    context = {
        "heading": "Organisations",
        "table": table,
        "form": form,
        "title_of_form": "Record an organisation",
    }
    return render(request, "web/list_and_form.html", context)


class NewUnit(SentOnce, PlainForm):
    """A unit to record."""

    name = forms.CharField(label="Name", max_length=200)
    kind = forms.CharField(
        label="Kind", max_length=40, help_text="For instance: team, court team, local delivery unit."
    )
    parent_id = forms.ChoiceField(label="Part of", required=False)
    area_code = forms.CharField(label="Area code", max_length=20, required=False)

    def clean_parent_id(self) -> UUID | None:
        """The unit above, if one was chosen."""
        return UUID(self.cleaned_data["parent_id"]) if self.cleaned_data["parent_id"] else None


@page(Permission.ADMINISTER_ORGANISATIONS)
def organisation(request: Asking, organisation_id: UUID) -> HttpResponse:
    """One organisation's units, and a form for another."""
    body = next((o for o in queries.organisations() if o.id == organisation_id), None)
    if body is None:
        raise Http404
    units = queries.units_of(organisation_id)
    form = NewUnit(request.POST or None)
    above: Any = form.fields["parent_id"]
    above.choices = [
        ("", "Nothing: it stands alone"),
        *((str(u.id), u.name) for u in units),
    ]
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.record_unit, organisation_id=organisation_id)
    ):
        messages.success(request, "Recorded.")
        return redirect("organisation", organisation_id=organisation_id)
    context = {
        "heading": body.name,
        "table": _units_table(units),
        "form": form,
        "title_of_form": "Record a unit",
        "back": Link("Organisations", "/organisations"),
        "also": Link(
            "Who shares with it, and with whom it shares", f"/organisations/{organisation_id}/sharing"
        )
        if request.member.may(Permission.MAKE_SHARING_AGREEMENT)
        else None,
    }
    return render(request, "web/list_and_form.html", context)


def _units_table(units: list[queries.Unit]) -> Table:
    names = {u.id: u.name for u in units}
    return Table(
        "Units",
        [Column("Name"), Column("Kind"), Column("Part of"), Column("Area")],
        [
            [
                Link(u.name, f"/units/{u.id}"),
                first_capital(u.kind),
                names.get(u.parent_id, "–") if u.parent_id else "–",
                u.area_code or "–",
            ]
            for u in units
        ],
        empty="It has no unit yet.",
    )


class NewMember(SentOnce, PlainForm):
    """An account to make a member."""

    email = forms.EmailField(label="E-mail address the account signs in with")
    name = forms.CharField(label="Name", max_length=200)
    role = forms.ChoiceField(
        label="Role", choices=[CHOOSE, *((r, first_capital(r)) for r in ROLES if r != "service")]
    )


@page(Permission.ADMINISTER_MEMBERS)
def unit(request: Asking, unit_id: UUID) -> HttpResponse:
    """One unit's members, and a form for another."""
    found = queries.unit(unit_id)
    if found is None:
        raise Http404
    form = NewMember(request.POST or None)
    if request.method == "POST" and form.is_valid() and do(request, form, actions.admit, unit_id=unit_id):
        messages.success(request, ADMITTED)
        return redirect("unit", unit_id=unit_id)
    members = queries.members_of([unit_id], at=request.at)
    table = Table(
        "Members",
        [Column("Name"), Column("Role"), Column("Action", hidden=True)],
        [
            [
                _member(request, m),
                first_capital(m.role),
                Link("End", f"/members/{m.id}/end", f"the membership of {m.name}"),
            ]
            for m in members
        ],
        empty="It has no member yet.",
    )
    context = {
        "heading": found.name,
        "table": table,
        "form": form,
        "title_of_form": "Add a member",
        "also": Link("Courts it serves", f"/units/{unit_id}/courts")
        if request.member.may(Permission.ADMINISTER_ORGANISATIONS)
        else None,
    }
    return render(
        request,
        "web/list_and_form.html",
        context | {"back": Link(found.organisation.name, f"/organisations/{found.organisation_id}")},
    )


def _member(request: Asking, member: Member) -> Link | str:
    """A member's name, leading to what they did where that is the viewer's to read."""
    same = member.organisation_id == request.member.organisation_id
    if same and request.member.may(Permission.READ_AUDIT):
        return Link(member.name, f"/audit?member={member.id}", "what they did")
    return member.name


@page(Permission.ADMINISTER_MEMBERS)
def end_membership(request: Asking, membership_id: UUID) -> HttpResponse:
    """End a membership, after asking."""
    found = queries.membership(membership_id)
    if found is None:
        raise Http404
    back = f"/units/{found.unit_id}"
    if request.method == "POST":
        version = whole(request.POST.get("version", ""), 0)
        return press(
            request,
            actions.end_membership,
            "Their membership has ended.",
            back,
            membership_id=membership_id,
            version=version,
        )
    context = {"heading": f"End the membership of {found.name}?", "back": Link("Back", back), "found": found}
    return render(request, "access/end_membership.html", context)


class NewToken(SentOnce, PlainForm):
    """A token to make."""

    label = forms.CharField(
        label="What it is for",
        max_length=80,
        help_text="For instance: the weekly report. Shown beside it in this list.",
    )


@page(None)
def me(request: Asking) -> HttpResponse:
    """One's own hats, permissions and tokens."""
    return _me(request, NewToken())


def _me(request: Asking, form: NewToken) -> HttpResponse:
    member = request.member
    held = queries.memberships_of(member.account_id, at=request.at) if member.account_id else []
    context = {
        "heading": "You",
        "rows": [
            Row("Name", member.name),
            Row("Role", first_capital(member.role)),
            Row("What it is for", ROLES[member.role].purpose),
            Row("Unit", member.unit_name),
            Row("Organisation", member.organisation_name),
        ],
        "hats": [m for m in held if m.id != member.id],
        "may": sorted(permission_words(one) for one in member.permissions),
        "tokens": queries.tokens_of(member.id, at=request.at) if member.may(Permission.ISSUE_TOKEN) else [],
        "form": form if member.may(Permission.ISSUE_TOKEN) else None,
    }
    return render(request, "access/me.html", context)


@page(Permission.CHANGE_HAT)
def change_hat(request: Asking, membership_id: UUID) -> HttpResponse:
    """Wear another of one's hats."""
    if request.method == "POST":
        response = press(
            request,
            actions.change_hat,
            "You changed your role.",
            safe_next(request, "/"),
            membership_id=membership_id,
        )
        held = queries.member(membership_id, at=request.at)
        if held and held.account_id == request.member.account_id:
            request.session[HAT] = str(membership_id)
        return response
    return redirect("me")


@page(Permission.ISSUE_TOKEN)
def new_token(request: Asking) -> HttpResponse:
    """Make a token, shown once."""
    if request.method != "POST":
        return redirect("me")
    form = NewToken(request.POST)
    if not form.is_valid():
        return _me(request, form)
    secret = actions.issue_token(by=request.member, at=request.at, label=form.cleaned_data["label"])
    return render(
        request, "access/token.html", {"heading": "Your token", "secret": secret, "back": Link("You", "/me")}
    )


@page(Permission.ISSUE_TOKEN)
def stop_token(request: Asking, token_id: UUID) -> HttpResponse:
    """Stop a token."""
    if request.method == "POST":
        return press(request, actions.stop_token, "The token no longer works.", "/me", token_id=token_id)
    return redirect("me")
