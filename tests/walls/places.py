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
AMEND = PRACTISE | COURT | CLERK
RULE = COURT | CLERK | LEADS | {"provider lead"}
TOKENS = LOOK | ADMIN
MEASURE = LEADS | {"commissioner", "analyst"}
AUDIT_SCORES = {"commissioner", "analyst", "inspector"}
OPEN = LEADS | COURT
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
    "amend": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_name": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_home": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_phone": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_contact": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_disability": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_caring": Page(AMEND, 200, ABOUT_A_PERSON),
    "add_number": Page(AMEND, 200, ABOUT_A_PERSON),
    "death": Page(AMEND, 200, ABOUT_A_PERSON),
    "end_detail": Page(AMEND, 302, 302),  # opened by a button only
    "restrict": Page(LEADS, 200, ABOUT_A_PERSON),
    "lift": Page(LEADS, 302, 302),  # opened by a button only
    "kin": Page(LOOK, 200, ABOUT_A_PERSON),
    "audit": Page(LEADS | ADMIN | {"inspector"}),
    "record": Page(RECORD, 200, ABOUT_A_PERSON),
    "risk": Page(RECORD, 200, ABOUT_A_PERSON),
    "appoint": Page(APPOINT, 200, ABOUT_A_PERSON),
    "offer": Page(OFFER, 200, ABOUT_A_PERSON),
    "close": Page(LEADS, 200, ABOUT_A_PERSON),
    "team": Page(TEAM),
    "caseload": Page(LOOK),
    "transfer": Page(TEAM, 200, ABOUT_A_PERSON),
    "withdraw": Page(OFFER, 302, 302),  # opened by a button only
    "matches": Page(RULE),
    "match": Page(RULE, 200, ABOUT_A_PERSON),
    "unmerge": Page(CLERK, 302, 302),
    "organisations": Page(ADMIN),
    "organisation": Page(ADMIN),
    "sharing": Page(ADMIN),
    "unit": Page(ADMIN),
    "serving": Page(ADMIN),
    "end_membership": Page(ADMIN),
    "me": Page(EVERYBODY),
    "change_hat": Page(EVERYBODY, 302, 302),
    "new_token": Page(TOKENS, 302),
    "stop_token": Page(TOKENS, 302, 302),
    "models": Page(ANYBODY),
    "model": Page(ANYBODY),
    "side_by_side": Page(ANYBODY),
    "court_figures": Page({"sentencer"}, 404),  # no such court
    "newcomers": Page(OPEN),
    "newcomer": Page(OPEN, 302, 302),  # another's search: asked again
    "samples": Page({"inspector"}),
    "sample": Page({"inspector"}, 404, 404),  # another unit's
    "sittings": Page(COURT),
    "sitting": Page(COURT, 200, 404),
    "imports": Page(COURT),
    "upload": Page(COURT, 200, 404),
    "refused_row": Page(COURT, 200, 404),
    "question": Page(COURT, 200, 404),
    "court_codes": Page(ADMIN),
    "set_aside": Page(COURT, 302, 302),
    "became": Page(COURT, 200, ABOUT_A_PERSON),
    "amend_sentence": Page(COURT, 200, ABOUT_A_PERSON),
    "report": Page(RECORD, 302, 302),  # opened by a button only
    # assessment
    "assessments": Page(LOOK, 200, ABOUT_A_PERSON),
    "start_assessment": Page(PRACTISE, 302, 302),
    "assessment": Page(LOOK, 200, ABOUT_A_PERSON),
    "answers": Page(PRACTISE, 404, ABOUT_A_PERSON),
    "harm": Page(PRACTISE, 200, ABOUT_A_PERSON),
    "harm_screening": Page(PRACTISE, 200, ABOUT_A_PERSON),
    "harm_group": Page(PRACTISE, 404, ABOUT_A_PERSON),  # no such group
    "harm_enquiry": Page(PRACTISE, 404, ABOUT_A_PERSON),  # no such enquiry
    "harm_plan": Page(PRACTISE, 200, ABOUT_A_PERSON),
    "take_step": Page(LOOK, 404, ABOUT_A_PERSON),  # no such step
    "score_now": Page(PRACTISE, 302, ABOUT_A_PERSON),
    "beside": Page(LOOK, 404, ABOUT_A_PERSON),  # beside one that is not there
    "scores": Page(LOOK, 200, ABOUT_A_PERSON),
    "score": Page(LOOK, 404, ABOUT_A_PERSON),
    "score_chart": Page(LOOK, 404, ABOUT_A_PERSON),
    "tier": Page(LOOK, 200, ABOUT_A_PERSON),
    "own_summary": Page(LOOK, 200, ABOUT_A_PERSON),
    # outcomes
    "outcomes": Page(MEASURE),
    "outcomes_definition": Page(MEASURE, 404),
    "outcomes_measures": Page(MEASURE),
    "outcomes_people": Page({"head of delivery unit"}, 422),
    "outcomes_measure_chart": Page(MEASURE, 404),
    "outcomes_adjusted": Page(MEASURE),
    "outcomes_adjusted_chart": Page(MEASURE, 404),
    "outcomes_forecast": Page(MEASURE),
    "outcomes_forecast_chart": Page(MEASURE, 404),
    "outcomes_attribution": Page(MEASURE),
    "outcomes_attribution_chart": Page(MEASURE, 404),
    "outcomes_value": Page(MEASURE),
    "outcomes_value_chart": Page(MEASURE, 404),
    "outcomes_comparison": Page(MEASURE),
    "outcomes_comparison_chart": Page(MEASURE, 404),
    "outcomes_laboratory": Page(MEASURE),
    "outcomes_laboratory_chart": Page(MEASURE, 404),
    # fairness
    "fairness": Page(AUDIT_SCORES),
    "fairness_shown": Page(AUDIT_SCORES, 404),  # no such audit
    "fairness_chart": Page(AUDIT_SCORES, 404),
    # allocation
    "allocation": Page(LEADS),
    "choose_manager": Page(LEADS, 200, 404),
    "allocation_workload": Page(LEADS),
    "allocation_staff": Page(LEADS, 200, 404),
    "allocation_forecast": Page(LEADS),
    "allocation_forecast_chart": Page(LEADS),
    "allocation_lean": Page(LEADS),
    "plans": Page(LEADS),
    "plan": Page(LEADS, 404, 404),
    "what_if": Page(LEADS),
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
    "list_courts_served": Call(EVERYBODY, "/units/{unit_id}/courts"),
    "serve_courts": Call(ADMIN, "/units/{unit_id}/courts", 422, body={"court_codes": ["NOWHERE"]}),
    "list_sharing": Call(ADMIN, "/organisations/{organisation_id}/sharing"),
    "agree_to_share": Call(
        ADMIN,
        "/organisations/{organisation_id}/sharing",
        422,
        body={"shared_by": NOBODY, "purpose": "supervision", "basis": "A protocol"},
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
    "get_details": Call(LOOK, "/people/{person_id}/details", 200, 404),
    "amend_person": Call(AMEND, "/people/{person_id}/details", 422, 422, GONE | {"first_language": "Welsh"}),
    "add_name": Call(AMEND, "/people/{person_id}/names", 422, 422, {"surname": "=1+1"}),
    "add_number": Call(AMEND, "/people/{person_id}/numbers", 422, 422, {"kind": "pnc", "written": "x"}),
    "record_home": Call(
        AMEND, "/people/{person_id}/homes", 422, 422, {"postcode": "x", "since": "2026-11-01"}
    ),
    "record_phone": Call(AMEND, "/people/{person_id}/phones", 422, 422, {"number": "x"}),
    "record_contact": Call(
        AMEND, "/people/{person_id}/contacts", 422, 422, {"name": "", "relationship": "mother"}
    ),
    "record_disability": Call(AMEND, "/people/{person_id}/disabilities", 422, 422, {"code": "none such"}),
    "record_caring": Call(AMEND, "/people/{person_id}/caring", 422, 422, {"whom": "cat"}),
    "record_death": Call(AMEND, "/people/{person_id}/death", 422, 422, GONE | {"died_on": "2026-11-10"}),
    "end_detail": Call(AMEND, "/people/{person_id}/details/phone/{merge_id}/end", 422, 422, {}),
    "get_case": Call(LOOK, "/people/{person_id}/case", 200, 404),
    "list_matches": Call(RULE, "/matches"),
    "rule_on_match": Call(
        RULE,
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
    "list_questions": Call(COURT, "/court-questions"),
    "settle_question": Call(
        COURT, "/court-questions/{question_id}/settle", 422, 422, GONE | {"answer": "found out"}
    ),
    "add_court": Call(ADMIN, "/courts", 422, body={"code": "x", "name": " ", "kind": "x"}),
    "say_court_code": Call(
        ADMIN,
        "/courts/codes",
        422,
        body={"code": "XXX", "kind": "x", "court_code": "NOWHERE", "because": "x"},
    ),
    "record_what_became": Call(
        COURT, "/sentences/{sentence_id}/became", 422, 422, GONE | {"then": "in breach", "on": "2026-11-10"}
    ),
    "send_newcomer": Call(
        OPEN,
        "/newcomers",
        422,
        body={
            "family_name": "x",
            "given_names": "y",
            "date_of_birth": "1990-01-01",
            "postcode": "ZZ1 1AA",
            "reason": "diversion",
        },
    ),
    "get_newcomer": Call(OPEN, "/newcomers/{merge_id}", 404, 404),
    "draw_sample": Call(
        {"inspector"},
        "/samples",
        422,
        body={"organisation_id": NOBODY, "size": 1, "seed": 1, "until": "2026-12-01", "because": "x"},
    ),
    "list_samples": Call({"inspector"}, "/samples"),
    "list_sampled_cases": Call({"inspector"}, "/samples/cases"),
    "end_sample": Call({"inspector"}, "/samples/{merge_id}/end", 422, 422, {}),
    # assessment: the versions are long gone, so what is allowed is refused in words
    "get_assessments": Call(LOOK, "/people/{person_id}/assessments", 200, 404),
    "start_assessment": Call(PRACTISE, "/people/{person_id}/assessments", 422, 422, {}),
    "get_freshness": Call(LOOK, "/people/{person_id}/assessments/freshness", 200, 404),
    "get_assessment": Call(LOOK, "/assessments/{assessment_id}", 200, 404),
    "save_answers": Call(PRACTISE, "/assessments/{assessment_id}/answers", 422, 422, GONE | {"answers": {}}),
    "record_harm": Call(PRACTISE, "/assessments/{assessment_id}/harm", 422, 422, GONE | {"analysis": {}}),
    "complete_harm": Call(PRACTISE, "/assessments/{assessment_id}/harm/complete", 422, 422, GONE),
    "sign_assessment": Call(PRACTISE, "/assessments/{assessment_id}/sign", 422, 422, GONE),
    "countersign_assessment": Call(LEADS, "/assessments/{assessment_id}/countersign", 422, 422, GONE),
    "return_assessment": Call(
        LEADS, "/assessments/{assessment_id}/return", 422, 422, GONE | {"because": "x"}
    ),
    "lock_assessment": Call(PRACTISE, "/assessments/{assessment_id}/lock", 422, 422, GONE | {"because": "x"}),
    "roll_back_assessment": Call(
        LEADS, "/assessments/{assessment_id}/roll-back", 422, 422, GONE | {"because": "x"}
    ),
    "compare_assessments": Call(LOOK, "/assessments/{assessment_id}/beside/{merge_id}", 404, 404),
    "record_scores": Call(PRACTISE, "/assessments/{assessment_id}/scores", 201, 422, {}),
    "get_scores": Call(LOOK, "/people/{person_id}/scores", 200, 404),
    "get_tier": Call(LOOK, "/people/{person_id}/tier", 200, 404),
    "get_tiers": Call(LOOK, "/people/{person_id}/tiers", 200, 404),
    "decide_tier": Call(PRACTISE, "/people/{person_id}/tier", 200, 422, {}),
    "record_registration": Call(
        PRACTISE, "/people/{person_id}/registrations", 422, 422, {"kind": "none such"}
    ),
    "end_registration": Call(
        PRACTISE, "/people/{person_id}/registrations/none/end", 422, 422, {"because": "x"}
    ),
    # allocation
    "get_queue": Call(LEADS, "/allocation/queue"),
    "suggest_manager": Call(LEADS, "/cases/{case_id}/suggestions", 201, 422, {}),
    "get_suggestion": Call(LEADS, "/suggestions/{merge_id}", 404, 404),
    "answer_suggestion": Call(
        LEADS,
        "/suggestions/{merge_id}/answer",
        422,
        422,
        {"outcome": "refused", "reason": "initial allocation", "because": "x"},
    ),
    "get_workload": Call(LEADS, "/allocation/workload"),
    "get_lean": Call(LEADS, "/allocation/lean"),
    "ask_plan": Call(LEADS, "/plans", 422, body={"change": {"nothing such": 1}}),
    "get_plan": Call(LEADS, "/plans/{merge_id}", 404, 404),
    "get_plan_cases": Call(LEADS, "/plans/{merge_id}/cases", 404, 404),
    "stop_plan": Call(LEADS, "/plans/{merge_id}/stop", 422, 422, {}),
    "start_plan_again": Call(LEADS, "/plans/{merge_id}/start", 422, 422, {}),
    "carry_out_plan": Call(LEADS, "/plans/{merge_id}/carry-out", 422, 422, {"because": "x"}),
}
