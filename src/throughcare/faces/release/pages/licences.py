"""A licence: its conditions, where it stands, what can be done with it and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from throughcare.casework.release import actions, queries
from throughcare.casework.release.queries import LicenceSeen
from throughcare.casework.release.rules import OPEN_TO_WORDS, LicenceMove
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Row, Table, Tag
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May

from . import forms
from .zones import drawn


@dataclass(frozen=True)
class Offered:
    """One thing that can be done with a licence: its words, its act, its form, and whose it is to do."""

    label: str
    act: Any
    form: type[PlainForm]
    may: May
    said: str
    move: LicenceMove | None = None
    kind: str = ""


WRITE, APPROVE = May.WRITE_LICENCE, May.APPROVE_LICENCE
OFFERED: Mapping[str, Offered] = {
    "submit": Offered("Send for approval", actions.move_licence, forms.MoveOn, WRITE, "Sent for approval.", LicenceMove.SUBMIT),
    "approve": Offered("Approve", actions.decide_licence, forms.MoveOn, APPROVE, "Approved.", LicenceMove.APPROVE),
    "send-back": Offered("Send back", actions.decide_licence, forms.MoveOn, APPROVE, "Sent back.", LicenceMove.SEND_BACK, "secondary"),
    "standard": Offered("Make a standard licence", actions.move_licence, forms.MoveOn, WRITE, "Made, and sent for approval.", LicenceMove.MAKE_STANDARD),
    "reopen": Offered("Open again", actions.move_licence, forms.MoveOn, WRITE, "Open again.", LicenceMove.REOPEN, "secondary"),
    "vary": Offered("Begin a variation", actions.move_licence, forms.MoveOn, WRITE, "Begun.", LicenceMove.VARY),
    "add": Offered("Add a condition", actions.add_condition, forms.AddCondition, WRITE, "Added.", kind="secondary"),
    "bespoke": Offered("Write a bespoke condition", actions.add_bespoke_condition, forms.AddBespoke, WRITE, "Added.", kind="secondary"),
    "take-out": Offered("Take a condition out", actions.take_out_condition, forms.TakeOut, WRITE, "Taken out.", kind="secondary"),
    "drop": Offered("Drop", actions.move_licence, forms.MoveOn, WRITE, "Dropped.", LicenceMove.DROP, "warning"),
}  # fmt: skip
"""What can be done on the page; a recall is recorded by whoever recalls, through the operation."""


def offered_to(request: Asking, seen: LicenceSeen) -> dict[str, Offered]:
    """What the viewer can do with a licence now."""
    if not has_part(request, seen.of.case.person_id):
        return {}
    writing = seen.state in OPEN_TO_WORDS
    own = request.member.id in seen.stands.sent_by()
    found = {}
    for slug, one in OFFERED.items():
        able = writing if one.move is None else one.move in seen.can
        if able and request.member.may(one.may) and not (one.move is LicenceMove.APPROVE and own):
            found[slug] = one
    return found


@page(May.LOOK_AT_PEOPLE)
def licence(request: Asking, licence_id: UUID) -> HttpResponse:
    """A licence whole; 404 where there is none that the viewer sees."""
    seen = _found(request, licence_id)
    context = about(request, seen.of.case.person_id, "Release")
    context |= {
        "heading": "Licence",
        "rows": _rows(seen),
        "conditions": _conditions(seen),
        "zones": [
            {"title": one.title, "words": one.words, "drawn": mark_safe(one.svg)}
            for one in (drawn(said.words, said.area) for said in seen.written or seen.in_force if said.area)
        ],
        "moves": _moves(seen),
        "plain": f"/licences/{licence_id}/plain",
        "steps": [
            {"label": one.label, "href": f"/licences/{licence_id}/{slug}", "kind": one.kind}
            for slug, one in offered_to(request, seen).items()
        ],
    }
    return render(request, "release/licence.html", context)


def _found(request: Asking, licence_id: UUID) -> LicenceSeen:
    seen = queries.licence(licence_id, at=request.at)
    if seen is None:
        raise Http404
    return seen


def _rows(seen: LicenceSeen) -> list[Row]:
    rows = [Row("Where it stands", Tag(first_capital(seen.state), "blue"))]
    if seen.of.is_inside:
        rows.append(Row("Begins", seen.of.starts or "No day of release is known"))
    if seen.hard_stop is not None:
        warned = [f"warned of from {seen.warning:%-d %B %Y}"] if seen.warning else []
        rows.append(Row("No change from", Lines(seen.hard_stop, warned)))
    for one in seen.agreed_by:
        rows.append(Row("To be agreed besides by", one))
    rows.append(Row("Policy list", Lines(seen.stands.row.edition, [seen.listed.source, seen.listed.basis])))
    return rows


def _conditions(seen: LicenceSeen) -> Table:
    bound = {one.id for one in seen.in_force}
    written = {one.id for one in seen.written}
    every = [one for one in seen.stands.conditions if one.id in bound | written]
    return Table(
        "Conditions",
        [Column("Condition"), Column("What it means"), Column("Kind"), Column("Where it stands")],
        [
            [one.words, one.plain, first_capital(one.kind), _stands(one.id in bound, one.id in written)]
            for one in every
        ],
    )


def _stands(binds: bool, is_written: bool) -> object:
    if binds and is_written:
        return Tag("Approved", "green")
    return Tag("Not approved yet", "yellow") if is_written else Tag("To be taken out", "orange")


def _moves(seen: LicenceSeen) -> Table:
    rows = [
        [first_capital(one.move), one.at, seen.members.get(one.member_id, "not known"), one.note]
        for one in reversed(seen.stands.steps)
    ]
    return Table(
        "What was done",
        [Column("What"), Column("When"), Column("Who"), Column("Why")],
        rows,
        empty="Nothing yet.",
    )


@page(May.WRITE_LICENCE)
def licence_step(request: Asking, licence_id: UUID, onward: str) -> HttpResponse:
    """The form of one step; 404 where it is not one that the viewer can take now."""
    seen = _found(request, licence_id)
    chosen = offered_to(request, seen).get(onward)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST or None, **_made_with(chosen, seen))
    given: dict[str, Any] = {"licence_id": licence_id} | ({"move": chosen.move} if chosen.move else {})
    if request.method == "POST" and form.is_valid() and do(request, form, chosen.act, **given):
        messages.success(request, chosen.said)
        return redirect("licence", licence_id=licence_id)
    context = about(request, seen.of.case.person_id, "Release")
    context |= {
        "heading": chosen.label,
        "form": form,
        "submit": chosen.label,
        "cancel": f"/licences/{licence_id}",
    }
    return render(request, "throughcare/form_page.html", context)


def _made_with(chosen: Offered, seen: LicenceSeen) -> dict[str, Any]:
    if chosen.form is forms.MoveOn:
        return {"initial": {"seen": len(seen.stands.steps)}}
    return {"seen": seen} if chosen.form in (forms.AddCondition, forms.TakeOut) else {}
