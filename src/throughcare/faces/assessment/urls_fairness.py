"""Routes of the fairness pages, all below /fairness."""

from django.urls import path

from .pages import fairness

urlpatterns = [
    path("", fairness.start, name="fairness"),
    path("/<uuid:audit_id>", fairness.shown, name="fairness_shown"),
    path("/<uuid:audit_id>/chart/<slug:name>.svg", fairness.chart, name="fairness_chart"),
]
