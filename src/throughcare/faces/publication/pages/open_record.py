"""Competitions at an open address (OCDS 1.1.5): no sign-in, what is published and nothing else, a page at a time."""

from __future__ import annotations

import csv
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughcare.commissioning.publication import queries
from throughcare.commissioning.publication.queries import Page
from throughcare.commissioning.publication.rules.own import DESCRIBED, SCHEMA, own_extension
from throughcare.commissioning.publication.rules.packaging import COLUMNS, Publisher, row
from throughcare.commissioning.publication.rules.told import Registered
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.open_address import open_to_all, opened_up, told
from throughcare.faces.web.page import whole
from throughcare.faces.web.value_words import first_capital

BASE = "/open-contracting"
SIZE, MOST = 50, 100
_FURTHEST = 1_000_000


def _publisher(request: HttpRequest) -> Publisher:
    return Publisher(
        settings.OCDS_PUBLISHER, settings.OCDS_PREFIX, f"{request.scheme}://{request.get_host()}"
    )


def _page(request: HttpRequest) -> Page:
    number = min(_FURTHEST, max(1, whole(request.GET.get("page", ""), 1)))
    return Page(number, min(MOST, max(1, whole(request.GET.get("per_page", ""), SIZE))))


@open_to_all
def published(request: HttpRequest) -> HttpResponse:
    """Every competition that is published, for people, with where programs read them."""
    rows = [_row(one) for one in queries.registered()]
    columns = [Column("Competition"), Column("Bought by"), Column("Closes"), Column("How it stands")]
    context = {
        "heading": "Published competitions",
        "table": Table("Published competitions", columns, rows, empty="No competition was published yet."),
        "links": [
            Link("Releases, as JSON", f"{BASE}/releases"), Link("Records, as JSON", f"{BASE}/records"),
            Link("The register, as CSV", f"{BASE}/register.csv"),
            Link("What we add to the standard", f"{BASE}/extension/{DESCRIBED}"),
        ],
    }  # fmt: skip
    return render(request, "publication/published.html", context)


def _row(one: Registered) -> list[object]:
    stands: object = first_capital(one.status)
    if one.bidders:
        stands = Lines(first_capital(one.status), list(one.bidders))
    title = one.told.title or Unknown("No title")
    return [
        Link(str(title), f"{BASE}/records/{one.told.id}"),
        one.told.buyer.name,
        moment(one.told.closes),
        stands,
    ]


@open_to_all
def releases(request: HttpRequest) -> HttpResponse:
    """Releases, a page at a time: ``page`` from one, ``per_page`` up to 100; what comes later is added at the end."""
    page = _page(request)
    path = f"{BASE}/releases?page={page.number}&per_page={page.size}"
    return told(queries.release_page(page, _publisher(request), path))


@open_to_all
def records(request: HttpRequest) -> HttpResponse:
    """Records, a page at a time: ``page`` from one, ``per_page`` up to 100."""
    page = _page(request)
    path = f"{BASE}/records?page={page.number}&per_page={page.size}"
    return told(queries.record_page(page, _publisher(request), path))


@open_to_all
def one_record(request: HttpRequest, competition_id: UUID) -> HttpResponse:
    """The record of one competition."""
    path = f"{BASE}/records/{competition_id}"
    found = queries.one_record(competition_id, _publisher(request), path)
    return told(found) if found else told({"because": "There is no such competition."}, status=404)


@open_to_all
def register(request: HttpRequest) -> HttpResponse:
    """The register as a table, one line for each competition."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="competitions.csv"'
    lines = csv.writer(answer)
    lines.writerow(COLUMNS)
    lines.writerows(row(one, settings.OCDS_PREFIX) for one in queries.registered())
    return opened_up(answer)


@open_to_all
def extension(request: HttpRequest, name: str) -> HttpResponse:
    """What we add to the standard: its description, or its schema."""
    if name not in {DESCRIBED, SCHEMA}:
        return told({"because": f"There is no such file. Expected {DESCRIBED} or {SCHEMA}."}, status=404)
    return told(own_extension(name))
