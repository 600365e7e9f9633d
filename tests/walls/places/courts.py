"""Places of courts."""

from .kinds import A_FILE, ABOUT_A_PERSON, ADMIN, COURT, EVERYBODY, GONE, LOOK, RECORD, Call, Page

PAGES: dict[str, Page] = {
    "sentence": Page(LOOK, 200, ABOUT_A_PERSON),
    "serving": Page(ADMIN),
    "court_figures": Page({"sentencer", "commissioner", "analyst"}, 404),  # no such court
    "sittings": Page(COURT),
    "sitting": Page(COURT, 200, 404),
    "imports": Page(COURT),
    "upload": Page(COURT, 200, 404),
    "refused_row": Page(COURT, 200, 404),
    "question": Page(COURT, 200, 404),
    "corrected_result": Page(COURT, 200, 404),
    "court_codes": Page(ADMIN),
    "set_aside": Page(COURT, 302, 302),
    "became": Page(COURT, 200, ABOUT_A_PERSON),
    "amend_sentence": Page(COURT, 200, ABOUT_A_PERSON),
    "taken_back": Page(COURT, 302, ABOUT_A_PERSON),  # nothing was recorded of it
    "report": Page(RECORD, 302, 302),  # opened by a button only
    "advice": Page(LOOK, 200, ABOUT_A_PERSON),
    "ask_enquiry": Page(RECORD, 200, ABOUT_A_PERSON),
    "answer_enquiry": Page(RECORD, 200, ABOUT_A_PERSON),
    "propose_sentence": Page(RECORD, 200, ABOUT_A_PERSON),
    "withdraw_report": Page(COURT, 302, 302),  # the same
}

CALLS: dict[str, Call] = {
    "list_courts_served": Call(EVERYBODY, "/units/{unit_id}/courts"),
    "serve_courts": Call(ADMIN, "/units/{unit_id}/courts", 422, body={"court_codes": ["NOWHERE"]}),
    "list_sittings": Call(COURT, "/courts/sittings"),
    "list_sittings_ahead": Call(COURT, "/courts/sittings/ahead"),
    "list_bodies_in_court": Call(COURT, "/courts/sittings/{hearing_id}/organisations", 200, 404),
    "send_court_messages": Call(COURT, "/court-messages", 422, body=A_FILE),
    "say_code": Call(
        ADMIN,
        "/court-codes",
        422,
        body={
            "list_name": "offence code",
            "code": "X",
            "means": "home office code",
            "value": "x",
            "because": "x",
        },
    ),
    "get_sitting": Call(COURT, "/courts/sittings/{hearing_id}", 200, 404),
    "send_court_results": Call(COURT, "/court-results", 422, body=A_FILE),
    "get_upload": Call(COURT, "/court-results/uploads/{upload_id}", 200, 404),
    "list_refused": Call(COURT, "/court-results/refused"),
    "correct_row": Call(COURT, "/court-results/refused/{row_id}", 202, 422, {"version": 1, "fields": {}}),
    "list_corrected": Call(COURT, "/court-results/corrected"),
    "accept_corrected": Call(COURT, "/court-results/corrected/{corrected_id}/accept", 422, 422, GONE),
    "decline_corrected": Call(
        COURT, "/court-results/corrected/{corrected_id}/decline", 422, 422, GONE | {"because": "x"}
    ),
    "list_questions": Call(COURT, "/court-questions"),
    "settle_question": Call(
        COURT, "/court-questions/{question_id}/settle", 422, 422, GONE | {"answer": "found out"}
    ),
    "name_offence": Call(COURT, "/court-questions/{question_id}/offence", 422, 422, GONE | {"code": "x"}),
    "say_result": Call(COURT, "/court-questions/{question_id}/result", 422, 422, GONE | {"said": {}}),
    "add_court": Call(ADMIN, "/courts", 422, body={"code": "x", "name": " ", "kind": "x"}),
    "say_court_code": Call(
        ADMIN,
        "/courts/codes",
        422,
        body={"code": "XXX", "kind": "x", "court_code": "NOWHERE", "because": "x"},
    ),
    "record_what_became": Call(
        COURT, "/sentences/{sentence_id}/became", 422, 422, GONE | {"then": "in breach", "on": "2026-11-10"}
    ),
    "take_back": Call(COURT, "/sentences/{sentence_id}/taken-back", 422, 422, GONE | {"because": "x"}),
    "amend_sentence": Call(
        COURT,
        "/sentences/{sentence_id}/amended",
        422,
        422,
        GONE | {"length": "18 months", "on": "2026-11-10"},
    ),
}
