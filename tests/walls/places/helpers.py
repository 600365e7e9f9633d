"""Places of helpers."""

from .kinds import (
    ABOUT_A_PERSON,
    ANSWER,
    GONE,
    LEADS,
    LOOK,
    MEASURE,
    NOBODY,
    PRACTISE,
    PROVIDER,
    RECORD,
    Call,
    Page,
)

ASK = PRACTISE | PROVIDER
PAIR = LEADS | PROVIDER | {"probation services officer"}
OF = f"/helpers/pairings/{NOBODY}"
DAY = "2026-11-20"
MET = {"happened_at": "2026-11-20T09:00:00Z", "kind": "contact", "outcome": "attended", "what": "Talked."}

PAGES: dict[str, Page] = {
    "helpers": Page(PAIR),
    "add_helper": Page(ANSWER),
    "one_helper": Page(PAIR, 200, 404),
    "helper_step": Page(ANSWER, 200, 404),
    "work_figures": Page(MEASURE),
    "helpers_of": Page(LOOK, 200, ABOUT_A_PERSON),
    "ask_for_helper": Page(ASK, 200, ABOUT_A_PERSON),
    "pairing": Page(LOOK, 200, ABOUT_A_PERSON),
    "pairing_step": Page(ASK, 200, ABOUT_A_PERSON),
}

CALLS: dict[str, Call] = {
    "list_helpers": Call(PAIR, "/helpers"),
    "list_work_figures": Call(MEASURE, "/helpers/work"),
    "get_helper": Call(PAIR, "/helpers/{helper_id}", 200, 404),
    "add_helper": Call(
        ANSWER,
        "/helpers",
        422,
        body={"kind": "mentor", "name": " ", "place": "A town", "does": "Meets people."},
    ),
    "record_check": Call(
        ANSWER,
        f"/helpers/{NOBODY}/checks",
        422,
        body={"kind": "training", "result": "passed", "done_on": DAY},
    ),
    "end_helper": Call(ANSWER, f"/helpers/{NOBODY}/end", 422, body=GONE | {"because": "a word"}),
    "get_helpers_of": Call(LOOK, "/people/{person_id}/helpers", 200, ABOUT_A_PERSON),
    "ask_for_helper": Call(
        ASK, "/people/{person_id}/helpers", 422, 422, body={"kind": "mentor", "because": " "}
    ),
    "list_helpers_for": Call(PAIR, "/helpers/pairings/{pairing_id}/helpers", 200, ABOUT_A_PERSON),
    "match_helper": Call(PAIR, f"{OF}/match", 422, body=GONE | {"helper_id": NOBODY}),
    "move_pairing": Call(PAIR, f"{OF}/move", 422, body=GONE | {"to": "ended", "reason": "reached"}),
    "withdraw_pairing": Call(ASK, f"{OF}/withdraw", 422, body=GONE | {"reason": "not needed"}),
    "record_helper_meeting": Call(RECORD, f"{OF}/meetings", 422, body=MET),
    "correct_helper_meeting": Call(
        RECORD, f"/helpers/meetings/{NOBODY}/correct", 422, body=MET | {"because": "a word"}
    ),
    "record_job": Call(
        PAIR, f"{OF}/jobs", 422, body={"kind": "paid job", "title": "Baker", "starts_on": DAY}
    ),
    "tell_of_job": Call(
        RECORD, f"/helpers/jobs/{NOBODY}/outcomes", 422, body={"point": "start", "outcome": "in this work"}
    ),
}
