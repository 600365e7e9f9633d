"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from throughcare.faces.access.pages import audit, organisations, restrictions, sharing, who_can_see
from throughcare.faces.assessment.pages import assessments, harm, results
from throughcare.faces.courts.pages import (
    court_codes,
    courts_served,
    questions,
    sentences,
    sentencing_figures,
)
from throughcare.faces.courts.pages import results as courts
from throughcare.faces.operating_model.pages import models
from throughcare.faces.people.pages import amending, contacts_and_care, identity, matches, searching
from throughcare.faces.supervision.pages import newcomers, person, samples, team

from .pages import home


def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers and the database is reached."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", home.home, name="home"),
    path("health", health, name="health"),
    path("people/search", searching.search, name="search"),
    path("people/found/<uuid:search_id>", searching.found, name="found"),
    path("people/outside", searching.outside, name="outside"),
    path("people/<uuid:person_id>", person.summary, name="person"),
    path("people/<uuid:person_id>/timeline", person.timeline, name="timeline"),
    path("people/<uuid:person_id>/sentence", sentences.sentence, name="sentence"),
    path("people/<uuid:person_id>/sentences/<uuid:sentence_id>/became", sentences.became, name="became"),
    path(
        "people/<uuid:person_id>/sentences/<uuid:sentence_id>/amend", sentences.amend, name="amend_sentence"
    ),
    path("people/<uuid:person_id>/reports/<uuid:report_id>", sentences.report, name="report"),
    path("people/<uuid:person_id>/identity", identity.identity, name="identity"),
    path("people/<uuid:person_id>/access", who_can_see.who_can_see, name="access"),
    path("people/<uuid:person_id>/amend", amending.amend, name="amend"),
    path("people/<uuid:person_id>/names/add", amending.add_name, name="add_name"),
    path("people/<uuid:person_id>/homes/add", amending.add_home, name="add_home"),
    path("people/<uuid:person_id>/phones/add", amending.add_phone, name="add_phone"),
    path("people/<uuid:person_id>/contacts/add", contacts_and_care.add_contact, name="add_contact"),
    path("people/<uuid:person_id>/disabilities/add", contacts_and_care.add_disability, name="add_disability"),
    path("people/<uuid:person_id>/caring/add", contacts_and_care.add_caring, name="add_caring"),
    path("people/<uuid:person_id>/numbers/add", contacts_and_care.add_number, name="add_number"),
    path("people/<uuid:person_id>/death", contacts_and_care.death, name="death"),
    path(
        "people/<uuid:person_id>/details/<slug:kind>/<uuid:detail_id>/end",
        contacts_and_care.end_detail,
        name="end_detail",
    ),
    path("people/<uuid:person_id>/restrict", restrictions.restrict, name="restrict"),
    path("people/<uuid:person_id>/restrict/lift", restrictions.lift, name="lift"),
    path("people/<uuid:person_id>/kin", restrictions.kin, name="kin"),
    path("people/<uuid:person_id>/record", team.record, name="record"),
    path("people/<uuid:person_id>/risk", team.risk, name="risk"),
    path("people/<uuid:person_id>/appoint", team.appoint, name="appoint"),
    path("people/<uuid:person_id>/transfer", team.offer, name="offer"),
    path("people/<uuid:person_id>/close", team.close, name="close"),
    path("people/<uuid:person_id>/assessment", assessments.assessments, name="assessments"),
    path("people/<uuid:person_id>/assessments/start", assessments.start, name="start_assessment"),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>", assessments.assessment, name="assessment"
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/pages/<slug:key>",
        assessments.answers,
        name="answers",
    ),
    path("people/<uuid:person_id>/assessments/<uuid:assessment_id>/harm", harm.harm, name="harm"),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/harm/screening",
        harm.harm_screening,
        name="harm_screening",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/harm/groups/<slug:group>",
        harm.harm_group,
        name="harm_group",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/harm/enquiries/<slug:code>",
        harm.harm_enquiry,
        name="harm_enquiry",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/harm/plan",
        harm.harm_plan,
        name="harm_plan",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/steps/<slug:name>",
        assessments.take_step,
        name="take_step",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/score",
        assessments.score_now,
        name="score_now",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/beside/<uuid:other_id>",
        assessments.beside,
        name="beside",
    ),
    path("people/<uuid:person_id>/scores", results.scores, name="scores"),
    path("people/<uuid:person_id>/scores/<uuid:score_id>", results.score, name="score"),
    path(
        "people/<uuid:person_id>/scores/<uuid:score_id>/chart.svg",
        results.chart,
        name="score_chart",
    ),
    path("people/<uuid:person_id>/tier", results.tier, name="tier"),
    path("people/<uuid:person_id>/own-summary", results.own_summary, name="own_summary"),
    path("team", team.team, name="team"),
    path("caseload", team.caseload, name="caseload"),
    path("transfers/<uuid:transfer_id>", team.transfer, name="transfer"),
    path("transfers/<uuid:transfer_id>/withdraw", team.withdraw, name="withdraw"),
    path("matches", matches.matches, name="matches"),
    path("matches/<uuid:review_id>", matches.match, name="match"),
    path("people/<uuid:person_id>/merges/<uuid:merge_id>/undo", matches.unmerge, name="unmerge"),
    path("organisations", organisations.organisations, name="organisations"),
    path("organisations/<uuid:organisation_id>", organisations.organisation, name="organisation"),
    path("organisations/<uuid:organisation_id>/sharing", sharing.sharing, name="sharing"),
    path("units/<uuid:unit_id>", organisations.unit, name="unit"),
    path("units/<uuid:unit_id>/courts", courts_served.serving, name="serving"),
    path("members/<uuid:membership_id>/end", organisations.end_membership, name="end_membership"),
    path("audit", audit.audit, name="audit"),
    path("me", organisations.me, name="me"),
    path("me/hat/<uuid:membership_id>", organisations.change_hat, name="change_hat"),
    path("me/tokens", organisations.new_token, name="new_token"),
    path("me/tokens/<uuid:token_id>/stop", organisations.stop_token, name="stop_token"),
    path("models", models.models, name="models"),
    path("models/<slug:name>", models.model, name="model"),
    path("models/<slug:name>/beside/<slug:other>", models.side_by_side, name="side_by_side"),
    path("courts", courts.sittings, name="sittings"),
    path("courts/figures/<slug:code>", sentencing_figures.court_figures, name="court_figures"),
    path("newcomers", newcomers.newcomers, name="newcomers"),
    path("newcomers/<uuid:asked_id>", newcomers.newcomer, name="newcomer"),
    path("samples", samples.samples, name="samples"),
    path("samples/<uuid:sample_id>", samples.sample, name="sample"),
    path("courts/<uuid:hearing_id>", courts.sitting, name="sitting"),
    path("imports", courts.imports, name="imports"),
    path("imports/uploads/<uuid:upload_id>", courts.upload, name="upload"),
    path("imports/questions/<uuid:question_id>", questions.question, name="question"),
    path("courts/codes", court_codes.court_codes, name="court_codes"),
    path("imports/rows/<uuid:row_id>", courts.refused_row, name="refused_row"),
    path("imports/rows/<uuid:row_id>/aside", courts.set_aside, name="set_aside"),
    path("outcomes", include("throughcare.faces.outcomes.urls")),
    path("fairness", include("throughcare.faces.assessment.urls_fairness")),
    path("allocation", include("throughcare.faces.allocation.urls")),
]
