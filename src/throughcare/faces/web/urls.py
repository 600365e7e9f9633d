"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from .pages import courts, home, people, team


def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers and the database is reached."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", home.home, name="home"),
    path("health", health, name="health"),
    path("people/search", people.search, name="search"),
    path("people/found/<uuid:search_id>", people.found, name="found"),
    path("people/outside", people.outside, name="outside"),
    path("people/<uuid:person_id>", people.summary, name="person"),
    path("people/<uuid:person_id>/timeline", people.timeline, name="timeline"),
    path("people/<uuid:person_id>/sentence", people.sentence, name="sentence"),
    path("people/<uuid:person_id>/identity", people.identity, name="identity"),
    path("people/<uuid:person_id>/access", people.who_can_see, name="access"),
    path("people/<uuid:person_id>/record", team.record, name="record"),
    path("people/<uuid:person_id>/risk", team.risk, name="risk"),
    path("people/<uuid:person_id>/appoint", team.appoint, name="appoint"),
    path("people/<uuid:person_id>/transfer", team.offer, name="offer"),
    path("people/<uuid:person_id>/close", team.close, name="close"),
    path("team", team.team, name="team"),
    path("caseload", team.caseload, name="caseload"),
    path("transfers/<uuid:transfer_id>", team.transfer, name="transfer"),
    path("transfers/<uuid:transfer_id>/withdraw", team.withdraw, name="withdraw"),
    path("courts", courts.sittings, name="sittings"),
    path("courts/<uuid:hearing_id>", courts.sitting, name="sitting"),
    path("imports", courts.imports, name="imports"),
    path("imports/uploads/<uuid:upload_id>", courts.upload, name="upload"),
    path("imports/rows/<uuid:row_id>", courts.refused_row, name="refused_row"),
    path("imports/rows/<uuid:row_id>/aside", courts.set_aside, name="set_aside"),
]
