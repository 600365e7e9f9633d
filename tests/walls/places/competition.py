"""Places of competition."""

from .kinds import NOBODY, Call, Page

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
    "competition_prices": Page(TRY, 404),
    "competition_ask_price": Page({"commissioner"}, 404),
    "competition_account_for_price": Page({"provider lead"}, 404),
    "competition_rule_price": Page({"commissioner"}, 404),
    "competition_step": Page(TRY, 404),
}

_PRICES = f"/competitions/{NOBODY}/low-prices"

CALLS: dict[str, Call] = {
    "list_low_prices": Call(TRY, _PRICES, 404),
    "ask_about_price": Call(
        {"commissioner"}, _PRICES, 422, body={"bid_id": NOBODY, "package": "A", "asks": "How?", "answer_by": "2099-01-01"}
    ),
    "answer_about_price": Call({"provider lead"}, f"{_PRICES}/{NOBODY}/answer", 422, body={"says": "By care."}),
    "rule_on_price": Call(
        {"commissioner"}, f"{_PRICES}/{NOBODY}/decision", 422, body={"way": "kept", "because": "It is shown."}
    ),
}  # fmt: skip
