"""Places of assessment and fairness."""

from .kinds import ABOUT_A_PERSON, AUDIT_SCORES, GONE, LEADS, LOOK, PRACTISE, Call, Page

PAGES: dict[str, Page] = {
    "assessments": Page(LOOK, 200, ABOUT_A_PERSON),
    "start_assessment": Page(PRACTISE, 302, 302),
    "assessment": Page(LOOK, 200, ABOUT_A_PERSON),
    "read_assessment": Page(LOOK, 200, ABOUT_A_PERSON),
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
    "own_summary_pdf": Page(LOOK, 200, ABOUT_A_PERSON),
    "fairness": Page(AUDIT_SCORES),
    "fairness_shown": Page(AUDIT_SCORES, 404),  # no such audit
    "fairness_chart": Page(AUDIT_SCORES, 404),
}

CALLS: dict[str, Call] = {
    "get_assessments": Call(LOOK, "/people/{person_id}/assessments", 200, 404),
    "start_assessment": Call(PRACTISE, "/people/{person_id}/assessments", 422, 422, {}),
    "get_freshness": Call(LOOK, "/people/{person_id}/assessments/freshness", 200, 404),
    "get_costs": Call(LOOK, "/assessments/{assessment_id}/costs", 200, 404),
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
}
