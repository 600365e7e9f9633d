"""Routes of the pages of competition, all below /competition."""

from django.urls import include, path

from .pages import (
    answers,
    awarding,
    bids,
    counting,
    ending,
    interests,
    panel,
    partners,
    prices,
    rounds,
    scoring,
    steps,
    walls,
)

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
    path("/rounds/<uuid:competition_id>/promise", partners.promise, name="competition_promise"),
    path(
        "/rounds/<uuid:competition_id>/promises/<uuid:promise_id>",
        partners.take_back,
        name="competition_take_back_promise",
    ),
    path("/rounds/<uuid:competition_id>/panel", panel.panel, name="competition_panel"),
    path("/rounds/<uuid:competition_id>/panel/<uuid:member_id>", panel.down, name="competition_stand_down"),
    path("/rounds/<uuid:competition_id>/answers", answers.answers, name="competition_answers"),
    path(
        "/rounds/<uuid:competition_id>/answers/<uuid:opened_id>/<int:number>",
        answers.answer,
        name="competition_answer",
    ),
    path(
        "/rounds/<uuid:competition_id>/questions/<uuid:question_id>",
        ending.answer_question,
        name="competition_answer_question",
    ),
    path(
        "/rounds/<uuid:competition_id>/challenges/<uuid:challenge_id>",
        ending.end_challenge,
        name="competition_end_challenge",
    ),
    path("/rounds/<uuid:competition_id>/prices", prices.prices, name="competition_prices"),
    path("/rounds/<uuid:competition_id>/prices/ask", prices.ask_price, name="competition_ask_price"),
    path(
        "/rounds/<uuid:competition_id>/prices/<uuid:asked_id>/answer",
        prices.account_for_price,
        name="competition_account_for_price",
    ),
    path(
        "/rounds/<uuid:competition_id>/prices/<uuid:asked_id>/decision",
        prices.rule_price,
        name="competition_rule_price",
    ),
    path("/rounds/<uuid:competition_id>/<slug:step>", steps.step, name="competition_step"),
]

urlpatterns = [path("competition", include(below))]
