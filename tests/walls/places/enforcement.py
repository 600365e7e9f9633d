"""Places of enforcement."""

from .kinds import (
    ABOUT_A_PERSON,
    AREA,
    GONE,
    LEADS,
    LOOK,
    NOBODY,
    PRACTISE,
    PROVIDER,
    Call,
    Page,
)

TELL = PRACTISE | PROVIDER
DECIDE = LEADS | {"offender manager", "provider lead"}
WRITE = DECIDE | {"probation services officer"}
INSPECT = {"inspector"}
NOTE = GONE | {"note": "a word"}

PAGES: dict[str, Page] = {
    "enforcement": Page(TELL),
    "enforcement_delays": Page(AREA),
    "enforcement_of": Page(LOOK, 200, ABOUT_A_PERSON),
    "failure": Page(LOOK, 200, ABOUT_A_PERSON),
    "failure_step": Page(TELL, 200, ABOUT_A_PERSON, nothing_for=TELL - DECIDE),
    "paper": Page(LOOK, 200, ABOUT_A_PERSON),
    "paper_pdf": Page(LOOK, 200, ABOUT_A_PERSON),
    "paper_step": Page(WRITE, 200, ABOUT_A_PERSON),
    "decision_audit": Page(INSPECT, 200, ABOUT_A_PERSON),
}

_ONE, _OF = "/enforcement/failures/{failure_id}", "/enforcement/papers/{paper_id}"
CALLS: dict[str, Call] = {
    "list_failures_of": Call(LOOK, "/people/{person_id}/failures", 200, ABOUT_A_PERSON),
    "list_failures_owed": Call(TELL, "/enforcement/owed"),
    "get_enforcement_delays": Call(AREA, "/enforcement/delays"),
    "get_failure": Call(LOOK, _ONE, 200, ABOUT_A_PERSON),
    "refer_failure": Call(TELL, f"{_ONE}/refer", 422, 422, body=NOTE),
    "answer_returned_failure": Call(TELL, f"{_ONE}/answer", 422, 422, body=NOTE),
    "accept_failure": Call(DECIDE, f"{_ONE}/accept", 422, 422, body=GONE),
    "return_failure": Call(DECIDE, f"{_ONE}/return", 422, 422, body=NOTE),
    "pause_failure": Call(
        DECIDE, f"{_ONE}/pause", 422, 422, body=GONE | {"reason": "the person is in hospital"}
    ),
    "resume_failure": Call(DECIDE, f"{_ONE}/resume", 422, 422, body=GONE),
    "decide_failure": Call(DECIDE, f"{_ONE}/decide", 422, 422, body=NOTE | {"decision": "warning decided"}),
    "rescind_failure": Call(DECIDE, f"{_ONE}/rescind", 422, 422, body=NOTE),
    "lodge_breach": Call(DECIDE, f"{_ONE}/lodge", 422, 422, body=GONE | {"sentence_id": NOBODY}),
    "tell_of_court": Call(DECIDE, f"{_ONE}/court", 422, 422, body=GONE | {"what": "warrant issued"}),
    "record_court_outcome": Call(DECIDE, f"{_ONE}/outcome", 422, 422, body=GONE | {"outcome": "revoked"}),
    "withdraw_failure": Call(DECIDE, f"{_ONE}/withdraw", 422, 422, body=NOTE),
    "ask_who_decides": Call(DECIDE, f"/enforcement/failures/{NOBODY}/ask-again", 422, body={}),
    "audit_decision": Call(
        INSPECT, f"/enforcement/audits/{NOBODY}", 422, body={"agrees": True, "note": "a word"}
    ),
    "get_paper": Call(LOOK, _OF, 200, ABOUT_A_PERSON),
    "draft_paper": Call(WRITE, f"{_ONE}/papers/draw", 422, 422, body={"kind": "a postcard"}),
    "write_paper": Call(
        WRITE,
        f"{_ONE}/papers",
        422,
        422,
        body={"kind": "breach report", "number": 1, "parts": [{"heading": "A", "text": "B"}]},
    ),
    "review_paper": Call(WRITE, f"{_OF}/review", 422, 422, body={}),
    "sign_paper": Call(DECIDE, f"{_OF}/sign", 422, 422, body={}),
    "deliver_paper": Call(WRITE, f"{_OF}/deliver", 422, 422, body={"means": "e-mail"}),
}
