"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import asking, catalogue, pairings, work

urlpatterns = [
    path("helpers", catalogue.helpers, name="helpers"),
    path("helpers/add", catalogue.add_helper, name="add_helper"),
    path("helpers/work", work.work_figures, name="work_figures"),
    path("helpers/<uuid:helper_id>", catalogue.one_helper, name="one_helper"),
    path("helpers/<uuid:helper_id>/<slug:upkeep>", catalogue.helper_step, name="helper_step"),
    path("people/<uuid:person_id>/helpers", asking.helpers_of, name="helpers_of"),
    path(
        "people/<uuid:person_id>/helpers/ask/<slug:helper_kind>", asking.ask_for_helper, name="ask_for_helper"
    ),
    path("helpers/pairings/<uuid:pairing_id>", pairings.pairing, name="pairing"),
    path("helpers/pairings/<uuid:pairing_id>/<slug:pacing>", pairings.pairing_step, name="pairing_step"),
]
