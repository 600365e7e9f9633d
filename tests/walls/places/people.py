"""Places of people."""

from .kinds import ABOUT_A_PERSON, AMEND, CLERK, GONE, LOOK, PRACTISE, RULE, Call, Page

NOBODY_ELSE = {"other_id": "00000000-0000-7000-8000-000000000000", "because": "looked"}

PAGES: dict[str, Page] = {
    "search": Page(LOOK),
    "found": Page(LOOK, 302, 302),  # another's search: asked again
    "outside": Page(PRACTISE),
    "identity": Page(LOOK, 200, ABOUT_A_PERSON),
    "amend": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_name": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_home": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_phone": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_email": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_contact": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_disability": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_caring": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_number": Page(AMEND, 200, ABOUT_A_PERSON),
    "death": Page(AMEND, 200, ABOUT_A_PERSON),
    "alive": Page(AMEND, 200, ABOUT_A_PERSON),
    "end_detail": Page(AMEND, 302, 302),  # opened by a button only
    "matches": Page(RULE),
    "match": Page(RULE, 200, ABOUT_A_PERSON),
    "other_record": Page(CLERK, 200, ABOUT_A_PERSON),
    "merge": Page(CLERK, 404, 404),  # no such other record
    "lift_apart": Page(CLERK, 302, 302),  # opened by a button only
    "unmerge": Page(CLERK, 302, 302),
    "settle_open_point": Page(AMEND, 302, 302),  # opened by a button only
}

CALLS: dict[str, Call] = {
    "search_people": Call(LOOK, "/people/search", body={"words": "Robin"}),
    "search_outside": Call(
        PRACTISE, "/people/outside", body={"words": "Robin", "because": "a call at night"}
    ),
    "get_person": Call(LOOK, "/people/{person_id}", 200, 404),
    "get_timeline": Call(LOOK, "/people/{person_id}/timeline", 200, 404),
    "get_sentences": Call(LOOK, "/people/{person_id}/sentences", 200, 404),
    "get_access": Call(LOOK, "/people/{person_id}/access", 200, 404),
    "get_details": Call(LOOK, "/people/{person_id}/details", 200, 404),
    "amend_person": Call(AMEND, "/people/{person_id}/details", 422, 422, GONE | {"first_language": "Welsh"}),
    "add_name": Call(AMEND, "/people/{person_id}/names", 422, 422, {"surname": "=1+1"}),
    "add_number": Call(AMEND, "/people/{person_id}/numbers", 422, 422, {"kind": "pnc", "written": "x"}),
    "record_home": Call(
        AMEND, "/people/{person_id}/homes", 422, 422, {"postcode": "x", "since": "2026-11-01"}
    ),
    "record_phone": Call(AMEND, "/people/{person_id}/phones", 422, 422, {"number": "x"}),
    "record_email": Call(AMEND, "/people/{person_id}/emails", 422, 422, {"address": "x"}),
    "record_contact": Call(
        AMEND, "/people/{person_id}/contacts", 422, 422, {"name": "", "relationship": "mother"}
    ),
    "record_disability": Call(AMEND, "/people/{person_id}/disabilities", 422, 422, {"code": "none such"}),
    "record_caring": Call(AMEND, "/people/{person_id}/caring", 422, 422, {"whom": "cat"}),
    "settle_open_point": Call(AMEND, "/people/{person_id}/open-points/sex/settle", 422, 422, {}),
    "record_death": Call(AMEND, "/people/{person_id}/death", 422, 422, GONE | {"died_on": "2026-11-10"}),
    "withdraw_death": Call(
        AMEND, "/people/{person_id}/death/withdraw", 422, 422, GONE | {"because": "they came in"}
    ),
    "end_detail": Call(AMEND, "/people/{person_id}/details/phone/{merge_id}/end", 422, 422, {}),
    "merge_records": Call(CLERK, "/people/{person_id}/merges", 422, 422, NOBODY_ELSE),
    "undo_merge": Call(
        CLERK, "/people/{person_id}/merges/{other_id}/undo", 422, 422, {"because": "two after all"}
    ),
    "keep_records_apart": Call(CLERK, "/people/{person_id}/apart", 422, 422, NOBODY_ELSE),
    "lift_ruling": Call(
        CLERK, "/people/{person_id}/apart/{ruling_id}/lift", 422, 422, {"because": "one after all"}
    ),
    "list_matches": Call(RULE, "/matches"),
    "rule_on_match": Call(
        RULE,
        "/matches/{review_id}",
        422,
        422,
        {"version": 999_999, "same": False, "because": "looked"},
    ),
}
