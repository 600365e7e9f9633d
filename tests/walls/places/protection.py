"""Places of protection."""

from .kinds import ABOUT_A_PERSON, CLERK, COURT, GONE, LOOK, NOBODY, PRACTISE, PROTECT, PROVIDER, Call, Page

SCREEN = PRACTISE | PROTECT
CONFIRM = {"senior probation officer", "head of delivery unit"} | PROTECT
CHAIR = {"head of delivery unit"} | PROTECT
SEE = SCREEN | {"police partner", "inspector"}
OF = f"/protection/{NOBODY}"
WHY = {"because": "The report of the week."}
MEETING, ACTION = f"/protection-meetings/{NOBODY}", f"/protection-actions/{NOBODY}"
BLIND = PROVIDER | COURT | CLERK | {"terrorism risk officer"}
"""Who sees people and reads no category 2."""
ANSWERS = {"answers": {"meetings_add_value": "no"}}

PAGES: dict[str, Page] = {
    "protections": Page(CHAIR),
    "protection_of": Page(LOOK, 200, ABOUT_A_PERSON),
    "propose_category": Page(SCREEN, 200, ABOUT_A_PERSON),
    "refer_to_category_3": Page(SCREEN, 200, ABOUT_A_PERSON),
    "protection_step": Page(SCREEN, 200, ABOUT_A_PERSON),
    "protection_meeting": Page(LOOK, 200, ABOUT_A_PERSON, nothing_for=BLIND),
    "protection_disclosures": Page(SEE, 200, ABOUT_A_PERSON),
    "protection_told": Page(SEE, 200, ABOUT_A_PERSON),
    "protection_meeting_step": Page(CHAIR, 200, ABOUT_A_PERSON),
    "protection_meeting_action": Page(SCREEN, 200, ABOUT_A_PERSON, nothing_for=SCREEN - CHAIR),
}

CALLS: dict[str, Call] = {
    "get_protection_of": Call(LOOK, "/people/{person_id}/protection", 200, ABOUT_A_PERSON),
    "list_protections": Call(CHAIR, "/protection"),
    "propose_category": Call(
        SCREEN, "/people/{person_id}/protection", 422, 422, body={"category": 2, "because": " "}
    ),
    "refer_to_category_3": Call(
        SCREEN, "/people/{person_id}/protection/refer", 422, 422, body=ANSWERS | {"because": " "}
    ),
    "confirm_category": Call(CONFIRM, f"{OF}/confirm", 422, body=GONE | WHY | {"category": 2}),
    "screen_level": Call(SCREEN, f"{OF}/screen", 422, body=GONE | WHY | ANSWERS),
    "decide_level_referral": Call(
        CHAIR, f"{OF}/decide", 422, body=GONE | WHY | {"to": "accepted at level 2"}
    ),
    "review_level": Call(CHAIR, f"{OF}/review", 422, body=GONE | WHY | {"level": "2"}),
    "end_protection": Call(CONFIRM, f"{OF}/end", 422, body=GONE | WHY | {"why": "it was an error"}),
    "list_protection_meetings": Call(LOOK, "/people/{person_id}/protection/meetings", 200, ABOUT_A_PERSON),
    "list_protection_disclosures": Call(
        SEE, "/people/{person_id}/protection/disclosures", 200, ABOUT_A_PERSON
    ),
    "call_meeting": Call(
        CHAIR,
        f"{OF}/meetings",
        422,
        body=GONE | {"meets_on": "2026-12-01", "place": "10:00, here", "bodies": ["police"]},
    ),
    "hold_meeting": Call(CHAIR, f"{MEETING}/hold", 422, body={"came": {str(NOBODY): "attended"}}),
    "put_off_meeting": Call(CHAIR, f"{MEETING}/put-off", 422, body=WHY),
    "decide_at_meeting": Call(CHAIR, f"{MEETING}/decide", 422, body=WHY | {"what": "Nothing changes."}),
    "decide_disclosure": Call(CHAIR, f"{MEETING}/disclose", 422, body=WHY | {"kind": "no disclosure"}),
    "give_meeting_action": Call(
        CHAIR,
        f"{MEETING}/actions",
        422,
        body={"what": "Visit.", "owner_id": str(NOBODY), "due_on": "2026-12-01"},
    ),
    "close_meeting": Call(
        CHAIR, f"{MEETING}/close", 422, body={"shared": "A.", "assessed": "B.", "planned": "C."}
    ),
    "finish_meeting_action": Call(SCREEN, f"{ACTION}/done", 422, body={"came_of_it": "It is so."}),
    "pass_on_meeting_action": Call(
        CHAIR, f"{ACTION}/pass-on", 422, body=WHY | {"owner_id": str(NOBODY), "due_on": "2026-12-01"}
    ),
}
