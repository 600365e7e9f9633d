"""Places of allocation."""

from .kinds import LEADS, Call, Page

PAGES: dict[str, Page] = {
    "allocation": Page(LEADS),
    "choose_manager": Page(LEADS, 200, 404),
    "allocation_workload": Page(LEADS),
    "allocation_staff": Page(LEADS, 200, 404),
    "allocation_forecast": Page(LEADS),
    "allocation_forecast_chart": Page(LEADS),
    "allocation_lean": Page(LEADS),
    "plans": Page(LEADS),
    "plan": Page(LEADS, 404, 404),
    "what_if": Page(LEADS),
}

CALLS: dict[str, Call] = {
    "get_queue": Call(LEADS, "/allocation/queue"),
    "suggest_manager": Call(LEADS, "/cases/{case_id}/suggestions", 201, 422, {}),
    "get_suggestion": Call(LEADS, "/suggestions/{merge_id}", 404, 404),
    "answer_suggestion": Call(
        LEADS,
        "/suggestions/{merge_id}/answer",
        422,
        422,
        {"outcome": "refused", "reason": "initial allocation", "because": "x"},
    ),
    "get_workload": Call(LEADS, "/allocation/workload"),
    "get_lean": Call(LEADS, "/allocation/lean"),
    "ask_plan": Call(LEADS, "/plans", 422, body={"change": {"nothing such": 1}}),
    "get_plan": Call(LEADS, "/plans/{merge_id}", 404, 404),
    "get_plan_cases": Call(LEADS, "/plans/{merge_id}/cases", 404, 404),
    "stop_plan": Call(LEADS, "/plans/{merge_id}/stop", 422, 422, {}),
    "start_plan_again": Call(LEADS, "/plans/{merge_id}/start", 422, 422, {}),
    "carry_out_plan": Call(LEADS, "/plans/{merge_id}/carry-out", 422, 422, {"because": "x"}),
}
