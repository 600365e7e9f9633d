"""Places of programmes."""

from .kinds import ABOUT_A_PERSON, ANSWER, EVERYBODY, GONE, LOOK, NOBODY, PRACTISE, PROVIDER, Call, Page

REFER = PRACTISE | PROVIDER
DELIVER = REFER - {"prison offender manager"}
MOVE = GONE | {"to": "withdrawn", "reason": "other"}
GROUP = {
    "programme": "none", "code": "A1", "kind": "closed", "sex": "men", "site": "a hall", "room": "1", "capacity": 8,
    "opens_on": "2026-11-20", "slots": [{"weekday": 1, "at": "10:00"}], "lead_id": NOBODY,
}  # fmt: skip
ALONE = {"session": 1, "happened_at": "2026-11-20T10:00:00Z", "outcome": "attended"}

PAGES: dict[str, Page] = {
    "programmes": Page(EVERYBODY),
    "programme": Page(EVERYBODY, 200, 200),
    "programmes_for": Page(LOOK, 200, ABOUT_A_PERSON),
    "refer_to_programme": Page(REFER, 200, ABOUT_A_PERSON),
    "enrolments": Page(REFER),
    "enrolment": Page(LOOK, 200, ABOUT_A_PERSON),
    "enrolment_move": Page(REFER, 200, ABOUT_A_PERSON),
    "give_place": Page(ANSWER, 200, ABOUT_A_PERSON),
    "record_alone": Page(DELIVER, 200, ABOUT_A_PERSON),
    "record_measure": Page(DELIVER, 200, ABOUT_A_PERSON),
    "groups": Page(DELIVER),
    "plan_group": Page(ANSWER),
    "group": Page(DELIVER, 200, 404),
    "group_facilitators": Page(ANSWER, 200, 404),
    "end_group": Page(ANSWER, 200, 404),
    "training": Page(ANSWER),
    "attendance": Page(DELIVER, 200, 404),
    "move_session": Page(DELIVER, 200, 404),
}

CALLS: dict[str, Call] = {
    "list_enrolments_of": Call(LOOK, "/people/{person_id}/enrolments", 200, ABOUT_A_PERSON),
    "refer_to_programme": Call(
        REFER, "/people/{person_id}/enrolments", 422, 404, {"programme_key": "none", "to_unit": NOBODY, "because": "x"}
    ),
    "get_enrolment": Call(LOOK, f"/enrolments/{NOBODY}", 404),
    "move_enrolment": Call(DELIVER, f"/enrolments/{NOBODY}/moves", 422, body=MOVE),
    "answer_for_sentence": Call(REFER, f"/enrolments/{NOBODY}/answers", 422, body=MOVE),
    "give_place": Call(ANSWER, f"/enrolments/{NOBODY}/place", 422, body=GONE | {"group_id": NOBODY}),
    "record_alone": Call(DELIVER, f"/enrolments/{NOBODY}/sessions", 422, body=ALONE),
    "record_measure": Call(
        DELIVER, f"/enrolments/{NOBODY}/scores", 422,
        body={"measure": "readiness", "moment": "before", "value": 1, "on": "2026-11-20"},
    ),
    "list_groups": Call(DELIVER, "/groups"),
    "plan_group": Call(ANSWER, "/groups", 422, body=GROUP),
    "get_group": Call(DELIVER, f"/groups/{NOBODY}", 404),
    "change_facilitators": Call(ANSWER, f"/groups/{NOBODY}/facilitators", 422, body=GONE | {"lead_id": NOBODY}),
    "end_group": Call(ANSWER, f"/groups/{NOBODY}/end", 422, body=GONE | {"because": "x"}),
    "record_training": Call(
        ANSWER, "/programmes/trainings", 422,
        body={"member_id": NOBODY, "programme_key": "building-choices-moderate", "begins": "2026-01-01"},
    ),
    "record_attendance": Call(DELIVER, f"/groups/sessions/{NOBODY}/attendance", 422, body={"marks": []}),
    "move_session": Call(
        DELIVER, f"/groups/sessions/{NOBODY}/move", 422, body=GONE | {"starts_at": "2027-01-12T10:00:00Z", "because": "x"}
    ),
}  # fmt: skip
