"""Routes of the pages of competition, all below /competition."""

from django.urls import include, path

from .pages import awarding, bids, counting, rounds, scoring, steps

below = [
    path("", awarding.award, name="competition"),
    path("/scoring", scoring.scoring, name="competition_scoring"),
    path("/standstill", counting.standstill, name="competition_standstill"),
    path("/rounds", rounds.rounds, name="competitions"),
    path("/rounds/new", rounds.publish, name="publish_competition"),
    path("/rounds/<uuid:competition_id>", rounds.one_round, name="competition_round"),
    path("/rounds/<uuid:competition_id>/bids", bids.opened_bids, name="opened_bids"),
    path("/rounds/<uuid:competition_id>/<slug:step>", steps.step, name="competition_step"),
]

urlpatterns = [path("competition", include(below))]
