"""Places of contracts."""

from .kinds import NOBODY, Call, Page

SIDES = {"commissioner", "provider lead"}
BUYS = {"commissioner"}
MONEY = SIDES | {"finance officer"}
_TERMS = {"terms": "agreement: x", "because": "no reason"}

PAGES: dict[str, Page] = {
    "contracts": Page(SIDES),
    "draw_up_contract": Page(BUYS),
    "contract_from_award": Page(BUYS, 404),
    "contract": Page(SIDES, 404),
    "change_contract": Page(SIDES, 404),
    "contract_step": Page(SIDES, 404),
    "stress_contract": Page(SIDES, 404),
    "export_contract": Page(SIDES, 404),
    "statements": Page(MONEY),
    "statement": Page(MONEY, 404),
    "draw_statements": Page(BUYS),
    "drawings": Page(BUYS, 302),
    "approve_statement": Page({"finance officer"}, 405),
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
    "sign_terms": Call(SIDES, "/contracts/terms/{terms_id}/sign", 422, body={}),
    "turn_down_terms": Call(SIDES, "/contracts/terms/{terms_id}/turn-down", 422, body={"because": "no"}),
    "take_back_terms": Call(SIDES, "/contracts/terms/{terms_id}/take-back", 422, body={"because": "no"}),
    "list_statements": Call(MONEY, "/statements", 200),
    "get_statement": Call(MONEY, "/statements/{statement_id}", 404),
    "ask_statements": Call(BUYS, "/statement-drawings", 422, body={"month": "2026-01-02"}),
    "dispute_line": Call(
        {"provider lead"}, "/statements/lines/{line_id}/dispute", 422, body={"because": "no"}
    ),
    "rule_on_line": Call(BUYS, "/statements/lines/{line_id}/rule", 422, body={"pence": 1, "because": "no"}),
    "approve_statement": Call(
        {"finance officer"}, "/statements/{statement_id}/approve", 422, body={"pence": 1}
    ),
    "export_agreement": Call(SIDES, "/contracts/{contract_id}/export", 404),
}
