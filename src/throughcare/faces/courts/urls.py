"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import (
    advice,
    corrected,
    court_codes,
    courts_served,
    lists,
    questions,
    results,
    sentences,
    sentencing_figures,
)

urlpatterns = [
    path("people/<uuid:person_id>/sentence", sentences.sentence, name="sentence"),
    path("people/<uuid:person_id>/sentences/<uuid:sentence_id>/became", sentences.became, name="became"),
    path(
        "people/<uuid:person_id>/sentences/<uuid:sentence_id>/amend", sentences.amend, name="amend_sentence"
    ),
    path(
        "people/<uuid:person_id>/sentences/<uuid:sentence_id>/taken-back",
        sentences.taken_back,
        name="taken_back",
    ),
    path("people/<uuid:person_id>/reports/<uuid:report_id>", sentences.report, name="report"),
    path(
        "people/<uuid:person_id>/reports/<uuid:report_id>/withdraw",
        sentences.withdraw_report,
        name="withdraw_report",
    ),
    path("people/<uuid:person_id>/reports/<uuid:report_id>/advice", advice.advice, name="advice"),
    path("people/<uuid:person_id>/reports/<uuid:report_id>/advice/ask", advice.ask, name="ask_enquiry"),
    path(
        "people/<uuid:person_id>/reports/<uuid:report_id>/advice/enquiries/<uuid:report_enquiry_id>",
        advice.answer,
        name="answer_enquiry",
    ),
    path(
        "people/<uuid:person_id>/reports/<uuid:report_id>/advice/propose",
        advice.propose,
        name="propose_sentence",
    ),
    path("units/<uuid:unit_id>/courts", courts_served.serving, name="serving"),
    path("courts", lists.sittings, name="sittings"),
    path("courts/figures/<slug:code>", sentencing_figures.court_figures, name="court_figures"),
    path("courts/<uuid:hearing_id>", lists.sitting, name="sitting"),
    path("imports", results.imports, name="imports"),
    path("imports/uploads/<uuid:upload_id>", results.upload, name="upload"),
    path("imports/questions/<uuid:question_id>", questions.question, name="question"),
    path("courts/codes", court_codes.court_codes, name="court_codes"),
    path("imports/corrected/<uuid:corrected_id>", corrected.corrected, name="corrected_result"),
    path("imports/rows/<uuid:row_id>", results.refused_row, name="refused_row"),
    path("imports/rows/<uuid:row_id>/aside", results.set_aside, name="set_aside"),
]
