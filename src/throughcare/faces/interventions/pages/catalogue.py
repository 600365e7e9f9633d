"""The catalogue: what is on offer, contracts brought in from a file, and the team that receives for a service."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.interventions import actions, queries
from throughcare.casework.interventions.actions.cataloguing import DELIVER, LARGEST_CATALOGUE
from throughcare.casework.interventions.rules import PlacesFacts, Standing, need_areas
from throughcare.casework.interventions.rules.catalogue import ServiceFacts
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.service_words import needs_words, wait_words, whom_words
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .ladder_words import ladder_rows

MOST = 100
ANY = ("", "Any")


class Narrow(PlainForm):
    """What to look for in the catalogue."""

    need = forms.ChoiceField(label="Need", required=False)
    words = forms.CharField(label="Words of the title or the provider", required=False, max_length=100)

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.fields["need"].choices = [ANY, *need_choices()]  # type: ignore[attr-defined]


class Send(SentOnce, PlainForm):
    """A file of contracts, or of services that a public directory lists."""

    file = forms.FileField(
        label="File of contracts or services",
        help_text="Contracts: CSV in UTF-8, one row each, with a first line naming the columns. Services of a public"
        " directory: Open Referral JSON, or its tables in a zip. At most 10 MB.",
    )


def need_choices() -> list[tuple[str, str]]:
    """Every need that a service can be for, as a form offers them."""
    return [(need.code, need.name) for need in need_areas().values()]


@page(None)
def services(request: Asking) -> HttpResponse:
    """Services on offer today, narrowed; whoever keeps the catalogue sends files and sees what was refused."""
    keeps = request.member.may(Permission.KEEP_CATALOGUE)
    sending = Send(request.POST or None, request.FILES or None) if keeps else None
    if request.method == "POST" and sending is not None and sending.is_valid() and _sent(request, sending):
        return redirect("services")
    narrow = Narrow(request.GET or None)
    asked = narrow.cleaned_data if narrow.is_bound and narrow.is_valid() else {}
    found = queries.catalogue(need=asked.get("need", ""), words=asked.get("words", ""), on=day_of(request.at))
    context = {
        "heading": "Services",
        "narrow": narrow,
        "table": _table(found),
        "more": max(0, len(found) - MOST),
        "sending": sending,
        "refused": _refused() if keeps else None,
    }
    return render(request, "interventions/services.html", context)


def _sent(request: Asking, form: Send) -> bool:
    file = form.cleaned_data.pop("file")
    if file.size > LARGEST_CATALOGUE:
        form.add_error("file", "A file holds at most 10 MB. Send it in parts.")
        return False
    before, content = len(queries.refused_services()), file.read()
    listed = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:2]
    act = (
        actions.import_services if listed[:1] in {b"{", b"["} or listed == b"PK" else actions.import_contracts
    )
    if not do(request, form, act, content=content, file_name=file.name):
        return False
    refused = len(queries.refused_services()) - before
    rows = "One row was" if refused == 1 else f"{refused} rows were"
    said = f" {rows} refused and wait below." if refused > 0 else ""
    messages.success(request, f"The file was brought in.{said}")
    return True


def _table(found: list[queries.ServiceSeen]) -> Table:
    return Table(
        "Services on offer today",
        [Column("Service"), Column("For"), Column("For whom"), Column("Provider"), Column("Referrals go to")],
        [
            [
                Link(one.facts.title, f"/services/{one.id}", f"by {one.facts.prime}"),
                needs_words(one.facts),
                whom_words(one.facts),
                Lines(
                    one.facts.prime,
                    [f"with {', '.join(one.facts.subcontractors)}"] if one.facts.subcontractors else [],
                ),
                one.unit or Unknown("No team yet"),
            ]
            for one in found[:MOST]
        ],
        empty="No service on offer today fits that.",
    )


def _refused() -> Table:
    return Table(
        "Rows that were refused",
        [
            Column("File"),
            Column("Line", numeric=True),
            Column("Contract or listing"),
            Column("What is wrong"),
        ],
        [
            [one.file_name, one.line, one.reference or Unknown("None"), Lines(*_faults(one))]
            for one in queries.refused_services()
        ],
        empty="No row waits to be sent again.",
    )


def _faults(one: queries.RefusedSeen) -> tuple[str, list[str]]:
    said = [f"{field}: {because}" for field, because in one.faults]
    return said[0], said[1:]


class Receive(OfVersion, SentOnce, PlainForm):
    """The team that receives for a service."""

    unit_id = forms.ChoiceField(label="Team that receives referrals", required=False)

    def clean_unit_id(self) -> UUID | None:
        """The choice as an id."""
        return UUID(self.cleaned_data["unit_id"]) if self.cleaned_data["unit_id"] else None


@page(None)
def service(request: Asking, service_id: UUID) -> HttpResponse:
    """One service: its terms, its wait, and who receives for it, which whoever keeps the catalogue says."""
    seen = queries.service(service_id)
    if seen is None:
        raise Http404
    form = _receiving(request, seen) if request.member.may(Permission.KEEP_CATALOGUE) else None
    if (
        request.method == "POST"
        and form is not None
        and form.is_valid()
        and do(request, form, actions.name_receiving_team, service_id=service_id)
    ):
        messages.success(request, "Saved. Referrals to this service go there from now on.")
        return redirect("service", service_id=service_id)
    context = {
        "heading": seen.facts.title,
        "rows": [*_terms(request, seen), *ladder_rows(request, service_id)],
        "form": form,
        "describe": f"/services/{service_id}/describe" if form is not None else "",
        "overflow": f"/services/{service_id}/overflow" if form is not None else "",
        "summary": seen.facts.summary,
    }
    return render(request, "interventions/service.html", context)


def _receiving(request: Asking, seen: queries.ServiceSeen) -> Receive:
    initial = {"unit_id": str(seen.unit_id or ""), "version": seen.version}
    form = Receive(request.POST or None, initial=initial)
    teams = [
        (str(unit.id), f"{unit.name}, {body.name}")
        for body in access.organisations()
        if body.kind in DELIVER
        for unit in access.units_of(body.id)
    ]
    form.fields["unit_id"].choices = [("", "No team: nobody can be sent"), *teams]  # type: ignore[attr-defined]
    return form


def _terms(request: Asking, seen: queries.ServiceSeen) -> list[Row]:
    facts = seen.facts
    last = facts.offered.end - timedelta(days=1) if facts.offered.end else None
    return [
        Row("Contract or listing", facts.reference),
        Row("For", needs_words(facts)),
        Row("For whom", whom_words(facts)),
        Row("Provider", facts.prime),
        Row("With", ", ".join(facts.subcontractors) or "No subcontractor named"),
        Row(
            "How",
            ", ".join(first_capital(m.value) for m in facts.methods) or Unknown("Not said in the contract"),
        ),
        Row("Where", f"{len(facts.areas)} local authority areas" if facts.areas else Unknown("Not recorded")),
        *_held(facts),
        Row("Offered", f"From {facts.offered.start:%-d %B %Y}" + (f" to {last:%-d %B %Y}" if last else "")),
        Row("Wait to be taken on", wait_words(queries.waits_of([seen.id], at=request.at).get(seen.id))),
        Row("Referrals go to", f"{seen.unit}, {seen.organisation}" if seen.unit else Unknown("No team yet")),
    ]


def _held(facts: ServiceFacts) -> list[Row]:
    """Where a service is held, its free places, and whether it goes on."""
    sites = [f"{one.name}, {one.postcode}".strip(", ") for one in facts.sites]
    free = [places_words(one) for one in facts.places]
    return [
        Row("Held at", Lines(sites[0], sites[1:]) if sites else Unknown("Not recorded")),
        Row("Free", Lines(free[0], free[1:]) if free else Unknown("Not said")),
        *(
            [Row("State", first_capital(facts.standing.value))]
            if facts.standing is not Standing.ACTIVE
            else []
        ),
    ]


def places_words(places: PlacesFacts) -> str:
    """Free places in words, with the day on which that was said."""
    of = f" of {places.most}" if places.most is not None else ""
    when = f", said on {places.said_on:%-d %B %Y}" if places.said_on else ""
    return f"{places.free}{of}: {places.unit}{when}"
