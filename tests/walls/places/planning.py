"""Places of planning."""

from .kinds import ABOUT_A_PERSON, LOOK, NOBODY, PRACTISE, PROVIDER, Call, Page

WRITE = PRACTISE | PROVIDER
END = WRITE - {"prison offender manager"}
MARK = {"seen": 0, "on": "2026-11-20", "note": "a word"}

PAGES: dict[str, Page] = {
    "plan_of": Page(LOOK, 200, ABOUT_A_PERSON),
    "add_goal": Page(WRITE, 200, ABOUT_A_PERSON),
    "add_step": Page(WRITE, 200, ABOUT_A_PERSON),
    "mark_goal": Page(WRITE, 200, ABOUT_A_PERSON),
    "mark_step": Page(WRITE, 200, ABOUT_A_PERSON),
    "served_step": Page(WRITE, 200, ABOUT_A_PERSON),
    "answer_plan": Page(WRITE, 200, ABOUT_A_PERSON),
    "review_plan": Page(WRITE, 200, ABOUT_A_PERSON),
    "lay_template": Page(WRITE, 200, ABOUT_A_PERSON),
    "end_order": Page(END, ABOUT_A_PERSON, ABOUT_A_PERSON),
}

CALLS: dict[str, Call] = {
    "get_plan_of": Call(LOOK, "/people/{person_id}/plan", 200, ABOUT_A_PERSON),
    "add_goal": Call(WRITE, "/people/{person_id}/plan/goals", 422, 404, {"words": " "}),
    "add_step": Call(WRITE, f"/goals/{NOBODY}/steps", 422, body={"what": "a step", "whose": "the person"}),
    "mark_goal": Call(WRITE, f"/goals/{NOBODY}/marks", 422, body=MARK | {"kind": "met"}),
    "mark_step": Call(WRITE, f"/goals/{NOBODY}/steps/{NOBODY}/marks", 422, body=MARK | {"kind": "done"}),
    "serve_step": Call(WRITE, f"/steps/{NOBODY}/served", 422, body={"seen": 0}),
    "answer_plan": Call(
        WRITE, "/people/{person_id}/plan/answers", 422, 404, {"kind": "not agreed", "on": "2026-11-20"}
    ),
    "review_plan": Call(
        WRITE, "/people/{person_id}/plan/reviews", 422, 404, {"on": "2026-11-20", "changed": " "}
    ),
    "lay_template": Call(WRITE, "/people/{person_id}/plan/templates", 422, 404, {"template": "none"}),
    "end_order_early": Call(
        END, f"/people/{{person_id}}/sentences/{NOBODY}/end-early", 422, 404, {"version": 1}
    ),
}
