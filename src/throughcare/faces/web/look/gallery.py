"""A page that shows every part with made-up content: for looking at, and for the browser tests.

Its route is in `look.urls`, which only tests and a developer's debug settings include.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughcare.faces.web.look import charts
from throughcare.faces.web.look.fields import CountedField, DayField, UnitInput
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import (
    Clock,
    Column,
    Happening,
    Identity,
    Item,
    JobProgress,
    Lines,
    Link,
    Pages,
    Row,
    Table,
    Tag,
    Task,
    Unknown,
)

TODAY = date(2026, 11, 20)
WAITS = {"Darlington": 4, "Durham": 7, "Easington": 3, "Hartlepool": 9, "Middlesbrough": 14, "Redcar": 6}


class Everything(SentOnce, OfVersion, PlainForm):
    """Each kind of field once."""

    surname = forms.CharField(label="Surname", help_text="As the court wrote it.")
    born = DayField(label="Date of birth", latest=TODAY, help_text="For example, 31 3 1987.")
    hours = forms.DecimalField(
        label="Unpaid work", widget=UnitInput(after="hours"), min_value=40, max_value=300
    )
    price = forms.DecimalField(label="Price of a place", widget=UnitInput(before="£"), required=False)
    risk = forms.ChoiceField(
        label="Risk of serious harm",
        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High"), ("very_high", "Very high")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="Needs linked to offending",
        choices=[("home", "Accommodation"), ("work", "Employment"), ("drugs", "Drug misuse")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that apply.",
        required=False,
    )
    unit = forms.ChoiceField(
        label="Local delivery unit", choices=[("", "Choose one"), *((w, w) for w in WAITS)]
    )
    reason = CountedField(
        label="Reason for the transfer", limit=400, help_text="The receiving team reads this."
    )
    results = forms.FileField(label="Court results file", required=False, help_text="CSV or JSON lines.")
    told = forms.BooleanField(label="The person has been told")


class Narrow(PlainForm):
    """A small filter."""

    words = forms.CharField(label="Words in the entry", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), ("contact", "Contact")])
    since = DayField(label="Since", required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every part once, with the form answered when it is sent."""
    form = (
        Everything(request.POST, request.FILES)
        if request.method == "POST"
        else Everything(initial={"version": 3})
    )
    if hasattr(request, "_messages"):
        messages.success(request, "Transfer offered to Hartlepool. You stay responsible until they accept.")
    return render(request, "look/gallery.html", {**furniture(), "form": form, **parts()})


def chart(request: HttpRequest) -> HttpResponse:
    """The gallery's chart."""
    return charts.as_response(charts.bars("People waiting, by unit", WAITS, unit="people waiting"))


def furniture() -> dict[str, Any]:
    """What the frame of the gallery shows."""
    return {
        "heading": "Every part of a page",
        "caption": "Gallery",
        "demo": True,
        "member": {"name": "Priya Nolan", "role": "offender manager", "unit_name": "Hartlepool"},
        "navigation": [
            Item("Home", "/"),
            Item("My cases", "/cases", active=True, count=41),
            Item("Find a person", "/search"),
            Item("Team", "/team", count=3),
            Item("Courts", "/courts"),
            Item("Operating model", "/model"),
        ],
        "breadcrumbs": [Item("Home", "/"), Item("My cases", "/cases"), Item("Gallery")],
        "sub_navigation": [
            Item("Summary", "#", active=True),
            Item("Sentence", "#"),
            Item("Timeline", "#", count=214),
            Item("Identifiers", "#"),
            Item("Who can see", "#"),
        ],
        "identity": Identity(
            "Dean Ashworth-Llŷr",
            date(1987, 3, 31),
            TODAY,
            href="#",
            identifiers=[("PNC", "2004/0012345N"), ("CRO", Unknown())],
            facts=[("Offender manager", "Priya Nolan"), ("Tier", Unknown("Awaiting assessment"))],
            alerts=[
                Tag("High risk of serious harm", "red"),
                Tag("MAPPA 2", "purple"),
                Tag("Arson", "orange"),
            ],
            restricted="a member of this unit is his sister; ask the head of unit before looking further.",
        ),
    }


def parts() -> dict[str, Any]:
    """The made-up content of each part."""
    return {
        "rows": [
            Row("Sentence", "Community order, 18 months", [Link("Change", "#", "the sentence")]),
            Row("Requirements", ["Unpaid work, 120 hours", "Rehabilitation activity, 25 days"]),
            Row("Ends", date(2028, 3, 2)),
            Row("Religion", None),
            Row("Tier", Unknown("Awaiting assessment"), [Link("Assess", "#", "the tier")]),
        ],
        "cases": cases(),
        "nothing": Table(
            "Transfers waiting", [Column("Person")], [], empty="No transfer is waiting for you."
        ),
        "values": Table(
            "People waiting, by unit",
            [Column("Unit"), Column("People waiting", numeric=True)],
            list(WAITS.items()),
        ),
        "pages": Pages(4, 12, 287, "case"),
        "happenings": happenings(),
        "tasks": [
            Task("Sign the sentence plan", Tag("Not started", "blue"), "#", "Due in 2 working days"),
            Task("Send the pre-sentence report", Tag("In progress", "teal"), "#"),
            Task("First appointment", "Done"),
        ],
        "running": JobProgress("Reading court results", 12840, 250000, "#"),
        "narrow": Narrow(),
        "selected": [Link("Contacts", "?"), Link("Since 1 October 2026", "?")],
        "unknown_since": Unknown("Not asked"),
    }


CASE_COLUMNS = [
    Column("Person", sort="name"),
    Column("Requirement"),
    Column("Risk"),
    Column("Next appointment", sort="next"),
    Column("Days left", numeric=True, sort="left"),
    Column("Clock"),
    Column("What to do", hidden=True),
]


def cases() -> Table:
    """A caseload of three."""
    rows: list[list[object]] = [
        [
            Lines(Link("Ashworth-Llŷr, Dean", "#"), ["Born 1987"]),
            "Unpaid work",
            Tag("High", "red"),
            date(2026, 11, 23),
            482,
            Clock(3, 5),
            Link("Record contact", "#", "with Dean Ashworth-Llŷr"),
        ],
        [
            Lines(Link("Begum, Shazia", "#"), ["Born 1995"]),
            "Drug rehabilitation",
            Tag("Medium", "yellow"),
            Unknown("None booked"),
            120,
            Clock(5, 5),
            Link("Record contact", "#", "with Shazia Begum"),
        ],
        [
            Lines(Link("Carrick, Tom", "#"), ["Born 1962"]),
            "Curfew",
            Unknown("Awaiting assessment"),
            date(2026, 12, 1),
            1204,
            Clock(9, 5),
            Link("Record contact", "#", "with Tom Carrick"),
        ],
    ]
    return Table("My cases", CASE_COLUMNS, rows, order="-next")


def happenings() -> list[Happening]:
    """A short history."""
    return [
        Happening(
            "Appointment missed",
            datetime(2026, 11, 18, 14, 30, tzinfo=UTC),
            "Priya Nolan",
            "No reason given. A text message was sent.",
            "#",
            Tag("Unacceptable absence", "red"),
        ),
        Happening(
            "Transfer accepted",
            datetime(2026, 7, 2, 9, 5, tzinfo=UTC),
            "Ged Moss",
            "From Darlington to Hartlepool, because of a new address.",
        ),
        Happening("Sentenced at Teesside Magistrates’ Court", date(2026, 3, 2)),
    ]
