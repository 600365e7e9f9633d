"""Places of accommodation."""

from .kinds import (
    ABOUT_A_PERSON,
    ANSWER,
    GONE,
    LEADS,
    LOOK,
    NOBODY,
    PRACTISE,
    PROVIDER,
    Call,
    Page,
)

ASK = PRACTISE | PROVIDER
GIVE = LEADS | PROVIDER | {"probation services officer"}
OF = f"/accommodation/applications/{NOBODY}"
DAY = "2026-12-20"
WHY = {"reason": "other"}

PAGES: dict[str, Page] = {
    "accommodation": Page(ASK),
    "add_premises": Page(ANSWER),
    "one_of_premises": Page(ASK, 200, 200),
    "premises_step": Page(GIVE, 200, 404),
    "accommodation_of": Page(LOOK, 200, ABOUT_A_PERSON),
    "apply_for_place": Page(ASK, 200, ABOUT_A_PERSON),
    "application": Page(LOOK, 200, ABOUT_A_PERSON),
    "application_step": Page(ASK, 200, ABOUT_A_PERSON),
}

CALLS: dict[str, Call] = {
    "list_premises": Call(ASK, "/accommodation/premises"),
    "get_premises": Call(ASK, "/accommodation/premises/{premises_id}", 200, 200),
    "add_premises": Call(
        ANSWER,
        "/accommodation/premises",
        422,
        body={"kind": "approved premises", "name": " ", "place": "A town", "opens": DAY},
    ),
    "add_beds": Call(
        ANSWER, f"/accommodation/premises/{NOBODY}/beds", 422, body={"names": ["1"], "first": DAY}
    ),
    "close_bed": Call(ANSWER, f"/accommodation/beds/{NOBODY}/close", 422, body={"last": DAY}),
    "lose_bed": Call(GIVE, f"/accommodation/beds/{NOBODY}/lost", 422, body={"first": DAY} | WHY),
    "have_bed_back": Call(GIVE, f"/accommodation/lost/{NOBODY}/back", 422, body={"on": DAY}),
    "get_lost_demand": Call(GIVE, "/accommodation/lost-demand?since=2026-11-01&until=2026-12-01"),
    "get_applications_of": Call(LOOK, "/people/{person_id}/accommodation", 200, ABOUT_A_PERSON),
    "apply_for_place": Call(
        ASK,
        "/people/{person_id}/accommodation",
        422,
        422,
        body={"kind": "approved premises", "route": "community", "because": " "},
    ),
    "list_beds_for": Call(GIVE, "/accommodation/applications/{application_id}/beds", 200, ABOUT_A_PERSON),
    "move_application": Call(GIVE, f"{OF}/move", 422, body=GONE | {"to": "being assessed"}),
    "answer_application": Call(ASK, f"{OF}/answer", 422, body=GONE | {"to": "withdrawn"}),
    "plan_move_on": Call(ASK, f"{OF}/move-on", 422, body=GONE | {"move_on": "own home"}),
    "set_priority": Call(GIVE, f"{OF}/priority", 422, body=GONE | {"priority": "first", "because": "a word"}),
    "book_bed": Call(GIVE, f"{OF}/bed", 422, body=GONE | {"bed_id": NOBODY, "arrives": DAY}),
    "give_bed_up": Call(GIVE, f"{OF}/give-up", 422, body=GONE | WHY),
    "record_arrival": Call(GIVE, f"{OF}/arrival", 422, body=GONE | {"on": DAY}),
    "record_no_arrival": Call(GIVE, f"{OF}/no-arrival", 422, body=GONE | WHY),
    "record_departure": Call(
        GIVE, f"{OF}/departure", 422, body=GONE | WHY | {"on": DAY, "moved_on": "own home"}
    ),
    "change_leaving": Call(GIVE, f"{OF}/leaving", 422, body=GONE | {"leaves": DAY}),
    "give_leave_to_stay": Call(
        ANSWER, f"{OF}/leave-to-stay", 422, body=GONE | {"leaves": DAY, "because": "a word"}
    ),
    "move_to_bed": Call(GIVE, f"{OF}/other-bed", 422, body=GONE | WHY | {"bed_id": NOBODY, "on": DAY}),
}
