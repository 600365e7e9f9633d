"""Routes of the pages; addresses carry ids and numbers of versions, never names."""

from django.urls import path

from .pages import papers, recalls, steps

urlpatterns = [
    path("people/<uuid:person_id>/recall", recalls.recalls, name="recalls"),
    path("people/<uuid:person_id>/recall/consider", recalls.consider_recall, name="consider_recall"),
    path("recalls/<uuid:recall_id>", recalls.recall, name="recall"),
    path("recalls/<uuid:recall_id>/papers/<int:paper_number>.pdf", papers.recall_paper, name="recall_paper"),
    path("recalls/<uuid:recall_id>/<slug:recall_deed>", steps.recall_step, name="recall_step"),
]
