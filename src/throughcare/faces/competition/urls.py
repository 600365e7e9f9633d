"""Routes of the pages of competition, all below /competition."""

from django.urls import include, path

from .pages import awarding, counting, scoring

below = [
    path("", awarding.award, name="competition"),
    path("/scoring", scoring.scoring, name="competition_scoring"),
    path("/standstill", counting.standstill, name="competition_standstill"),
]

urlpatterns = [path("competition", include(below))]
