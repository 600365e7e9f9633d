"""Places of interventions."""

from .kinds import (
    ABOUT_A_PERSON,
    ANYBODY,
    EVERYBODY,
    GONE,
    LEADS,
    LOOK,
    MEASURE,
    NOBODY,
    PRACTISE,
    PROVIDER,
    Call,
    Page,
)

REFER = PRACTISE | PROVIDER
TAKE = LEADS | PROVIDER
NOTE = GONE | {"note": "a word"}

PAGES: dict[str, Page] = {
    "services": Page(EVERYBODY),
    "service": Page(EVERYBODY, 200, 200),
    "describe_service": Page({"commissioner"}, 200, 200),
    "service_overflow": Page({"commissioner"}, 200, 200),
    "open_referral": Page(ANYBODY),
    "open_services": Page(ANYBODY),
    "open_service": Page(ANYBODY, 404, 404),
    "services_for": Page(LOOK, 200, ABOUT_A_PERSON),
    "refer": Page(REFER, 200, ABOUT_A_PERSON),
    "not_referred": Page(REFER, 200, ABOUT_A_PERSON),
    "referrals": Page(REFER),
    "session_list": Page(TAKE),
    "waits": Page(MEASURE),
    "referral": Page(REFER, 200, ABOUT_A_PERSON),
    "referral_step": Page(REFER, 200, ABOUT_A_PERSON),
    "transfer_referral": Page(REFER, 200, ABOUT_A_PERSON),
    "hand_over_caseload": Page({"commissioner"}),
}

CALLS: dict[str, Call] = {
    "list_services": Call(EVERYBODY, "/services"),
    "get_service": Call(EVERYBODY, f"/services/{NOBODY}", 404),
    "find_services": Call(LOOK, "/people/{person_id}/services?need=money", 200, ABOUT_A_PERSON),
    "get_overflow": Call(EVERYBODY, f"/services/{NOBODY}/overflow", 404),
    "set_overflow": Call(
        {"commissioner"},
        f"/services/{NOBODY}/overflow",
        422,
        body={"number": 0, "starts": "2026-11-29", "source": "a contract", "rungs": []},
    ),
    "get_not_referred": Call(LOOK, "/people/{person_id}/not-referred", 200, ABOUT_A_PERSON),
    "record_not_referred": Call(
        REFER,
        f"/people/{{person_id}}/services/{NOBODY}/not-referred",
        422,
        404,
        {"need": "money", "instead": "asked again"},
    ),
    "list_waits": Call(MEASURE, "/waits"),
    "list_referrals": Call(REFER, "/referrals"),
    "get_referral": Call(REFER, f"/referrals/{NOBODY}", 404),
    "get_referrals_of": Call(LOOK, "/people/{person_id}/referrals", 200, ABOUT_A_PERSON),
    "send_referral": Call(
        REFER,
        "/people/{person_id}/referrals",
        422,
        404,
        {"service_id": NOBODY, "need": "money", "because": "debts"},
    ),
    "accept_referral": Call(TAKE, f"/referrals/{NOBODY}/accept", 422, body=NOTE),
    "refuse_referral": Call(TAKE, f"/referrals/{NOBODY}/refuse", 422, body=NOTE | {"reason": "other"}),
    "return_referral": Call(TAKE, f"/referrals/{NOBODY}/return", 422, body=NOTE),
    "answer_return": Call(REFER, f"/referrals/{NOBODY}/answer", 422, body=NOTE),
    "assign_referral": Call(TAKE, f"/referrals/{NOBODY}/assign", 422, body=GONE | {"worker": NOBODY}),
    "send_plan": Call(
        TAKE, f"/referrals/{NOBODY}/plan", 422, body=NOTE | {"goals": ["a goal"], "sessions": 2}
    ),
    "approve_plan": Call(REFER, f"/referrals/{NOBODY}/plan/approve", 422, body=GONE),
    "return_plan": Call(REFER, f"/referrals/{NOBODY}/plan/return", 422, body=NOTE),
    "amend_referral": Call(
        REFER, f"/referrals/{NOBODY}/amend", 422, body=GONE | {"because": "debts", "reason": "more is known"}
    ),
    "amend_plan": Call(
        TAKE,
        f"/referrals/{NOBODY}/plan/amend",
        422,
        body=GONE | {"goals": ["a goal"], "sessions": 2, "reason": "a word"},
    ),
    "read_amendment": Call(REFER, f"/referrals/{NOBODY}/read", 422, body=GONE),
    "record_session": Call(
        TAKE, f"/referrals/{NOBODY}/sessions", 422, body=NOTE | {"on": "2026-11-20", "outcome": "attended"}
    ),
    "ask_to_end": Call(REFER, f"/referrals/{NOBODY}/ask-to-end", 422, body=NOTE | {"reason": "other"}),
    "resume_referral": Call(REFER, f"/referrals/{NOBODY}/resume", 422, body=NOTE),
    "withdraw_referral": Call(REFER, f"/referrals/{NOBODY}/withdraw", 422, body=NOTE | {"reason": "other"}),
    "transfer_referral": Call(
        REFER, f"/referrals/{NOBODY}/transfer", 422, body=NOTE | {"service_id": NOBODY}
    ),
    "hand_over_caseload": Call(
        {"commissioner"},
        "/hand-overs",
        422,
        body={"from_unit": NOBODY, "to_unit": NOBODY, "note": "a word"},
    ),
    "conclude_referral": Call(TAKE, f"/referrals/{NOBODY}/conclude", 422, body=NOTE | {"outcomes": []}),
}
