"""Routes of the pages of competition, all below /competition."""

from django.urls import include, path

from .pages import awarding, bids, counting, interests, rounds, scoring, steps, walls

below = [
    path("", awarding.award, name="competition"),
    path("/scoring", scoring.scoring, name="competition_scoring"),
    path("/standstill", counting.standstill, name="competition_standstill"),
    path("/rounds", rounds.rounds, name="competitions"),
    path("/rounds/new", rounds.publish, name="publish_competition"),
    path("/rounds/<uuid:competition_id>", rounds.one_round, name="competition_round"),
    path("/rounds/<uuid:competition_id>/bids", bids.opened_bids, name="opened_bids"),
    path("/rounds/<uuid:competition_id>/interests", interests.interests, name="competition_interests"),
    path(
        "/rounds/<uuid:competition_id>/interests/<uuid:member_id>/<uuid:organisation_id>",
        interests.resolve,
        name="resolve_interest",
    ),
    path("/rounds/<uuid:competition_id>/wall", walls.wall, name="competition_wall"),
    path("/rounds/<uuid:competition_id>/certificate", walls.certificate, name="competition_certificate"),
    path("/crossings/<uuid:crossing_id>", walls.crossing, name="crossing"),
    path("/rounds/<uuid:competition_id>/<slug:step>", steps.step, name="competition_step"),
]

urlpatterns = [path("competition", include(below))]
