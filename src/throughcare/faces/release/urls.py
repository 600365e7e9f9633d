"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import asked, due, handed, licences, release, steps

urlpatterns = [
    path("due-out", due.due_out, name="due_out"),
    path("people/<uuid:person_id>/release", release.release, name="release"),
    path("people/<uuid:person_id>/release/<slug:matter>", steps.release_step, name="release_step"),
    path("release/steps/<uuid:parole_id>/done", steps.parole_done, name="parole_done"),
    path("people/<uuid:person_id>/conditions/ask", asked.condition_to_propose, name="condition_to_propose"),
    path("asked-conditions/<uuid:proposal_id>", asked.asked_condition, name="asked_condition"),
    path("licences/<uuid:licence_id>", licences.licence, name="licence"),
    path("licences/<uuid:licence_id>/plain", handed.licence_in_plain_words, name="licence_in_plain_words"),
    path("licences/<uuid:licence_id>/plain.pdf", handed.licence_pdf, name="licence_pdf"),
    path("licences/<uuid:licence_id>/<slug:onward>", licences.licence_step, name="licence_step"),
]
