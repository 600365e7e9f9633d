"""A court's figures: what sat, and what became of the sentences passed there; never a person."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.casework.courts import queries as figures
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.interventions import queries as interventions
from throughcare.casework.interventions.rules import OpenTo
from throughcare.casework.supervision.rules.areas import area_of_district
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.service_words import needs_words, wait_words, whom_words
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Period, Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.suppression import Published
from throughcare.foundation.operating_model import queries as models

FEW = "Fewer than 10"
MOST_SERVICES = 40
SHOWN = {
    SentenceState.IN_FORCE: "In force",
    SentenceState.IN_BREACH: "In breach",
    SentenceState.COMPLETED: "Completed",
    SentenceState.REVOKED: "Revoked",
    SentenceState.ENDED_BY_DEATH: "Ended by death",
}


def figure(shown: Published) -> str | Unknown:
    """A figure as a page shows it; a small one is said to be small."""
    return Unknown(FEW) if shown.value is None else f"{shown.value:,}"


def own_courts(request: Asking) -> list[figures.CourtHeardFrom]:
    """The courts in the areas in which the viewer's organisation is appointed, as the court or any body, and in areas within those."""
    areas = set(models.areas_of_organisation(request.member.organisation_id, day_of(request.at)))
    return [court for court in figures.courts_heard_from() if areas & set(_areas_of(court))]


def _areas_of(court: figures.CourtHeardFrom) -> list[str]:
    """The area in which a court stands, and those above it; none where its postcode is not known."""
    local = area_of_district().get(court.postcode.partition(" ")[0])
    return models.areas_from(local) if local else []


def courts_table(request: Asking) -> Table:
    """The viewer's courts, each with a way to its figures; every court, said so, where their body is appointed in no area."""
    mine = own_courts(request)
    whose = "Courts of your area" if mine else "Every court that has sent results"
    return Table(
        f"{whose}, and what became of their sentences",
        [Column("Court"), Column("Latest sitting")],
        [
            [Link(c.name, f"/courts/figures/{c.code}"), _last(c.code, request)]
            for c in mine or figures.courts_heard_from()
        ],
        empty="No court of yours has sent a result yet.",
    )


def _last(court: str, request: Asking) -> date | Unknown:
    latest = figures.sat(court, until=day_of(request.at), most=1)
    return latest[0].on if latest else Unknown("Not yet")


@page(Permission.LOOK_AT_COURT_FIGURES)
def court_figures(request: Asking, code: str) -> HttpResponse:
    """One court's sessions, and what became of its sentences."""
    court = next((c for c in figures.courts_heard_from() if c.code == code), None)
    if court is None:
        raise Http404
    context = {
        "heading": court.name,
        "caption": f"Sentences passed {_days(figures.told_of_period())}",
        "became": became_table(figures.became_of(code)),
        "appeared": _appeared(figures.appeared(code)),
        "sat": _sat(figures.sat(code, until=day_of(request.at))),
        "services": _services(request, court),
        "may_report": request.member.may(Permission.REPORT_GAP),
        "back": Link("Home", "/"),
    }
    return render(request, "courts/court_figures.html", context)


def _services(request: Asking, court: figures.CourtHeardFrom) -> Table:
    """What is offered where the court stands to people who are sent to it: what for, for whom, and how long they wait."""
    local = area_of_district().get(court.postcode.partition(" ")[0])
    today = day_of(request.at)
    found = interventions.catalogue(area=local, on=today) if local else []
    offered = [one for one in found if one.facts.open_to is OpenTo.REFERRED][:MOST_SERVICES]
    waits = interventions.waits_of([one.id for one in offered], at=request.at)
    return Table(
        "Services that people sentenced here can be sent to",
        [Column("Service"), Column("For"), Column("For whom"), Column("Wait to be taken on")],
        [
            [
                Lines(one.facts.title, [one.facts.prime]), needs_words(one.facts), whom_words(one.facts),
                wait_words(waits.get(one.id)),
            ]
            for one in offered
        ],
        empty="None is known for where this court stands.",
    )  # fmt: skip


def _days(told_of: Period) -> str:
    last = (told_of.end or told_of.start) - timedelta(days=1)
    return f"from {told_of.start:%-d %B %Y} to {last:%-d %B %Y}"


def became_table(rows: list[figures.BecameOf]) -> Table:
    """What became of sentences, by kind."""
    return Table(
        "What became of the sentences passed here",
        [
            Column("Sentence"),
            Column("Passed", numeric=True),
            *(Column(w, numeric=True) for w in SHOWN.values()),
        ],
        [
            [first_capital(row.kind), _passed(row), *(figure(row.now[state]) for state in SHOWN)]
            for row in rows
        ],
        empty="No figure of that time reaches 10.",
    )


def _passed(row: figures.BecameOf) -> str | Unknown:
    return figure(row.passed) if row.all_shown else f"At least {row.passed.value:,}"


def _appeared(rows: list[figures.Appeared]) -> Table:
    return Table(
        "People who appeared, latest first",
        [Column("When"), Column("Sittings", numeric=True), Column("People", numeric=True)],
        [[_when(row), row.sittings, figure(row.people)] for row in rows],
        empty="It did not sit in that time.",
    )


def _when(row: figures.Appeared) -> str:
    """A quarter by its months, or a year; one that is not over is told to the end of a month."""
    if row.quarter is not None:
        first = date(row.year, 3 * row.quarter - 2, 1)
        return f"{first:%B} to {first.replace(month=3 * row.quarter):%B} {row.year}"
    if row.until is None or row.until.month == 12:
        return str(row.year)
    return f"January to {row.until:%B} {row.year}"


def _sat(rows: list[figures.Sat]) -> Table:
    return Table(
        "Court list: the latest sittings",
        [Column("Day"), Column("Session")],
        [[s.on, first_capital(s.session)] for s in rows],
        empty="It has not sat yet.",
    )
