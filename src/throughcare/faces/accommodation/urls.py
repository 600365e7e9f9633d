"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import applications, applying, premises

urlpatterns = [
    path("accommodation", premises.accommodation, name="accommodation"),
    path("accommodation/premises/add", premises.add_premises, name="add_premises"),
    path("accommodation/premises/<uuid:premises_id>", premises.one_of_premises, name="one_of_premises"),
    path(
        "accommodation/premises/<uuid:premises_id>/<slug:housework>",
        premises.premises_step,
        name="premises_step",
    ),
    path("people/<uuid:person_id>/accommodation", applying.accommodation_of, name="accommodation_of"),
    path(
        "people/<uuid:person_id>/accommodation/apply/<slug:place_kind>",
        applying.apply_for_place,
        name="apply_for_place",
    ),
    path("accommodation/applications/<uuid:application_id>", applications.application, name="application"),
    path(
        "accommodation/applications/<uuid:application_id>/<slug:taking>",
        applications.application_step,
        name="application_step",
    ),
]
