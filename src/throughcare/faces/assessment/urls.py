"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import include, path

from .pages import answering, assessments, fairness, harm, own_summary, reading, results

fairness_pages = [
    path("", fairness.start, name="fairness"),
    path("/<uuid:audit_id>", fairness.shown, name="fairness_shown"),
    path("/<uuid:audit_id>/chart/<slug:name>.svg", fairness.chart, name="fairness_chart"),
]

urlpatterns = [
    path("people/<uuid:person_id>/assessment", assessments.assessments, name="assessments"),
    path("people/<uuid:person_id>/assessments/start", assessments.start, name="start_assessment"),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>", assessments.assessment, name="assessment"
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/pages/<slug:key>",
        answering.answers,
        name="answers",
    ),
    path(
        "people/<uuid:person_id>/assessments/<uuid:assessment_id>/read", reading.read, name="read_assessment"
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
    path("people/<uuid:person_id>/own-summary", own_summary.own_summary, name="own_summary"),
    path("people/<uuid:person_id>/own-summary.pdf", own_summary.own_summary_pdf, name="own_summary_pdf"),
    path("fairness", include(fairness_pages)),
]
