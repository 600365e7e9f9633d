"""Places of competition."""

from .kinds import Call, Page

TRY = {"commissioner", "analyst", "provider lead", "evaluator", "moderator"}

PAGES: dict[str, Page] = {
    "competition": Page(TRY),
    "competition_scoring": Page(TRY),
    "competition_standstill": Page(TRY),
    "competitions": Page(TRY),
    "publish_competition": Page({"commissioner"}),
    "competition_round": Page(TRY, 404),
    "opened_bids": Page(TRY, 404),
    "competition_interests": Page(TRY, 404),
    "resolve_interest": Page({"commissioner"}, 404),
    "competition_wall": Page(TRY, 404),
    "competition_certificate": Page({"commissioner", "inspector"}, 404),
    "crossing": Page({"commissioner", "inspector"}, 404),
    "competition_promise": Page({"provider lead"}, 404),
    "competition_take_back_promise": Page({"provider lead"}, 404),
    "competition_panel": Page({"commissioner"}, 404),
    "competition_stand_down": Page({"commissioner"}, 404),
    "competition_answers": Page(TRY, 404),
    "competition_answer": Page(TRY, 404),
    "competition_answer_question": Page({"commissioner"}, 404),
    "competition_end_challenge": Page({"commissioner"}, 404),
    "competition_step": Page(TRY, 404),
}

CALLS: dict[str, Call] = {}
