"""Every page, under each role that may open it, with people on it: axe finds nothing, one h1, a title, no sideways scroll."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page
from support.browser import (
    assert_accessible,
    assert_fits_at_twice_the_size,
    assert_no_sideways_scroll,
    assert_reads_in_own_colours,
    assert_works_by_keyboard,
)
from support.wall_visits import made_about

pytestmark = pytest.mark.browser

# route name: who opens it (a name in World), or why it is not opened here.
OPENED_BY = {
    "home": ["officer", "senior", "court", "admin", "case_admin"],
    "search": ["officer"],
    "outside": ["officer"],
    "person": ["officer", "senior"],
    "timeline": ["officer"],
    "sentence": ["officer", "court"],
    "became": ["court"],
    "advice": ["officer", "court"],
    "ask_enquiry": ["officer"],
    "answer_enquiry": ["officer"],
    "propose_sentence": ["officer"],
    "amend_sentence": ["court"],
    "taken_back": ["court"],
    "identity": ["officer", "case_admin"],
    "access": ["officer"],
    "amend": ["officer", "case_admin"],
    "add_name": ["officer"],
    "add_home": ["officer"],
    "add_phone": ["officer"],
    "add_email": ["officer"],
    "add_contact": ["officer"],
    "add_disability": ["officer"],
    "add_caring": ["officer"],
    "add_number": ["officer"],
    "death": ["officer"],
    "restrict": ["senior"],
    "kin": ["officer"],
    "audit": ["admin", "senior"],
    "record": ["officer"],
    "note": ["officer"],
    "book": ["officer"],
    "correct": ["officer"],
    "call_off": ["officer"],
    "move_appointment": ["officer"],
    "appointments": ["officer", "case_admin"],
    "add_commitment": ["officer"],
    "diary": ["officer", "senior"],
    "lowering": ["senior"],
    "services": ["officer"],
    "service": ["officer"],
    "services_for": ["officer"],
    "refer": ["officer"],
    "not_referred": ["officer"],
    "referrals": ["officer"],
    "waits": ["senior"],
    "work_figures": ["senior"],
    "session_list": ["senior"],
    "referral": ["officer"],
    "referral_step": ["officer"],
    "transfer_referral": ["officer"],
    "plan_of": ["officer"],
    "add_goal": ["officer"],
    "add_step": ["officer"],
    "mark_goal": ["officer"],
    "mark_step": ["officer"],
    "served_step": ["officer"],
    "answer_plan": ["officer"],
    "review_plan": ["officer"],
    "lay_template": ["officer"],
    "end_order": ["officer"],
    "programmes": ["officer"],
    "programme": ["officer"],
    "programmes_for": ["officer"],
    "refer_to_programme": ["officer"],
    "enrolments": ["officer"],
    "enrolment": ["officer"],
    "enrolment_move": ["officer"],
    "give_place": ["senior"],
    "record_alone": ["officer"],
    "record_measure": ["officer"],
    "groups": ["officer", "senior"],
    "plan_group": ["senior"],
    "group": ["officer"],
    "group_facilitators": ["senior"],
    "end_group": ["senior"],
    "training": ["senior"],
    "attendance": ["officer"],
    "move_session": ["officer"],
    "risk": ["officer"],
    "appoint": ["senior"],
    "offer": ["senior"],
    "close": ["senior"],
    "team": ["senior", "officer"],
    "team_people": ["senior"],
    "caseload": ["officer"],
    "transfer": ["senior"],
    "newcomers": ["court", "senior"],
    "samples": ["inspector"],
    "sittings": ["court"],
    "sitting": ["court"],
    "imports": ["court"],
    "upload": ["court"],
    "refused_row": ["court"],
    "question": ["court"],
    "court_codes": ["admin"],
    "matches": ["case_admin"],
    "organisations": ["admin"],
    "organisation": ["admin"],
    "sharing": ["admin"],
    "unit": ["admin"],
    "serving": ["admin"],
    "end_membership": ["admin"],
    "me": ["officer"],
    "models": ["officer"],
    "model": ["officer"],
    "side_by_side": ["officer"],
    "api_description": ["officer"],
    "seeing": ["officer"],
    "requirements": ["officer"],
    "requirement_begun": ["officer"],
    "requirement_held": ["officer"],
    "requirement_step": ["officer"],
    "take_back_beginning": ["officer"],
    "team_requirements": ["senior"],
    "unpaid_work": ["officer", "senior"],
    "nominate_project": ["officer"],
    "ask_as_public": ["officer"],
    "own_code": ["officer", "senior"],
    "own_sheet": ["officer"],
    "open_contracting": ["officer"],
    "open_contracts": ["officer"],
    "project": ["officer"],
    "project_step": ["senior"],
    "project_day": ["senior"],
    "project_stand_down": ["senior"],
    "protections": ["chair"],
    "protection_of": ["officer", "chair"],
    "propose_category": ["officer"],
    "refer_to_category_3": ["officer"],
    "protection_step": ["officer"],
    "protection_meeting": ["officer", "chair"],
    "protection_meeting_step": ["chair"],
    "protection_disclosures": ["officer"],
    "protection_told": ["officer"],
    "protection_meeting_action": ["chair"],
    "integrated_board": ["senior"],
    "integrated_of": ["officer", "senior"],
    "propose_selection": ["officer"],
    "give_integrated_action": ["officer"],
    "integrated_action": ["senior"],
    "record_integrated": ["officer"],
    "integrated_step": ["officer"],
    "helpers": ["senior"],
    "add_helper": ["senior"],
    "one_helper": ["senior"],
    "helper_step": ["senior"],
    "helpers_of": ["officer"],
    "ask_for_helper": ["officer"],
    "pairing": ["officer", "senior"],
    "pairing_step": ["officer"],
    "accommodation": ["officer", "senior"],
    "add_premises": ["senior"],
    "one_of_premises": ["senior"],
    "premises_step": ["senior"],
    "accommodation_of": ["officer"],
    "apply_for_place": ["officer"],
    "application": ["officer", "senior"],
    "application_step": ["senior"],
    "turn_correct": ["senior"],
    "hours": ["officer"],
    "send_hours": ["officer"],
    "hours_step": ["officer"],
    "recalls": ["officer"],
    "consider_recall": ["officer"],
    "recall": ["officer", "senior"],
    "recall_step": ["officer"],
    "enforcement": ["officer", "senior"],
    "enforcement_delays": ["senior"],
    "enforcement_of": ["officer"],
    "failure": ["officer"],
    "failure_step": ["officer"],
    "paper": ["officer"],
    "paper_step": ["officer"],
    "custody": ["officer"],
    "due_out": ["officer", "senior"],
    "release": ["officer"],
    "release_step": ["officer"],
    "parole_done": ["officer"],
    "licence": ["officer"],
    "licence_step": ["officer"],
    "condition_to_propose": ["officer"],
    "asked_condition": ["officer"],
    "licence_in_plain_words": ["officer"],
    "movement": ["officer"],
    "other_record": ["case_admin"],
    "walls": ["admin"],
    "adopted_models": ["admin"],
    "model_changes": ["admin"],
    "areas": ["admin"],
    "area": ["admin"],
    "areas_served": ["admin"],
}
ANSWERS_A_POST_ONLY = {
    "report",
    "end_detail",
    "lift",
    "withdraw",
    "withdraw_lowering",
    "set_aside",
    "unmerge",
    "change_hat",
    "new_token",
    "new_calendar",
    "calendar",
    "own_calendar",
    "make_own_calendar",
    "withdraw_own_calendar",
    "own_leave",
    "own_code_given",
    "own_code_withdrawn",
    "end_commitment",
    "stop_token",
    "end_sharing",
    "take_down_wall",
    "withdraw_report",
    "take_preset",
    "withdraw_model",
    "end_appointment",
    "settle_open_point",
    "alive",
    "lift_apart",
    "end_move",
    "area_teams",
}
NEEDS_WHAT_A_JOURNEY_MAKES = {
    # Opened by the person alone, in tests/journeys/test_own_page_in_browser.py: it names no service in its title.
    "own_come_in",
    "own_page",
    # Opened by whoever keeps victims told alone, in tests/journeys/test_victims_in_browser.py.
    "address_enquiry",
    "victims",
    "victim",
    "victim_step",
    "take_victim",
    "covered_sentences",
    "covered_sentence",
    "covered_step",
    "register_victim",
    "letter",
    "letter_step",
    "write_to_victim",
    "ask_for_condition",
    "enquiries",
    "enquiry",
    "victims_statement",
    "victims_statement_step",
    "take_on_sentence",
    "decision_audit",
    "found",
    "newcomer",
    "sample",
    "court_figures",
    "match",
    "fairness",
    "fairness_shown",
    "fairness_chart",
    "wall",
    "wall_certificate",
    "corrected_result",
    "adopted_model",
    "change_in_area",
    "carrying",
    "merge",
    "describe_service",
    "service_overflow",
    "public_ask",
    "asked_by_public",
    "market",
    "market_before",
    "hand_over_caseload",
    "passport",
    "change_passport",
}
NOT_A_PAGE = {
    "paper_pdf",
    "health",
    "openapi-json",
    "api-root",
    "map_of_areas",
    "licence_pdf",
    "recall_paper",
    "open_referral",
    "open_services",
    "open_service",
    "open_releases",
    "open_records",
    "open_record",
    "open_register",
    "open_contract_lines",
    "open_extension",
}


MADE = {}  # what pages about the person name, made once


def page_routes():
    """Every named route of ours; sign-in's own are walked by the tests of signing in."""
    found = {}

    def walk(patterns, prefix=""):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                if not route.startswith("accounts/") and not route.startswith("api/v1"):
                    walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and pattern.name and not route.startswith("accounts/"):
                found[pattern.name] = route

    walk(get_resolver().url_patterns)
    return found


ASSESSMENT_AND_ALLOCATION = re.compile(
    r"(assess|score|tier|harm|alloc|workload|forecast|plan|summary|outcome|area-figures|audit|look|competition|contract|^need)"
)


def test_every_route_is_opened_here_or_says_why_not():
    known = OPENED_BY.keys() | ANSWERS_A_POST_ONLY | NEEDS_WHAT_A_JOURNEY_MAKES | NOT_A_PAGE
    missing = {
        name
        for name, route in page_routes().items()
        if name not in known and not ASSESSMENT_AND_ALLOCATION.search(route)
    }
    assert not missing


def address(name: str, world) -> str:
    from throughcare.casework.courts import queries as courts
    from throughcare.foundation.access.session import viewing

    with viewing(world.court, world.service.at):
        sitting = courts.court_list(on_or_before=world.service.at.date())[0].id
        row = courts.refused_rows()[0].id
        upload = courts.uploads()[0].upload.id
        question = courts.questions_open()[0].id
        sentence = min(one.id for one in courts.sentences_of(world.person.id))  # the first: pages make others
    values = {
        "person_id": world.person.id, "sentence_id": sentence, "transfer_id": world.transfer, "hearing_id": sitting, "row_id": row, "upload_id": upload, "question_id": question,
        "organisation_id": world.person.row.organisation_id, "unit_id": world.person.row.unit_id,
        "membership_id": world.officer.id, "name": "durham-tees-valley-2012", "other": "nacro-2012",
        "area": world.service.area,
    }  # fmt: skip
    route = page_routes()[name]
    if set(re.findall(r"<(?:\w+:)?(\w+)>", route)) - values.keys():
        values |= MADE.get(world.person.id) or MADE.setdefault(world.person.id, made_about(world.person))
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)


@pytest.mark.parametrize("name", OPENED_BY)
def test_a_page_is_accessible_and_fits_a_phone(name, world, browser, site, signed_in):
    for who in OPENED_BY[name]:
        context = browser.new_context(viewport={"width": 375, "height": 800}, base_url=site)
        signed_in(context, getattr(world, who))
        page: Page = context.new_page()
        answer = page.goto(address(name, world))
        assert answer is not None
        assert answer.status == 200, (name, who)
        assert page.locator("h1").count() == 1
        assert page.title().endswith("Throughcare")
        assert page.title() != "Throughcare"
        assert_no_sideways_scroll(page)
        assert_accessible(page)
        assert_fits_at_twice_the_size(page)
        assert_reads_in_own_colours(page)
        context.close()


BY_KEYBOARD = [
    "home", "team", "person", "imports", "diary", "book", "move_appointment", "plan_of", "add_goal", "answer_plan", "lay_template",
    "end_order", "services", "services_for", "refer", "referrals", "referral", "enforcement", "enforcement_of", "failure",
    "failure_step", "paper", "recalls", "consider_recall", "recall", "recall_step", "due_out", "release", "release_step", "licence",
    "licence_step", "condition_to_propose", "asked_condition", "accommodation", "apply_for_place", "application", "helpers_of", "ask_for_helper", "pairing", "protection_of", "propose_category", "protection_step", "protection_meeting", "protection_meeting_step", "integrated_board", "integrated_of", "propose_selection", "give_integrated_action", "integrated_action", "record_integrated", "integrated_step", "programmes", "enrolment", "hours", "unpaid_work",
]  # fmt: skip


@pytest.mark.parametrize("name", BY_KEYBOARD)
def test_a_page_works_by_keyboard(name, world, browser, site, signed_in):
    context = browser.new_context(base_url=site)
    signed_in(context, getattr(world, OPENED_BY[name][0]))
    page = context.new_page()
    page.goto(address(name, world))
    assert_works_by_keyboard(page)
    context.close()
