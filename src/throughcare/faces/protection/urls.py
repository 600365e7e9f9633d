"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import chaired, disclosures, meeting, meeting_steps, person, steps

urlpatterns = [
    path("protection", chaired.protections, name="protections"),
    path(
        "protection/meetings/<uuid:protection_meeting_id>",
        meeting.protection_meeting,
        name="protection_meeting",
    ),
    path(
        "protection/meetings/<uuid:protection_meeting_id>/<slug:meeting_deed>",
        meeting_steps.protection_meeting_step,
        name="protection_meeting_step",
    ),
    path(
        "protection/actions/<uuid:meeting_action_id>/<slug:ending>",
        meeting_steps.protection_meeting_action,
        name="protection_meeting_action",
    ),
    path("protection/<uuid:protection_id>/<slug:protecting>", steps.protection_step, name="protection_step"),
    path("people/<uuid:person_id>/protection", person.protection_of, name="protection_of"),
    path(
        "people/<uuid:person_id>/protection/disclosures",
        disclosures.protection_disclosures,
        name="protection_disclosures",
    ),
    path("people/<uuid:person_id>/protection/told", disclosures.protection_told, name="protection_told"),
    path("people/<uuid:person_id>/protection/propose", person.propose_category, name="propose_category"),
    path("people/<uuid:person_id>/protection/refer", person.refer_to_category_3, name="refer_to_category_3"),
]
