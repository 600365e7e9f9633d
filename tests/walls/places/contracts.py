"""Places of contracts."""

from .kinds import NOBODY, Call, Page

SIDES = {"commissioner", "provider lead"}
BUYS = {"commissioner"}
MEASURES = {"analyst", "needs analyst"}
MONEY = SIDES | {"finance officer"}
_TERMS = {"terms": "agreement: x", "because": "no reason"}

_HANDED = {"to_unit": NOBODY, "way": "a_neighbour", "because": "no"}

PAGES: dict[str, Page] = {
    "contracts": Page(SIDES),
    "draw_up_contract": Page(BUYS),
    "contract_from_award": Page(BUYS, 404),
    "contract": Page(SIDES, 404),
    "change_contract": Page(SIDES, 404),
    "offer_contract_again": Page(BUYS, 404),
    "give_notice": Page(SIDES, 404),
    "declare_failure": Page(BUYS, 404),
    "hand_over_contract": Page(BUYS, 404),
    "confirm_proposal": Page(BUYS, 404),
    "publish_offers": Page(BUYS, 405),
    "close_offers": Page(BUYS, 405),
    "contract_step": Page(SIDES, 404),
    "stress_contract": Page(SIDES, 404),
    "export_contract": Page(SIDES, 404),
    "watch_contract": Page(SIDES, 404),
    "provider_standing": Page(SIDES, 404),
    "tell_of_provider": Page(SIDES, 404),
    "supply_chain": Page(SIDES, 404),
    "tell_of_subcontractor": Page(SIDES, 404),
    "staff_of_contract": Page(SIDES, 404),
    "tell_of_staff": Page(SIDES, 404),
    "plan_to_put_right": Page(BUYS, 404),
    "plan_point_done": Page(SIDES, 404),
    "plan_point_agreed": Page(BUYS, 404),
    "plan_point_sent_back": Page(BUYS, 404),
    "take_plan_back": Page(BUYS, 404),
    "contracts_side_by_side": Page(SIDES),
    "contracts_funnel": Page(SIDES, 404),
    "contract_histories": Page(SIDES),
    "contract_results": Page(SIDES, 404),
    "measurable_contracts": Page(MEASURES),
    "record_result": Page(MEASURES, 404),
    "statements": Page(MONEY),
    "statement": Page(MONEY, 404),
    "draw_statements": Page(BUYS),
    "drawings": Page(BUYS, 302),
    "approve_statement": Page({"finance officer"}, 405),
    "invoice_pdf": Page(MONEY, 404),
    "invoice_xml": Page(MONEY, 404),
    "record_payment": Page({"finance officer"}, 404),
    "dispute_line": Page({"provider lead"}, 404),
    "rule_on_line": Page(BUYS, 404),
}

CALLS: dict[str, Call] = {
    "list_agreements": Call(SIDES, "/contracts", 200),
    "get_agreement": Call(SIDES, "/contracts/{contract_id}", 404),
    "draw_up_agreement": Call(BUYS, "/contracts", 422, body={**_TERMS, "provider_unit": NOBODY}),
    "draw_up_from_award": Call(
        BUYS, "/awarded-contracts", 422, body={"terms": "x", "competition_id": NOBODY, "package": "A"}
    ),
    "propose_agreement_change": Call(
        SIDES, "/contracts/{contract_id}/changes", 422, body={**_TERMS, "starts": "2099-01-01"}
    ),
    "offer_agreement_again": Call(BUYS, "/contracts/{contract_id}/offers", 422, body=_TERMS),
    "give_notice": Call(
        SIDES, "/contracts/{contract_id}/notice", 422, body={"last_day": "2099-01-31", "because": "no"}
    ),
    "propose_failure": Call(
        BUYS,
        "/contracts/{contract_id}/failure",
        422,
        body={"ground": "in administration", "last_day": "2099-01-31", "because": "no"},
    ),
    "rehearse_handover": Call(BUYS, "/contracts/{contract_id}/rehearsals", 422, body=_HANDED),
    "propose_handover": Call(BUYS, "/contracts/{contract_id}/handovers", 422, body=_HANDED),
    "declare_failure": Call(BUYS, "/contracts/{contract_id}/failure/{proposal_id}", 422, body={}),
    "hand_over_everything": Call(BUYS, "/contracts/{contract_id}/handovers/{proposal_id}", 422, body={}),
    "list_proposals": Call(BUYS, "/contracts/{contract_id}/proposals", 200),
    "publish_offers": Call(BUYS, "/contracts/{contract_id}/offers-published", 422, body={}),
    "close_offers": Call(BUYS, "/contracts/{contract_id}/offers-closed", 422, body={}),
    "list_handovers": Call(SIDES, "/contracts/{contract_id}/handovers", 200),
    "sign_terms": Call(SIDES, "/contracts/terms/{terms_id}/sign", 422, body={}),
    "turn_down_terms": Call(SIDES, "/contracts/terms/{terms_id}/turn-down", 422, body={"because": "no"}),
    "take_back_terms": Call(SIDES, "/contracts/terms/{terms_id}/take-back", 422, body={"because": "no"}),
    "get_provider_standing": Call(SIDES, "/contracts/{contract_id}/standing", 404),
    "tell_of_provider": Call(
        SIDES,
        "/contracts/{contract_id}/months-told",
        422,
        body={"month": "2026-01-01", "cash": 1, "spent": 1, "planned": 1, "filled": 1},
    ),
    "get_supply_chain": Call(SIDES, "/contracts/{contract_id}/chain", 404),
    "tell_of_subcontractor": Call(
        SIDES,
        "/contracts/{contract_id}/chain",
        422,
        body={"subcontractor": "no", "month": "2026-01-01", "pence": 1, "invoiced_on": "2026-02-02"},
    ),
    "get_staff_of_agreement": Call(SIDES, "/contracts/{contract_id}/staff", 404),
    "tell_of_staff": Call(SIDES, "/contracts/{contract_id}/staff", 422, body={"posts": []}),
    "plan_to_put_right": Call(
        BUYS,
        "/contracts/{contract_id}/plans",
        422,
        body={"points": [{"words": "x", "due": "2099-01-31"}], "because": "no"},
    ),
    "say_point_is_done": Call(
        SIDES, "/contracts/plans/{plan_id}/points/{number}/done", 422, body={"because": "no"}
    ),
    "agree_point_is_done": Call(
        BUYS, "/contracts/plans/{plan_id}/points/{number}/agreed", 422, body={"because": "no"}
    ),
    "send_point_back": Call(
        BUYS, "/contracts/plans/{plan_id}/points/{number}/sent-back", 422, body={"because": "no"}
    ),
    "take_plan_back": Call(BUYS, "/contracts/plans/{plan_id}/taken-back", 422, body={"because": "no"}),
    "watch_agreement": Call(SIDES, "/contracts/{contract_id}/watch", 404),
    "compare_agreements": Call(SIDES, "/contracts-side-by-side", 200),
    "record_result": Call(
        MEASURES, "/contracts/{contract_id}/results", 422, body={"result": "x", "official": True}
    ),
    "list_results": Call(SIDES, "/contracts/{contract_id}/results", 404),
    "list_statements": Call(MONEY, "/statements", 200),
    "get_statement": Call(MONEY, "/statements/{statement_id}", 404),
    "ask_statements": Call(BUYS, "/statement-drawings", 422, body={"month": "2026-01-02"}),
    "list_invoices": Call(MONEY, "/statements/{statement_id}/invoices", 404),
    "record_payment": Call(
        {"finance officer"},
        "/statements/{statement_id}/invoices/{number}/payment",
        422,
        body={"paid_on": "2026-01-02", "reference": "x"},
    ),
    "dispute_line": Call(
        {"provider lead"}, "/statements/lines/{line_id}/dispute", 422, body={"because": "no"}
    ),
    "rule_on_line": Call(BUYS, "/statements/lines/{line_id}/rule", 422, body={"pence": 1, "because": "no"}),
    "approve_statement": Call(
        {"finance officer"}, "/statements/{statement_id}/approve", 422, body={"pence": 1}
    ),
    "export_agreement": Call(SIDES, "/contracts/{contract_id}/export", 404),
}
