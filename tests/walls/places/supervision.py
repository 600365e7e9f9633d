"""Places of supervision."""

from .kinds import (
    ABOUT_A_PERSON,
    ANSWER,
    ANYBODY,
    APPOINT,
    COURT,
    GONE,
    LEADS,
    LOOK,
    NOBODY,
    OFFER,
    OPEN,
    RECORD,
    TEAM,
    TOKENS,
    Call,
    Page,
)

PAGES: dict[str, Page] = {
    "person": Page(LOOK, 200, ABOUT_A_PERSON),
    "timeline": Page(LOOK, 200, ABOUT_A_PERSON),
    "record": Page(RECORD, 200, ABOUT_A_PERSON),
    "note": Page(RECORD, 200, ABOUT_A_PERSON),
    "correct": Page(RECORD, 200, ABOUT_A_PERSON),
    "book": Page(RECORD, 200, ABOUT_A_PERSON),
    "call_off": Page(RECORD, 200, ABOUT_A_PERSON),
    "move_appointment": Page(RECORD, 200, ABOUT_A_PERSON),
    "appointments": Page(LOOK, 200, ABOUT_A_PERSON),
    "add_commitment": Page(RECORD, 200, ABOUT_A_PERSON),
    "end_commitment": Page(RECORD, 302, 302),  # opened by a button only
    "make_own_calendar": Page(RECORD, 302, 302),  # the same
    "withdraw_own_calendar": Page(RECORD, 302, 302),  # the same
    "own_calendar": Page(ANYBODY, 404, 404),  # the address is the secret, and this is none
    "diary": Page(RECORD),
    "new_calendar": Page(TOKENS, 302, 302),  # opened by a button only
    "calendar": Page(ANYBODY, 404, 404),  # the address is the secret, and this is none
    "risk": Page(RECORD, 200, ABOUT_A_PERSON),
    "lowering": Page(LOOK, 200, ABOUT_A_PERSON),
    "withdraw_lowering": Page(RECORD, 302, 302),  # opened by a button only
    "seeing": Page(LOOK, 200, ABOUT_A_PERSON),
    "requirements": Page(LOOK, 200, ABOUT_A_PERSON),
    "requirement_begun": Page(RECORD, 200, ABOUT_A_PERSON),
    "requirement_held": Page(RECORD, 200, ABOUT_A_PERSON),
    "requirement_step": Page(RECORD, 200, ABOUT_A_PERSON),
    "take_back_beginning": Page(RECORD, 200, ABOUT_A_PERSON),
    "team_requirements": Page(TEAM),
    "custody": Page(LOOK, 200, ABOUT_A_PERSON),
    "movement": Page(RECORD, 200, ABOUT_A_PERSON),
    "appoint": Page(APPOINT, 200, ABOUT_A_PERSON, COURT),
    "offer": Page(OFFER, 200, ABOUT_A_PERSON),
    "close": Page(LEADS, 200, ABOUT_A_PERSON),
    "team": Page(TEAM),
    "team_people": Page(TEAM),
    "caseload": Page(LOOK),
    "transfer": Page(TEAM, 200, ABOUT_A_PERSON),
    "withdraw": Page(OFFER, 302, 302),  # opened by a button only
    "end_move": Page(OFFER, 302, 302),  # the same
    "newcomers": Page(OPEN),
    "newcomer": Page(OPEN, 302, 302),  # another's search: asked again
    "samples": Page({"inspector"}),
    "sample": Page({"inspector"}, 404, 404),  # another unit's
}

# A contact that lies ahead is refused, so that nothing of the world changes for the next role.
NOT_YET = {
    "happened_at": "2099-01-01T10:00:00Z",
    "kind": "phone call",
    "outcome": "attended",
    "what": "Not yet",
}

CALLS: dict[str, Call] = {
    "get_case": Call(LOOK, "/people/{person_id}/case", 200, 404),
    "get_caseload": Call(LOOK, "/caseload"),
    "get_waiting": Call(TEAM, "/team/waiting"),
    "get_transfers": Call(TEAM, "/team/transfers"),
    "record_on_timeline": Call(
        RECORD, "/people/{person_id}/entries", 201, 404, {"kind": "note", "what": "A note"}
    ),
    "list_contacts": Call(LOOK, "/people/{person_id}/case/contacts", 200, 404),
    "tell_contact": Call(RECORD, "/people/{person_id}/case/contacts", 422, 404, NOT_YET),
    "correct_contact": Call(
        RECORD,
        "/people/{person_id}/case/contacts/{contact_id}",
        422,
        404,
        NOT_YET | {"because": "wrong time"},
    ),
    "book_appointment": Call(
        RECORD,
        "/people/{person_id}/diary",
        422,
        404,
        {"starts_at": "2020-01-01T10:00:00Z", "kind": "phone call"},
    ),
    "book_series": Call(
        RECORD,
        "/people/{person_id}/diary/series",
        422,
        404,
        {"starts_at": "2020-01-01T10:00:00Z", "kind": "phone call", "every": "every week", "times": 2},
    ),
    "move_appointment": Call(
        RECORD,
        "/people/{person_id}/diary/{appointment_id}/move",
        422,
        404,
        {
            "starts_at": "2020-01-01T10:00:00Z",
            "kind": "phone call",
            "moved_by": "the service",
            "because": "ill",
        },
    ),
    "list_appointments": Call(LOOK, "/people/{person_id}/calendar", 200, 404),
    "list_clashes": Call(
        RECORD,
        "/people/{person_id}/calendar/clashes",
        200,
        404,
        {"starts_at": "2099-01-01T10:00:00Z", "kind": "phone call"},
    ),
    "list_commitments": Call(LOOK, "/people/{person_id}/commitments", 200, 404),
    "record_commitment": Call(
        RECORD,
        "/people/{person_id}/commitments",
        422,
        404,
        {"kind": "work", "weekdays": [], "starts": "09:00", "ends": "17:00", "since": "2026-11-20"},
    ),
    "end_commitment": Call(RECORD, "/people/{person_id}/commitments/{merge_id}/end", 422, 404, {}),
    "make_own_calendar": Call(RECORD, "/people/{person_id}/calendar/address", 201, 404, {}),
    "withdraw_own_calendar": Call(RECORD, "/people/{person_id}/calendar/address/withdraw", 204, 404, {}),
    "get_diary": Call(RECORD, "/diary?start=2026-11-20"),
    "call_off_appointment": Call(
        RECORD, "/people/{person_id}/diary/{appointment_id}/call-off", 422, 404, {"because": " "}
    ),
    "record_risk": Call(RECORD, "/people/{person_id}/risk", 422, 404, GONE | {"risk": "low"}),
    "foresee_risk": Call(RECORD, "/people/{person_id}/risk/foreseen", 200, 404, {"risk": "low"}),
    "ask_to_lower_risk": Call(
        RECORD, "/people/{person_id}/risk/lowerings", 422, 404, GONE | {"risk": "low", "because": "calmer"}
    ),
    "get_lowerings": Call(LOOK, "/people/{person_id}/risk/lowerings", 200, 404),
    "answer_lowering": Call(LEADS, "/lowerings/{lowering_id}/answer", 422, 422, {"agreed": True}),
    "withdraw_lowering": Call(RECORD, "/lowerings/{lowering_id}/withdraw", 422, 422, {}),
    "get_seeing": Call(LOOK, "/people/{person_id}/case/seeing", 200, 404),
    "get_requirements": Call(LOOK, "/people/{person_id}/case/requirements", 200, 404),
    "record_beginning": Call(
        RECORD,
        "/people/{person_id}/case/requirements/{requirement_id}/beginning",
        422,
        404,
        {"word": "begun", "on": "2099-01-01"},
    ),
    "take_back_beginning": Call(RECORD, "/beginnings/{beginning_id}/take-back", 422, 422, {"because": " "}),
    "get_team_requirements": Call(TEAM, "/team/requirements"),
    "get_whereabouts": Call(LOOK, "/people/{person_id}/whereabouts", 200, 404),
    "record_movement": Call(
        RECORD, "/people/{person_id}/movements", 422, 404, GONE | {"kind": "received into custody"}
    ),
    "end_move": Call(OFFER, "/transfers/{transfer_id}/end", 422, 422, {}),
    "appoint": Call(
        APPOINT,
        "/people/{person_id}/appointments",
        422,
        404,
        {"kind": "offender manager", "member_id": NOBODY},
    ),
    "offer_transfer": Call(
        OFFER, "/people/{person_id}/transfers", 422, 404, {"to_unit": NOBODY, "because": "moved"}
    ),
    "close_case": Call(LEADS, "/people/{person_id}/close", 422, 404, GONE | {"because": "done"}),
    "get_transfer": Call(TEAM, "/transfers/{transfer_id}", 200, 404),
    "accept_transfer": Call(ANSWER, "/transfers/{transfer_id}/accept", 422, 422, {"because": ""}),
    "refuse_transfer": Call(ANSWER, "/transfers/{transfer_id}/refuse", 422, 422, {"because": ""}),
    "withdraw_transfer": Call(OFFER, "/transfers/{transfer_id}/withdraw", 204, 422, {}),
    "send_newcomer": Call(
        OPEN,
        "/newcomers",
        422,
        body={
            "family_name": "x",
            "given_names": "y",
            "date_of_birth": "1990-01-01",
            "postcode": "ZZ1 1AA",
            "reason": "diversion",
        },
    ),
    "get_newcomer": Call(OPEN, "/newcomers/{merge_id}", 404, 404),
    "draw_sample": Call(
        {"inspector"},
        "/samples",
        422,
        body={"organisation_id": NOBODY, "size": 1, "until": "2026-12-01", "because": "x"},
    ),
    "list_samples": Call({"inspector"}, "/samples"),
    "list_sampled_cases": Call({"inspector"}, "/samples/cases"),
    "end_sample": Call({"inspector"}, "/samples/{merge_id}/end", 422, 422, {}),
}
