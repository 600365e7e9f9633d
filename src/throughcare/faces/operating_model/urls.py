"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import models

urlpatterns = [
    path("models", models.models, name="models"),
    path("models/<slug:name>", models.model, name="model"),
    path("models/<slug:name>/beside/<slug:other>", models.side_by_side, name="side_by_side"),
]
