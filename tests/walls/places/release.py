"""Places of release."""

from .kinds import ABOUT_A_PERSON, LEADS, LOOK, NOBODY, RECORD, Call, Page

APPROVE = LEADS | {"provider lead", "prison offender manager"}
PROPOSE = LOOK - {"inspector"}
DAY = "2026-11-20"

PAGES: dict[str, Page] = {
    "due_out": Page(RECORD),
    "asked_condition": Page(RECORD, 404),
    "condition_to_propose": Page(PROPOSE, 200, ABOUT_A_PERSON),
    "release": Page(LOOK, 200, ABOUT_A_PERSON),
    "release_step": Page(RECORD, 200, ABOUT_A_PERSON),
    "parole_done": Page(RECORD, 200, ABOUT_A_PERSON),
    "licence": Page(LOOK, 200, ABOUT_A_PERSON),
    "licence_step": Page(RECORD, 200, ABOUT_A_PERSON),
    "licence_in_plain_words": Page(LOOK, 200, ABOUT_A_PERSON),
    "licence_pdf": Page(LOOK, 200, ABOUT_A_PERSON),
}

PERSON = "/people/{person_id}"
OF = "/people/{person_id}/release"
CALLS: dict[str, Call] = {
    "get_release": Call(LOOK, OF, 200, ABOUT_A_PERSON),
    "record_figure": Call(
        RECORD, f"{OF}/figures", 422, 404, {"kind": "conditional release", "given_on": DAY, "source": " "}
    ),
    "say_term": Call(
        RECORD, f"{OF}/terms", 422, 404, {"sentence_id": NOBODY, "group": "grave", "because": "a word"}
    ),
    "say_days_added": Call(RECORD, f"{OF}/days-added", 422, 404, {"days": 0, "because": "a word"}),
    "say_inside": Call(RECORD, f"{OF}/inside", 422, 404, {"open_since": "2099-01-01"}),
    "look_at_days": Call(RECORD, f"{OF}/looked", 422, 404, {"days": {"a day": DAY}}),
    "say_need": Call(RECORD, f"{OF}/needs", 422, 404, {"kind": "a bank account", "state": "in place"}),
    "agree_step": Call(RECORD, f"{OF}/steps", 422, 404, {"kind": "hold the hearing", "due": DAY}),
    "record_step_done": Call(RECORD, f"/release/steps/{NOBODY}/done", 422, body={"on": DAY}),
    "propose_condition": Call(PROPOSE, f"{PERSON}/proposed-conditions", 422, 404, {"code": "none"}),
    "list_proposed_conditions": Call(PROPOSE, f"{PERSON}/proposed-conditions", 200, ABOUT_A_PERSON),
    "list_asked_conditions": Call(RECORD, f"{PERSON}/asked-conditions", 200, ABOUT_A_PERSON),
    "answer_proposal": Call(
        RECORD, f"/asked-conditions/{NOBODY}/answer", 422, body={"answer": "taken", "because": "a word"}
    ),
    "list_due_out": Call(RECORD, "/due-out"),
    "get_licence": Call(LOOK, "/licences/{licence_id}", 200, ABOUT_A_PERSON),
    "start_licence": Call(RECORD, "/licences", 422, body={"case_id": NOBODY}),
    "add_condition": Call(RECORD, f"/licences/{NOBODY}/conditions", 422, body={"code": "none"}),
    "add_bespoke_condition": Call(
        RECORD, f"/licences/{NOBODY}/bespoke", 422, body={"words": "a word", "plain": "a word"}
    ),
    "take_out_condition": Call(RECORD, f"/licences/{NOBODY}/conditions/{NOBODY}/take-out", 422, body={}),
    "move_licence": Call(RECORD, f"/licences/{NOBODY}/moves", 422, body={"move": "drop"}),
    "decide_licence": Call(APPROVE, f"/licences/{NOBODY}/decision", 422, body={"move": "approve"}),
}
