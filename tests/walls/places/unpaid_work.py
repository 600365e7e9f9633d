"""Places of unpaid work."""

from .kinds import (
    ABOUT_A_PERSON,
    ANSWER,
    ANYBODY,
    CLERK,
    COURT,
    GONE,
    LEADS,
    LOOK,
    NOBODY,
    OFFICERS,
    PRACTISE,
    PROVIDER,
    RECORD,
    Call,
    Page,
)

REFER = PRACTISE | PROVIDER
ARRANGE = LEADS | PROVIDER | {"probation services officer"}
ASK = (
    (OFFICERS - {"prison offender manager"})
    | LEADS
    | PROVIDER
    | COURT
    | CLERK
    | {"commissioner", "victim liaison officer", "police partner"}
)
WHY = {"because": "a word"}
TOLD = {"turn_id": NOBODY, "outcome": "attended"}

PAGES: dict[str, Page] = {
    "unpaid_work": Page(ASK),
    "nominate_project": Page(ASK),
    "ask_as_public": Page(ANYBODY),
    "asked_by_public": Page(ANYBODY, 404, 404),
    "public_ask": Page(ANSWER, 404, 404),
    "project": Page(ASK, 200, 200),
    "project_step": Page(ANSWER, 200, 404),
    "project_day": Page(ARRANGE, 200, 200),
    "project_stand_down": Page(ARRANGE, 200, 200),
    "turn_correct": Page(ARRANGE, 200, ABOUT_A_PERSON),
    "hours": Page(LOOK, 200, ABOUT_A_PERSON),
    "send_hours": Page(REFER, 200, ABOUT_A_PERSON),
    "hours_step": Page(REFER, 200, ABOUT_A_PERSON),
}

CALLS: dict[str, Call] = {
    "list_projects": Call(ASK, "/unpaid-work/projects"),
    "get_project": Call(ASK, "/unpaid-work/projects/{project_id}", 200, 200),
    "ask_for_project": Call(
        ASK,
        "/unpaid-work/projects",
        422,
        body={"unit_id": NOBODY, "title": "A", "problem": "B", "nominator": "a resident", "place": "C"},
    ),
    "list_asked_by_public": Call(ANSWER, "/unpaid-work/asked"),
    "put_forward": Call(
        ANSWER,
        f"/unpaid-work/asked/{NOBODY}/put-forward",
        422,
        body=GONE | {"title": "A", "problem": "B", "place": "C"},
    ),
    "set_aside": Call(ANSWER, f"/unpaid-work/asked/{NOBODY}/set-aside", 422, body=GONE | WHY),
    "approve_project": Call(
        ANSWER,
        f"/unpaid-work/projects/{NOBODY}/approve",
        422,
        body=GONE
        | {
            "kind": "group project",
            "weekdays": [0],
            "starts": "10:00",
            "until": "16:00",
            "first": "2026-11-20",
            "places": 3,
        },
    ),
    "refuse_project": Call(ANSWER, f"/unpaid-work/projects/{NOBODY}/refuse", 422, body=GONE | WHY),
    "close_project": Call(
        ANSWER, f"/unpaid-work/projects/{NOBODY}/close", 422, body=GONE | {"achieved": "a word"}
    ),
    "stand_down_project": Call(
        ARRANGE, f"/unpaid-work/projects/{NOBODY}/stand-down", 422, body=WHY | {"on": "2026-11-20"}
    ),
    "get_project_day": Call(ARRANGE, "/unpaid-work/projects/{project_id}/days/2026-11-20", 200, 200),
    "record_turns": Call(RECORD, "/unpaid-work/turns", 422, body={"turns": [TOLD]}),
    "correct_turn": Call(RECORD, "/unpaid-work/turns/correct", 422, body=TOLD | WHY),
    "get_hours_of": Call(LOOK, "/people/{person_id}/unpaid-work", 200, ABOUT_A_PERSON),
    "send_hours": Call(REFER, "/unpaid-work/hours", 422, body={"case_id": NOBODY, "requirement_id": NOBODY}),
    "take_hours_back": Call(REFER, f"/unpaid-work/hours/{NOBODY}/take-back", 422, body=WHY),
    "confirm_hours": Call(ARRANGE, f"/unpaid-work/hours/{NOBODY}/confirm", 422, body={}),
    "place_on_project": Call(
        ARRANGE,
        f"/unpaid-work/hours/{NOBODY}/places",
        422,
        body={"project_id": NOBODY, "frequency": "once", "weekday": 1, "first": "2026-12-20"},
    ),
    "end_placement": Call(
        ARRANGE, f"/unpaid-work/places/{NOBODY}/end", 422, body=WHY | {"last": "2026-12-20"}
    ),
    "credit_time": Call(
        ARRANGE,
        "/unpaid-work/hours/{work_id}/credits",
        422,
        422,
        body={"kind": "travel", "minutes": 5, "what": "a bus"},
    ),
    "withdraw_credit": Call(ARRANGE, f"/unpaid-work/credits/{NOBODY}/withdraw", 422, body=WHY),
}
