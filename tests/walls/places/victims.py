"""Places of victims: whoever keeps victims told opens them, finds nothing that they do not hold, and nobody else opens any."""

from .kinds import ABOUT_A_PERSON, NOBODY, PRACTISE, Call, Page

TELL = {"victim liaison officer"}
ENQUIRE = PRACTISE | {"police partner"}
LATE = {"version": 999_999}
REACH = {"means": "letter", "address": "1 Road"}
ONE = "/victims/{victim_id}"
OF = "/victims/sentences/{covered_id}"
STATEMENT = "/victims/statements/{statement_id}"
LETTER = "/victims/letters/{letter_id}"

PAGES: dict[str, Page] = {
    "victims": Page(TELL),
    "covered_sentences": Page(TELL),
    "take_on_sentence": Page(TELL),
    "covered_sentence": Page(TELL, 404),
    "register_victim": Page(TELL, 404),
    "covered_step": Page(TELL, 404),
    "victim": Page(TELL, 404),
    "take_victim": Page(TELL, 404),
    "victim_step": Page(TELL, 404),
    "ask_for_condition": Page(TELL, 404),
    "address_enquiry": Page(ENQUIRE, 200, ABOUT_A_PERSON),
    "enquiries": Page(TELL),
    "enquiry": Page(TELL, 404),
    "write_to_victim": Page(TELL, 404),
    "letter": Page(TELL, 404),
    "letter_step": Page(TELL, 404),
    "victims_statement": Page(TELL, 404),
    "victims_statement_step": Page(TELL, 404),
}

CALLS: dict[str, Call] = {
    "list_victims": Call(TELL, "/victims"),
    "get_victims_waits": Call(TELL, "/victims/waits"),
    "list_covered_sentences": Call(TELL, "/victims/sentences"),
    "take_on_sentence": Call(
        TELL, "/victims/sentences", 422,
        body={"called": "Somebody", "kind": "community order", "imposed_on": "2299-01-01", "offence": "A blow"},
    ),
    "get_covered_sentence": Call(TELL, OF, 404),
    "register_victim": Call(
        TELL, f"{OF}/victims", 422,
        body={"name": "Somebody", "kind": "victim", "reach": REACH, "referred_on": "2026-01-05", "referred_by": "The police"},
    ),
    "settle_referral": Call(TELL, f"{OF}/no-referral", 422, body=LATE | {"because": "a word"}),
    "record_victims_stage": Call(TELL, f"{OF}/stages", 422, body={"stage": "release", "on": "2026-01-05"}),
    "get_victim": Call(TELL, ONE, 404),
    "amend_victim": Call(TELL, ONE, 422, body=LATE | {"name": "Somebody", "reach": REACH}),
    "move_victim": Call(TELL, f"{ONE}/moves", 422, body=LATE | {"move": "opted out", "on": "2026-01-05"}),
    "name_checker": Call(TELL, f"{ONE}/checkers", 422, body={"member_id": NOBODY}),
    "end_hold": Call(TELL, f"{ONE}/checkers/end", 422, body={"member_id": NOBODY}),
    "hand_over_victim": Call(TELL, f"{ONE}/hand-over", 422, body={"member_id": NOBODY}),
    "take_victim": Call(TELL, f"{ONE}/take", 422, body={}),
    "ask_about_address": Call(ENQUIRE, "/people/{person_id}/address-enquiries", 422, 404, {"place": " "}),
    "list_address_enquiries": Call(ENQUIRE, "/people/{person_id}/address-enquiries", 200, ABOUT_A_PERSON),
    "list_enquiries": Call(TELL, "/victims/enquiries"),
    "answer_enquiry": Call(TELL, f"/victims/enquiries/{NOBODY}/answer", 422, body={"answer": "no"}),
    "ask_for_condition": Call(TELL, f"{ONE}/conditions", 422, body={"code": "none"}),
    "list_victims_conditions": Call(TELL, f"{ONE}/conditions", 404),
    "ask_for_statement": Call(TELL, f"{ONE}/statements", 422, body={"hearing_on": "2299-01-05"}),
    "get_victims_statement": Call(TELL, STATEMENT, 404),
    "write_statement": Call(TELL, STATEMENT, 422, body=LATE | {"words": "a word"}),
    "move_statement": Call(TELL, f"{STATEMENT}/moves", 422, body=LATE | {"move": "withdrawn", "on": "2026-01-05"}),
    "draft_letter": Call(TELL, f"{ONE}/letters", 422, body={"stage_id": NOBODY}),
    "get_letter": Call(TELL, LETTER, 404),
    "rewrite_letter": Call(TELL, LETTER, 422, body=LATE | {"text": "a word"}),
    "check_letter": Call(TELL, f"{LETTER}/check", 422, body=LATE | {"right": True}),
    "send_letter": Call(
        TELL, f"{LETTER}/sent", 422, body=LATE | {"on": "2026-01-05", "means": "letter", "safely": True, "in_language": True}
    ),
    "hear_letter": Call(TELL, f"{LETTER}/heard", 422, body=LATE | {"move": "they answered", "on": "2026-01-05", "note": "a word"}),
}  # fmt: skip

NOT_FOR_THE_SERVICE = set(CALLS)
"""What even the service's own members may not call: no job has any business with a victim."""
