"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import amending, contacts_and_care, identity, matches, merging, searching

urlpatterns = [
    path("people/search", searching.search, name="search"),
    path("people/found/<uuid:search_id>", searching.found, name="found"),
    path("people/outside", searching.outside, name="outside"),
    path("people/<uuid:person_id>/identity", identity.identity, name="identity"),
    path(
        "people/<uuid:person_id>/open-points/<slug:field>/settle", identity.settle, name="settle_open_point"
    ),
    path("people/<uuid:person_id>/amend", amending.amend, name="amend"),
    path("people/<uuid:person_id>/names/add", amending.add_name, name="add_name"),
    path("people/<uuid:person_id>/homes/add", amending.add_home, name="add_home"),
    path("people/<uuid:person_id>/phones/add", amending.add_phone, name="add_phone"),
    path("people/<uuid:person_id>/emails/add", amending.add_email, name="add_email"),
    path("people/<uuid:person_id>/contacts/add", contacts_and_care.add_contact, name="add_contact"),
    path("people/<uuid:person_id>/disabilities/add", contacts_and_care.add_disability, name="add_disability"),
    path("people/<uuid:person_id>/caring/add", contacts_and_care.add_caring, name="add_caring"),
    path("people/<uuid:person_id>/numbers/add", contacts_and_care.add_number, name="add_number"),
    path("people/<uuid:person_id>/death", contacts_and_care.death, name="death"),
    path("people/<uuid:person_id>/alive", contacts_and_care.alive, name="alive"),
    path(
        "people/<uuid:person_id>/details/<slug:kind>/<uuid:detail_id>/end",
        contacts_and_care.end_detail,
        name="end_detail",
    ),
    path("people/<uuid:person_id>/merge", merging.other_record, name="other_record"),
    path("people/<uuid:person_id>/merge/<uuid:other_id>", merging.merge, name="merge"),
    path("people/<uuid:person_id>/apart/<uuid:ruling_id>/lift", merging.lift, name="lift_apart"),
    path("matches", matches.matches, name="matches"),
    path("matches/<uuid:review_id>", matches.match, name="match"),
    path("people/<uuid:person_id>/merges/<uuid:merge_id>/undo", matches.unmerge, name="unmerge"),
]
