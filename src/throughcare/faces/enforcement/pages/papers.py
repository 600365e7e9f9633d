"""Papers about a failure: one version as it stands, as a tagged PDF, and what can be done with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.enforcement import actions, queries
from throughcare.casework.enforcement.queries import PaperSeen
from throughcare.casework.enforcement.rules import WRITTEN_WHILE, Means, PaperDeed, PaperKind, Part, welsh_day
from throughcare.casework.people.queries import names_of
from throughcare.casework.people.rules.languages import WELSH
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .failure_forms import choices


class Review(SentOnce, PlainForm):
    """What the reviewer says of a paper."""

    note = CountedField(label="Anything to say of it", limit=500, required=False)


class Sign(SentOnce, PlainForm):
    """A signature needs no words."""


class Deliver(SentOnce, PlainForm):
    """How and when a paper went out."""

    means = forms.TypedChoiceField(label="How it went out", choices=choices(Means), coerce=Means)
    on = DayField(label="Went out on")
    note = CountedField(label="What proves it", limit=500, required=False)


class Write(SentOnce, PlainForm):
    """Each part of a paper in one's own words."""

    def __init__(self, *args: Any, parts: tuple[Part, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = [one.heading for one in parts]
        for place, one in enumerate(parts):
            self.fields[f"part_{place}"] = CountedField(label=one.heading, limit=6000, initial=one.text)

    def clean(self) -> dict[str, Any]:
        """The parts in their order, in place of one answer each."""
        cleaned = dict(super().clean() or {})
        said = [cleaned.pop(f"part_{place}", "") for place in range(len(self.headings))]
        cleaned["parts"] = [Part(heading, text) for heading, text in zip(self.headings, said, strict=True)]
        return cleaned


LABELS: Mapping[str, str] = {
    "write": "Write it in other words",
    "review": "Say that it is right",
    "sign": "Sign",
    "deliver": "Say that it went out",
}
_DONE_BY = {"review": PaperDeed.REVIEWED, "sign": PaperDeed.SIGNED, "deliver": PaperDeed.DELIVERED}


@page(Permission.LOOK_AT_PEOPLE)
def paper(request: Asking, paper_id: UUID) -> HttpResponse:
    """One version of a paper: what it says, what was done with it, and what changed in the record since."""
    seen = _seen(paper_id)
    context = about(request, seen.person_id, "Enforcement")
    context |= {
        "heading": f"{first_capital(seen.kind)}, version {seen.number}",
        "seen": seen,
        "written": f"Written by {seen.writer} on {day_of(seen.at):%-d %B %Y}.",
        "steps": [
            {
                "label": LABELS[slug],
                "href": f"/enforcement/papers/{paper_id}/{slug}",
                "kind": "secondary" if slug == "write" else "",
            }
            for slug in deeds_open(request, seen)
        ],
        "back": Link("The failure", f"/enforcement/failures/{seen.failure_id}"),
        "pdf": f"/enforcement/papers/{paper_id}.pdf",
        "in_welsh": seen.language == WELSH,
    }
    return render(request, "enforcement/paper.html", context)


def _seen(paper_id: UUID) -> PaperSeen:
    seen = queries.paper(paper_id)
    if seen is None:
        raise Http404
    return seen


def deeds_open(request: Asking, seen: PaperSeen) -> list[str]:
    """What the viewer can do with a version of a paper now."""
    of = queries.failure(seen.failure_id, today=day_of(request.at))
    below = access.units_below(request.member.unit_id)
    may = request.member.may
    if (
        of is None
        or of.line.state not in WRITTEN_WHILE[seen.kind]
        or of.line.decider_unit not in below
        or not seen.is_newest
        or PaperDeed.DELIVERED in seen.done
    ):
        return []
    writes = may(Permission.WRITE_ENFORCEMENT_PAPER)
    fresh = not seen.changed
    reviewed, signed = PaperDeed.REVIEWED in seen.done, PaperDeed.SIGNED in seen.done
    return [
        *(["review"] if writes and fresh and not reviewed and seen.writer_id != request.member.id else []),
        *(["sign"] if may(Permission.DECIDE_FAILURE) and fresh and reviewed and not signed else []),
        *(["deliver"] if writes and signed else []),
        *(["write"] if writes and not signed else []),
    ]


@page(Permission.LOOK_AT_PEOPLE)
def paper_pdf(request: Asking, paper_id: UUID) -> HttpResponse:
    """The same as a PDF whose headings are tagged, so that it can be read aloud; its name names nobody."""
    seen = _seen(paper_id)
    answer = HttpResponse(
        as_pdf(seen, names_of([seen.person_id])[seen.person_id].name), content_type="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{seen.kind.value.replace(" ", "-")}.pdf"'
    return answer


def as_pdf(seen: PaperSeen, name: str) -> bytes:
    """A version of a paper set by Typst as PDF/UA-1; every word of it is handed over as data, never as markup."""
    import typst

    signed = PaperDeed.SIGNED in seen.done
    said = {
        **(_in_welsh(seen, name, signed) if seen.language == WELSH else _in_english(seen, name, signed)),
        "lang": seen.language, "parts": [{"heading": one.heading, "lines": one.text.splitlines()} for one in seen.parts],
    }  # fmt: skip
    with as_file(files("throughcare.faces.enforcement") / "print" / "paper.typ") as template:
        return bytes(
            typst.compile(str(template), sys_inputs={"data": json.dumps(said)}, pdf_standards="ua-1")
        )


def _in_english(seen: PaperSeen, name: str, signed: bool) -> dict[str, str]:
    stands = "Signed." if signed else "Draft: not signed."
    made = f"Version {seen.number}, {day_of(seen.at):%-d %B %Y}. {stands}"
    return {"title": first_capital(seen.kind), "whose": f"About {name}.", "made": made, "page": "Page"}


_TITLES = {
    PaperKind.WARNING: "Llythyr rhybudd",
    PaperKind.LICENCE: "Llythyr am drwydded",
    PaperKind.WITHDRAWAL: "Llythyr sy'n tynnu rhybudd yn ôl",
}


def _in_welsh(seen: PaperSeen, name: str, signed: bool) -> dict[str, str]:
    stands = "Llofnodwyd." if signed else "Drafft: heb ei lofnodi."
    made = f"Fersiwn {seen.number}, {welsh_day(day_of(seen.at))}. {stands}"
    return {"title": _TITLES[seen.kind], "whose": f"Ynglŷn â {name}.", "made": made, "page": "Tudalen"}


@page(Permission.WRITE_ENFORCEMENT_PAPER)
def paper_step(request: Asking, paper_id: UUID, handling: str) -> HttpResponse:
    """The form of one thing that can be done with a paper; 404 where it cannot be done now."""
    seen = _seen(paper_id)
    if handling not in deeds_open(request, seen):
        raise Http404
    form, act, given = _form(handling, seen, request)
    if request.method == "POST" and form.is_valid() and do(request, form, act, **given):
        messages.success(
            request, "Written." if handling == "write" else f"{first_capital(_DONE_BY[handling])}."
        )
        return redirect("failure", failure_id=seen.failure_id)
    context = about(request, seen.person_id, "Enforcement")
    context |= {
        "heading": f"{LABELS[handling]}: {seen.kind}", "form": form, "submit": "Save" if handling == "write" else LABELS[handling],
        "cancel": f"/enforcement/papers/{paper_id}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)


def _form(deed: str, seen: PaperSeen, request: Asking) -> tuple[PlainForm, Any, dict[str, Any]]:
    sent = request.POST or None
    if deed == "write":
        given = {"failure_id": seen.failure_id, "kind": seen.kind, "number": seen.number}
        return Write(sent, parts=seen.parts), actions.write_paper, given
    forms_of: dict[str, tuple[type[PlainForm], Any]] = {
        "review": (Review, actions.review_paper),
        "sign": (Sign, actions.sign_paper),
        "deliver": (Deliver, actions.deliver_paper),
    }
    form, act = forms_of[deed]
    return form(sent), act, {"paper_id": seen.id}
