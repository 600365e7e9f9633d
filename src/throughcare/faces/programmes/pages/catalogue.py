"""The programmes there are: for whom, how much, from which source, and what of it is assumed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.casework.programmes.rules import Programme, SessionKind
from throughcare.casework.programmes.rules import programmes as every_programme
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import day_of

_SEX = {"female": "women", "male": "men"}


@page(None)
def programmes(request: Asking) -> HttpResponse:
    """Every programme, those offered today first."""
    today = day_of(request.at)
    chosen = sorted(every_programme().values(), key=lambda one: today not in one.offered)
    table = Table(
        "Programmes",
        [Column("Programme"), Column("For whom"), Column("How much"), Column("Offered")],
        [
            [
                Link(one.name, f"/programmes/{one.key}"),
                whom_words(one),
                dose_words(one),
                Tag("Offered", "green") if today in one.offered else Tag("Not offered", "grey"),
            ]
            for one in chosen
        ],
    )
    return render(request, "programmes/programmes.html", {"heading": "Programmes", "table": table})


def whom_words(one: Programme) -> Lines:
    """For whom a programme is, in words."""
    sexes = " and ".join(_SEX[sex] for sex in one.sexes)
    more = [
        f"of {one.youngest} or over, in {' or '.join(one.places)}",
        f"need: {' or '.join(one.pathways)} intensity",
    ]
    if one.partner_violence:
        more.append("for violence to a partner")
    return Lines(first_capital(sexes), more)


def dose_words(one: Programme) -> object:
    """How many sessions of which kind and hours a programme takes."""
    if one.sessions is None:
        return Unknown("Its sessions are not published")
    groups, alone = one.of_kind(SessionKind.GROUP), one.of_kind(SessionKind.ONE_TO_ONE, SessionKind.REVIEW)
    hours = sum(session.minutes for session in one.sessions) / 60
    return Lines(
        count_of(len(groups), "group session"), [f"{len(alone)} one to one", f"{hours:g} hours in all"]
    )


@page(None)
def programme(request: Asking, programme: str) -> HttpResponse:
    """One programme: whom it is for, where that stands, what is assumed, and its sessions in their order."""
    one = every_programme().get(programme)
    if one is None:
        raise Http404
    last = f" to {one.offered.end:%-d %B %Y}" if one.offered.end else ""
    assumed = ", ".join(name.replace("_", " ") for name in one.assumed)
    sessions = Table(
        "Sessions",
        [
            Column("Session", numeric=True),
            Column("Name"),
            Column("Module"),
            Column("How"),
            Column("Minutes", numeric=True),
        ],
        [[s.number, s.name, s.module, first_capital(s.kind), s.minutes] for s in one.sessions or ()],
        empty="Its sessions are not published.",
    )
    context = {
        "heading": one.name,
        "rows": [
            Row("For whom", whom_words(one)),
            Row("How much", dose_words(one)),
            Row("Offered", f"From {one.offered.start:%-d %B %Y}{last}"),
            Row("In a group", f"At most {one.most_in_group}, held by at least {one.fewest_facilitators}"),
            Row("No place at", Lines(f"{one.below.band} risk of reoffending or below", [one.below.source])),
            Row("Scored before and after", ", ".join(m.name for m in one.measures.values()) or "Nothing"),
            Row("Source", one.source),
            Row("Assumed, and editable", first_capital(assumed)),
        ],
        "sessions": sessions,
    }
    return render(request, "programmes/programme.html", context)
