"""A licence as the person is told it: in plain words, on a page and as a PDF that can be read aloud."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from throughcare.casework.release import queries
from throughcare.casework.release.queries import LicenceSeen
from throughcare.casework.release.rules import DateKind, LicenceState
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .zones import ZoneDrawn, drawn


@dataclass(frozen=True)
class Told:
    """One part of what the person is told: its heading, then sentences, then a list; or a picture, with the same in words."""

    heading: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    picture: str = ""
    said: str = ""

    @property
    def drawn(self) -> SafeString:
        """The picture for a page: drawn here, with what anybody wrote in it escaped."""
        return mark_safe(self.picture)


@dataclass(frozen=True)
class Handed:
    """What the person is handed: whose it is, of which day, and its parts."""

    title: str
    whose: str
    lead: tuple[str, ...]
    parts: tuple[Told, ...]
    made: str
    lang: str = "en"
    page: str = "Page"


@page(Permission.LOOK_AT_PEOPLE)
def licence_in_plain_words(request: Asking, licence_id: UUID) -> HttpResponse:
    """The licence in plain words, made to be printed."""
    seen, context = _found(request, licence_id)
    context |= {
        "heading": "Your licence",
        "handed": handed(seen, context, request),
        "pdf": f"/licences/{licence_id}/plain.pdf",
    }
    return render(request, "release/plain.html", context)


@page(Permission.LOOK_AT_PEOPLE)
def licence_pdf(request: Asking, licence_id: UUID) -> HttpResponse:
    """The same as a PDF whose headings and lists are tagged; its name names nobody."""
    seen, context = _found(request, licence_id)
    answer = HttpResponse(as_pdf(handed(seen, context, request)), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="your-licence.pdf"'
    return answer


def _found(request: Asking, licence_id: UUID) -> tuple[LicenceSeen, dict[str, object]]:
    seen = queries.licence(licence_id, at=request.at)
    if seen is None:
        raise Http404
    return seen, about(request, seen.of.case.person_id, "Release")


def as_pdf(told: Handed) -> bytes:
    """What is handed over, set by Typst as PDF/UA-1, which it checks; every word is data, never markup."""
    import typst

    with as_file(files("throughcare.faces.release") / "print" / "licence.typ") as template:
        data = {"data": json.dumps(asdict(told))}
        return bytes(typst.compile(str(template), sys_inputs=data, pdf_standards="ua-1"))


def handed(seen: LicenceSeen, context: dict[str, object], request: Asking) -> Handed:
    """Everything the person is told of their licence: what binds, until when, when they are seen first, and what follows a breach."""
    binding = seen.in_force or seen.written
    draft = seen.state in {LicenceState.WRITING, LicenceState.SUBMITTED, LicenceState.TIMED_OUT}
    lead = (
        ("This is a draft. Nobody has approved it yet.",)
        if draft
        else ("These are the rules that you agree to keep.",)
    )
    until = seen.of.day(DateKind.EXPIRY)
    ends = [f"Your licence ends on {until:%-d %B %Y}."] if until and not seen.of.is_indeterminate else []
    lasting = [*ends, *([] if ends else ["Your licence has no last day that we know yet. Ask your officer."])]
    return Handed(
        "Your licence", f"This is for {getattr(context['person'], 'name', '')}.", lead,
        (
            Told("What you must and must not do", items=tuple(one.plain for one in binding)),
            *(Told("Where you must not go", (one.title,), (), one.svg, one.words) for one in _zones(seen)),
            Told("How long it lasts", tuple(lasting)),
            Told("The first days", tuple(_first_days(seen, request))),
            Told("If you cannot keep to something", ("Tell your officer before, not after. A rule can be changed if there is a good reason.", "If you break a rule, you may be warned, or sent back to prison.")),
        ),
        f"Made on {day_of(request.at):%-d %B %Y}.",
    )  # fmt: skip


def _zones(seen: LicenceSeen) -> list[ZoneDrawn]:
    """The areas that they must keep out of, drawn, by what binds or is written."""
    return [drawn(one.plain, one.area) for one in seen.in_force or seen.written if one.area]


def _first_days(seen: LicenceSeen, request: Asking) -> list[str]:
    whole = queries.release_of(seen.of.case.person_id, at=request.at)
    if whole is None or whole.seen_by is None:
        return ["Your officer will tell you when to come first."]
    told = [
        f"Come to see your officer by the end of {whole.seen_by:%A %-d %B %Y}, at the time they give you."
    ]
    if whole.warning is not None:
        told.append(
            f"The office is shut until {whole.seen_by:%A %-d %B}. Before you leave, ask for a number that is answered on those days."
        )
    return told
