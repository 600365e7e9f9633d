"""Who waits for a helper, the helpers of one's team with their checks, and each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.helpers import actions, queries
from throughcare.casework.helpers.queries import HelperSeen, PairingLine
from throughcare.casework.helpers.rules import HelperKind, helper_terms
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .helper_forms import CHOOSE, AddHelper, EndHelper, RecordCheck
from .helper_words import (
    check_words,
    checks_words,
    helper_link,
    match_words,
    owed_words,
    state_words,
    until_words,
)


@page(Permission.PAIR_HELPERS)
def helpers(request: Asking) -> HttpResponse:
    """Who was asked for of one's team, whom it asked for, and its helpers."""
    units = access.units_below(request.member.unit_id)
    context = {
        "heading": "Mentors and employers",
        "received": _pairings("Asked of your team", queries.pairings_at(units, at=request.at), request),
        "sent": _pairings("Asked for by your team", queries.pairings_from(units, at=request.at), request),
        "helpers": _helpers(queries.helpers_of(units, on=day_of(request.at))),
        "keeps": request.member.may(Permission.KEEP_HELPERS),
    }
    return render(request, "helpers/helpers.html", context)


def _pairings(caption: str, found: list[PairingLine], request: Asking) -> Table:
    return Table(
        caption,
        [Column("Name"), Column("Kind"), Column("State"), Column("Helper"), Column("What is owed"), Column("Action", hidden=True)],
        [
            [
                Link(one.name, f"/people/{one.row.person_id}"), Lines(first_capital(one.row.kind), [one.team]),
                state_words(one.row.state), helper_link(one), owed_words(one, request.at),
                Link("Open", f"/helpers/pairings/{one.row.id}", f"the {one.row.kind} for {one.name}"),
            ]
            for one in found
        ],
        empty="Nobody.",
    )  # fmt: skip


def _helpers(found: list[HelperSeen]) -> Table:
    return Table(
        "Helpers of your team",
        [Column("Name"), Column("Kind"), Column("Where"), Column("Helps", numeric=True), Column("Checks"), Column("Can be matched")],
        [
            [
                Link(one.row.name, f"/helpers/{one.row.id}"), first_capital(one.row.kind), one.row.place,
                f"{one.helped} of {one.row.most}", checks_words(one.checks),
                match_words(one),
            ]
            for one in found
        ],
        empty="Your team has listed nobody.",
    )  # fmt: skip


@page(Permission.KEEP_HELPERS)
def add_helper(request: Asking) -> HttpResponse:
    """List a helper of one's own team."""
    form = AddHelper(request.POST or None)
    if request.method == "POST" and form.is_valid() and do(request, form, actions.add_helper):
        messages.success(request, "Listed. Nobody is matched with them until every check holds: record each.")
        return redirect("helpers")
    context = {"heading": "List a helper", "form": form, "submit": "List them", "cancel": "/helpers"}
    return render(request, "throughcare/form_page.html", context)


@page(Permission.PAIR_HELPERS)
def one_helper(request: Asking, helper_id: UUID) -> HttpResponse:
    """A helper: what they do, how each check stands, and every check recorded."""
    one = _one(request, helper_id)
    context = {
        "heading": one.row.name,
        "rows": _rows(one),
        "steps": [
            {"label": step.label, "href": f"/helpers/{helper_id}/{slug}", "kind": step.kind}
            for slug, step in _open(request, one).items()
        ],
        "checks": _checks(one),
        "told": _told(helper_id),
        "back": Link("Mentors and employers", "/helpers"),
    }
    return render(request, "helpers/helper.html", context)


def _one(request: Asking, helper_id: UUID) -> HelperSeen:
    one = queries.one_helper(helper_id, on=day_of(request.at))
    if one is None:
        raise Http404
    return one


def _rows(one: HelperSeen) -> list[Row]:
    row = one.row
    ended = f"{row.ended_on:%-d %B %Y}: {row.ended_because}" if row.ended_on else "No"
    if row.ended_on is None and one.helped:
        ended = "No. They can be taken off once they help nobody"
    return [
        Row("Kind", first_capital(row.kind)),
        Row("Of", one.team),
        Row("What they do", row.does),
        Row("Where", row.place),
        Row("Whom they help", first_capital(row.takes)),
        Row("Helps now", f"{one.helped} of {row.most} at most"),
        Row("Listed since", row.since),
        Row("No longer offered", ended),
    ]


def _checks(one: HelperSeen) -> Table:
    return Table(
        "Checks that are needed",
        [Column("Check"), Column("Stands"), Column("Holds until"), Column("Why")],
        [
            [
                first_capital(check.kind),
                check_words(check),
                until_words(check),
                first_capital(check.finding.because),
            ]
            for check in one.checks
        ],
    )


def _told(helper_id: UUID) -> Table:
    return Table(
        "Every check recorded",
        [Column("Check"), Column("What came of it"), Column("Day"), Column("Holds until"), Column("Recorded by")],
        [
            [first_capital(told.row.kind), first_capital(told.row.result), told.row.done_on, told.row.until or Unknown("Not said"), told.who]
            for told in queries.checks_told(helper_id)
        ],
        empty="None yet.",
    )  # fmt: skip


@dataclass(frozen=True)
class Upkeep:
    """One step on a helper as a page offers it."""

    label: str
    act: Callable[..., Any]
    form: type[forms.Form]
    said: str
    kind: str = ""


STEPS: Mapping[str, Upkeep] = {
    "check": Upkeep("Record a check", actions.record_check, RecordCheck, "Recorded."),
    "end": Upkeep(
        "Offer them no longer", actions.end_helper, EndHelper, "They are not offered any more.", "secondary"
    ),
}


def _open(request: Asking, one: HelperSeen) -> Mapping[str, Upkeep]:
    ours = one.row.unit_id in access.units_below(request.member.unit_id)
    may = ours and one.row.ended_on is None and request.member.may(Permission.KEEP_HELPERS)
    return {slug: step for slug, step in STEPS.items() if may and not (slug == "end" and one.helped)}


@page(Permission.KEEP_HELPERS)
def helper_step(request: Asking, helper_id: UUID, upkeep: str) -> HttpResponse:
    """The form of one step on a helper; 404 where it is not one that the viewer can take now."""
    one = _one(request, helper_id)
    step = _open(request, one).get(upkeep)
    if step is None:
        raise Http404
    form = step.form(
        request.POST or None, initial={"version": one.row.version, "done_on": day_of(request.at)}
    )
    if "kind" in form.fields:
        needed = helper_terms(day_of(request.at)).table.checks[HelperKind(one.row.kind)]
        form.fields["kind"].choices = [CHOOSE, *((kind.value, first_capital(kind)) for kind in needed)]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and do(request, form, step.act, helper_id=helper_id):
        messages.success(request, step.said)
        return redirect("one_helper", helper_id=helper_id)
    context = {
        "heading": f"{step.label}: {one.row.name}", "form": form, "submit": step.label, "cancel": f"/helpers/{helper_id}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
