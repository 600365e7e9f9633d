"""Places of who may see and do."""

from .kinds import ABOUT_A_PERSON, ADMIN, EVERYBODY, LEADS, LOOK, NOBODY, TOKENS, Call, Page

PAGES: dict[str, Page] = {
    "access": Page(LOOK, 200, ABOUT_A_PERSON),
    "restrict": Page(LEADS, 200, ABOUT_A_PERSON),
    "lift": Page(LEADS, 302, 302),  # opened by a button only
    "kin": Page(LOOK, 200, ABOUT_A_PERSON),
    "audit": Page(LEADS | ADMIN | {"inspector"}),
    "organisations": Page(ADMIN),
    "organisation": Page(ADMIN),
    "sharing": Page(ADMIN),
    "end_sharing": Page(ADMIN, 404),  # no such agreement
    "walls": Page(ADMIN),
    "wall": Page(ADMIN, 404),  # no such wall
    "take_down_wall": Page(ADMIN, 302),  # opened by a button only
    "wall_certificate": Page(ADMIN, 404),
    "unit": Page(ADMIN),
    "end_membership": Page(ADMIN),
    "me": Page(EVERYBODY),
    "change_hat": Page(EVERYBODY, 302, 302),
    "new_token": Page(TOKENS, 302),
    "stop_token": Page(TOKENS, 302, 302),
}

CALLS: dict[str, Call] = {
    "get_me": Call(EVERYBODY, "/me"),
    "list_organisations": Call(EVERYBODY, "/organisations"),
    "record_organisation": Call(ADMIN, "/organisations", 422, body={"name": " ", "kind": "court"}),
    "list_units": Call(EVERYBODY, "/organisations/{organisation_id}/units"),
    "record_unit": Call(
        ADMIN, "/organisations/{organisation_id}/units", 422, body={"name": " ", "kind": "x"}
    ),
    "list_sharing": Call(ADMIN, "/organisations/{organisation_id}/sharing"),
    "agree_to_share": Call(
        ADMIN,
        "/organisations/{organisation_id}/sharing",
        422,
        body={"shared_by": NOBODY, "purpose": "supervision", "basis": "A protocol"},
    ),
    "list_walls": Call(ADMIN, "/walls"),
    "raise_wall": Call(ADMIN, "/walls", 422, body={"one_side": NOBODY, "other_side": NOBODY, "basis": "x"}),
    "ask_wall_down": Call(ADMIN, "/walls/{merge_id}/ask-down", 422, body={"because": "x"}),
    "take_down_wall": Call(ADMIN, "/walls/{merge_id}/take-down", 422, body={}),
    "end_sharing": Call(ADMIN, "/sharing/{merge_id}/end", 422, body={"because": "x"}),
    "get_model": Call(EVERYBODY, "/areas/{area}/model"),
}
