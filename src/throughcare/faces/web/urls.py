"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from .pages import (
    amending,
    assessment,
    assessment_harm,
    assessment_results,
    audit,
    courts,
    figures,
    guarding,
    home,
    matches,
    models,
    newcomers,
    organisations,
    people,
    samples,
    sentences,
    team,
)


def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers and the database is reached."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", home.home, name="home"),
    path("health", health, name="health"),
    path("people/search", people.search, name="search"),
    path("people/found/<uuid:search_id>", people.found, name="found"),
    path("people/outside", people.outside, name="outside"),
    path("people/<uuid:person_id>", people.summary, name="person"),
    path("people/<uuid:person_id>/timeline", people.timeline, name="timeline"),
    path("people/<uuid:person_id>/sentence", sentences.sentence, name="sentence"),
    path("people/<uuid:person_id>/sentences/<uuid:sentence_id>/became", sentences.became, name="became"),
    path(
        "people/<uuid:person_id>/sentences/<uuid:sentence_id>/amend", sentences.amend, name="amend_sentence"
    ),
    path("people/<uuid:person_id>/reports/<uuid:report_id>", sentences.report, name="report"),
    path("people/<uuid:person_id>/identity", people.identity, name="identity"),
    path("people/<uuid:person_id>/access", people.who_can_see, name="access"),
    path("people/<uuid:person_id>/amend", amending.amend, name="amend"),
    path("people/<uuid:person_id>/names/add", amending.add_name, name="add_name"),
    path("people/<uuid:person_id>/homes/add", amending.add_home, name="add_home"),
    path("people/<uuid:person_id>/phones/add", amending.add_phone, name="add_phone"),
    path("people/<uuid:person_id>/restrict", guarding.restrict, name="restrict"),
    path("people/<uuid:person_id>/restrict/lift", guarding.lift, name="lift"),
    path("people/<uuid:person_id>/kin", guarding.kin, name="kin"),
    path("people/<uuid:person_id>/record", team.record, name="record"),
    path("people/<uuid:person_id>/risk", team.risk, name="risk"),
    path("people/<uuid:person_id>/appoint", team.appoint, name="appoint"),
    path("people/<uuid:person_id>/transfer", team.offer, name="offer"),
    path("people/<uuid:person_id>/close", team.close, name="close"),
    path("people/<uuid:person_id>/assessment", assessment.assessments, name="assessments"),
    path("people/<uuid:person_id>/assessments/start", assessment.start, name="start_assessment"),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>", assessment.assessment, name="assessment"
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/pages/<slug:key>",
        assessment.answers,
        name="answers",
    ),
    path("people/<uuid:person_id>/assessments/<uuid:assessment_id>/harm", assessment_harm.harm, name="harm"),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/harm/screening",
        assessment_harm.harm_screening,
        name="harm_screening",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/harm/groups/<slug:group>",
        assessment_harm.harm_group,
        name="harm_group",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/harm/enquiries/<slug:code>",
        assessment_harm.harm_enquiry,
        name="harm_enquiry",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/harm/plan",
        assessment_harm.harm_plan,
        name="harm_plan",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/steps/<slug:name>",
        assessment.take_step,
        name="take_step",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/score",
        assessment.score_now,
        name="score_now",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/beside/<uuid:other_id>",
        assessment.beside,
        name="beside",
    ),
    path("people/<uuid:person_id>/scores", assessment_results.scores, name="scores"),
    path("people/<uuid:person_id>/scores/<uuid:score_id>", assessment_results.score, name="score"),
    path(
        "people/<uuid:person_id>/scores/<uuid:score_id>/chart.svg",
        assessment_results.chart,
        name="score_chart",
    ),
    path("people/<uuid:person_id>/tier", assessment_results.tier, name="tier"),
    path("people/<uuid:person_id>/own-summary", assessment_results.own_summary, name="own_summary"),
    path("team", team.team, name="team"),
    path("caseload", team.caseload, name="caseload"),
    path("transfers/<uuid:transfer_id>", team.transfer, name="transfer"),
    path("transfers/<uuid:transfer_id>/withdraw", team.withdraw, name="withdraw"),
    path("matches", matches.matches, name="matches"),
    path("matches/<uuid:review_id>", matches.match, name="match"),
    path("people/<uuid:person_id>/merges/<uuid:merge_id>/undo", matches.unmerge, name="unmerge"),
    path("organisations", organisations.organisations, name="organisations"),
    path("organisations/<uuid:organisation_id>", organisations.organisation, name="organisation"),
    path("units/<uuid:unit_id>", organisations.unit, name="unit"),
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
    path("courts/figures/<slug:code>", figures.court_figures, name="court_figures"),
    path("newcomers", newcomers.newcomers, name="newcomers"),
    path("newcomers/<uuid:asked_id>", newcomers.newcomer, name="newcomer"),
    path("samples", samples.samples, name="samples"),
    path("samples/<uuid:sample_id>", samples.sample, name="sample"),
    path("courts/<uuid:hearing_id>", courts.sitting, name="sitting"),
    path("imports", courts.imports, name="imports"),
    path("imports/uploads/<uuid:upload_id>", courts.upload, name="upload"),
    path("imports/rows/<uuid:row_id>", courts.refused_row, name="refused_row"),
    path("imports/rows/<uuid:row_id>/aside", courts.set_aside, name="set_aside"),
    path("outcomes", include("throughcare.faces.web.outcomes_routes")),
    path("fairness", include("throughcare.faces.web.fairness_routes")),
    path("allocation", include("throughcare.faces.web.allocation_routes")),
]
