"""Every page and every operation of the API, written out by hand: who may open it, and what they are answered.

``inside`` is the answer about somebody, or something, within the asker's wall; ``outside`` the answer about
the same kind of thing beyond it, None where a place is about nothing in particular. A new place needs a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

OFFICERS = {"offender manager", "probation services officer", "prison offender manager"}
LEADS = {"senior probation officer", "head of delivery unit"}
PRACTISE = OFFICERS | LEADS
PROVIDER = {"provider worker", "provider lead"}
COURT = {"court officer"}
CLERK = {"case administrator"}
LOOK = PRACTISE | PROVIDER | COURT | CLERK | {"police partner", "inspector"}
ADMIN = {"administrator"}
NEVER_A_PERSON = {"sentencer", "commissioner", "victim liaison officer", "analyst"}
EVERYBODY = LOOK | ADMIN | NEVER_A_PERSON
TEAM = PRACTISE | {"provider lead"} | CLERK
APPOINT = LEADS | {"provider lead"} | COURT
OFFER = PRACTISE | {"provider lead"}
ANSWER = LEADS | {"provider lead"}
RECORD = PRACTISE | PROVIDER
TOKENS = LOOK | ADMIN
ANYBODY: set[str] = set()  # open even to those who have not signed in


@dataclass(frozen=True)
class Page:
    """Who may open a page, and the answers to opening it."""

    roles: set[str]
    inside: int = 200
    outside: int | None = None


ABOUT_A_PERSON = 404

PAGES: dict[str, Page] = {
    "home": Page(EVERYBODY),
    "health": Page(ANYBODY),
    "search": Page(LOOK),
    "found": Page(LOOK, 302, 302),  # another's search: asked again
    "outside": Page(PRACTISE),
    "person": Page(LOOK, 200, ABOUT_A_PERSON),
    "timeline": Page(LOOK, 200, ABOUT_A_PERSON),
    "sentence": Page(LOOK, 200, ABOUT_A_PERSON),
    "identity": Page(LOOK, 200, ABOUT_A_PERSON),
    "access": Page(LOOK, 200, ABOUT_A_PERSON),
    "record": Page(RECORD, 200, ABOUT_A_PERSON),
    "risk": Page(RECORD, 200, ABOUT_A_PERSON),
    "appoint": Page(APPOINT, 200, ABOUT_A_PERSON),
    "offer": Page(OFFER, 200, ABOUT_A_PERSON),
    "close": Page(LEADS, 200, ABOUT_A_PERSON),
    "team": Page(TEAM),
    "caseload": Page(LOOK),
    "transfer": Page(TEAM, 200, ABOUT_A_PERSON),
    "withdraw": Page(OFFER, 302, 302),  # opened by a button only
    "matches": Page(COURT | CLERK),
    "match": Page(COURT | CLERK, 200, ABOUT_A_PERSON),
    "unmerge": Page(CLERK, 302, 302),
    "organisations": Page(ADMIN),
    "organisation": Page(ADMIN),
    "unit": Page(ADMIN),
    "end_membership": Page(ADMIN),
    "me": Page(EVERYBODY),
    "change_hat": Page(EVERYBODY, 302, 302),
    "new_token": Page(TOKENS, 302),
    "stop_token": Page(TOKENS, 302, 302),
    "models": Page(ANYBODY),
    "model": Page(ANYBODY),
    "side_by_side": Page(ANYBODY),
    "sittings": Page(COURT),
    "sitting": Page(COURT, 200, 404),
    "imports": Page(COURT),
    "upload": Page(COURT, 200, 404),
    "refused_row": Page(COURT, 200, 404),
    "set_aside": Page(COURT, 302, 302),
}


@dataclass(frozen=True)
class Call:
    """Who may call an operation, how it is called, and the answers; 422 is a refusal in words, after the permission."""

    roles: set[str]
    path: str
    inside: int = 200
    outside: int | None = None
    body: dict[str, Any] | None = None
    method: str = field(default="")

    @property
    def verb(self) -> str:
        """GET without a body, POST with one."""
        return self.method or ("get" if self.body is None else "post")


# Bodies are good in form; where doing the thing would change the world for the next role, they ask for what is
# refused in words (a version long gone, a member who is not there), which comes after every wall.
GONE = {"version": 999_999}
A_FILE: dict[str, Any] = {"file": "an empty file"}  # sent as a form with an empty file
NOBODY = "00000000-0000-7000-8000-000000000000"
CALLS: dict[str, Call] = {
    "get_me": Call(EVERYBODY, "/me"),
    "list_organisations": Call(EVERYBODY, "/organisations"),
    "record_organisation": Call(ADMIN, "/organisations", 422, body={"name": " ", "kind": "court"}),
    "list_units": Call(EVERYBODY, "/organisations/{organisation_id}/units"),
    "record_unit": Call(
        ADMIN, "/organisations/{organisation_id}/units", 422, body={"name": " ", "kind": "x"}
    ),
    "get_model": Call(EVERYBODY, "/areas/{area}/model"),
    "search_people": Call(LOOK, "/people/search", body={"words": "Robin"}),
    "search_outside": Call(
        PRACTISE, "/people/outside", body={"words": "Robin", "because": "a call at night"}
    ),
    "get_person": Call(LOOK, "/people/{person_id}", 200, 404),
    "get_timeline": Call(LOOK, "/people/{person_id}/timeline", 200, 404),
    "get_sentences": Call(LOOK, "/people/{person_id}/sentences", 200, 404),
    "get_access": Call(LOOK, "/people/{person_id}/access", 200, 404),
    "get_case": Call(LOOK, "/people/{person_id}/case", 200, 404),
    "list_matches": Call(COURT | CLERK, "/matches"),
    "rule_on_match": Call(
        COURT | CLERK,
        "/matches/{review_id}",
        422,
        422,
        {"version": 999_999, "same": False, "because": "looked"},
    ),
    "get_caseload": Call(LOOK, "/caseload"),
    "get_waiting": Call(TEAM, "/team/waiting"),
    "get_transfers": Call(TEAM, "/team/transfers"),
    "record_on_timeline": Call(
        RECORD, "/people/{person_id}/entries", 201, 404, {"kind": "note", "what": "A note"}
    ),
    "record_risk": Call(RECORD, "/people/{person_id}/risk", 422, 404, GONE | {"risk": "low"}),
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
    "list_sittings": Call(COURT, "/courts/sittings"),
    "get_sitting": Call(COURT, "/courts/sittings/{hearing_id}", 200, 404),
    "send_court_results": Call(COURT, "/court-results", 422, body=A_FILE),
    "get_upload": Call(COURT, "/court-results/uploads/{upload_id}", 200, 404),
    "list_refused": Call(COURT, "/court-results/refused"),
    "correct_row": Call(COURT, "/court-results/refused/{row_id}", 202, 202, {"version": 1, "fields": {}}),
}
