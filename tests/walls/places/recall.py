"""Places of recall."""

from .kinds import ABOUT_A_PERSON, LEADS, LOOK, NOBODY, Call, Page

ASK = LEADS | {"offender manager", "probation services officer"}
LATE = {"version": 999_999}
WHY = LATE | {"because": "a word"}
ONE = "/recalls/{recall_id}"

PAGES: dict[str, Page] = {
    "recalls": Page(LOOK, 200, ABOUT_A_PERSON),
    "consider_recall": Page(ASK, 200, ABOUT_A_PERSON),
    "recall": Page(LOOK, 200, ABOUT_A_PERSON),
    "recall_step": Page(ASK, 200, ABOUT_A_PERSON),
    # Whoever is not named finds no papers, however much else of the person they see.
    "recall_paper": Page(ASK, 404, ABOUT_A_PERSON),
}

CALLS: dict[str, Call] = {
    "get_recalls_of": Call(LOOK, "/people/{person_id}/recalls", 200, ABOUT_A_PERSON),
    "get_recalled": Call(LOOK, "/people/{person_id}/recalled", 200, ABOUT_A_PERSON),
    "get_recall": Call(LOOK, ONE, 200, ABOUT_A_PERSON),
    "get_recall_papers": Call(ASK, f"{ONE}/papers", 404, ABOUT_A_PERSON),
    "consider_recall": Call(
        ASK, "/recalls", 422, 422, body={"case_id": NOBODY, "ground": "contact has stopped", "led_to": "a word"}
    ),
    "write_recall_paper": Call(ASK, f"{ONE}/papers", 422, 422, body=LATE | {"led_to": "a word"}),
    "decide_recall": Call(
        ASK, f"{ONE}/decide", 422, 422,
        body=LATE | {"length": "standard", "approver_id": NOBODY},
    ),
    "decide_not_to_recall": Call(
        ASK, f"{ONE}/do-not-recall", 422, 422, body=WHY | {"approver_id": NOBODY}
    ),
    "approve_recall": Call(LEADS, f"{ONE}/approve", 422, 422, body=LATE),
    "send_back_recall": Call(LEADS, f"{ONE}/send-back", 422, 422, body=WHY),
    "refuse_recall": Call(LEADS, f"{ONE}/refuse", 422, 422, body=WHY),
    "sign_recall_paper": Call(LEADS, f"{ONE}/sign", 422, 422, body=LATE),
    "send_recall_papers": Call(ASK, f"{ONE}/send-papers", 422, 422, body=LATE),
    "revoke_licence": Call(ASK, f"{ONE}/revoke", 422, 422, body=LATE),
    "take_into_custody": Call(ASK, f"{ONE}/take-in", 422, 422, body=LATE),
    "record_recall_answer": Call(ASK, f"{ONE}/answer", 422, 422, body=LATE | {"move": "turn down"}),
    "add_days_to_recall": Call(ASK, f"{ONE}/added-days", 422, 422, body=LATE | {"days": 1}),
    "release_again": Call(ASK, f"{ONE}/release", 422, 422, body=LATE | {"move": "release by the executive"}),
    "keep_recall": Call(ASK, f"{ONE}/keep", 422, 422, body=WHY),
    "rescind_recall": Call(ASK, f"{ONE}/rescind", 422, 422, body=WHY),
    "name_reader": Call(
        ASK, f"{ONE}/readers", 422, 422, body={"member_id": NOBODY}
    ),
    "end_reading": Call(
        ASK, f"{ONE}/readers/end", 422, 422, body={"member_id": NOBODY}
    ),
}  # fmt: skip
