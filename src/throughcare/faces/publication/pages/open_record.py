"""Competitions, and contracts, at an open address (OCDS 1.1.5): no sign-in, what is published and nothing else, a page at a time."""

from __future__ import annotations

import csv
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughcare.commissioning.contracts.rules.published import missed
from throughcare.commissioning.publication import queries
from throughcare.commissioning.publication.queries import Page
from throughcare.commissioning.publication.rules.contract_lines import TABLES, lines
from throughcare.commissioning.publication.rules.own import DESCRIBED, SCHEMA, own_extension
from throughcare.commissioning.publication.rules.packaging import COLUMNS, Publisher, row
from throughcare.commissioning.publication.rules.told import Registered, Signed, Told
from throughcare.faces.web.look.formats import day, moment, money
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
            Link("The register, as CSV", f"{BASE}/register.csv"), Link("What was signed, paid, and fell short", f"{BASE}/contracts"),
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
def contracts(request: HttpRequest) -> HttpResponse:
    """Every agreement that was signed, for people: what was paid, and where its service levels fell short."""
    pairs = queries.signed_agreements()
    columns = [
        Column("Contract"), Column("Between"), Column("Term"), Column("Fees over the term", numeric=True), Column("Paid so far", numeric=True),
    ]  # fmt: skip
    short = [
        [pair[0].agreement.title, f"{one.month:%B %Y}", one.level, _pounds(one.taken)]
        for pair in pairs
        for one in missed(pair[0].agreement.credits)
        if one.stated > 0
    ]
    context = {
        "heading": "Published contracts", "back": Link("Published competitions", BASE),
        "tables": [
            Table("Contracts, grants and agreements", columns, [_signed(*one) for one in pairs], empty="Nothing was signed yet."),
            Table(
                "Service levels that fell short", [Column("Contract"), Column("Month"), Column("Service level"), Column("Taken from the fee", numeric=True)],
                short, empty="None fell short in what was approved.",
            ),
        ],
        "links": [Link(said, f"{BASE}/contracts/{name}.csv") for name, said in FILES.items()],
    }  # fmt: skip
    return render(request, "publication/contracts.html", context)


FILES = {
    "contracts": "Contracts, as CSV",
    "spend": "What was paid, as CSV",
    "performance": "What fell short, as CSV",
}


def _signed(one: Signed, told: Told | None) -> list[object]:
    agreement = one.agreement
    process = told.id if told else agreement.id
    came_of = "From a competition" if told else "Without a competition"
    term = f"{day(agreement.editions[0].starts)} to {day(agreement.ends)}"
    fees = agreement.last.fees
    return [
        Lines(Link(agreement.title, f"{BASE}/records/{process}"), [first_capital(agreement.last.kind or "contract"), came_of]),
        Lines(f"Bought by {one.buyer.name}", [f"Provided by {one.provider}"]),
        Lines(term, ["Ended before its term"] if agreement.ended else []),
        Unknown("Not recorded") if fees is None else _pounds(fees), _pounds(agreement.paid),
    ]  # fmt: skip


def _pounds(pence: int) -> str:
    return money(Decimal(pence) / 100)


@open_to_all
def contract_lines(request: HttpRequest, name: str) -> HttpResponse:
    """One table of the register of contracts as CSV."""
    if name not in TABLES:
        return told({"because": f"There is no such table. Expected {', '.join(sorted(TABLES))}."}, status=404)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    csv.writer(answer).writerows(lines(name, queries.signed_agreements(), settings.OCDS_PREFIX))
    return opened_up(answer)


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
def one_record(request: HttpRequest, process_id: UUID) -> HttpResponse:
    """The record of one competition, or of an agreement that came of none."""
    path = f"{BASE}/records/{process_id}"
    found = queries.one_record(process_id, _publisher(request), path)
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
