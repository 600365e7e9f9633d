"""Routes of the pages; addresses carry ids and keys, never names or numbers."""

from django.urls import path

from .pages import attendance, catalogue, enrolments, groups, person, staff

urlpatterns = [
    path("programmes", catalogue.programmes, name="programmes"),
    path("programmes/waiting", enrolments.enrolments, name="enrolments"),
    path("programmes/training", staff.training, name="training"),
    path("programmes/<slug:programme>", catalogue.programme, name="programme"),
    path("people/<uuid:person_id>/programmes", person.programmes_for, name="programmes_for"),
    path(
        "people/<uuid:person_id>/programmes/<slug:programme>",
        person.refer_to_programme,
        name="refer_to_programme",
    ),
    path("enrolments/<uuid:enrolment_id>", enrolments.enrolment, name="enrolment"),
    path("enrolments/<uuid:enrolment_id>/place", enrolments.give_place, name="give_place"),
    path("enrolments/<uuid:enrolment_id>/session", enrolments.record_alone, name="record_alone"),
    path("enrolments/<uuid:enrolment_id>/score", enrolments.record_measure, name="record_measure"),
    path(
        "enrolments/<uuid:enrolment_id>/moves/<slug:move>", enrolments.enrolment_move, name="enrolment_move"
    ),
    path("groups", groups.groups, name="groups"),
    path("groups/new", groups.plan_group, name="plan_group"),
    path("groups/<uuid:group_id>", groups.group, name="group"),
    path("groups/<uuid:group_id>/facilitators", staff.group_facilitators, name="group_facilitators"),
    path("groups/<uuid:group_id>/end", groups.end_group, name="end_group"),
    path("groups/sessions/<uuid:session_id>", attendance.attendance, name="attendance"),
    path("groups/sessions/<uuid:session_id>/move", attendance.move_session, name="move_session"),
]
