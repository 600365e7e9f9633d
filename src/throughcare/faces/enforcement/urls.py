"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import audits, delays, due, failures, papers

urlpatterns = [
    path("enforcement", due.enforcement, name="enforcement"),
    path("enforcement/delays", delays.enforcement_delays, name="enforcement_delays"),
    path("people/<uuid:person_id>/enforcement", failures.enforcement_of, name="enforcement_of"),
    path("enforcement/failures/<uuid:failure_id>", failures.failure, name="failure"),
    path("enforcement/failures/<uuid:failure_id>/<slug:doing>", failures.failure_step, name="failure_step"),
    path("enforcement/papers/<uuid:paper_id>", papers.paper, name="paper"),
    path("enforcement/papers/<uuid:paper_id>.pdf", papers.paper_pdf, name="paper_pdf"),
    path("enforcement/papers/<uuid:paper_id>/<slug:handling>", papers.paper_step, name="paper_step"),
    path("enforcement/audits/<uuid:drawn_id>", audits.decision_audit, name="decision_audit"),
]
