"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import board, entries, giving, person, steps

urlpatterns = [
    path("integrated", board.integrated_board, name="integrated_board"),
    path(
        "integrated/<uuid:selection_id>/actions/give",
        giving.give_integrated_action,
        name="give_integrated_action",
    ),
    path(
        "integrated/<uuid:selection_id>/record/<slug:entry_kind>",
        entries.record_integrated,
        name="record_integrated",
    ),
    path(
        "integrated/actions/<uuid:integrated_action_id>/<slug:integrated_ending>",
        giving.integrated_action,
        name="integrated_action",
    ),
    path("integrated/<uuid:selection_id>/<slug:stepping>", steps.integrated_step, name="integrated_step"),
    path("people/<uuid:person_id>/integrated", person.integrated_of, name="integrated_of"),
    path("people/<uuid:person_id>/integrated/propose", person.propose_selection, name="propose_selection"),
]
