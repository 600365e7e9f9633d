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
    "rate": Call(WORK, f"{OF}/rate", 422, body=GONE | WHY | {"rating": "amber"}),
    "name_lead": Call(LEADS, f"{OF}/lead", 422, body=GONE | WHY | {"lead_id": str(NOBODY)}),
    "propose_removal": Call(WORK, f"{OF}/remove", 422, body=GONE | WHY),
    "decide_removal": Call(LEADS, f"{OF}/decide-removal", 422, body=GONE | WHY | {"removed": True}),
}
