"""Places of integrated."""

from .kinds import ABOUT_A_PERSON, GONE, LEADS, LOOK, NOBODY, PRACTISE, PROTECT, Call, Page

WORK = PRACTISE | {"police partner"}
SEE = WORK | PROTECT | {"inspector"}
OF = f"/integrated/{NOBODY}"
WHY = {"because": "The conference of the week."}

PAGES: dict[str, Page] = {
    "integrated_board": Page(WORK),
    "integrated_of": Page(LOOK, 200, ABOUT_A_PERSON),
    "propose_selection": Page(WORK, 200, ABOUT_A_PERSON),
    "give_integrated_action": Page(WORK, 200, ABOUT_A_PERSON),
    "integrated_action": Page(WORK, 200, ABOUT_A_PERSON, nothing_for=WORK - LEADS),
    "record_integrated": Page(WORK, 200, ABOUT_A_PERSON),
    "integrated_step": Page(WORK, 200, ABOUT_A_PERSON),
}

CALLS: dict[str, Call] = {
    "get_selection_of": Call(SEE, "/people/{person_id}/integrated", 200, ABOUT_A_PERSON),
    "list_selections": Call(WORK, "/integrated"),
    "propose_selection": Call(
        WORK, "/people/{person_id}/integrated", 422, 422, body={"strand": "free", "because": " "}
    ),
    "answer_as_partner": Call(
        WORK, f"{OF}/answer", 422, body=GONE | WHY | {"body": "police", "said": "agrees"}
    ),
    "decide_selection": Call(LEADS, f"{OF}/decide", 422, body=GONE | WHY | {"strand": None}),
    "list_help": Call(SEE, "/people/{person_id}/integrated/help", 200, ABOUT_A_PERSON),
    "list_disruption": Call(SEE, "/people/{person_id}/integrated/disruption", 200, ABOUT_A_PERSON),
    "record_help": Call(WORK, f"{OF}/help", 422, body={"what": "A room.", "done_on": "2026-11-20"}),
    "record_disruption": Call(
        SEE, f"{OF}/disruption", 422, body={"what": "Patrols.", "done_on": "2026-11-20"}
    ),
    "give_action": Call(
        WORK, f"{OF}/actions", 422, body={"what": "Visit.", "owner_id": str(NOBODY), "due_on": "2026-12-24"}
    ),
    "end_action": Call(
        WORK, f"/integrated-actions/{NOBODY}/end", 422, body={"state": "done", "came_of_it": "It is so."}
    ),
    "pass_on_action": Call(
        LEADS,
        f"/integrated-actions/{NOBODY}/pass-on",
        422,
        body=WHY | {"owner_id": str(NOBODY), "due_on": "2026-12-24"},
    ),
    "rate": Call(WORK, f"{OF}/rate", 422, body=GONE | WHY | {"rating": "amber"}),
    "name_lead": Call(LEADS, f"{OF}/lead", 422, body=GONE | WHY | {"lead_id": str(NOBODY)}),
    "propose_removal": Call(WORK, f"{OF}/remove", 422, body=GONE | WHY),
    "decide_removal": Call(LEADS, f"{OF}/decide-removal", 422, body=GONE | WHY | {"removed": True}),
}
