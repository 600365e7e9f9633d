"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import (
    contacts,
    custody,
    diary,
    newcomers,
    person,
    requirements,
    risk,
    samples,
    seeing,
    team,
    transfers,
)

urlpatterns = [
    path("people/<uuid:person_id>", person.summary, name="person"),
    path("people/<uuid:person_id>/timeline", person.timeline, name="timeline"),
    path("people/<uuid:person_id>/record", contacts.record, name="record"),
    path("people/<uuid:person_id>/note", contacts.note, name="note"),
    path("people/<uuid:person_id>/contacts/<uuid:contact_id>", contacts.correct, name="correct"),
    path("people/<uuid:person_id>/book", contacts.book, name="book"),
    path("people/<uuid:person_id>/appointments/<uuid:appointment_id>", contacts.call_off, name="call_off"),
    path(
        "people/<uuid:person_id>/appointments/<uuid:appointment_id>/move", diary.move, name="move_appointment"
    ),
    path("diary", diary.diary, name="diary"),
    path("diary/calendar", diary.new_calendar, name="new_calendar"),
    path("calendars/<str:secret>.ics", diary.calendar, name="calendar"),
    path("people/<uuid:person_id>/risk", risk.risk, name="risk"),
    path("lowerings/<uuid:lowering_id>", risk.lowering, name="lowering"),
    path("lowerings/<uuid:lowering_id>/withdraw", risk.withdraw_lowering, name="withdraw_lowering"),
    path("people/<uuid:person_id>/custody", custody.custody, name="custody"),
    path("people/<uuid:person_id>/movement", custody.movement, name="movement"),
    path("people/<uuid:person_id>/appoint", team.appoint, name="appoint"),
    path("people/<uuid:person_id>/transfer", transfers.offer, name="offer"),
    path("people/<uuid:person_id>/close", team.close, name="close"),
    path("people/<uuid:person_id>/seeing", seeing.seeing, name="seeing"),
    path("people/<uuid:person_id>/requirements", requirements.requirements, name="requirements"),
    path(
        "people/<uuid:person_id>/requirements/<uuid:requirement_id>/begun",
        requirements.requirement_begun,
        name="requirement_begun",
    ),
    path(
        "people/<uuid:person_id>/requirements/<uuid:requirement_id>/held",
        requirements.requirement_held,
        name="requirement_held",
    ),
    path(
        "beginnings/<uuid:beginning_id>/take-back",
        requirements.take_back_beginning,
        name="take_back_beginning",
    ),
    path("team/requirements", requirements.team_requirements, name="team_requirements"),
    path("team", team.team, name="team"),
    path("team/people", team.team_people, name="team_people"),
    path("caseload", team.caseload, name="caseload"),
    path("transfers/<uuid:transfer_id>", transfers.transfer, name="transfer"),
    path("transfers/<uuid:transfer_id>/withdraw", transfers.withdraw, name="withdraw"),
    path("transfers/<uuid:transfer_id>/end", transfers.end_move, name="end_move"),
    path("newcomers", newcomers.newcomers, name="newcomers"),
    path("newcomers/<uuid:asked_id>", newcomers.newcomer, name="newcomer"),
    path("samples", samples.samples, name="samples"),
    path("samples/<uuid:sample_id>", samples.sample, name="sample"),
]
