"""The catalogue at an open address, for directories and their programs: no sign-in, providers' public facts, a page at a time."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.rules.directory import page_of, service_document, service_line
from throughcare.faces.web.open_address import open_to_all, told
from throughcare.faces.web.page import whole
from throughcare.foundation.kernel.days import day_of

SIZE, MOST = 50, 100
PROFILE = {
    "version": "3.0",
    "profile": "https://docs.openreferral.org/en/3.0/",
    "openapi_url": "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json",
}


@open_to_all
def about(request: HttpRequest) -> HttpResponse:
    """Which specification the directory keeps to."""
    return told(PROFILE)


@open_to_all
def services(request: HttpRequest) -> HttpResponse:
    """Services, a page at a time: ``page`` from one, ``per_page`` up to 100, ``search`` in titles and providers, ``full``."""
    on = day_of(request.at)  # type: ignore[attr-defined]
    number = max(1, whole(request.GET.get("page", ""), 1))
    size = min(MOST, max(1, whole(request.GET.get("per_page", ""), SIZE)))
    words = request.GET.get("search", "").replace("\0", "")[:100]
    found = queries.listed_services(page=number, size=size, words=words, on=on)
    tell = service_document if request.GET.get("full") == "true" else service_line
    contents = [tell(one, on) for one in found.services]
    return told(page_of(contents, number=number, size=size, total=found.total))


@open_to_all
def service(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """One service with all that is known of it."""
    found = queries.listed_service(listing_id)
    if found is None:
        return told({"because": "There is no such service."}, status=404)
    return told(service_document(found, day_of(request.at)))  # type: ignore[attr-defined]
